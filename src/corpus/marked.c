/* SPDX-License-Identifier: MIT */
#include "corpus/marked.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "base/fail.h"

/* Room is allocated from the start, so that the list has an address even when nothing is
 * marked. */
#define SPANS_MIN 16

void span_list_dispose(struct span_list *list)
{
	free(list->v);
	*list = (struct span_list){NULL, 0, 0};
}

/* The rest of the array. It is valid JSON, so only the kinds of its values have to be
 * checked. */
struct scan {
	const char *at;
	const char *end;
};

/* Steps over `c` and the blanks before it. Returns false if something else stands there. */
static bool take(struct scan *s, char c)
{
	while (s->at < s->end && ascii_is_space(*s->at))
		s->at++;
	if (s->at == s->end || *s->at != c)
		return false;
	s->at++;
	return true;
}

/* Reads a whole number that consists of digits only. A number beyond any text becomes `most`. */
static bool take_number(struct scan *s, size_t most, size_t *number)
{
	const char *from;

	while (s->at < s->end && ascii_is_space(*s->at))
		s->at++;
	from = s->at;
	for (*number = 0; s->at < s->end && ascii_is_digit(*s->at); s->at++)
		*number = *number < most ? *number * 10 + (size_t)(*s->at - '0') : most;
	return s->at > from && (s->at == s->end || !strchr(".eE", *s->at));
}

/* Reads a number, or a pair of them. */
static bool take_span(struct scan *s, size_t most, moderato_span *span)
{
	if (take(s, '['))
		return take_number(s, most, &span->begin) && take(s, ',') &&
			   take_number(s, most, &span->end) && take(s, ']');
	if (!take_number(s, most, &span->begin))
		return false;
	span->end = span->begin + 1;
	return true;
}

static size_t count_codepoints(moderato_str text)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < text.len; i += codepoint_len((unsigned char)text.ptr[i]))
		n++;
	return n;
}

static bool add(struct span_list *list, moderato_span span)
{
	moderato_span *last = list->n ? &list->v[list->n - 1] : NULL;
	void *v = list->v;

	if (last && span.begin == last->end) { /* consecutive numbers usually continue a span */
		last->end = span.end;
		return true;
	}
	if (!grow_array(&v, &list->cap, list->n + 1, sizeof(*list->v)))
		return false;
	list->v = v;
	list->v[list->n++] = span;
	return true;
}

/* Reads all elements as spans of code points, in the order of the array. */
static moderato_status read_elements(
	struct span_list *list, struct scan *s, size_t n_chars, moderato_error *err)
{
	const size_t most = MODERATO_COMMENT_BYTES_MAX + n_chars; /* exceeds every valid offset */
	size_t i;

	if (!take(s, '['))
		return fail(err, MODERATO_EFORMAT, "spans must be an array");
	if (take(s, ']'))
		return MODERATO_OK;
	for (i = 0;; i++) {
		moderato_span span;

		if (!take_span(s, most, &span))
			return fail(err, MODERATO_EFORMAT,
				"spans[%zu] must be a character's number or a pair [from,to) of them", i);
		if (span.begin >= span.end)
			return fail(err, MODERATO_EFORMAT, "spans[%zu] must end after its beginning", i);
		if (span.end > n_chars)
			return fail(err, MODERATO_EFORMAT,
				"spans[%zu] lies outside of the text, which has %zu characters", i, n_chars);
		if (!add(list, span))
			return fail_no_memory(err);
		if (!take(s, ','))
			return MODERATO_OK;
	}
}

static int by_begin(const void *a, const void *b)
{
	const moderato_span *x = a;
	const moderato_span *y = b;

	return (x->begin > y->begin) - (x->begin < y->begin);
}

/* Sorts the spans and joins those that overlap or touch. */
static void merge(struct span_list *list)
{
	size_t to = 0;
	size_t i;

	if (!list->n)
		return;
	qsort(list->v, list->n, sizeof(*list->v), by_begin);
	for (i = 1; i < list->n; i++) {
		if (list->v[i].begin > list->v[to].end)
			list->v[++to] = list->v[i];
		else if (list->v[i].end > list->v[to].end)
			list->v[to].end = list->v[i].end;
	}
	list->n = to + 1;
}

/* Converts the sorted spans from code points to bytes. */
static void place(struct span_list *list, moderato_str text)
{
	size_t byte = 0;
	size_t n = 0;
	size_t i;

	for (i = 0; i < list->n; i++) {
		moderato_span *span = &list->v[i];

		for (; n < span->begin; n++)
			byte += codepoint_len((unsigned char)text.ptr[byte]);
		span->begin = byte;
		for (; n < span->end; n++)
			byte += codepoint_len((unsigned char)text.ptr[byte]);
		span->end = byte;
	}
}

moderato_status span_list_read(
	struct span_list *list, moderato_str raw, moderato_str text, moderato_error *err)
{
	struct scan s = {raw.ptr, raw.ptr + raw.len};
	moderato_status status;
	void *v = list->v;

	list->n = 0;
	if (!grow_array(&v, &list->cap, SPANS_MIN, sizeof(*list->v)))
		return fail_no_memory(err);
	list->v = v;
	status = read_elements(list, &s, count_codepoints(text), err);
	if (status)
		return status;
	merge(list);
	place(list, text);
	return MODERATO_OK;
}
