/* SPDX-License-Identifier: MIT */
#include "corpus/source.h"

#include <string.h>

#include "base/ascii.h"
#include "base/fail.h"
#include "base/str.h"

/* clang-format off */
#define KEY(name, field) {name, sizeof(name) - 1, offsetof(moderato_comment, field)}
/* clang-format on */

static const struct comment_key {
	const char *key;
	size_t len;
	size_t offset;
} keys[] = {
	KEY("text", text),
	KEY("id", id),
	KEY("author", author),
	KEY("author_email", author_email),
	KEY("author_url", author_url),
	KEY("ip", ip),
	KEY("user_agent", user_agent),
	KEY("title", title),
	KEY("parent", parent),
	KEY("parent_id", parent_id),
	KEY("url", url),
	KEY("created", created),
	KEY("lang", lang),
	KEY("type", type),
	KEY("state", state),
	KEY("source", source),
	KEY("group", group),
};

const char *const *moderato_states(void)
{
	static const char *const states[] = {
		"published", "held", "spam", "trash", "removed", "deleted", NULL};

	return states;
}

bool comment_field(moderato_str key, bool any_case, size_t *offset)
{
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (keys[i].len != key.len)
			continue;
		if (any_case ? str_is_nocase(key, keys[i].key)
					 : keys[i].key[0] == key.ptr[0] && !memcmp(keys[i].key, key.ptr, key.len)) {
			*offset = keys[i].offset;
			return true;
		}
	}
	return false;
}

moderato_str comment_field_name(size_t offset)
{
	size_t i;

	for (i = 0; i < sizeof(keys) / sizeof(*keys); i++)
		if (keys[i].offset == offset)
			return (moderato_str){keys[i].key, keys[i].len};
	return (moderato_str){NULL, 0};
}

moderato_str trim_blanks(moderato_str s)
{
	while (s.len && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t'))
		s.len--;
	while (s.len && (*s.ptr == ' ' || *s.ptr == '\t')) {
		s.ptr++;
		s.len--;
	}
	return s;
}

bool is_blank(moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!ascii_is_c_space(s.ptr[i]))
			return false;
	return true;
}

const char *shown(char out[SHOWN_MAX + 4], moderato_str name)
{
	size_t len = name.len < SHOWN_MAX ? name.len : SHOWN_MAX;
	size_t i;

	while (len < name.len && len && ((unsigned char)name.ptr[len] & 0xc0) == 0x80)
		len--; /* do not cut within a character */
	for (i = 0; i < len; i++) {
		unsigned char c = (unsigned char)name.ptr[i];

		out[i] = c < 0x20 || c == 0x7f ? '?' : name.ptr[i];
	}
	strcpy(out + len, len < name.len ? "..." : "");
	return out;
}

moderato_status comment_too_long(const struct input *in, size_t line, moderato_error *err)
{
	return fail_at(
		err, MODERATO_ELIMIT, in->name, line, COMMENT_TOO_LONG, MODERATO_COMMENT_BYTES_MAX);
}
