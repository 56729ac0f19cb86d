/* SPDX-License-Identifier: MIT */
/*
 * Reads Commento's export: `comments`, and after them `commenters`, which have the names. A file
 * is therefore read twice; from a pipe, a comment's author is the commenter's hex id.
 */
#include "base/str.h"
#include "import/json_records.h"

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

/* Returns the string, or an absent one for "undefined", which Commento writes where nothing was
 * given. */
static moderato_str given(moderato_str s)
{
	return str_is(s, "undefined") ? (moderato_str){NULL, 0} : filled(s);
}

static void remember(struct json_records *r)
{
	const moderato_str values[NAME_VALUES] = {
		given(record_get(r, NAME)), given(record_get(r, EMAIL)), given(record_get(r, LINK))};

	if (!r->names_known)
		r->held.failed |= !name_table_add(&r->names, record_get(r, WHO), values);
}

static const char *state_of(const struct json_records *r)
{
	const moderato_str state = record_get(r, STATE);

	if (record_is_true(r, DELETED))
		return "deleted";
	if (str_is(state, "unapproved"))
		return "held";
	return str_is(state, "flagged") ? "spam" : "published";
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const moderato_str who = record_get(r, WHO);
	const struct name_entry *name = name_table_find(&r->names, who);
	const moderato_str markdown = record_get(r, MARKDOWN);

	if (record_shape(r) == &commenter)
		remember(r);
	if (record_shape(r) != &record || !record_get(r, ID).ptr)
		return NO_COMMENT;
	if (record_is_true(r, DELETED) && (!markdown.len || str_is(markdown, "[deleted]")))
		return WITHOUT_TEXT;
	comment->id = filled(record_get(r, ID));
	if (!str_is(who, "anonymous"))
		comment->author = name ? filled(name->values[0]) : filled(who);
	comment->author_email = name ? filled(name->values[1]) : comment->author_email;
	comment->author_url = name ? filled(name->values[2]) : comment->author_url;
	if (!str_is(record_get(r, PARENT), "root"))
		comment->parent_id = filled(record_get(r, PARENT));
	comment->group = filled(record_join(r, record_get(r, DOMAIN), record_get(r, PAGE)));
	comment->url = comment->group;
	comment->created = record_time(r, record_get(r, CREATED));
	comment->state = str_of(state_of(r));
	return record_text(r, markdown.ptr || !record_has(r, HTML) ? MARKDOWN : HTML, comment);
}

bool sniff_commento(const struct sample *sample)
{
	return sample->json && (outline_has(sample->json, "commentHex", "commenterHex") ||
							   outline_has(sample->json, "commentHex", "markdown"));
}

moderato_status open_commento(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Commento", &document, &record, true, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
