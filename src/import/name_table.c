/* SPDX-License-Identifier: MIT */
#include "import/name_table.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/hash.h"

static struct name_entry **slot_of(struct name_entry **slots, size_t cap, moderato_str key)
{
	size_t i = (size_t)hash_bytes(key.ptr, key.len, 0) & (cap - 1);

	while (
		slots[i] && (slots[i]->key.len != key.len || memcmp(slots[i]->key.ptr, key.ptr, key.len)))
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

const struct name_entry *name_table_find(const struct name_table *names, moderato_str key)
{
	return names->cap && key.len ? *slot_of(names->slots, names->cap, key) : NULL;
}

static bool grow(struct name_table *names)
{
	const size_t cap = names->cap ? names->cap * 2 : 64;
	struct name_entry **slots;
	size_t i;

	if (names->n * 2 < names->cap)
		return true;
	slots = calloc(cap, sizeof(void *));
	if (!slots)
		return false;
	for (i = 0; i < names->cap; i++)
		if (names->slots[i])
			*slot_of(slots, cap, names->slots[i]->key) = names->slots[i];
	free(names->slots);
	names->slots = slots;
	names->cap = cap;
	return true;
}

static bool copy(struct name_table *names, moderato_str *to, moderato_str from)
{
	to->len = from.len;
	to->ptr = from.len ? arena_copy(&names->arena, from.ptr, from.len) : NULL;
	return to->ptr || !from.len;
}

bool name_table_add(
	struct name_table *names, moderato_str key, const moderato_str values[NAME_VALUES])
{
	size_t bytes = sizeof(struct name_entry) + 2 * sizeof(void *) + key.len;
	struct name_entry *name;
	size_t i;

	if (!key.len || name_table_find(names, key))
		return true;
	for (i = 0; i < NAME_VALUES; i++)
		bytes += values[i].len;
	if (names->bytes + bytes > NAME_TABLE_BYTES_MAX) {
		names->full = true;
		return true;
	}
	name = grow(names) ? arena_alloc(&names->arena, sizeof(*name)) : NULL;
	if (!name || !copy(names, &name->key, key))
		return false;
	for (i = 0; i < NAME_VALUES; i++)
		if (!copy(names, &name->values[i], values[i]))
			return false;
	*slot_of(names->slots, names->cap, name->key) = name;
	names->n++;
	names->bytes += bytes;
	return true;
}

void name_table_dispose(struct name_table *names)
{
	arena_dispose(&names->arena);
	free(names->slots);
	*names = (struct name_table){0};
}
