/* SPDX-License-Identifier: MIT */
#include "base/string_table.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/hash_keyed.h"

enum { FIRST_SLOTS = 16 };

/* Returns the string's slot, or the free one where it belongs. */
static uint32_t *slot_of(const struct string_table *t, moderato_str s)
{
	size_t i = (size_t)hash_keyed(s.ptr, s.len) & (t->n_slots - 1);

	while (t->slots[i] && !str_equal(t->strings[t->slots[i] - 1], s))
		i = (i + 1) & (t->n_slots - 1);
	return &t->slots[i];
}

static void place(struct string_table *t, uint32_t number)
{
	*slot_of(t, t->strings[number]) = number + 1;
}

/* Doubles the slots, and makes room for half as many strings. */
static bool grow(struct string_table *t)
{
	const size_t n_slots = t->n_slots ? 2 * t->n_slots : FIRST_SLOTS;
	moderato_str *strings = resize_array(t->strings, n_slots / 2, sizeof(*strings));
	uint32_t *slots;
	uint32_t i;

	if (!strings)
		return false;
	t->strings = strings;
	slots = calloc(n_slots, sizeof(*slots));
	if (!slots)
		return false;
	free(t->slots);
	t->slots = slots;
	t->n_slots = n_slots;
	for (i = 0; i < t->n; i++)
		place(t, i);
	return true;
}

uint32_t string_table_find(const struct string_table *t, moderato_str s)
{
	const uint32_t *slot = t->n_slots ? slot_of(t, s) : NULL;

	return slot && *slot ? *slot - 1 : STRING_TABLE_NONE;
}

bool string_table_add(struct string_table *t, moderato_str s)
{
	if (t->n == STRING_TABLE_NONE - 1 || (t->n == t->n_slots / 2 && !grow(t)))
		return false;
	t->strings[t->n] = s;
	place(t, (uint32_t)t->n++);
	return true;
}

void string_table_dispose(struct string_table *t)
{
	free(t->strings);
	free(t->slots);
	*t = (struct string_table){0};
}
