/* SPDX-License-Identifier: MIT */
#include "import/names.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/hash.h"

static struct name **slot_of(struct name **slots, size_t cap, moderato_str key)
{
	size_t i = (size_t)hash_bytes(key.ptr, key.len, 0) & (cap - 1);

	while (
		slots[i] && (slots[i]->key.len != key.len || memcmp(slots[i]->key.ptr, key.ptr, key.len)))
		i = (i + 1) & (cap - 1);
	return &slots[i];
}

const struct name *names_find(const struct names *names, moderato_str key)
{
	return names->cap && key.len ? *slot_of(names->slots, names->cap, key) : NULL;
}

static bool grow(struct names *names)
{
	const size_t cap = names->cap ? names->cap * 2 : 64;
	struct name **slots;
	size_t i;

	if (names->n * 2 < names->cap)
		return true;
	slots = calloc(cap, sizeof(*slots));
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

static bool copy(struct names *names, moderato_str *to, moderato_str from)
{
	to->len = from.len;
	to->ptr = from.len ? arena_copy(&names->arena, from.ptr, from.len) : NULL;
	return to->ptr || !from.len;
}

bool names_add(struct names *names, moderato_str key, const moderato_str values[NAMES_VALUES])
{
	size_t bytes = sizeof(struct name) + 2 * sizeof(struct name *) + key.len;
	struct name *name;
	size_t i;

	if (!key.len || names_find(names, key))
		return true;
	for (i = 0; i < NAMES_VALUES; i++)
		bytes += values[i].len;
	if (names->bytes + bytes > NAMES_BYTES_MAX) {
		names->full = true;
		return true;
	}
	name = grow(names) ? arena_alloc(&names->arena, sizeof(*name)) : NULL;
	if (!name || !copy(names, &name->key, key))
		return false;
	for (i = 0; i < NAMES_VALUES; i++)
		if (!copy(names, &name->values[i], values[i]))
			return false;
	*slot_of(names->slots, names->cap, name->key) = name;
	names->n++;
	names->bytes += bytes;
	return true;
}

void names_dispose(struct names *names)
{
	arena_dispose(&names->arena);
	free(names->slots);
	*names = (struct names){0};
}
