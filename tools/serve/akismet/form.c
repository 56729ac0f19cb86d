/* SPDX-License-Identifier: MIT */
#include "serve/akismet/form.h"

#include "base/fail.h"

/* Returns the place of the first c from `from` on, or the text's end. */
static size_t find_char(moderato_str s, size_t from, char c)
{
	const char *at = from < s.len ? memchr(s.ptr + from, c, s.len - from) : NULL;

	return at ? (size_t)(at - s.ptr) : s.len;
}

static size_t count_pieces(moderato_str body)
{
	size_t n = 0;
	size_t begin = 0;

	while (begin < body.len) {
		const size_t end = find_char(body, begin, '&');

		n += end > begin;
		begin = end + 1;
	}
	return n;
}

/* Returns a decoded text, written to *to, which moves on. It is never longer than the encoded one.
 */
static moderato_str decode(moderato_str coded, char **to)
{
	char *const begin = *to;
	char *p = begin;
	size_t i;

	for (i = 0; i < coded.len; i++) {
		char c = coded.ptr[i];

		if (c == '+') {
			c = ' ';
		} else if (c == '%' && coded.len - i > 2 && ascii_hex(coded.ptr[i + 1]) >= 0 &&
				   ascii_hex(coded.ptr[i + 2]) >= 0) {
			c = (char)(ascii_hex(coded.ptr[i + 1]) << 4 | ascii_hex(coded.ptr[i + 2]));
			i += 2;
		}
		*p++ = c;
	}
	*to = p;
	return (moderato_str){begin, (size_t)(p - begin)};
}

static moderato_status read_urlencoded(
	struct form *out, struct arena *arena, moderato_str body, moderato_error *err)
{
	const size_t n = count_pieces(body);
	struct form_field *fields;
	char *to;
	size_t begin = 0;

	if (n > FORM_FIELDS_MAX)
		return fail(err, MODERATO_ELIMIT, "more than %d fields", FORM_FIELDS_MAX);
	fields = arena_array(arena, n, sizeof(*fields));
	to = arena_alloc(arena, body.len);
	if (!fields || !to)
		return fail_no_memory(err);
	*out = (struct form){fields, 0};
	while (begin < body.len) {
		const size_t end = find_char(body, begin, '&');
		const moderato_str piece = str_part(body, begin, end);
		const size_t equals = find_char(piece, 0, '=');
		struct form_field *field = &fields[out->n];

		begin = end + 1;
		if (!piece.len)
			continue;
		field->name = decode(str_part(piece, 0, equals), &to);
		field->value =
			equals < piece.len ? decode(str_from(piece, equals + 1), &to) : (moderato_str){"", 0};
		out->n++;
	}
	return MODERATO_OK;
}

moderato_status form_read(struct form *out, struct arena *arena, moderato_str content_type,
	moderato_str body, moderato_error *err)
{
	moderato_str boundary;

	*out = (struct form){NULL, 0};
	if (!str_begins_nocase(content_type, "multipart/form-data"))
		return read_urlencoded(out, arena, body, err);
	if (!form_parameter(&boundary, arena, content_type, "boundary"))
		return fail_no_memory(err);
	if (!boundary.len)
		return fail(err, MODERATO_EFORMAT, "the Content-Type has no boundary");
	return form_read_multipart(out, arena, boundary, body, err);
}

bool form_name_is(moderato_str field, const char *name)
{
	const size_t len = strlen(name);

	if (!str_begins(field, name))
		return false;
	return field.len == len || (field.ptr[len] == '[' && field.ptr[field.len - 1] == ']');
}

/* Returns where the parameter that begins at `from` ends: at a ';' that is not quoted. */
static size_t parameter_end(moderato_str header, size_t from)
{
	bool quoted = false;
	size_t i;

	for (i = from; i < header.len && (quoted || header.ptr[i] != ';'); i++) {
		if (header.ptr[i] == '"')
			quoted = !quoted;
		else if (quoted && header.ptr[i] == '\\' && i + 1 < header.len)
			i++;
	}
	return i;
}

static moderato_str trim(moderato_str s)
{
	while (s.len && ascii_is_space(s.ptr[0]))
		s = str_from(s, 1);
	while (s.len && ascii_is_space(s.ptr[s.len - 1]))
		s.len--;
	return s;
}

/* Takes the quotation marks off, and the backslashes before what they escape. Returns false if
 * memory is out. */
static bool unquote(moderato_str *out, struct arena *arena, moderato_str value)
{
	char *copy;
	size_t n = 0;
	size_t i;

	*out = value;
	if (!value.len || value.ptr[0] != '"')
		return true;
	copy = arena_alloc(arena, value.len);
	if (!copy)
		return false;
	for (i = 1; i < value.len && value.ptr[i] != '"'; i++) {
		if (value.ptr[i] == '\\' && i + 1 < value.len &&
			(value.ptr[i + 1] == '"' || value.ptr[i + 1] == '\\'))
			i++;
		copy[n++] = value.ptr[i];
	}
	*out = (moderato_str){copy, n};
	return true;
}

bool form_parameter(moderato_str *out, struct arena *arena, moderato_str header, const char *name)
{
	size_t begin = parameter_end(header, 0) + 1;

	*out = (moderato_str){NULL, 0};
	while (begin < header.len) {
		const size_t end = parameter_end(header, begin);
		const moderato_str parameter = str_part(header, begin, end);
		const size_t equals = find_char(parameter, 0, '=');

		if (equals < parameter.len && str_is_nocase(trim(str_part(parameter, 0, equals)), name))
			return unquote(out, arena, trim(str_from(parameter, equals + 1)));
		begin = end + 1;
	}
	return true;
}
