/* SPDX-License-Identifier: MIT */
/* Any bytes as Staticman's entries in YAML: as what they look like, and as such. */
#include "promise.h"
#include "round_trip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const moderato_str bytes = {(const char *)data, size};

	read_and_write(NULL, bytes);
	read_and_write("staticyaml", bytes);
	return 0;
}
