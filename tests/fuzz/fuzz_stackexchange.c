/* SPDX-License-Identifier: MIT */
/* Any bytes as comments of a Stack Exchange dump. */
#include "mutator.h"
#include "promise.h"
#include "round_trip.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	read_and_write("stackexchange", (moderato_str){(const char *)data, size});
	return 0;
}

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed)
{
	return xml_mutate(data, size, max_size, seed);
}
