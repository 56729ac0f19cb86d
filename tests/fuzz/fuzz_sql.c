/* SPDX-License-Identifier: MIT */
/* Any bytes as a dump of a database. */
#include "promise.h"
#include "round_trip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_and_write("sql", (moderato_str){(const char *)data, size});
	return 0;
}
