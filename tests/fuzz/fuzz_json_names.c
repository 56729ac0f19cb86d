/* SPDX-License-Identifier: MIT */
/* Any bytes as the option --columns, which ends at the first line feed, and JSON that is read with
 * it: lines, or a document when the first byte, which is not part of it, is a d. */
#include "promise.h"
#include "round_trip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const moderato_str input = {(const char *)data, size};
	const char *newline = size ? memchr(data, '\n', size) : NULL;
	const size_t end = newline ? (size_t)(newline - input.ptr) : size;
	char *columns;

	if (!size || !end)
		return 0;
	columns = strndup(input.ptr + 1, end - 1);
	promise(columns);
	read_columns_and_write(data[0] == 'd' ? "json" : "jsonl", *columns ? columns : NULL,
		newline ? (moderato_str){newline + 1, size - end - 1} : (moderato_str){"", 0});
	free(columns);
	return 0;
}
