/* SPDX-License-Identifier: MIT */
/* Any bytes as a table: csv, or tsv when the first byte, which is not part of it, is a t. */
#include "promise.h"
#include "round_trip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size)
		read_and_write(
			data[0] == 't' ? "tsv" : "csv", (moderato_str){(const char *)data + 1, size - 1});
	return 0;
}
