/* SPDX-License-Identifier: MIT */
/*
 * Isso: threads with their comments, as its generic importer takes them, and what its API gives,
 * comments with `replies`. A thread's id and title often stand behind its comments: a file is read
 * twice for them; from a pipe the thread is "#N" then.
 */
#include <stdio.h>

#include "import/tree.h"

enum slot {
	NONE,
	ID,
	TITLE,
	AUTHOR,
	EMAIL,
	WEBSITE,
	IP,
	CREATED,
	TEXT,
	PARENT,
	MODE,
	URI,
};

static const struct shape record;
static const struct member of_comment[] = {KEEP("id", ID), KEEP("author", AUTHOR),
	KEEP("email", EMAIL), KEEP("website", WEBSITE), KEEP("remote_addr", IP),
	KEEP("created", CREATED), KEEP("text", TEXT), KEEP("parent", PARENT), KEEP("mode", MODE),
	KEEP("uri", URI), KEEP("title", TITLE), INTO("replies", &record)};
static const struct shape record = {SHAPE_OF(of_comment), NULL, true};
static const struct member of_thread[] = {
	KEEP("id", ID), KEEP("title", TITLE), INTO("comments", &record), INTO("replies", &record)};
static const struct shape thread = {SHAPE_OF(of_thread), NULL, true};

/* The thread that is read now, by its number in the document. */
static moderato_str thread_key(struct tree *t)
{
	char number[24];
	const int len = snprintf(number, sizeof(number), "#%zu", t->ordinal + 1);

	return tree_join(t, (moderato_str){number, (size_t)len}, (moderato_str){NULL, 0});
}

static void remember(struct tree *t)
{
	const moderato_str values[NAMES_VALUES] = {tree_get(t, ID), tree_get(t, TITLE)};

	if (!t->names_known)
		t->held.failed |= !names_add(&t->names, thread_key(t), values);
	t->ordinal++;
}

static void place(struct tree *t, moderato_comment *comment)
{
	const moderato_str key = thread_key(t);
	const struct name *known = names_find(&t->names, key);

	if (known) {
		comment->group = filled(known->values[0]);
		comment->title = filled(known->values[1]);
	} else {
		comment->group = either(tree_outer(t, ID), key);
		comment->title = tree_outer(t, TITLE);
	}
	comment->group = either(tree_get(t, URI), comment->group);
	comment->title = either(tree_get(t, TITLE), comment->title);
	comment->url = comment->group.len && *comment->group.ptr == '/' ? comment->group : comment->url;
}

static enum verdict finish(struct tree *t, moderato_comment *comment)
{
	const moderato_str mode = tree_get(t, MODE);
	const bool deleted = is_text(mode, "4");

	if (tree_shape(t) == &thread) {
		remember(t);
		return NO_COMMENT;
	}
	if (deleted && !tree_get(t, TEXT).len)
		return WITHOUT_TEXT;
	place(t, comment);
	comment->id = filled(tree_get(t, ID));
	comment->parent_id = filled(tree_get(t, PARENT));
	comment->author = filled(tree_get(t, AUTHOR));
	comment->author_email = filled(tree_get(t, EMAIL));
	comment->author_url = filled(tree_get(t, WEBSITE));
	comment->ip = filled(tree_get(t, IP));
	comment->created = tree_time(t, tree_get(t, CREATED));
	comment->state = str_of(deleted ? "deleted" : is_text(mode, "2") ? "held" : "published");
	return tree_text(t, TEXT, comment);
}

bool sniff_isso(const struct sample *sample)
{
	return sample->json && (outline_has(sample->json, "author created text", "remote_addr") ||
							   outline_has(sample->json, "author created text", "website"));
}

moderato_status open_isso(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct tree_format format = {"Isso", &thread, &record, true, finish};

	(void)options;
	return open_tree(out, in, &format, err);
}
