/* SPDX-License-Identifier: MIT */
#include "base/json_stream.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "base/fail.h"
#include "base/str.h"

#define ONES UINT64_C(0x0101010101010101)
#define TOPS (ONES * 0x80)

enum {
	WORD_MAX = 512,  /* bytes of a number or word */
	LOOK_AHEAD = 96, /* bytes that tell whether a line begins something new */
};

void json_stream_init(struct json_stream *s, struct input *in)
{
	memset(s, 0, offsetof(struct json_stream, open));
	s->in = in;
	s->view.ptr = "";
}

void json_stream_dispose(struct json_stream *s)
{
	buffer_dispose(&s->unescaped);
}

void json_stream_take(struct json_stream *s)
{
	if (!s->at)
		return;
	input_take(s->in, s->at);
	s->view.ptr += s->at;
	s->view.len -= s->at;
	s->at = 0;
}

/* Reads more input. Drops the bytes before *keep and sets it to 0. Returns false at the end of the
 * input or on a read error. */
static bool more(struct json_stream *s, size_t *keep)
{
	const size_t at = s->at - *keep;
	size_t had;

	s->at = *keep;
	json_stream_take(s);
	s->at = at;
	*keep = 0;
	had = s->view.len;
	if (s->failure)
		return false;
	s->failure = input_peek(s->in, had + 1, &s->view, &s->error);
	return !s->failure && s->view.len > had;
}

/* Reads on until `n` bytes from `at` on are in the window. Returns false if the input ends before.
 */
static bool ensure(struct json_stream *s, size_t n)
{
	while (s->view.len - s->at < n) {
		size_t keep = s->at;

		if (!more(s, &keep))
			return false;
	}
	return true;
}

static enum json_token bad(struct json_stream *s, const char *problem)
{
	s->problem = problem;
	return s->failure ? TOKEN_FAILED : TOKEN_BAD;
}

/* Returns the next byte that is not white space, without taking it; -1 at the end. */
static int peek(struct json_stream *s)
{
	for (;;) {
		if (s->at < s->view.len && !ascii_is_space(s->view.ptr[s->at]))
			return (unsigned char)s->view.ptr[s->at];
		while (s->at < s->view.len && ascii_is_space(s->view.ptr[s->at]))
			s->at++;
		if (!ensure(s, 1))
			return -1;
	}
}

/* Returns the length of the run before a quote, a backslash or a control character, a word at a
 * time. Only the lowest flag is exact; it belongs to the first byte in memory, which is the one
 * needed. */
static size_t plain_run(const char *p, size_t len)
{
	size_t i = 0;

	for (; len - i >= 8; i += 8) {
		uint64_t word;
		uint64_t quote;
		uint64_t slash;
		uint64_t hit;

		memcpy(&word, p + i, 8);
		quote = word ^ ONES * '"';
		slash = word ^ ONES * '\\';
		hit = (((word - ONES * 0x20) & ~word) | ((quote - ONES) & ~quote) |
				  ((slash - ONES) & ~slash)) &
			  TOPS;
		if (hit)
			break;
	}
	while (i < len && p[i] != '"' && p[i] != '\\' && (unsigned char)p[i] >= 0x20)
		i++;
	return i;
}

/* Returns true if `text` begins with "KEY":, and sets *key. */
static bool begins_member(moderato_str text, moderato_str *key)
{
	size_t i = 1;

	if (!text.len || *text.ptr != '"')
		return false;
	while (i < text.len && text.ptr[i] != '"' && text.ptr[i] != '\\')
		i++;
	*key = (moderato_str){text.ptr + 1, i - 1};
	if (i < text.len)
		i++;
	while (i < text.len && ascii_is_space(text.ptr[i]))
		i++;
	return i < text.len && text.ptr[i] == ':';
}

/* Returns true if `text` begins with { "KEY":, and sets *key. */
static bool begins_object(moderato_str text, moderato_str *key)
{
	size_t i = 1;

	if (!text.len || *text.ptr != '{')
		return false;
	while (i < text.len && ascii_is_space(text.ptr[i]))
		i++;
	return begins_member((moderato_str){text.ptr + i, text.len - i}, key);
}

/* Tells whether a string was cut off at the line end at s->at, which valid JSON cannot contain:
 * true if the next line begins something new. */
static bool is_cut_off(struct json_stream *s, size_t *begin)
{
	moderato_str next;
	moderato_str key;

	while (s->view.len - s->at < LOOK_AHEAD && more(s, begin))
		;
	next = (moderato_str){s->view.ptr + s->at + 1, s->view.len - s->at - 1};
	if (next.len > LOOK_AHEAD)
		next.len = LOOK_AHEAD;
	while (next.len && ascii_is_space(*next.ptr)) {
		next.ptr++;
		next.len--;
	}
	return begins_object(next, &key) || begins_member(next, &key);
}

/* Moves from s->at, after the opening quote, to the closing one, which is not taken. *begin moves
 * with the window. *dropped is set if the string was too long to keep its beginning. */
static enum json_token find_end(
	struct json_stream *s, size_t *begin, bool *escapes, bool *dropped, size_t max)
{
	for (;;) {
		char c;

		s->at += plain_run(s->view.ptr + s->at, s->view.len - s->at);
		c = s->at < s->view.len ? s->view.ptr[s->at] : '\0';
		if (c == '"')
			return TOKEN_STRING;
		if (s->at == s->view.len || (c == '\\' && s->at + 1 == s->view.len)) {
			if (s->at - *begin > max) {
				*dropped = true;
				*begin = s->at;
			}
			if (!more(s, begin)) {
				s->at = s->view.len;
				s->cut_off = true;
				return bad(s, "the input ends in the middle of a string");
			}
			continue;
		}
		if (c == '\n' && is_cut_off(s, begin))
			return bad(s, "a string is not closed at its line's end");
		*escapes |= c == '\\';
		s->at += c == '\\' ? 2 : 1;
	}
}

/* Reads four hexadecimal digits. Returns -1 if they are not. */
static int32_t hex4(moderato_str text)
{
	int32_t value = 0;
	size_t i;

	if (text.len < 4)
		return -1;
	for (i = 0; i < 4; i++) {
		const int digit = ascii_hex(text.ptr[i]);

		if (digit < 0)
			return -1;
		value = value * 16 + digit;
	}
	return value;
}

/* Unescapes the text after \u. Returns the number of bytes used. */
static size_t unescape_unicode(struct buffer *out, moderato_str text)
{
	const int32_t unit = hex4(text);
	int32_t second = -1;
	char bytes[4];

	if (unit < 0) {
		buffer_add(out, "\\u", 2);
		return 0;
	}
	if (unit >= 0xd800 && unit < 0xdc00 && text.len >= 10 && !memcmp(text.ptr + 4, "\\u", 2))
		second = hex4((moderato_str){text.ptr + 6, text.len - 6});
	if (second >= 0xdc00 && second < 0xe000) {
		buffer_add(out, bytes,
			codepoint_put(bytes, (uint32_t)(0x10000 + ((unit - 0xd800) << 10) + second - 0xdc00)));
		return 10;
	}
	buffer_add(out, bytes, codepoint_put(bytes, (uint32_t)unit)); /* U+FFFD for a surrogate */
	return 4;
}

/* Unescapes the text after a backslash, which is not the last byte. Returns the number of bytes
 * used. An unknown escape stays as it is. */
static size_t unescape_one(struct buffer *out, moderato_str text)
{
	static const char from[] = "\"\\/bfnrt'";
	static const char to[] = "\"\\/\b\f\n\r\t'";
	const char *known = *text.ptr ? strchr(from, *text.ptr) : NULL;

	if (*text.ptr == 'u')
		return 1 + unescape_unicode(out, (moderato_str){text.ptr + 1, text.len - 1});
	if (known)
		buffer_add_char(out, to[known - from]);
	else
		buffer_add_char(out, '\\');
	return known != NULL;
}

static moderato_str unescape(struct json_stream *s, moderato_str text)
{
	buffer_clear(&s->unescaped);
	if (!buffer_reserve(&s->unescaped, text.len + 4))
		return (moderato_str){"", 0};
	while (text.len) {
		const char *slash = memchr(text.ptr, '\\', text.len);
		size_t len = slash ? (size_t)(slash - text.ptr) : text.len;

		buffer_add(&s->unescaped, text.ptr, len);
		text.ptr += len;
		text.len -= len;
		if (text.len < 2)
			break;
		len = 1 + unescape_one(&s->unescaped, (moderato_str){text.ptr + 1, text.len - 1});
		text.ptr += len;
		text.len -= len;
	}
	return buffer_view(&s->unescaped);
}

/* Reads a string or a key; s->at is at the opening quote. */
static enum json_token read_string(struct json_stream *s, enum json_token kind)
{
	size_t begin = ++s->at;
	bool escapes = false;
	bool dropped = false;
	enum json_token token = find_end(s, &begin, &escapes, &dropped, JSON_STREAM_STRING_MAX);

	if (token != TOKEN_STRING)
		return token;
	s->text = (moderato_str){s->view.ptr + begin, s->at - begin};
	dropped |= s->text.len > JSON_STREAM_STRING_MAX;
	s->at++;
	if (dropped) {
		s->text.len = 0;
		return kind == TOKEN_KEY ? kind : TOKEN_LONG;
	}
	if (escapes)
		s->text = unescape(s, s->text);
	if (s->unescaped.failed) {
		s->failure = fail_no_memory(&s->error);
		return TOKEN_FAILED;
	}
	return kind;
}

/* Reads a key and its colon. The key's text stays in place meanwhile, unless the window ends
 * between them. */
static enum json_token read_key(struct json_stream *s)
{
	enum json_token token = read_string(s, TOKEN_KEY);
	const char *from = s->view.ptr;
	bool borrowed;

	if (token != TOKEN_KEY)
		return token;
	borrowed = s->text.len && s->text.ptr >= from && s->text.ptr < from + s->view.len;
	if (borrowed && (s->at == s->view.len || ascii_is_space(s->view.ptr[s->at]))) {
		buffer_clear(&s->unescaped);
		buffer_add(&s->unescaped, s->text.ptr, s->text.len);
		s->text = buffer_view(&s->unescaped);
		if (s->unescaped.failed) {
			s->failure = fail_no_memory(&s->error);
			return TOKEN_FAILED;
		}
	}
	if (peek(s) != ':')
		return bad(s, "a colon is expected after a key");
	s->at++;
	s->want = WANT_VALUE;
	return TOKEN_KEY;
}

static bool is_word_byte(char c)
{
	return ascii_is_alnum(c) || c == '.' || c == '-' || c == '+' || c == '_';
}

static enum json_token word_token(moderato_str word)
{
	static const struct {
		const char *word;
		enum json_token token;
	} words[] = {{"true", TOKEN_TRUE}, {"false", TOKEN_FALSE}, {"null", TOKEN_NULL},
		{"True", TOKEN_TRUE}, {"False", TOKEN_FALSE}, {"None", TOKEN_NULL}, {"NaN", TOKEN_NULL},
		{"nan", TOKEN_NULL}, {"Infinity", TOKEN_NULL}, {"-Infinity", TOKEN_NULL},
		{"undefined", TOKEN_NULL}};
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(*words); i++)
		if (str_is(word, words[i].word))
			return words[i].token;
	if (word.len && (*word.ptr == '-' || ascii_is_digit(*word.ptr)))
		return TOKEN_NUMBER;
	return TOKEN_BAD;
}

static enum json_token read_word(struct json_stream *s)
{
	size_t begin = s->at;
	size_t end = s->at;
	enum json_token token;

	for (;;) {
		while (end < s->view.len && is_word_byte(s->view.ptr[end]))
			end++;
		if (end < s->view.len || end - begin > WORD_MAX)
			break;
		end -= begin;
		if (!more(s, &begin))
			break;
	}
	s->text = (moderato_str){s->view.ptr + begin, end - begin};
	token = end - begin > WORD_MAX ? TOKEN_BAD : word_token(s->text);
	if (s->failure || token == TOKEN_BAD)
		return bad(s, "a value is expected");
	s->at = end;
	s->want = WANT_COMMA;
	return token;
}

static void closed(struct json_stream *s)
{
	s->depth--;
	s->want = s->depth ? WANT_COMMA : WANT_ELEMENT;
}

static enum json_token open_container(struct json_stream *s, char c)
{
	if (s->want == WANT_KEY || s->want == WANT_COMMA)
		return bad(s, s->want == WANT_KEY ? "a key is expected" : "a comma is missing");
	s->at++;
	if (s->depth == JSON_STREAM_DEPTH_MAX) {
		enum json_token token;

		s->depth++;
		token = json_stream_skip(s, false);
		return token == TOKEN_BAD || token == TOKEN_FAILED ? token : TOKEN_DEEP;
	}
	s->open[s->depth++] = c;
	s->want = c == '{' ? WANT_KEY : WANT_ELEMENT;
	return c == '{' ? TOKEN_OBJECT : TOKEN_ARRAY;
}

/* Returns true if the closing bracket matches the innermost container. */
static bool fits(const struct json_stream *s, char c)
{
	return s->depth && s->open[s->depth - 1] == (c == '}' ? '{' : '[');
}

/* Closes a container. Returns TOKEN_NULL if, after a mistake, there is nothing to close. */
static enum json_token close_container(struct json_stream *s, char c)
{
	const bool object = s->depth && s->open[s->depth - 1] == '{';

	if (!s->lost && (!fits(s, c) || s->want == WANT_VALUE))
		return bad(s, s->want == WANT_VALUE ? "a value is missing" : "a bracket closes nothing");
	if (!fits(s, c)) {
		if (!memchr(s->open, c == '}' ? '{' : '[', s->depth)) {
			s->at++;
			return TOKEN_NULL;
		}
		closed(s); /* close containers until the bracket matches */
		return object ? TOKEN_OBJECT_END : TOKEN_ARRAY_END;
	}
	s->at++;
	closed(s);
	return object ? TOKEN_OBJECT_END : TOKEN_ARRAY_END;
}

static enum json_token at_end(struct json_stream *s)
{
	if (s->failure)
		return TOKEN_FAILED;
	if (!s->depth || s->cut_off)
		return TOKEN_END;
	s->cut_off = true;
	return bad(s, "the input ends in the middle of the document");
}

static bool take_comma(struct json_stream *s)
{
	if (s->depth && s->want != WANT_COMMA)
		return false;
	s->at++;
	s->want = s->depth && s->open[s->depth - 1] == '{' ? WANT_KEY : WANT_ELEMENT;
	return true;
}

static enum json_token read_quote(struct json_stream *s)
{
	enum json_token token;

	if (s->want == WANT_KEY)
		return read_key(s);
	if (s->want == WANT_COMMA)
		return bad(s, "a comma is missing");
	token = read_string(s, TOKEN_STRING);
	s->want = s->depth ? WANT_COMMA : WANT_ELEMENT;
	return token;
}

enum json_token json_stream_next(struct json_stream *s)
{
	enum json_token token;

	for (;;) {
		const int c = peek(s);

		switch (c) {
		case -1:
			return at_end(s);
		case ',':
			if (!take_comma(s))
				return bad(s, s->want == WANT_VALUE ? "a value is missing" : "a comma is too many");
			break;
		case '{':
		case '[':
			return open_container(s, (char)c);
		case '}':
		case ']':
			token = close_container(s, (char)c);
			if (token != TOKEN_NULL)
				return token;
			break;
		case '"':
			return read_quote(s);
		default:
			if (s->want == WANT_KEY || s->want == WANT_COMMA)
				return bad(s, s->want == WANT_KEY ? "a key is expected" : "a comma is missing");
			token = read_word(s);
			if (!s->depth)
				s->want = WANT_ELEMENT;
			return token;
		}
	}
}

/* Moves to the next quote or bracket. Returns false if there is none. */
static bool find_mark(struct json_stream *s, size_t *begin, bool *dropped)
{
	static const bool marks[256] = {
		['"'] = true, ['{'] = true, ['}'] = true, ['['] = true, [']'] = true};

	for (;;) {
		while (s->at < s->view.len && !marks[(unsigned char)s->view.ptr[s->at]])
			s->at++;
		if (s->at < s->view.len)
			return true;
		if (s->at - *begin > JSON_STREAM_STRING_MAX) {
			*dropped = true;
			*begin = s->at;
		}
		if (!more(s, begin))
			return false;
	}
}

enum json_token json_stream_skip(struct json_stream *s, bool keep)
{
	const size_t max = keep ? JSON_STREAM_STRING_MAX : INPUT_BLOCK;
	size_t begin = s->at - 1;
	size_t open = 1;
	bool dropped = false;
	bool escapes = false;
	char c = '\0';

	while (open) {
		if (!keep)
			begin = s->at;
		if (!find_mark(s, &begin, &dropped))
			return at_end(s);
		c = s->view.ptr[s->at++];
		open += c == '{' || c == '[';
		open -= c == '}' || c == ']';
		if (c != '"')
			continue;
		if (find_end(s, &begin, &escapes, &dropped, max) != TOKEN_STRING)
			return s->failure ? TOKEN_FAILED : TOKEN_BAD;
		s->at++;
	}
	closed(s);
	s->text = (moderato_str){s->view.ptr + begin, s->at - begin};
	if (keep && (dropped || s->text.len > JSON_STREAM_STRING_MAX))
		return TOKEN_LONG;
	return c == '}' ? TOKEN_OBJECT_END : TOKEN_ARRAY_END;
}

bool json_stream_resync(struct json_stream *s, size_t depth,
	bool (*begins)(void *payload, moderato_str key), void *payload)
{
	char before = ',';

	s->lost = true;
	if (depth < s->depth)
		s->depth = depth;
	s->want = WANT_ELEMENT;
	while (ensure(s, 1)) {
		const char c = s->view.ptr[s->at];
		moderato_str here;
		moderato_str key;

		if (c == '{' && (before == ',' || before == '[' || before == '\n')) {
			ensure(s, LOOK_AHEAD);
			here = (moderato_str){s->view.ptr + s->at, s->view.len - s->at};
			if (here.len > LOOK_AHEAD)
				here.len = LOOK_AHEAD;
			if (begins_object(here, &key) && begins(payload, key))
				return true;
		}
		if ((unsigned char)c > ' ' || c == '\n')
			before = c == '\n' && (before == ',' || before == '[') ? before : c;
		s->at++;
	}
	s->cut_off = true; /* nothing more can be reported */
	return false;
}
