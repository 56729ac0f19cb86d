/* SPDX-License-Identifier: MIT */
#include "classify/comment_members.h"

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/json.h"

/* clang-format off */
#define FIELD(name) {"\"" #name "\":", sizeof(#name) + 2, offsetof(moderato_comment, name)}
/* clang-format on */

/* The members that follow "id" and "text", in this order. The labels, which are not a text, are
 * written before "source". */
static const struct field {
	const char *key; /* as it is written */
	size_t len;
	size_t offset;
} fields[] = {
	FIELD(author),
	FIELD(author_email),
	FIELD(author_url),
	FIELD(ip),
	FIELD(user_agent),
	FIELD(title),
	FIELD(parent),
	FIELD(parent_id),
	FIELD(url),
	FIELD(created),
	FIELD(lang),
	FIELD(type),
	FIELD(state),
	FIELD(source),
	FIELD(group),
};

#define N_FIELDS (sizeof(fields) / sizeof(*fields))

void member_separate(struct buffer *out)
{
	const char last = out->len ? out->data[out->len - 1] : '{';

	if (last != '{' && last != '[')
		buffer_add_char(out, ',');
}

void member_add_size(struct buffer *out, size_t value)
{
	char digits[24];
	size_t i = sizeof(digits);

	do
		digits[--i] = (char)('0' + value % 10);
	while (value /= 10);
	buffer_add(out, digits + i, sizeof(digits) - i);
}

void member_add_span(struct buffer *out, moderato_span span)
{
	buffer_add_char(out, '[');
	member_add_size(out, span.begin);
	buffer_add_char(out, ',');
	member_add_size(out, span.end);
	buffer_add_char(out, ']');
}

void member_add_spans(struct buffer *out, const moderato_span *spans, size_t n)
{
	size_t i;

	buffer_add_char(out, '[');
	for (i = 0; i < n; i++) {
		member_separate(out);
		member_add_span(out, spans[i]);
	}
	buffer_add_char(out, ']');
}

static void add_labels(struct buffer *out, const moderato_comment *comment)
{
	size_t i;

	if (!comment->n_labels)
		return;
	member_separate(out);
	ADD(out, "\"labels\":{");
	for (i = 0; i < comment->n_labels; i++) {
		member_separate(out);
		json_write_string(out, comment->labels[i].attribute);
		buffer_add_str(out, comment->labels[i].value ? ":1" : ":0");
	}
	buffer_add_char(out, '}');
}

void member_add_fields(struct buffer *out, const moderato_comment *comment)
{
	size_t i;

	if (comment->text.ptr) {
		member_separate(out);
		ADD(out, "\"text\":");
		json_write_string(out, comment->text);
	}
	for (i = 0; i < N_FIELDS; i++) {
		const moderato_str value =
			*(const moderato_str *)(const void *)((const char *)comment + fields[i].offset);

		if (fields[i].offset == offsetof(moderato_comment, source))
			add_labels(out, comment);
		if (!value.ptr)
			continue;
		member_separate(out);
		buffer_add(out, fields[i].key, fields[i].len);
		json_write_string(out, value);
	}
}

/* --- members that were not known --- */

void member_add_extra(struct buffer *out, moderato_str extra)
{
	if (!extra.len)
		return;
	member_separate(out);
	buffer_add(out, extra.ptr, extra.len);
}

/* Is the raw member (key and value) one that a verdict has of its own? */
static bool is_verdicts(moderato_str member)
{
	static const char *const own[] = {"\"decision\"", "\"scores\"", "\"margins\"", "\"readings\"",
		"\"reasons\"", "\"spans\"", "\"explain\"", "\"campaign\""};
	size_t i;

	for (i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (member.len > strlen(own[i]) && !memcmp(member.ptr, own[i], strlen(own[i])))
			return true;
	return false;
}

/* The length of the first of the raw members, up to the comma after it or to the end. */
static size_t member_len(moderato_str raw)
{
	bool quoted = false;
	size_t depth = 0;
	size_t i;

	for (i = 0; i < raw.len; i++) {
		const char c = raw.ptr[i];

		if (quoted && c == '\\')
			i++;
		else if (c == '"')
			quoted = !quoted;
		else if (quoted)
			continue;
		else if (c == '{' || c == '[')
			depth++;
		else if (c == '}' || c == ']')
			depth--;
		else if (c == ',' && !depth)
			break;
	}
	return i < raw.len ? i : raw.len;
}

void member_add_foreign_extra(struct buffer *out, moderato_str extra)
{
	size_t i = 0;

	while (i < extra.len) {
		moderato_str member = {extra.ptr + i, extra.len - i};

		if (strchr(", \t\r\n", *member.ptr) && *member.ptr) {
			i++;
			continue;
		}
		member.len = member_len(member);
		if (!is_verdicts(member))
			member_add_extra(out, member);
		i += member.len;
	}
}
