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
