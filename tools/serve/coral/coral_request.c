/* SPDX-License-Identifier: MIT */
/* Reads what Coral asks: {"action":"NEW"|"EDIT","comment":{"body":…,"parentID":…},"author":{"id":…,
 * "role":…},"story":{"id":…,"url":…},"site":{"id":…},"tenantID":…,"tenantDomain":…}. An edited
 * comment is judged as a new one is. */
#include "base/fail.h"
#include "serve/coral/coral.h"

struct reading {
	struct json_reader *json;
	struct arena *arena;
	moderato_comment *comment;
	moderato_str role;
};

/* Copies a string, which stays present if it is empty; what is no string is taken for absent. */
static moderato_status copy_string(
	const struct reading *r, moderato_str *to, const struct json_value *value, moderato_error *err)
{
	if (!arena_copy_str(r->arena, to, value->string))
		return fail_no_memory(err);
	if (value->type == JSON_STRING && !to->len)
		to->ptr = "";
	return MODERATO_OK;
}

/* The author's name is not sent. The id must not stand in for it: the heads judge names, and to
 * them random digits are those of a spammer. */
static moderato_status author_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	return str_is(key, "role") ? copy_string(r, &r->role, value, err) : MODERATO_OK;
}

static moderato_status comment_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	if (str_is(key, "body"))
		return copy_string(r, &r->comment->text, value, err);
	if (str_is(key, "parentID"))
		return copy_string(r, &r->comment->parent_id, value, err);
	return MODERATO_OK;
}

static moderato_status story_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct reading *r = payload;

	if (str_is(key, "id"))
		return copy_string(r, &r->comment->group, value, err);
	if (str_is(key, "url"))
		return copy_string(r, &r->comment->url, value, err);
	return MODERATO_OK;
}

static moderato_status request_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	static const struct {
		const char *key;
		json_member member;
	} objects[] = {{"comment", comment_member}, {"author", author_member}, {"story", story_member}};
	struct reading *r = payload;
	size_t i;

	(void)err;
	for (i = 0; i < sizeof(objects) / sizeof(objects[0]); i++)
		if (value->type == JSON_OBJECT && str_is(key, objects[i].key))
			return json_walk_members(r->json, objects[i].member, r);
	return MODERATO_OK;
}

moderato_status coral_read(struct json_reader *json, struct arena *arena, moderato_str body,
	struct coral_request *request, moderato_error *err)
{
	struct reading r = {.json = json, .arena = arena, .comment = &request->comment};
	moderato_status status;

	*request = (struct coral_request){.trusted = false};
	status = json_walk_object(json, body, request_member, &r, err);
	if (!status && !request->comment.text.ptr)
		status = fail(err, MODERATO_EFORMAT, "comment.body must be a string");
	request->trusted =
		str_is(r.role, "STAFF") || str_is(r.role, "MODERATOR") || str_is(r.role, "ADMIN");
	return status;
}
