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

enum state { FIELD_START, UNQUOTED, QUOTED, QUOTE_SEEN /* closing, or the first of two */ };

/* How far the search for a record's end has got. */
struct search {
	enum state state;
	size_t at;
};

void csv_init(struct csv *csv, struct input *in, char delimiter)
{
	*csv = (struct csv){.in = in, .delimiter = delimiter};
}

void csv_dispose(struct csv *csv)
{
	free(csv->fields);
	buffer_dispose(&csv->unescaped);
	*csv = (struct csv){0};
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
			s->state = QUOTED;
		} else {
			s->state = UNQUOTED;
		}
	}
	return false;
}

static bool add_field(struct csv *csv, const char *begin, const char *end)
{
	if (csv->n_fields < CSV_FIELDS_MAX) {
		void *fields = csv->fields;

		if (!grow_array(&fields, &csv->cap, csv->n_fields + 1, sizeof(*csv->fields)))
			return false;
		csv->fields = fields;
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

/* Reports a record that does not end where it should, and skips its first line. */
static moderato_status refuse(struct csv *csv, bool quoted, bool ended, moderato_error *err)
{
	moderato_str line;
	moderato_status status = input_line(csv->in, MODERATO_RECORD_BYTES_MAX, &line, err);

	if (status < 0 && status != MODERATO_ELIMIT)
		return status;
	if (quoted && ended)
		return fail_at(err, MODERATO_EFORMAT, csv->in->name, csv->line,
			"a quote is opened in the record that begins here and never closed");
	return too_long(csv, quoted, err);
}

/* Finds the record at the window's front: *len receives the number of bytes up to its newline or
 * the input's end. */
static moderato_status find_record(
	struct csv *csv, moderato_str *view, size_t *len, moderato_error *err)
{
	const size_t most = MODERATO_RECORD_BYTES_MAX + 2; /* 2: CRLF */
	struct search s = {FIELD_START, 0};

	csv->line = csv->in->line;
	for (;;) {
		moderato_status status = input_peek(csv->in, s.at + 1, view, err);
		bool ended = view->len == s.at;
		size_t n = view->len < most ? view->len : most;

		if (status)
			return status;
		if (!view->len)
			return MODERATO_END;
		if (!ended && find_end(&s, csv->delimiter, view->ptr, n))
			break;
		if (ended && s.state == QUOTED)
			return refuse(csv, true, true, err);
		if (s.at >= most)
			return refuse(csv, s.state == QUOTED, false, err);
		if (ended)
			break;
	}
	*len = s.at;
	return MODERATO_OK;
}

moderato_status csv_next(struct csv *csv, moderato_error *err)
{
	moderato_str view;
	size_t len = 0;

	csv->n_fields = 0;
	for (;;) {
		moderato_status status = find_record(csv, &view, &len, err);
		size_t text = len;

		if (status)
			return status;
		if (text && view.ptr[text - 1] == '\r')
			text--;
		input_take(csv->in, len + (len < view.len));
		if (text > MODERATO_RECORD_BYTES_MAX)
			return too_long(csv, false, err);
		if (!text)
			continue;
		if (!split(csv, view.ptr, view.ptr + text))
			return fail_no_memory(err);
		return MODERATO_OK;
	}
}
