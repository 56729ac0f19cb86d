/* SPDX-License-Identifier: MIT */
#include "corpus/json_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/fail.h"
#include "base/json.h"
#include "base/str.h"
#include "base/utf8.h"
#include "corpus/columns.h"
#include "corpus/label_words.h"
#include "corpus/source.h"

#define GIVEN_MAX 64 /* pairs of options->columns: more than there are fields and labels */

/* A member of the object, as it was read. */
struct member {
	moderato_str key;
	moderato_str raw;
	moderato_str string;
	enum json_type type;
	bool used; /* written as a field or a label */
};

/* A pair "field=path" of the options. */
struct given {
	moderato_str field;
	moderato_str label; /* what the label is of; {NULL, 0} for a field */
	moderato_str path;
};

struct json_names {
	struct json_reader *json;
	struct json_reader *inner; /* reads the objects that paths lead through */
	char *columns;             /* the options' text, to which `given` points */
	char *labels_map;
	struct given given[GIVEN_MAX];
	size_t n_given;
	struct member *members;
	size_t n_members;
	size_t cap_members;
	bool failed;            /* out of memory */
	struct arena arena;     /* holds the values that paths lead to */
	struct buffer repaired; /* the object, where it was not UTF-8 */
	struct buffer out;
	struct buffer labels;
};

/* ---- the options ---- */

static moderato_status add_given(
	struct json_names *names, moderato_str field, moderato_str path, moderato_error *err)
{
	char text[SHOWN_MAX + 4];
	struct given *given = &names->given[names->n_given];
	size_t offset;
	size_t i;

	*given = (struct given){field, columns_label(field), path};
	if (!comment_field(field, false, &offset) && !given->label.ptr)
		return fail(err, MODERATO_EINVAL, COLUMNS_NO_FIELD, shown(text, field));
	if (path.ptr[0] == '#')
		return fail(err, MODERATO_EINVAL,
			"columns: JSON has no column \"%s\", expected a member's name or path, such as "
			"text=comment.body",
			shown(text, path));
	for (i = 0; i < names->n_given; i++)
		if (str_equal(names->given[i].field, field))
			return fail(err, MODERATO_EINVAL, "columns: \"%s\" is given twice", shown(text, field));
	names->n_given++;
	return MODERATO_OK;
}

static moderato_status read_columns(struct json_names *names, moderato_error *err)
{
	const char *list = names->columns;
	moderato_status status = MODERATO_OK;
	moderato_str field;
	moderato_str path;

	while (!status && list && *list) {
		if (!columns_next_pair(&list, &field, &path))
			status = fail(err, MODERATO_EINVAL, COLUMNS_NO_PAIR);
		else if (names->n_given == GIVEN_MAX)
			status = fail(err, MODERATO_EINVAL, "columns: more than %d are given", GIVEN_MAX);
		else
			status = add_given(names, field, path, err);
	}
	return status;
}

moderato_status json_names_new(
	struct json_names **out, const moderato_reader_options *options, moderato_error *err)
{
	struct json_names *names = calloc(1, sizeof(*names));
	const char *columns = options ? options->columns : NULL;
	const char *map = options ? options->labels_map : NULL;
	moderato_status status;

	*out = NULL;
	if (!names)
		return fail_no_memory(err);
	names->json = json_reader_new();
	names->inner = json_reader_new();
	names->columns = columns ? strdup(columns) : NULL;
	names->labels_map = map ? strdup(map) : NULL;
	if (!names->json || !names->inner || (columns && !names->columns) ||
		(map && !names->labels_map))
		status = fail_no_memory(err);
	else
		status = read_columns(names, err);
	if (!status)
		status = label_map_check(map, err);
	if (status) {
		json_names_free(names);
		return status;
	}
	*out = names;
	return MODERATO_OK;
}

void json_names_free(struct json_names *names)
{
	if (!names)
		return;
	json_reader_free(names->json);
	json_reader_free(names->inner);
	free(names->columns);
	free(names->labels_map);
	free(names->members);
	arena_dispose(&names->arena);
	buffer_dispose(&names->repaired);
	buffer_dispose(&names->out);
	buffer_dispose(&names->labels);
	free(names);
}

bool json_names_are_given(const struct json_names *names)
{
	return names->n_given > 0;
}

/* Returns whether the path is the key, or begins with it. */
static bool leads_on(moderato_str path, moderato_str key)
{
	return key.len <= path.len && str_equal(str_part(path, 0, key.len), key) &&
		   (key.len == path.len || path.ptr[key.len] == '.');
}

bool json_names_begin(const struct json_names *names, moderato_str key)
{
	size_t offset;
	unsigned rank;
	size_t i;

	for (i = 0; i < names->n_given; i++)
		if (leads_on(names->given[i].path, key))
			return true;
	return column_field(key, &offset, &rank) || str_is(key, "labels");
}

/* ---- members ---- */

static moderato_status keep_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct json_names *names = payload;
	void *members = names->members;

	if (!grow_array(&members, &names->cap_members, names->n_members + 1, sizeof(*names->members)))
		return fail_no_memory(err);
	names->members = members;
	names->members[names->n_members++] =
		(struct member){key, value->raw, value->string, value->type, false};
	return MODERATO_OK;
}

/* What is looked for in an object on a path's way. */
struct step {
	struct json_names *names;
	moderato_str key;
	struct member found; /* copies in the arena */
};

static moderato_str keep(struct json_names *names, moderato_str s)
{
	const char *copy = arena_copy(&names->arena, s.ptr, s.len);

	names->failed |= !copy;
	return (moderato_str){copy, copy ? s.len : 0};
}

static moderato_status find_member(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	struct step *step = payload;

	(void)err;
	if (!str_equal(key, step->key))
		return MODERATO_OK;
	step->found =
		(struct member){step->key, keep(step->names, value->raw), {"", 0}, value->type, false};
	if (value->type == JSON_STRING)
		step->found.string = keep(step->names, value->string);
	return MODERATO_OK;
}

/* Finds what the rest of a path leads to in an object: the member of that very name, or else
 * further down. Returns false if there is none. */
static bool follow(
	struct json_names *names, moderato_str object, moderato_str path, struct member *found)
{
	while (path.len) {
		const char *dot = memchr(path.ptr, '.', path.len);
		struct step step = {names, path, {.raw = {NULL, 0}}};

		json_read_object(names->inner, object, find_member, &step, NULL);
		if (step.found.raw.ptr) {
			*found = step.found;
			return true;
		}
		if (!dot)
			return false;
		step.key.len = (size_t)(dot - path.ptr);
		json_read_object(names->inner, object, find_member, &step, NULL);
		if (!step.found.raw.ptr || step.found.type != JSON_OBJECT)
			return false;
		object = step.found.raw;
		path = str_from(path, step.key.len + 1);
	}
	return false;
}

/* Finds what a pair of the options means, the last of several members of a name. What it leads to
 * within another member is copied to *inner. */
static struct member *find_given(struct json_names *names, moderato_str path, struct member *inner)
{
	const char *dot = memchr(path.ptr, '.', path.len);
	const moderato_str first = str_part(path, 0, dot ? (size_t)(dot - path.ptr) : path.len);
	struct member *around = NULL;
	size_t i;

	for (i = names->n_members; i--;) {
		if (str_equal(names->members[i].key, path))
			return &names->members[i];
		if (!around && str_equal(names->members[i].key, first))
			around = &names->members[i];
	}
	if (!dot || !around || around->type != JSON_OBJECT ||
		!follow(names, around->raw, str_from(path, first.len + 1), inner))
		return NULL;
	return inner;
}

/* ---- writing ---- */

static void add_key(struct buffer *out, moderato_str key)
{
	if (out->len > 1)
		buffer_add_char(out, ',');
	json_write_string(out, key);
	buffer_add_char(out, ':');
}

/* Returns whether a member that is only known by its name can be that field: texts are strings, and
 * what other programs call type and state may be numbers. */
static bool can_be(const struct member *member, size_t offset)
{
	return member->type == JSON_STRING ||
		   (member->type == JSON_NUMBER && offset != offsetof(moderato_comment, text) &&
			   offset != offsetof(moderato_comment, type) &&
			   offset != offsetof(moderato_comment, state));
}

/* Writes a field, always as a string. */
static void add_field(struct json_names *names, moderato_str field, struct member *member)
{
	add_key(&names->out, field);
	if (member->type == JSON_STRING)
		buffer_add(&names->out, member->raw.ptr, member->raw.len);
	else
		json_write_string(&names->out, member->raw);
	member->used = true;
}

static moderato_status add_label(
	struct json_names *names, const struct given *given, struct member *member, moderato_error *err)
{
	const moderato_str word = member->type == JSON_STRING ? member->string : member->raw;
	int label = member->type == JSON_NULL ? LABEL_UNKNOWN : label_of_word(names->labels_map, word);
	char path[SHOWN_MAX + 4];
	char refused[SHOWN_MAX + 4];

	if (label == LABEL_BAD)
		return fail(err, MODERATO_EFORMAT, "\"%s\" has \"%s\", expected " LABEL_WORDS,
			shown(path, given->path), shown(refused, word));
	member->used = true;
	if (label == LABEL_UNKNOWN)
		return MODERATO_OK;
	add_key(&names->labels, given->label);
	buffer_add_char(&names->labels, (char)('0' + label));
	return MODERATO_OK;
}

static moderato_status add_given_members(
	struct json_names *names, bool taken[], moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 0; i < names->n_given && !status; i++) {
		const struct given *given = &names->given[i];
		struct member inner;
		struct member *member = find_given(names, given->path, &inner);
		size_t offset;

		if (!given->label.ptr && comment_field(given->field, false, &offset))
			taken[offset / sizeof(moderato_str)] = true;
		if (!member)
			continue;
		if (given->label.ptr)
			status = add_label(names, given, member, err);
		else if (member->type < JSON_ARRAY && member->type != JSON_NULL)
			add_field(names, given->field, member);
	}
	return status;
}

/* Finds the author's name in an object that stands for the author. */
static bool find_name(struct json_names *names, moderato_str object, struct member *found)
{
	static const char *const keys[] = {"name", "display_name", "displayName", "username",
		"userName", "user_name", "login", "nickname", "screen_name"};
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (follow(names, object, str_of(keys[i]), found) && found->type == JSON_STRING)
			return true;
	return false;
}

/* Writes the fields that no option gives, each from the member whose name fits best. */
static void add_known_members(struct json_names *names, const bool taken[])
{
	struct member *best[sizeof(moderato_comment) / sizeof(moderato_str)] = {NULL};
	unsigned ranks[sizeof(moderato_comment) / sizeof(moderato_str)];
	const size_t author = offsetof(moderato_comment, author) / sizeof(moderato_str);
	struct member name;
	size_t i;

	for (i = 0; i < names->n_members; i++) {
		struct member *member = &names->members[i];
		size_t offset;
		unsigned rank;
		size_t field;

		if (member->used || !column_field(member->key, &offset, &rank))
			continue;
		field = offset / sizeof(moderato_str);
		if (taken[field] ||
			!(can_be(member, offset) || (field == author && member->type == JSON_OBJECT)))
			continue;
		if (!best[field] || rank <= ranks[field]) {
			best[field] = member;
			ranks[field] = rank;
		}
	}
	for (i = 0; i < sizeof(best) / sizeof(*best); i++) {
		struct member *from = best[i];

		if (from && from->type == JSON_OBJECT)
			from = find_name(names, from->raw, &name) ? &name : NULL;
		if (from)
			add_field(names, comment_field_name(i * sizeof(moderato_str)), from);
	}
}

/* Writes what has no meaning here. A name that would be taken for a comment's is marked. */
static void add_other_members(struct json_names *names)
{
	size_t i;

	for (i = 0; i < names->n_members; i++) {
		const struct member *member = &names->members[i];
		moderato_str key = member->key;
		size_t offset;

		if (member->used || (str_is(key, "labels") && names->labels.len > 1))
			continue;
		if (comment_field(key, false, &offset)) {
			char *marked = arena_alloc(&names->arena, key.len + 1);

			names->failed |= !marked;
			if (!marked)
				return;
			marked[0] = '#';
			memcpy(marked + 1, key.ptr, key.len);
			key = (moderato_str){marked, key.len + 1};
		}
		add_key(&names->out, key);
		buffer_add(&names->out, member->raw.ptr, member->raw.len);
	}
}

moderato_status json_names_rewrite(
	struct json_names *names, moderato_str object, moderato_str *out, moderato_error *err)
{
	bool taken[sizeof(moderato_comment) / sizeof(moderato_str)] = {false};
	moderato_status status;

	names->n_members = 0;
	names->failed = false;
	arena_reset(&names->arena);
	buffer_clear(&names->out);
	buffer_clear(&names->labels);
	status = json_read_object(names->json, object, keep_member, names, err);
	if (status == MODERATO_EFORMAT && !utf8_valid(object.ptr, object.len)) {
		buffer_clear(&names->repaired);
		utf8_add_repaired(&names->repaired, object);
		if (names->repaired.failed)
			return fail_no_memory(err);
		names->n_members = 0;
		status =
			json_read_object(names->json, buffer_view(&names->repaired), keep_member, names, err);
	}
	if (status)
		return status;
	buffer_add_char(&names->out, '{');
	buffer_add_char(&names->labels, '{');
	status = add_given_members(names, taken, err);
	if (status)
		return status;
	add_known_members(names, taken);
	add_other_members(names);
	if (names->labels.len > 1) {
		add_key(&names->out, (moderato_str){"labels", 6});
		buffer_add(&names->out, names->labels.data, names->labels.len);
		buffer_add_char(&names->out, '}');
	}
	buffer_add_char(&names->out, '}');
	if (names->failed || names->out.failed || names->labels.failed)
		return fail_no_memory(err);
	*out = buffer_view(&names->out);
	return MODERATO_OK;
}
