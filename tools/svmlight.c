/* SPDX-License-Identifier: MIT */
#include "svmlight.h"

#include <ctype.h>
#include <limits.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NUMBER_BYTES = 64 }; /* of one number as text */

static moderato_status bad(moderato_error *err, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static moderato_status bad(moderato_error *err, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(err->message, sizeof(err->message), format, args);
	va_end(args);
	return MODERATO_EFORMAT;
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n';
}

/* The next piece between blanks; empty at the end or at a note. */
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
		if (!isdigit((unsigned char)piece.ptr[i]))
			return false;
		value = value * 10 + (unsigned)(piece.ptr[i] - '0');
		if (value > INT_MAX)
			return false;
	}
	*index = (unsigned)value;
	return value > 0;
}

static moderato_status grow(struct svmlight_row *row)
{
	size_t cap = row->cap ? row->cap * 2 : 256;
	unsigned *index = realloc(row->index, cap * sizeof(*index));
	double *value;

	if (!index)
		return MODERATO_ENOMEM;
	row->index = index;
	value = realloc(row->value, cap * sizeof(*value));
	if (!value)
		return MODERATO_ENOMEM;
	row->value = value;
	row->cap = cap;
	return MODERATO_OK;
}

static moderato_status add_pair(struct svmlight_row *row, moderato_str piece, moderato_error *err)
{
	const char *colon = memchr(piece.ptr, ':', piece.len);
	size_t at = colon ? (size_t)(colon - piece.ptr) : 0;
	moderato_str left = {piece.ptr, at};
	moderato_str right = {piece.ptr + at + 1, colon ? piece.len - at - 1 : 0};

	if (row->n == row->cap && grow(row))
		return MODERATO_ENOMEM;
	if (!colon || !index_of(left, &row->index[row->n]))
		return bad(err, "pair %zu: expected index:value with an index from 1", row->n + 1);
	if (!number_of(right, &row->value[row->n]))
		return bad(err, "pair %zu: expected a number after the colon", row->n + 1);
	if (row->n && row->index[row->n] <= row->index[row->n - 1])
		return bad(err, "pair %zu: expected rising indices, not %u after %u", row->n + 1,
			row->index[row->n], row->index[row->n - 1]);
	row->n++;
	return MODERATO_OK;
}

moderato_status svmlight_parse(struct svmlight_row *row, moderato_str line, moderato_error *err)
{
	moderato_str piece = next_piece(&line);
	moderato_status status = MODERATO_OK;

	row->n = 0;
	row->label = 0;
	if (!piece.len)
		return MODERATO_END;
	if (!number_of(piece, &row->label))
		return bad(err, "expected a number as the label");
	while (status == MODERATO_OK && (piece = next_piece(&line)).len) {
		if (piece.len > 4 && memcmp(piece.ptr, "qid:", 4) == 0)
			continue; /* svmlight's ranking groups mean nothing here */
		status = add_pair(row, piece, err);
	}
	return status;
}

void svmlight_dispose(struct svmlight_row *row)
{
	free(row->index);
	free(row->value);
	*row = (struct svmlight_row){0};
}
