/* SPDX-License-Identifier: MIT */
#include "base/string_table.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/hash.h"

enum { FIRST_SLOTS = 16 };

/* Returns the string's slot, or the free one where it belongs; NULL if neither is among the slots
 * examined. */
static uint32_t *slot_of(const struct string_table *t, moderato_str s)
{
	const size_t hash = (size_t)hash_bytes(s.ptr, s.len, 0);
	const size_t most = t->probes_max ? t->probes_max : t->n_slots;
	size_t i;

	for (i = 0; i < most; i++) {
		uint32_t *slot = &t->slots[(hash + i) & (t->n_slots - 1)];

		if (!*slot || str_equal(t->strings[*slot - 1], s))
			return slot;
	}
	return NULL;
}

static void place(struct string_table *t, uint32_t number)
{
	uint32_t *slot = slot_of(t, t->strings[number]);

	if (slot)
		*slot = number + 1;
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
