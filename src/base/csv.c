/* SPDX-License-Identifier: MIT */
/*
 * Why not libcsv (Debian's libcsv3 3.0.3, the one C library that streams): it strips blanks around
 * unquoted fields, which are text here; cannot say on which line a quote opened, nor continue after
 * it; grows its field by 128 bytes at a time without a limit; and copies byte by byte. Here a
 * record is found first, by memchr() where it has no quotes, and its fields are slices of the
 * input's window; only fields with doubled quotes are copied.
 */
#include "base/csv.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/json.h"
#include "base/utf8.h"
#include "base/windows_1252.h"

#define CHECKED_AHEAD ((size_t)64 << 10) /* bytes that are checked for UTF-8 at a time */

enum state { FIELD_START, UNQUOTED, QUOTED, QUOTE_SEEN /* closing, or the first of two */ };

/* How far the search for a record's end has got. */
struct search {
	enum state state;
	size_t at;
	bool quotes; /* the record has some */
	bool broken; /* text follows a closing quote */
};

void csv_init(struct csv *csv, struct input *in, char delimiter)
{
	*csv = (struct csv){.in = in, .delimiter = delimiter};
}

void csv_dispose(struct csv *csv)
{
	free(csv->fields);
	buffer_dispose(&csv->unescaped);
	buffer_dispose(&csv->utf8);
	*csv = (struct csv){0};
}

/* Returns where an unquoted field or the bytes end. */
static size_t unquoted_end(const char *p, size_t len, size_t at, char delimiter)
{
	while (at < len && p[at] != delimiter && p[at] != '\n')
		at++;
	return at;
}

/* Moves on to the newline that ends the record. Returns false if it is not within `len` bytes. */
static bool find_end(struct search *s, char delimiter, const char *p, size_t len)
{
	if (s->at == 0) { /* most records have no quote */
		const char *newline = memchr(p, '\n', len);
		size_t n = newline ? (size_t)(newline - p) : len;

		if (!memchr(p, '"', n)) {
			s->at = n;
			s->state = UNQUOTED;
			if (n && p[n - 1] == delimiter)
				s->state = FIELD_START;
			return newline != NULL;
		}
		s->quotes = true;
	}
	for (; s->at < len; s->at++) {
		char c = p[s->at];

		if (s->state == QUOTED) {
			const char *quote = memchr(p + s->at, '"', len - s->at);

			s->at = quote ? (size_t)(quote - p) : len - 1;
			if (quote)
				s->state = QUOTE_SEEN;
		} else if (c == '\n') {
			return true;
		} else if (c == delimiter) {
			s->state = FIELD_START;
		} else if (c == '"' && s->state != UNQUOTED) {
			s->quotes = true;
			s->state = QUOTED;
		} else {
			s->broken |= s->state == QUOTE_SEEN;
			s->state = UNQUOTED;
			s->at = unquoted_end(p, len, s->at + 1, delimiter) - 1;
		}
	}
	return false;
}

static bool more_fields(struct csv *csv)
{
	void *fields = csv->fields;

	if (!grow_array(&fields, &csv->cap, csv->n_fields + 1, sizeof(*csv->fields)))
		return false;
	csv->fields = fields;
	return true;
}

static inline bool add_field(struct csv *csv, const char *begin, const char *end)
{
	if (csv->n_fields < CSV_FIELDS_MAX) {
		if (csv->n_fields == csv->cap && !more_fields(csv))
			return false;
		csv->fields[csv->n_fields] = (moderato_str){begin, (size_t)(end - begin)};
	}
	csv->n_fields++;
	return true;
}

/* Splits off the field that begins with a quote at p. Returns where it ends, or NULL if memory ran
 * out. */
static const char *split_quoted(struct csv *csv, const char *p, const char *end)
{
	struct buffer *out = &csv->unescaped;
	const char *begin = p + 1;
	const char *quote = memchr(begin, '"', (size_t)(end - begin));
	size_t at = out->len;

	if (quote && (quote + 1 == end || quote[1] == csv->delimiter))
		return add_field(csv, begin, quote) ? quote + 1 : NULL;

	/* Reserve room for the whole record, so that earlier fields do not move. */
	if (!out->len && !buffer_reserve(out, (size_t)(end - begin) + 1))
		return NULL;
	while (quote && quote + 1 < end && quote[1] == '"') {
		buffer_add(out, begin, (size_t)(quote + 1 - begin));
		begin = quote + 2;
		quote = memchr(begin, '"', (size_t)(end - begin));
	}
	if (quote) {
		buffer_add(out, begin, (size_t)(quote - begin));
		begin = quote + 1;
	}
	p = memchr(begin, csv->delimiter, (size_t)(end - begin));
	if (!p)
		p = end;
	buffer_add(out, begin, (size_t)(p - begin));
	return add_field(csv, out->data + at, out->data + out->len) ? p : NULL;
}

static bool split(struct csv *csv, const char *p, const char *end)
{
	csv->n_fields = 0;
	buffer_clear(&csv->unescaped);
	for (;; p++) {
		if (p < end && *p == '"') {
			p = split_quoted(csv, p, end);
		} else {
			const char *begin = p;

			p = memchr(begin, csv->delimiter, (size_t)(end - begin));
			p = p ? p : end;
			if (!add_field(csv, begin, p))
				return false;
		}
		if (!p)
			return false;
		if (p == end)
			return true;
	}
}

static moderato_status too_long(const struct csv *csv, bool quoted, moderato_error *err)
{
	return fail_at(err, MODERATO_ELIMIT, csv->in->name, csv->line,
		"the record is longer than the limit of %zu bytes%s", MODERATO_RECORD_BYTES_MAX,
		quoted ? "; is a quote not closed?" : "");
}

/* Reports a record that does not end where it should, and skips its first line. Its other lines
 * were looked through for a quote in vain: no quote closes on a later line than its own up to the
 * last of them, `doubted`, so that no line is looked through many times. */
static moderato_status refuse(
	struct csv *csv, size_t doubted, bool quoted, bool ended, moderato_error *err)
{
	moderato_str line;
	moderato_status status;

	if (csv->doubted_to < csv->in->taken + doubted)
		csv->doubted_to = csv->in->taken + doubted;
	status = input_line(csv->in, MODERATO_RECORD_BYTES_MAX, &line, err);
	if (status < 0 && status != MODERATO_ELIMIT)
		return status;
	if (quoted && ended)
		return fail_at(err, MODERATO_EFORMAT, csv->in->name, csv->line,
			"a quote is opened in the record that begins here and never closed");
	return too_long(csv, quoted, err);
}

/* Returns where the last line begins. */
static size_t last_line(const char *p, size_t len)
{
	const char *newline = len ? memrchr(p, '\n', len) : NULL;

	return newline ? (size_t)(newline - p) + 1 : 0;
}

/* Finds the record at the window's front: *len receives the number of bytes up to its newline or
 * the input's end. */
static moderato_status find_record(
	struct csv *csv, struct search *s, moderato_str *view, moderato_error *err)
{
	const size_t most = MODERATO_RECORD_BYTES_MAX + 2; /* 2: CRLF */
	const bool one_line = csv->in->taken < csv->doubted_to;

	*s = (struct search){FIELD_START, 0, false, false};
	csv->line = csv->in->line;
	for (;;) {
		moderato_status status = input_peek(csv->in, s->at + 1, view, err);
		bool ended = view->len == s->at;
		size_t n = view->len < most ? view->len : most;
		const char *newline;

		if (status)
			return status;
		if (!view->len)
			return MODERATO_END;
		newline = one_line ? memchr(view->ptr + s->at, '\n', n - s->at) : NULL;
		if (newline)
			n = (size_t)(newline - view->ptr) + 1;
		if (!ended && find_end(s, csv->delimiter, view->ptr, n))
			return MODERATO_OK;
		if ((ended || newline) && s->state == QUOTED)
			return refuse(csv, last_line(view->ptr, s->at), true, true, err);
		if (s->at >= most)
			return refuse(csv, last_line(view->ptr, s->at), s->state == QUOTED, false, err);
		if (ended)
			return MODERATO_OK;
	}
}

/* Returns how many fields the line would have if it were a record. A quote that it does not close
 * is an ordinary character, and makes *open true. */
static size_t fields_of_line(const struct csv *csv, const char *p, size_t len, bool *open)
{
	const char *end = p + len;
	size_t n = 1;

	for (*open = false;; p++, n++) {
		const bool quoted = p < end && *p == '"';
		const char *quote = quoted ? memchr(p + 1, '"', (size_t)(end - p) - 1) : NULL;

		while (quote && quote + 1 < end && quote[1] == '"')
			quote = memchr(quote + 2, '"', (size_t)(end - quote) - 2);
		*open |= quoted && !quote;
		if (quote)
			p = quote;
		p = p < end ? memchr(p, csv->delimiter, (size_t)(end - p)) : NULL;
		if (!p)
			return n;
	}
}

/* Returns whether a quote was opened by mistake in the record's first line, so that the record
 * swallowed the lines that follow: it is wrong in some way, while its first line has all fields, or
 * more as there may be delimiters in the text, and the second one is or begins a record. */
static bool is_stray(const struct csv *csv, const struct search *s, const char *p)
{
	const char *second;
	const char *third;
	size_t rest;
	size_t n;
	bool open;

	if (csv->expected < 2 || !s->quotes || (!s->broken && csv->n_fields == csv->expected))
		return false;
	second = memchr(p, '\n', s->at);
	if (!second)
		return false;
	second++;
	if (fields_of_line(csv, p, (size_t)(second - p) - 1, &open) < csv->expected)
		return false;
	rest = s->at - (size_t)(second - p);
	third = memchr(second, '\n', rest);
	n = fields_of_line(csv, second, third ? (size_t)(third - second) : rest, &open);
	return n == csv->expected || (open && n > 1 && n < csv->expected);
}

/* Returns how many bytes of the window are without a character that its end may cut. */
static size_t whole_characters(moderato_str view)
{
	size_t len = view.len;
	size_t i;

	for (i = 0; i < 3 && len && ((unsigned char)view.ptr[len - 1] & 0xc0) == 0x80; i++)
		len--;
	return len && (unsigned char)view.ptr[len - 1] >= 0xc0 ? len - 1 : len;
}

/* Returns whether the record at the window's front is UTF-8. What follows is checked with it, as
 * that takes less time than to check records one by one. */
static bool is_utf8(struct csv *csv, moderato_str view, size_t len)
{
	const size_t taken = csv->in->taken;

	if (taken + len <= csv->valid_to)
		return true;
	if (taken + len > csv->checked_to) {
		if (view.len > len + CHECKED_AHEAD)
			view.len = len + CHECKED_AHEAD;
		view.len = whole_characters(view);
		csv->checked_to = taken + (view.len > len ? view.len : len);
		if (view.len >= len && json_utf8_valid(view)) {
			csv->valid_to = csv->checked_to;
			return true;
		}
	}
	return utf8_valid(view.ptr, len);
}

/* Splits the record into fields, in UTF-8. */
static bool split_record(struct csv *csv, moderato_str view, size_t len)
{
	if (is_utf8(csv, view, len))
		return split(csv, view.ptr, view.ptr + len);
	buffer_clear(&csv->utf8);
	csv->converted += windows_1252_add(&csv->utf8, (moderato_str){view.ptr, len});
	return !csv->utf8.failed && split(csv, csv->utf8.data, csv->utf8.data + csv->utf8.len);
}

/* Reads the next record. *len receives how many bytes of the input it takes. */
static moderato_status read_record(struct csv *csv, size_t *len, moderato_error *err)
{
	moderato_str view;
	struct search s;

	csv->n_fields = 0;
	for (;;) {
		moderato_status status = find_record(csv, &s, &view, err);
		size_t text = s.at;

		if (status)
			return status;
		if (text && view.ptr[text - 1] == '\r')
			text--;
		*len = s.at + (s.at < view.len);
		if (text > MODERATO_RECORD_BYTES_MAX) {
			input_take(csv->in, *len);
			return too_long(csv, false, err);
		}
		if (text) {
			if (!split_record(csv, view, text))
				return fail_no_memory(err);
			return is_stray(csv, &s, view.ptr)
					   ? refuse(csv, last_line(view.ptr, s.at), true, true, err)
					   : MODERATO_OK;
		}
		input_take(csv->in, *len);
	}
}

moderato_status csv_next(struct csv *csv, moderato_error *err)
{
	size_t len;
	moderato_status status = read_record(csv, &len, err);

	if (!status)
		input_take(csv->in, len);
	return status;
}

moderato_status csv_peek(struct csv *csv, moderato_error *err)
{
	const size_t converted = csv->converted;
	size_t len;
	moderato_status status = read_record(csv, &len, err);

	csv->converted = converted;
	return status;
}
