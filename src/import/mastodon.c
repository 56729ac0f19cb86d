/* SPDX-License-Identifier: MIT */
/*
 * Reads Mastodon's statuses: what its API answers (one, a list, or the `ancestors` and
 * `descendants` of one), and the `outbox.json` of an archive, which is ActivityPub. The text is
 * HTML. A content warning is the title, because its author wrote it too. What somebody only
 * boosted is read as the status of whoever wrote it.
 */
#include "base/str.h"
#include "import/json_records.h"

enum slot {
	NONE,
	ID,
	PARENT,
	TEXT,
	SOURCE, /* what was typed, in the answer to a deletion */
	WARNING,
	HANDLE,
	NAME,
	AUTHOR_URL,
	ACTOR,
	TIME,
	PAGE,
	URI,
	LANGUAGE,
	CONVERSATION,
	BOOSTED, /* what is added to the slots of the status that another one boosts */
};

#define OF_ACCOUNT(of)                                                                             \
	KEEP("acct", HANDLE + (of)), KEEP("username", HANDLE + (of)),                                  \
		KEEP("display_name", NAME + (of)), KEEP("url", AUTHOR_URL + (of))
#define OF_STATUS(of)                                                                              \
	KEEP("id", ID + (of)), KEEP("in_reply_to_id", PARENT + (of)), KEEP("content", TEXT + (of)),    \
		KEEP("spoiler_text", WARNING + (of)), KEEP("created_at", TIME + (of)),                     \
		KEEP("url", PAGE + (of)), KEEP("uri", URI + (of)), KEEP("language", LANGUAGE + (of))

static const struct member of_account[] = {OF_ACCOUNT(0)};
static const struct shape account = {SHAPE_OF(of_account), NULL, false};
static const struct member of_boosted_account[] = {OF_ACCOUNT(BOOSTED)};
static const struct shape boosted_account = {SHAPE_OF(of_boosted_account), NULL, false};
static const struct member of_boosted[] = {OF_STATUS(BOOSTED), INTO("account", &boosted_account)};
static const struct shape boosted = {SHAPE_OF(of_boosted), NULL, false};
static const struct shape status;
static const struct member of_status[] = {OF_STATUS(0), INTO("account", &account),
	INTO("reblog", &boosted), KEEP("text", SOURCE), KEEP("inReplyTo", PARENT),
	KEEP("summary", WARNING), KEEP("attributedTo", ACTOR), KEEP("published", TIME),
	KEEP("conversation", CONVERSATION), INTO("ancestors", &status), INTO("descendants", &status),
	INTO("statuses", &status), INTO("status", &status), INTO("last_status", &status),
	INTO("orderedItems", &status), INTO("object", &status)};
static const struct shape status = {SHAPE_OF(of_status), NULL, true};

/* Sets the thread: that of the status that is answered, if it came before. */
static void place(struct json_records *r, moderato_str parent, moderato_comment *comment)
{
	const struct name_entry *known = name_table_find(&r->names, parent);
	moderato_str values[NAME_VALUES] = {{NULL, 0}};

	comment->parent_id = filled(parent);
	comment->group = either(record_get(r, CONVERSATION), either(parent, comment->id));
	if (known)
		comment->group = known->values[0];
	values[0] = comment->group;
	r->held.failed |= !name_table_add(&r->names, comment->id, values);
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const unsigned of = record_has(r, TEXT + BOOSTED) ? BOOSTED : 0;
	const unsigned text = record_has(r, TEXT + of) ? TEXT + of : SOURCE;
	const moderato_str actor = record_get(r, ACTOR);

	if (!record_has(r, text) || !(record_has(r, TIME + of) || record_has(r, ID + of)))
		return NO_COMMENT; /* a list, or an activity such as "Create" */
	comment->id = filled(record_get(r, ID + of));
	place(r, record_get(r, PARENT + of), comment);
	comment->url = either(record_get(r, PAGE + of), record_get(r, URI + of));
	comment->title = filled(record_get(r, WARNING + of));
	comment->author = either(either(record_get(r, NAME + of), record_get(r, HANDLE + of)), actor);
	comment->author_url = either(record_get(r, AUTHOR_URL + of), actor);
	comment->created = record_time(r, record_get(r, TIME + of));
	comment->lang = filled(record_get(r, LANGUAGE + of));
	comment->state = str_of("published");
	return record_text(r, text, comment);
}

bool sniff_mastodon(const struct sample *sample)
{
	const struct outline *o = sample->json;

	return o &&
		   ((outline_has(o, "id created_at in_reply_to_id visibility", "account") &&
				outline_has(o, "", "acct")) ||
			   (outline_has(o, "id created_at in_reply_to_id content", "account") &&
				   outline_has(o, "", "acct")) ||
			   (outline_has_at(o, "ancestors", 1) && outline_has_at(o, "descendants", 1)) ||
			   outline_has(o, "id attributedTo content", "inReplyTo") ||
			   (outline_has(o, "type totalItems", "orderedItems") && outline_has(o, "", "actor")));
}

moderato_status open_mastodon(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"Mastodon", &status, &status, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
