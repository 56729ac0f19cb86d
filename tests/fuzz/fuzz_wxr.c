/* SPDX-License-Identifier: MIT */
/* Any bytes as a WordPress export. */
#include "promise.h"
#include "round_trip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_and_write("wxr", (moderato_str){(const char *)data, size});
	return 0;
}
