/* SPDX-License-Identifier: MIT */
#ifndef BASE_RADIX_H
#define BASE_RADIX_H
/* Sorting by numbers in time that is linear in how many there are. */
#include <stddef.h>
#include <stdint.h>

struct radix_item {
	uint64_t key;
	double value;
};

/* Sorts by rising key; items of one key stay in their order. `scratch` has room for n as well. */
void radix_sort(struct radix_item *v, struct radix_item *scratch, size_t n);

#endif
