/* SPDX-License-Identifier: MIT */
/* Any bytes as svmlight lines; what is accepted is written and must read back the same. */
#include <math.h>

#include "base/buffer.h"
#include "moderato/exporter.h"
#include "moderato/vectors.h"
#include "promise.h"

static void promise_row(const moderato_vector_row *row)
{
	size_t i;

	promise(isfinite(row->label) && row->n <= row->cap);
	for (i = 0; i < row->n; i++) {
		promise(row->index[i] > (i ? row->index[i - 1] : 0));
		promise(isfinite(row->value[i]));
	}
}

static void promise_same(const moderato_vector_row *a, const moderato_vector_row *b)
{
	size_t i;

	promise(a->label == b->label && a->n == b->n);
	for (i = 0; i < a->n; i++)
		promise(a->index[i] == b->index[i] && a->value[i] == b->value[i]);
}

static void write_and_read_back(const moderato_vector_row *row)
{
	moderato_vector_row back = MODERATO_VECTOR_ROW_INIT;
	struct buffer line = BUFFER_INIT;
	char number[32];
	size_t i;

	buffer_add(&line, number, moderato_format_number(number, row->label));
	for (i = 0; i < row->n; i++) {
		buffer_printf(&line, " %u:", row->index[i]);
		buffer_add(&line, number, moderato_format_number(number, row->value[i]));
	}
	promise(!moderato_vector_row_parse(&back, buffer_view(&line), NULL));
	promise_same(row, &back);
	moderato_vector_row_dispose(&back);
	buffer_dispose(&line);
}

static void parse_line(moderato_vector_row *row, moderato_str line)
{
	moderato_error err = {"", 0};
	const moderato_status status = moderato_vector_row_parse(row, line, &err);

	if (status == MODERATO_OK) {
		promise_row(row);
		write_and_read_back(row);
	} else if (status == MODERATO_EFORMAT) {
		promise_message(&err);
	} else {
		promise(status == MODERATO_END);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	moderato_vector_row row = MODERATO_VECTOR_ROW_INIT;
	moderato_str left = {(const char *)data, size};

	while (left.len) {
		const char *newline = memchr(left.ptr, '\n', left.len);
		const size_t len = newline ? (size_t)(newline - left.ptr) : left.len;
		/* A copy, so that a step beyond the line is one beyond the allocation. */
		char *copy = malloc(len ? len : 1);

		promise(copy);
		memcpy(copy, left.ptr, len);
		parse_line(&row, (moderato_str){copy, len});
		free(copy);
		left.ptr += len + (newline != NULL);
		left.len -= len + (newline != NULL);
	}
	moderato_vector_row_dispose(&row);
	return 0;
}
