/* SPDX-License-Identifier: MIT */
/*
 * Commento's export: `comments`, and behind them `commenters`, who have names. A file is read twice
 * for those; from a pipe a comment's author is the commenter's hex id.
 */
#include "import/tree.h"

enum slot {
	NONE,
	ID,
	WHO,
	MARKDOWN,
	HTML,
	PARENT,
	DOMAIN,
	PAGE,
	STATE,
	CREATED,
	DELETED,
	NAME,
	EMAIL,
	LINK,
};

static const struct member of_comment[] = {KEEP("commentHex", ID), KEEP("commenterHex", WHO),
	KEEP("markdown", MARKDOWN), KEEP("html", HTML), KEEP("parentHex", PARENT),
	KEEP("domain", DOMAIN), KEEP("url", PAGE), KEEP("path", PAGE), KEEP("state", STATE),
	KEEP("creationDate", CREATED), KEEP("deleted", DELETED)};
static const struct shape record = {SHAPE_OF(of_comment), NULL, true};
static const struct member of_commenter[] = {
	KEEP("commenterHex", WHO), KEEP("name", NAME), KEEP("email", EMAIL), KEEP("link", LINK)};
static const struct shape commenter = {SHAPE_OF(of_commenter), NULL, true};
static const struct member of_document[] = {
	INTO("comments", &record), INTO("commenters", &commenter)};
static const struct shape document = {SHAPE_OF(of_document), NULL, false};

/* Commento writes "undefined" where nothing was given. */
static moderato_str given(moderato_str s)
{
	return is_text(s, "undefined") ? (moderato_str){NULL, 0} : filled(s);
}

static void remember(struct tree *t)
{
	const moderato_str values[NAMES_VALUES] = {
		given(tree_get(t, NAME)), given(tree_get(t, EMAIL)), given(tree_get(t, LINK))};

	if (!t->names_known)
		t->held.failed |= !names_add(&t->names, tree_get(t, WHO), values);
}

static const char *state_of(const struct tree *t)
{
	const moderato_str state = tree_get(t, STATE);

	if (tree_is_true(t, DELETED))
		return "deleted";
	if (is_text(state, "unapproved"))
		return "held";
	return is_text(state, "flagged") ? "spam" : "published";
}

static enum verdict finish(struct tree *t, moderato_comment *comment)
{
	const moderato_str who = tree_get(t, WHO);
	const struct name *name = names_find(&t->names, who);
	const moderato_str markdown = tree_get(t, MARKDOWN);

	if (tree_shape(t) == &commenter)
		remember(t);
	if (tree_shape(t) != &record || !tree_get(t, ID).ptr)
		return NO_COMMENT;
	if (tree_is_true(t, DELETED) && (!markdown.len || is_text(markdown, "[deleted]")))
		return WITHOUT_TEXT;
	comment->id = filled(tree_get(t, ID));
	if (!is_text(who, "anonymous"))
		comment->author = name ? filled(name->values[0]) : filled(who);
	comment->author_email = name ? filled(name->values[1]) : comment->author_email;
	comment->author_url = name ? filled(name->values[2]) : comment->author_url;
	if (!is_text(tree_get(t, PARENT), "root"))
		comment->parent_id = filled(tree_get(t, PARENT));
	comment->group = filled(tree_join(t, tree_get(t, DOMAIN), tree_get(t, PAGE)));
	comment->url = comment->group;
	comment->created = tree_time(t, tree_get(t, CREATED));
	comment->state = str_of(state_of(t));
	return tree_text(t, markdown.ptr || !tree_has(t, HTML) ? MARKDOWN : HTML, comment);
}

bool sniff_commento(const struct sample *sample)
{
	return sample->json && (outline_has(sample->json, "commentHex", "commenterHex") ||
							   outline_has(sample->json, "commentHex", "markdown"));
}

moderato_status open_commento(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct tree_format format = {"Commento", &document, &record, true, finish};

	(void)options;
	return open_tree(out, in, &format, err);
}
