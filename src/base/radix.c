/* SPDX-License-Identifier: MIT */
#include "base/radix.h"

#include <string.h>

enum {
	DIGITS = 8,
	VALUES = 256, /* of a digit */
	FEW = 48,     /* so few items are sorted sooner than counted */
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

/* Moves the items to where their digit says; `count` is how many have each of its values. */
static void move_by_digit(const struct radix_item *from, struct radix_item *to, size_t n,
	unsigned digit, const size_t count[VALUES])
{
	size_t at[VALUES];
	size_t next = 0;
	size_t i;

	for (i = 0; i < VALUES; i++) {
		at[i] = next;
		next += count[i];
	}
	for (i = 0; i < n; i++)
		to[at[from[i].key >> 8 * digit & 0xff]++] = from[i];
}

void radix_sort(struct radix_item *v, struct radix_item *scratch, size_t n)
{
	size_t count[DIGITS][VALUES] = {{0}};
	struct radix_item *from = v;
	struct radix_item *to = scratch;
	unsigned d;
	size_t i;

	if (n < FEW) {
		insertion_sort(v, n);
		return;
	}
	for (i = 0; i < n; i++)
		for (d = 0; d < DIGITS; d++)
			count[d][v[i].key >> 8 * d & 0xff]++;
	for (d = 0; d < DIGITS; d++) {
		struct radix_item *moved = to;

		if (count[d][v[0].key >> 8 * d & 0xff] == n)
			continue; /* all have the same */
		move_by_digit(from, to, n, d, count[d]);
		to = from;
		from = moved;
	}
	if (from != v)
		memcpy(v, from, n * sizeof(*v));
}
