/* SPDX-License-Identifier: MIT */
#include "moderato/vectors.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/c_locale.h"
#include "base/fail.h"

#define NUMBER_BYTES 64 /* limit for one number as text */

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* Returns the next piece between blanks. It is empty at the end of the line or at a note. */
static moderato_str next_piece(moderato_str *line)
{
	moderato_str piece;

	while (line->len && is_blank(*line->ptr)) {
		line->ptr++;
		line->len--;
	}
	piece = (moderato_str){line->ptr, 0};
	if (line->len && *line->ptr == '#')
		line->len = 0;
	while (piece.len < line->len && !is_blank(line->ptr[piece.len]))
		piece.len++;
	line->ptr += piece.len;
	line->len -= piece.len;
	return piece;
}

static bool number_of(moderato_str piece, double *number)
{
	char copy[NUMBER_BYTES];
	char *end;

	if (!piece.len || piece.len >= sizeof(copy))
		return false;
	memcpy(copy, piece.ptr, piece.len);
	copy[piece.len] = '\0';
	*number = strtod(copy, &end);
	return end == copy + piece.len && isfinite(*number);
}

static bool index_of(moderato_str piece, unsigned *index)
{
	unsigned long long value = 0;
	size_t i;

	for (i = 0; i < piece.len; i++) {
		if (piece.ptr[i] < '0' || piece.ptr[i] > '9')
			return false;
		value = value * 10 + (unsigned)(piece.ptr[i] - '0');
		if (value > INT_MAX)
			return false;
	}
	*index = (unsigned)value;
	return value > 0;
}

static bool grow(moderato_vector_row *row)
{
	size_t cap_index = row->cap;
	size_t cap_value = row->cap;
	void *index = row->index;
	void *value = row->value;
	bool ok = grow_array(&index, &cap_index, row->n + 1, sizeof(*row->index));

	row->index = index;
	ok = ok && grow_array(&value, &cap_value, row->n + 1, sizeof(*row->value));
	row->value = value;
	if (ok)
		row->cap = cap_index;
	return ok;
}

static moderato_status add_pair(moderato_vector_row *row, moderato_str piece, moderato_error *err)
{
	const char *colon = memchr(piece.ptr, ':', piece.len);
	size_t at = colon ? (size_t)(colon - piece.ptr) : 0;
	moderato_str left = {piece.ptr, at};
	moderato_str right = {piece.ptr + at + 1, colon ? piece.len - at - 1 : 0};

	if (!grow(row))
		return fail_no_memory(err);
	if (!colon || !index_of(left, &row->index[row->n]))
		return fail(err, MODERATO_EFORMAT, "pair %zu: expected index:value with an index from 1",
			row->n + 1);
	if (!number_of(right, &row->value[row->n]))
		return fail(
			err, MODERATO_EFORMAT, "pair %zu: expected a number after the colon", row->n + 1);
	if (row->n && row->index[row->n] <= row->index[row->n - 1])
		return fail(err, MODERATO_EFORMAT, "pair %zu: expected rising indices, not %u after %u",
			row->n + 1, row->index[row->n], row->index[row->n - 1]);
	row->n++;
	return MODERATO_OK;
}

static moderato_status parse_row(moderato_vector_row *row, moderato_str line, moderato_error *err)
{
	moderato_str piece = next_piece(&line);
	moderato_status status = MODERATO_OK;

	row->n = 0;
	row->label = 0;
	if (!piece.len)
		return MODERATO_END;
	if (!number_of(piece, &row->label))
		return fail(err, MODERATO_EFORMAT, "expected a number as the label");
	while (status == MODERATO_OK && (piece = next_piece(&line)).len) {
		if (piece.len > 4 && memcmp(piece.ptr, "qid:", 4) == 0)
			continue; /* qid, svmlight's ranking groups, means nothing here */
		status = add_pair(row, piece, err);
	}
	return status;
}

moderato_status moderato_vector_row_parse(
	moderato_vector_row *row, moderato_str line, moderato_error *err)
{
	const struct c_locale locale = c_locale_enter();
	moderato_status status = parse_row(row, line, err);

	c_locale_leave(locale);
	return status;
}

void moderato_vector_row_dispose(moderato_vector_row *row)
{
	free(row->index);
	free(row->value);
	*row = (moderato_vector_row)MODERATO_VECTOR_ROW_INIT;
}
