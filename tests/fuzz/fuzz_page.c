/* SPDX-License-Identifier: MIT */
/* Any bytes as a saved page, as what they look like, and as every other format. */
#include "promise.h"
#include "round_trip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const moderato_str bytes = {(const char *)data, size};
	const char *const *format;

	read_and_write(NULL, bytes);
	for (format = moderato_reader_formats(); *format; format++)
		read_and_write(*format, bytes);
	return 0;
}
