/* SPDX-License-Identifier: MIT */
/* One pass over the text with the brackets that are open on a stack. A comma is written only when
 * the next key or value comes, so that one before a closing bracket is left out. */
#include "serve/perspective/relaxed_json.h"

#include "base/fail.h"
#include "base/utf8.h"

enum want { WANT_VALUE, WANT_ELEMENT, WANT_KEY, WANT_COLON, WANT_COMMA };

struct scan {
	const char *begin;
	const char *p;
	const char *end;
	struct buffer *out;
	char open[RELAXED_JSON_DEPTH_MAX]; /* { or [ */
	size_t depth;
	bool comma; /* one has been read and not been written */
	moderato_error *err;
};

static moderato_status bad(const struct scan *s, const char *what)
{
	return fail(s->err, MODERATO_EFORMAT, "%s, at byte %zu", what, (size_t)(s->p - s->begin) + 1);
}

static void skip_space(struct scan *s)
{
	while (s->p < s->end && ascii_is_space(*s->p))
		s->p++;
}

static void write_comma(struct scan *s)
{
	if (s->comma)
		buffer_add_char(s->out, ',');
	s->comma = false;
}

/* Reads the four digits of a \u escape whose backslash is at p; -1: there are none. */
static int32_t hex_escape(const char *p, const char *end)
{
	int32_t unit = 0;
	size_t i;

	if (end - p < 6 || p[0] != '\\' || p[1] != 'u')
		return -1;
	for (i = 2; i < 6; i++) {
		const int digit = ascii_hex(p[i]);

		if (digit < 0)
			return -1;
		unit = unit * 16 + digit;
	}
	return unit;
}

/* Copies a \u escape, or both of a surrogate pair. */
static moderato_status unicode_escape(struct scan *s)
{
	const int32_t unit = hex_escape(s->p, s->end);
	size_t len = 6;

	if (unit < 0)
		return bad(s, "Illegal hex string");
	if (unit >= 0xD800 && unit < 0xE000) {
		const int32_t low = hex_escape(s->p + 6, s->end);

		if (unit >= 0xDC00 || low < 0xDC00 || low >= 0xE000) {
			buffer_add_str(s->out, "\\ufffd");
			s->p += 6;
			return MODERATO_OK;
		}
		len = 12;
	}
	buffer_add(s->out, s->p, len);
	s->p += len;
	return MODERATO_OK;
}

/* Writes a character that stands in a string unescaped, or after a backslash that means nothing. */
static void write_plain(struct scan *s, char c)
{
	if ((unsigned char)c < 0x20)
		buffer_printf(s->out, "\\u%04x", (unsigned)c);
	else if (c == '"' || c == '\\')
		buffer_add(s->out, (const char[]){'\\', c}, 2);
	else
		buffer_add_char(s->out, c);
}

static moderato_status read_escape(struct scan *s)
{
	char c;

	if (s->end - s->p < 2)
		return bad(s, "Closing quote expected in string");
	c = s->p[1];
	if (c == 'u')
		return unicode_escape(s);
	if (c == 'v')
		buffer_add_str(s->out, "\\u000b");
	else if (strchr("\"\\/bfnrt", c) && c)
		buffer_add(s->out, s->p, 2);
	else
		write_plain(s, c);
	s->p += 2;
	return MODERATO_OK;
}

/* True for what stands in a string as it is; quotes are looked at. */
static bool is_plain(char c)
{
	return (unsigned char)c >= 0x20 && c != '"' && c != '\'' && c != '\\';
}

static moderato_status read_string(struct scan *s)
{
	const char quote = *s->p++;

	buffer_add_char(s->out, '"');
	while (s->p < s->end && *s->p != quote) {
		const char *from = s->p;

		while (s->p < s->end && is_plain(*s->p))
			s->p++;
		buffer_add(s->out, from, (size_t)(s->p - from));
		if (s->p == s->end || *s->p == quote)
			break;
		if (*s->p == '\\') {
			const moderato_status status = read_escape(s);

			if (status)
				return status;
		} else {
			write_plain(s, *s->p++);
		}
	}
	if (s->p == s->end)
		return bad(s, "Closing quote expected in string");
	s->p++;
	buffer_add_char(s->out, '"');
	return MODERATO_OK;
}

static bool is_word(char c, bool first)
{
	return ascii_is_upper(c) || ascii_is_lower(c) || c == '_' || c == '$' ||
		   (!first && ascii_is_digit(c));
}

static moderato_str read_word(struct scan *s)
{
	const char *from = s->p;

	while (s->p < s->end && is_word(*s->p, s->p == from))
		s->p++;
	return (moderato_str){from, (size_t)(s->p - from)};
}

static const char *skip_digits(const char *p, const char *end)
{
	while (p < end && ascii_is_digit(*p))
		p++;
	return p;
}

/* Copies a number, by JSON's grammar. */
static moderato_status read_number(struct scan *s)
{
	const char *p = s->p + (*s->p == '-');
	const char *q = skip_digits(p, s->end);
	bool good = q > p && (*p != '0' || q == p + 1);

	if (q < s->end && *q == '.') {
		p = q + 1;
		q = skip_digits(p, s->end);
		good = good && q > p;
	}
	if (q < s->end && (*q == 'e' || *q == 'E')) {
		p = q + 1;
		p += p < s->end && (*p == '+' || *p == '-');
		q = skip_digits(p, s->end);
		good = good && q > p;
	}
	if (!good || (q < s->end && (is_word(*q, false) || *q == '.')))
		return bad(s, "Unable to parse number");
	buffer_add(s->out, s->p, (size_t)(q - s->p));
	s->p = q;
	return MODERATO_OK;
}

static moderato_status open_container(struct scan *s, enum want *want)
{
	if (s->depth == RELAXED_JSON_DEPTH_MAX)
		return bad(s, "Message too deep");
	*want = *s->p == '{' ? WANT_KEY : WANT_ELEMENT;
	buffer_add_char(s->out, *s->p);
	s->open[s->depth++] = *s->p++;
	return MODERATO_OK;
}

static void close_container(struct scan *s, enum want *want)
{
	s->comma = false;
	s->depth--;
	buffer_add_char(s->out, *s->p++);
	*want = WANT_COMMA;
}

static moderato_status read_value(struct scan *s, enum want *want)
{
	const char c = *s->p;
	const char *from = s->p;
	moderato_str word;

	write_comma(s);
	*want = WANT_COMMA;
	if (c == '{' || c == '[')
		return open_container(s, want);
	if (c == '"' || c == '\'')
		return read_string(s);
	if (c == '-' || ascii_is_digit(c))
		return read_number(s);
	word = read_word(s);
	if (!str_is(word, "true") && !str_is(word, "false") && !str_is(word, "null")) {
		s->p = from;
		return bad(s, "Expected a value");
	}
	buffer_add(s->out, word.ptr, word.len);
	return MODERATO_OK;
}

static moderato_status read_key(struct scan *s, enum want *want)
{
	*want = WANT_COLON;
	if (!is_word(*s->p, true) && *s->p != '"' && *s->p != '\'')
		return bad(s, "Expected an object key or }");
	write_comma(s);
	if (is_word(*s->p, true)) {
		const moderato_str word = read_word(s);

		buffer_add_char(s->out, '"');
		buffer_add(s->out, word.ptr, word.len);
		buffer_add_char(s->out, '"');
		return MODERATO_OK;
	}
	return read_string(s);
}

/* Reads what follows a value: a comma or the bracket that ends its container. */
static moderato_status read_comma(struct scan *s, enum want *want)
{
	const bool object = s->open[s->depth - 1] == '{';

	if (*s->p == ',') {
		s->comma = true;
		s->p++;
		*want = object ? WANT_KEY : WANT_ELEMENT;
		return MODERATO_OK;
	}
	if (*s->p != (object ? '}' : ']'))
		return bad(s,
			object ? "Expected , or } after key:value pair" : "Expected , or ] after array value");
	close_container(s, want);
	return MODERATO_OK;
}

static moderato_status read_token(struct scan *s, enum want *want)
{
	switch (*want) {
	case WANT_KEY:
		if (*s->p != '}')
			return read_key(s, want);
		close_container(s, want);
		return MODERATO_OK;
	case WANT_COLON:
		if (*s->p != ':')
			return bad(s, "Expected : between key:value pair");
		buffer_add_char(s->out, *s->p++);
		*want = WANT_VALUE;
		return MODERATO_OK;
	case WANT_COMMA:
		return read_comma(s, want);
	case WANT_ELEMENT:
		if (*s->p == ']') {
			close_container(s, want);
			return MODERATO_OK;
		}
		break;
	case WANT_VALUE:
		break;
	}
	return read_value(s, want);
}

static moderato_status check_utf8(struct scan *s)
{
	bool valid = true;

	if (utf8_valid(s->p, (size_t)(s->end - s->p)))
		return MODERATO_OK;
	while (s->p < s->end) {
		const size_t n = utf8_next(s->p, (size_t)(s->end - s->p), &valid);

		if (!valid)
			break;
		s->p += n;
	}
	return bad(s, "Encountered non UTF-8 code points");
}

moderato_status relaxed_json_rewrite(moderato_str text, struct buffer *out, moderato_error *err)
{
	struct scan s = {.begin = text.ptr, .p = text.ptr, .out = out, .err = err};
	enum want want = WANT_VALUE;
	moderato_status status;

	if (!text.len)
		return fail(err, MODERATO_EFORMAT, "Unexpected end of string. Expected a value, at byte 1");
	s.end = text.ptr + text.len;
	status = check_utf8(&s);
	if (status)
		return status;
	if (str_begins(text, "\xEF\xBB\xBF"))
		s.p += 3;
	skip_space(&s);
	if (s.p < s.end && *s.p != '{')
		return bad(&s, "Root element must be a message");
	do {
		if (s.p == s.end)
			return bad(&s, "Unexpected end of string");
		status = read_token(&s, &want);
		if (status)
			return status;
		skip_space(&s);
	} while (s.depth);
	if (s.p < s.end)
		return bad(&s, "Parsing terminated before end of input");
	return out->failed ? fail_no_memory(err) : MODERATO_OK;
}
