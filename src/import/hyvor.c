/* SPDX-License-Identifier: MIT */
/*
 * Reads Hyvor Talk's comments as its APIs give them, in lists or alone. The text is HTML where it
 * is given (`body_html`, `content`), otherwise `body`. An export has pages and users beside the
 * comments, which name them by their ids.
 */
#include "base/str.h"
#include "import/json_records.h"

enum slot {
	NONE,
	ID,
	PARENT,
	HTML,
	BODY,
	STATUS,
	TIME,
	IP,
	NAME,
	USERNAME,
	EMAIL,
	AUTHOR_URL,
	PAGE_ID,
	PAGE_NAME,
	TITLE,
	URL,
};

static const struct member of_user[] = {KEEP("name", NAME), KEEP("username", USERNAME),
	KEEP("email", EMAIL), KEEP("website_url", AUTHOR_URL), KEEP("url", AUTHOR_URL)};
static const struct shape user = {SHAPE_OF(of_user), NULL, false};
static const struct member of_page[] = {
	KEEP("id", PAGE_ID), KEEP("identifier", PAGE_NAME), KEEP("title", TITLE), KEEP("url", URL)};
static const struct shape page = {SHAPE_OF(of_page), NULL, false};
static const struct member of_parent[] = {KEEP("id", PARENT)};
static const struct shape parent = {SHAPE_OF(of_parent), NULL, false};
static const struct shape node;
static const struct member members[] = {KEEP("id", ID), KEEP("parent_id", PARENT),
	KEEP_OR_INTO("parent", PARENT, &parent), KEEP("body_html", HTML), KEEP("content", HTML),
	KEEP("body", BODY), KEEP("status", STATUS), KEEP("created_at", TIME), KEEP("ip_address", IP),
	INTO("user", &user), KEEP("page_id", PAGE_ID), KEEP("page_identifier", PAGE_NAME),
	INTO("page", &page), INTO("comment", &node), INTO("comments", &node), INTO("data", &node),
	INTO("children", &node), INTO("replies", &node)};
static const struct shape node = {SHAPE_OF(members), NULL, true};

static const char *state_of(const struct json_records *r)
{
	static const struct {
		const char *status;
		const char *state;
	} states[] = {{"published", "published"}, {"approved", "published"}, {"pending", "held"},
		{"spam", "spam"}, {"deleted", "deleted"}};
	size_t i;

	for (i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (str_is(record_get(r, STATUS), states[i].status))
			return states[i].state;
	return NULL;
}

static void place(struct json_records *r, moderato_comment *comment)
{
	const moderato_str name = either(record_get(r, PAGE_NAME), record_outer(r, PAGE_NAME));

	comment->group = either(name, either(record_get(r, PAGE_ID), record_outer(r, PAGE_ID)));
	comment->title = either(record_get(r, TITLE), record_outer(r, TITLE));
	comment->url = either(record_get(r, URL), record_outer(r, URL));
	comment->parent_id = either(record_get(r, PARENT), record_parent(r, ID));
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const unsigned text = record_has(r, HTML) ? HTML : BODY;
	const char *state = state_of(r);

	if (!record_get(r, ID).ptr || (!record_has(r, text) && !state))
		return NO_COMMENT;
	if (!record_get(r, text).len && str_is(record_get(r, STATUS), "deleted"))
		return WITHOUT_TEXT;
	place(r, comment);
	comment->id = filled(record_get(r, ID));
	comment->author = either(record_get(r, NAME), record_get(r, USERNAME));
	comment->author_email = filled(record_get(r, EMAIL));
	comment->author_url = filled(record_get(r, AUTHOR_URL));
	comment->ip = filled(record_get(r, IP));
	comment->created = record_time(r, record_get(r, TIME));
	if (state)
		comment->state = str_of(state);
	return record_text(r, text, comment);
}

bool sniff_hyvor(const struct sample *sample)
{
	const struct outline *o = sample->json;

	return o && (outline_has(o, "id created_at user page body_html", "status") ||
					outline_has(o, "id created_at user page body", "upvotes") ||
					outline_has(o, "id created_at user page_id parent_id content", "status"));
}

moderato_status open_hyvor(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Hyvor Talk", &node, &node, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
