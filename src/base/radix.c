/* SPDX-License-Identifier: MIT */
#include "base/radix.h"

#include <string.h>

enum {
	DIGIT = 8, /* bits */
	VALUES = 1 << DIGIT,
	FEW = 48, /* so few items are sorted sooner than counted */
};

static void insertion_sort(struct radix_item *v, size_t n)
{
	size_t i;
	size_t k;

	for (i = 1; i < n; i++) {
		const struct radix_item item = v[i];

		for (k = i; k && v[k - 1].key > item.key; k--)
			v[k] = v[k - 1];
		v[k] = item;
	}
}

/* Moves the items to where the digit at this bit says. */
static void move_by_digit(
	const struct radix_item *from, struct radix_item *to, size_t n, unsigned bit)
{
	size_t at[VALUES] = {0};
	size_t next = 0;
	size_t i;

	for (i = 0; i < n; i++)
		at[from[i].key >> bit & (VALUES - 1)]++;
	for (i = 0; i < VALUES; i++) {
		const size_t count = at[i];

		at[i] = next;
		next += count;
	}
	for (i = 0; i < n; i++)
		to[at[from[i].key >> bit & (VALUES - 1)]++] = from[i];
}

void radix_sort(struct radix_item *v, struct radix_item *scratch, size_t n)
{
	struct radix_item *from = v;
	struct radix_item *to = scratch;
	uint64_t differ = 0; /* the bits in which not all keys are the same */
	unsigned bit;
	size_t i;

	if (n < FEW) {
		insertion_sort(v, n);
		return;
	}
	for (i = 1; i < n; i++)
		differ |= v[i].key ^ v[0].key;
	for (bit = 0; bit < 64; bit += DIGIT) {
		struct radix_item *moved = to;

		if (!(differ >> bit & (VALUES - 1)))
			continue;
		move_by_digit(from, to, n, bit);
		to = from;
		from = moved;
	}
	if (from != v)
		memcpy(v, from, n * sizeof(*v));
}
