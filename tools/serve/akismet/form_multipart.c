/* SPDX-License-Identifier: MIT */
/* multipart/form-data, RFC 7578. Each search goes on from where the last one ended, so that the
 * time grows with the length of the body, whatever it holds. */
#include "base/fail.h"
#include "serve/akismet/form.h"

enum { BOUNDARY_MAX = 200 }; /* bytes; RFC 2046 allows 70, browsers take about 40 */

struct reader {
	moderato_str body;
	size_t at; /* what has not been read begins here */
	char mark[BOUNDARY_MAX + 4];
	size_t mark_len; /* of "\r\n--BOUNDARY" */
	struct arena *arena;
	size_t cap; /* of the form's fields */
};

static bool is_at(moderato_str s, size_t at, const char *what, size_t len)
{
	return s.len - at >= len && memcmp(s.ptr + at, what, len) == 0;
}

/* Returns the place of `what` from the reader's place on, or SIZE_MAX. */
static size_t find(const struct reader *r, const char *what, size_t len)
{
	const char *at = memmem(r->body.ptr + r->at, r->body.len - r->at, what, len);

	return at ? (size_t)(at - r->body.ptr) : SIZE_MAX;
}

/* After a mark: white space and the line's end, or "--" if it was the last one. False: these bytes
 * are no mark, but content that begins like one. */
static bool pass_mark_end(struct reader *r, bool *last)
{
	size_t at = r->at;

	*last = is_at(r->body, at, "--", 2);
	if (*last)
		return true;
	while (at < r->body.len && (r->body.ptr[at] == ' ' || r->body.ptr[at] == '\t'))
		at++;
	if (!is_at(r->body, at, "\r\n", 2))
		return false;
	r->at = at + 2;
	return true;
}

/* Goes behind the next mark. *begin receives where it begins. */
static bool pass_mark(struct reader *r, size_t *begin, bool *last)
{
	do {
		*begin = find(r, r->mark, r->mark_len);
		if (*begin == SIZE_MAX)
			return false;
		r->at = *begin + r->mark_len;
	} while (!pass_mark_end(r, last));
	return true;
}

/* The first mark may be the body's beginning, with no line's end before it. */
static bool pass_first_mark(struct reader *r, bool *last)
{
	size_t begin;

	if (is_at(r->body, 0, r->mark + 2, r->mark_len - 2)) {
		r->at = r->mark_len - 2;
		if (pass_mark_end(r, last))
			return true;
	}
	return pass_mark(r, &begin, last);
}

/* Reads the header of a part. *disposition receives the value of Content-Disposition. */
static bool read_header(struct reader *r, moderato_str *disposition)
{
	static const char name[] = "Content-Disposition:";

	*disposition = (moderato_str){NULL, 0};
	for (;;) {
		const size_t end = find(r, "\r\n", 2);
		moderato_str line;

		if (end == SIZE_MAX)
			return false;
		line = str_part(r->body, r->at, end);
		r->at = end + 2;
		if (!line.len)
			return true;
		if (str_begins_nocase(line, name))
			*disposition = str_from(line, sizeof(name) - 1);
	}
}

static moderato_status add_field(
	struct reader *r, struct form *out, struct form_field field, moderato_error *err)
{
	if (out->n == FORM_FIELDS_MAX)
		return fail(err, MODERATO_ELIMIT, "more than %d fields", FORM_FIELDS_MAX);
	if (out->n == r->cap) {
		const size_t cap = r->cap ? 2 * r->cap : 64;
		struct form_field *more = arena_array(r->arena, cap, sizeof(*more));

		if (!more)
			return fail_no_memory(err);
		if (out->n)
			memcpy(more, out->v, out->n * sizeof(*more));
		out->v = more;
		r->cap = cap;
	}
	out->v[out->n++] = field;
	return MODERATO_OK;
}

/* Reads one part, up to the next mark. */
static moderato_status read_part(
	struct reader *r, struct form *out, bool *last, moderato_error *err)
{
	struct form_field field;
	moderato_str disposition;
	moderato_str file;
	size_t begin;
	size_t end;

	if (!read_header(r, &disposition))
		return fail(err, MODERATO_EFORMAT, "a part of the form has no end");
	begin = r->at;
	r->at -= 2; /* the line's end before the mark of an empty part is that of the header */
	if (!pass_mark(r, &end, last))
		return fail(err, MODERATO_EFORMAT, "a part of the form has no end");
	if (!form_parameter(&field.name, r->arena, disposition, "name") ||
		!form_parameter(&file, r->arena, disposition, "filename"))
		return fail_no_memory(err);
	field.value = end > begin ? str_part(r->body, begin, end) : (moderato_str){"", 0};
	if (!field.name.ptr || file.ptr)
		return MODERATO_OK;
	return add_field(r, out, field, err);
}

moderato_status form_read_multipart(struct form *out, struct arena *arena, moderato_str boundary,
	moderato_str body, moderato_error *err)
{
	struct reader r = {.body = body, .arena = arena};
	moderato_status status = MODERATO_OK;
	bool last = false;

	*out = (struct form){NULL, 0};
	if (!boundary.len || boundary.len > BOUNDARY_MAX)
		return fail(err, MODERATO_EFORMAT, "the boundary has %zu bytes, at most %d are allowed",
			boundary.len, BOUNDARY_MAX);
	memcpy(r.mark, "\r\n--", 4);
	memcpy(r.mark + 4, boundary.ptr, boundary.len);
	r.mark_len = boundary.len + 4;
	if (!body.len || !pass_first_mark(&r, &last))
		return fail(err, MODERATO_EFORMAT, "the form does not have its boundary");
	while (!status && !last)
		status = read_part(&r, out, &last, err);
	if (status)
		*out = (struct form){NULL, 0};
	return status;
}
