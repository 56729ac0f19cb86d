/* SPDX-License-Identifier: MIT */
/* Any bytes as an export of Movable Type. */
#include "promise.h"
#include "round_trip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_and_write("mtif", (moderato_str){(const char *)data, size});
	return 0;
}
