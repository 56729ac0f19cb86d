/* SPDX-License-Identifier: MIT */
/* Any bytes as a table: csv, or what the first byte, which is not part of it, says: a t for tsv, an
 * n for a table without a header, a semicolon for one with that delimiter. */
#include "promise.h"
#include "round_trip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	moderato_reader_options options = {.format = "csv", .labels_map = "junk=1,?="};

	if (!size)
		return 0;
	if (data[0] == 't')
		options.format = "tsv";
	if (data[0] == ';')
		options.delimiter = ";";
	if (data[0] == 'n') {
		options.no_header = 1;
		options.columns = "text=#1,labels.spam=#2";
	}
	read_options_and_write(&options, (moderato_str){(const char *)data + 1, size - 1});
	return 0;
}
