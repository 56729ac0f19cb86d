/* SPDX-License-Identifier: MIT */
#include "classify/vector_entries.h"

#include <stdlib.h>
#include <string.h>

enum {
	TEXT_OF_PART = 256, /* bytes of text, which have a few thousand entries at most */
	FEW = 32,           /* so few values are sorted by insertion sooner than otherwise */
};

void vector_entries_init(
	struct vector_entries *e, struct arena *arena, unsigned bits, size_t text_len)
{
	unsigned of_part = 0;

	while (of_part < bits && text_len >> of_part > TEXT_OF_PART)
		of_part++;
	*e = (struct vector_entries){
		.arena = arena, .n_parts = ((size_t)1 << of_part) + 1, .shift = bits - of_part};
	e->parts = arena_array(arena, e->n_parts, sizeof(struct entry_block *));
	e->failed = !e->parts;
	if (e->failed)
		e->n_parts = 0;
	else
		memset(e->parts, 0, e->n_parts * sizeof(struct entry_block *));
}

bool vector_entries_grow(struct vector_entries *e, size_t part)
{
	struct entry_block *block = e->failed ? NULL : arena_alloc(e->arena, sizeof(*block));

	e->failed |= !block;
	if (!block)
		return false;
	block->before = e->parts[part];
	block->n = 0;
	e->parts[part] = block;
	return true;
}

static size_t part_size(const struct entry_block *block)
{
	size_t n = 0;

	for (; block; block = block->before)
		n += block->n;
	return n;
}

/* Copies the n entries of a part to `to`, in the order in which they were added. */
static void gather(const struct entry_block *block, struct radix_item *to, size_t n)
{
	for (; block; block = block->before) {
		n -= block->n;
		memcpy(to + n, block->v, block->n * sizeof(*to));
	}
}

static int by_value(const void *a, const void *b)
{
	const struct radix_item *x = a;
	const struct radix_item *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

static void sort_by_value(struct radix_item *v, size_t n)
{
	size_t i;
	size_t k;

	if (n > FEW) {
		qsort(v, n, sizeof(*v), by_value);
		return;
	}
	for (i = 1; i < n; i++) {
		const struct radix_item item = v[i];

		for (k = i; k && v[k - 1].value > item.value; k--)
			v[k] = v[k - 1];
		v[k] = item;
	}
}

/* Adds up the items of one index, by rising value, so that the sum does not depend on their order.
 * Most that meet in one index are one feature of several words, and equal. */
static double sum_of(struct radix_item *v, size_t n)
{
	double sum;
	size_t i;

	for (i = 1; i < n && v[i - 1].value <= v[i].value; i++)
		;
	if (i < n)
		sort_by_value(v, n);
	sum = v[0].value;
	for (i = 1; i < n; i++)
		sum += v[i].value;
	return sum;
}

/* Appends sorted entries to a vector: one for each index. */
static void merge(struct radix_item *v, size_t n, struct sparse *out)
{
	size_t begin;
	size_t end;

	for (begin = 0; begin < n; begin = end) {
		for (end = begin + 1; end < n && v[end].key == v[begin].key; end++)
			;
		out->index[out->n] = (uint32_t)v[begin].key;
		out->value[out->n++] = sum_of(v + begin, end - begin);
	}
}

bool vector_entries_finish(struct vector_entries *e, struct sparse *out)
{
	struct radix_item *v;
	size_t most = 0;
	size_t i;

	*out = (struct sparse){.n = 0};
	for (i = 0; i < e->n_parts; i++) {
		const size_t n = part_size(e->parts[i]);

		most = n > most ? n : most;
	}
	v = arena_array(e->arena, 2 * most, sizeof(*v));
	out->index = arena_array(e->arena, e->n, sizeof(*out->index));
	out->value = arena_array(e->arena, e->n, sizeof(*out->value));
	if (e->failed || !v || !out->index || !out->value)
		return false;
	for (i = 0; i < e->n_parts; i++) {
		const size_t n = part_size(e->parts[i]);

		gather(e->parts[i], v, n);
		radix_sort(v, v + most, n);
		merge(v, n, out);
	}
	return true;
}
