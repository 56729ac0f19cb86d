/* SPDX-License-Identifier: MIT */
/*
 * Reads comments on GitHub's issues, pull requests, commits and discussions: what its REST API
 * answers (Gitea's and Forgejo's is the same), what its GraphQL API answers with the members'
 * own names (`nodes` or `edges`), what `gh ... --json comments` prints, and the discussion that
 * giscus hands to a page. Issues and discussions themselves are not comments; their title is known
 * to comments that come later. The text is `body`, which is Markdown, otherwise HTML. The group is
 * the thread's address, or its id where no address is given.
 */
#include "base/str.h"
#include "import/json_records.h"

enum slot {
	NONE,
	ID,
	PARENT,
	BODY,
	HTML,
	AUTHOR,
	AUTHOR_URL,
	AUTHOR_API,
	EMAIL,
	CREATED,
	SUBMITTED,
	UPDATED,
	URL,
	PAGE,
	THREAD,
	THREAD_API,
	TITLE,
	DELETED,
	MINIMIZED,
	REASON,
};

static const struct member of_user[] = {KEEP("login", AUTHOR), KEEP("html_url", AUTHOR_URL),
	KEEP("url", AUTHOR_API), KEEP("email", EMAIL)};
static const struct shape user = {SHAPE_OF(of_user), NULL, false};
static const struct member of_parent[] = {KEEP("id", PARENT)};
static const struct shape parent = {SHAPE_OF(of_parent), NULL, false};
static const struct shape answer;

#define OF_COMMENT                                                                                 \
	KEEP("id", ID), KEEP("in_reply_to_id", PARENT), KEEP("replyToId", PARENT),                     \
		INTO("replyTo", &parent), KEEP("body", BODY), KEEP("bodyText", BODY),                      \
		KEEP("bodyHTML", HTML), KEEP("body_html", HTML), INTO("author", &user),                    \
		INTO("user", &user), KEEP("createdAt", CREATED), KEEP("created_at", CREATED),              \
		KEEP("submittedAt", SUBMITTED), KEEP("submitted_at", SUBMITTED),                           \
		KEEP("updated_at", UPDATED), KEEP("html_url", PAGE), KEEP("url", URL),                     \
		KEEP("issue_url", THREAD_API), KEEP("pull_request_url", THREAD_API),                       \
		KEEP("discussion_url", THREAD_API), KEEP("title", TITLE), KEEP("deletedAt", DELETED),      \
		KEEP("isMinimized", MINIMIZED), KEEP("minimizedReason", REASON), INTO("replies", &answer)

static const struct member of_answer[] = {
	OF_COMMENT, INTO("nodes", &answer), INTO("edges", &answer), INTO("node", &answer)};
static const struct shape answer = {SHAPE_OF(of_answer), NULL, true};
static const struct shape comments;
static const struct member of_comments[] = {
	OF_COMMENT, INTO("nodes", &comments), INTO("edges", &comments), INTO("node", &comments)};
static const struct shape comments = {SHAPE_OF(of_comments), NULL, true};
static const struct shape by_id = {NULL, 0, &comments, false};
static const struct shape by_issue = {NULL, 0, &by_id, false}; /* as programs keep them */
static const struct shape threads;
static const struct member of_thread[] = {KEEP("id", THREAD), KEEP("title", TITLE),
	KEEP("html_url", PAGE), KEEP("url", URL), INTO("nodes", &threads), INTO("edges", &threads),
	INTO("node", &threads), INTO("comments", &comments), INTO("reviews", &comments)};
static const struct shape threads = {SHAPE_OF(of_thread), NULL, true};
static const struct shape root;
static const struct member of_root[] = {OF_COMMENT, INTO("data", &root), INTO("repository", &root),
	INTO("node", &root), INTO("nodes", &root), INTO("items", &root), INTO("discussion", &threads),
	INTO("issue", &threads), INTO("pullRequest", &threads), INTO("pull_request", &threads),
	INTO("discussions", &threads), INTO("issues", &threads), INTO("pullRequests", &threads),
	INTO("issue_comments", &by_issue), INTO("comment", &comments), INTO("payload", &root),
	INTO("comments", &comments), INTO("reviews", &comments)};
static const struct shape root = {SHAPE_OF(of_root), NULL, true};

/* Remembers a thread by the address that the REST API gives for it. */
static void remember(struct json_records *r)
{
	const moderato_str values[NAME_VALUES] = {record_get(r, TITLE)};

	if (record_get(r, TITLE).len)
		r->held.failed |= !name_table_add(&r->names, record_get(r, URL), values);
}

/* Returns the id of the thread around the comment, if there is one: whatever is around it and has
 * a title. */
static moderato_str thread_around(const struct json_records *r)
{
	const moderato_str thread = record_outer(r, THREAD);

	if (thread.len || (record_shape(r) != &comments && !record_outer(r, TITLE).len))
		return thread;
	return record_outer(r, ID);
}

/* Returns an address, but not one of the REST API, which is nobody's page. */
static moderato_str not_api(moderato_str url)
{
	return str_begins(url, "https://api.") ? (moderato_str){NULL, 0} : filled(url);
}

static void place(struct json_records *r, moderato_comment *comment)
{
	const struct name_entry *thread = name_table_find(&r->names, record_get(r, THREAD_API));
	const moderato_str own = either(record_get(r, PAGE), not_api(record_get(r, URL)));
	const moderato_str around = either(record_outer(r, PAGE), not_api(record_outer(r, URL)));

	comment->url = without_anchor(either(own, around));
	comment->group = either(comment->url, either(record_get(r, THREAD_API), thread_around(r)));
	comment->title = either(record_outer(r, TITLE), thread ? thread->values[0] : comment->title);
	comment->parent_id = filled(record_get(r, PARENT));
	if (!comment->parent_id.len && record_shape(r) == &answer)
		comment->parent_id = filled(record_parent(r, ID));
}

/* Returns the state for a comment that was hidden. Reasons other than spam and abuse, such as
 * "outdated", say nothing about the text: such a comment gets no label. */
static const char *state_of(const struct json_records *r)
{
	const moderato_str reason = record_get(r, REASON);

	if (record_get(r, DELETED).len)
		return "deleted";
	if (!record_is_true(r, MINIMIZED))
		return "published";
	if (str_is_nocase(reason, "spam"))
		return "spam";
	return str_is_nocase(reason, "abuse") ? "removed" : "trash";
}

static enum verdict finish(struct json_records *r, moderato_comment *comment)
{
	const unsigned text = record_has(r, BODY) ? BODY : HTML;
	const moderato_str sent = either(record_get(r, CREATED), record_get(r, SUBMITTED));
	const moderato_str time = either(sent, record_get(r, UPDATED));

	if (record_has(r, TITLE) || record_shape(r) == &threads) {
		remember(r);
		return NO_COMMENT;
	}
	if (record_has(r, DELETED) && !record_get(r, text).len)
		return WITHOUT_TEXT;
	if (!record_has(r, text) || !time.len || (record_has(r, SUBMITTED) && !record_get(r, text).len))
		return NO_COMMENT; /* such as a review that only approves */
	place(r, comment);
	comment->id = filled(record_get(r, ID));
	comment->author = filled(record_get(r, AUTHOR));
	comment->author_email = filled(record_get(r, EMAIL));
	comment->author_url = either(record_get(r, AUTHOR_URL), not_api(record_get(r, AUTHOR_API)));
	comment->created = record_time(r, time);
	comment->state = str_of(state_of(r));
	return record_text(r, text, comment);
}

/* Whether it is an answer of the REST API. Comments on gists, and all of them before 2013, have no
 * address but the API's; then their author's members tell, as they do for what was cut down to
 * what a program needs. */
static bool is_rest(const struct outline *o)
{
	static const char *const signs[] = {
		"issue_url", "commit_id", "pull_request_url", "discussion_url"};
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (outline_has(o, "body html_url", signs[i]))
			return true;
	return outline_has(o, "", "login") && (outline_has(o, "id body user", "created_at") ||
											  outline_has(o, "id body user", "updated_at"));
}

/* Whether it is GraphQL's. Other programs have comments with an author and replies too, so one
 * name must be GitHub's own. */
static bool is_graphql(const struct outline *o)
{
	static const char *const signs[] = {"login", "authorAssociation", "isMinimized", "upvoteCount"};
	size_t i;

	if (!outline_has(o, "author createdAt", "body") &&
		!outline_has(o, "author createdAt", "bodyHTML") &&
		!outline_has(o, "author createdAt", "bodyText"))
		return false;
	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (outline_has(o, "", signs[i]))
			return true;
	return false;
}

bool sniff_github(const struct sample *sample)
{
	return sample->json && (is_rest(sample->json) || is_graphql(sample->json));
}

moderato_status open_github(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	static const struct json_records_format format = {"GitHub", &root, &comments, false, finish};

	(void)options;
	return open_json_records(out, in, &format, err);
}
