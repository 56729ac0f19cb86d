/* SPDX-License-Identifier: MIT */
/*
 * Reads Isso's comments: threads with their comments, as its generic importer takes them, and
 * comments with `replies`, as its API gives them. A thread's id and title often follow its
 * comments, so a file is read twice; from a pipe, such a thread is called "#N".
 */
#include <stdio.h>

#include "base/str.h"
#include "import/json_records.h"

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
/* What `/latest` answers is an array of comments, each of which names its thread. */
static const struct member of_thread[] = {KEEP("id", ID), KEEP("title", TITLE),
	INTO("comments", &record), INTO("replies", &record), KEEP("author", AUTHOR),
	KEEP("website", WEBSITE), KEEP("created", CREATED), KEEP("text", TEXT), KEEP("parent", PARENT),
	KEEP("mode", MODE), KEEP("uri", URI)};
static const struct shape thread = {SHAPE_OF(of_thread), NULL, true};

/* Returns the key of the thread that is being read: its number in the document. */
static moderato_str thread_key(struct json_records *r)
{
	char number[24];
	const int len = snprintf(number, sizeof(number), "#%zu", r->ordinal + 1);

	return record_join(r, (moderato_str){number, (size_t)len}, (moderato_str){NULL, 0});
}

static void remember(struct json_records *r)
{
	const moderato_str values[NAME_VALUES] = {record_get(r, ID), record_get(r, TITLE)};

	if (!r->names_known)
		r->held.failed |= !name_table_add(&r->names, thread_key(r), values);
	r->ordinal++;
}

static void place(struct json_records *r, moderato_comment *comment)
{
	const moderato_str key = thread_key(r);
	const struct name_entry *known = name_table_find(&r->names, key);

	if (known) {
		comment->group = filled(known->values[0]);
		comment->title = filled(known->values[1]);
	} else {
		comment->group = either(record_outer(r, ID), key);
		comment->title = record_outer(r, TITLE);
	}
	comment->group = either(record_get(r, URI), comment->group);
	comment->title = either(record_get(r, TITLE), comment->title);
	comment->url = comment->group.len && *comment->group.ptr == '/' ? comment->group : comment->url;
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const moderato_str mode = record_get(r, MODE);
	const bool deleted = str_is(mode, "4");

	if (record_shape(r) == &thread && !record_has(r, TEXT)) {
		remember(r);
		return NO_COMMENT;
	}
	if (deleted && !record_get(r, TEXT).len)
		return WITHOUT_TEXT;
	place(r, comment);
	comment->id = filled(record_get(r, ID));
	comment->parent_id = filled(record_get(r, PARENT));
	comment->author = filled(record_get(r, AUTHOR));
	comment->author_email = filled(record_get(r, EMAIL));
	comment->author_url = filled(record_get(r, WEBSITE));
	comment->ip = filled(record_get(r, IP));
	comment->created = record_time(r, record_get(r, CREATED));
	comment->state = str_of(deleted ? "deleted" : str_is(mode, "2") ? "held" : "published");
	return record_text(r, TEXT, comment);
}

bool sniff_isso(const struct sample *sample)
{
	return sample->json && (outline_has(sample->json, "author created text", "remote_addr") ||
							   outline_has(sample->json, "author created text", "website"));
}

moderato_status open_isso(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Isso", &thread, &record, true, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
