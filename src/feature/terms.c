/* SPDX-License-Identifier: MIT */
#include "feature/terms.h"

#include <string.h>

bool term_table_init(struct term_table *t, struct arena *arena, size_t n)
{
	size_t cap = 16;

	while (cap < 2 * n)
		cap *= 2;
	t->n = 0;
	t->mask = cap - 1;
	t->terms = arena_array(arena, n, sizeof(*t->terms));
	t->slot = arena_array(arena, cap, sizeof(*t->slot));
	if (t->slot)
		memset(t->slot, 0, cap * sizeof(*t->slot));
	return t->terms && t->slot;
}

struct term *term_table_get(struct term_table *t, uint64_t hash, size_t word)
{
	size_t i = (size_t)(hash >> 20) & t->mask;

	while (t->slot[i] && t->terms[t->slot[i] - 1].hash != hash)
		i = (i + 1) & t->mask;
	if (!t->slot[i]) {
		t->terms[t->n] = (struct term){.hash = hash, .key = hash, .word = (uint32_t)word};
		t->slot[i] = (uint32_t)++t->n;
	}
	return &t->terms[t->slot[i] - 1];
}
