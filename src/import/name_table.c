/* SPDX-License-Identifier: MIT */
#include "import/name_table.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "corpus/source.h"

#define ENTRY_BYTES ((size_t)80) /* size of an entry without its texts */

const struct name_entry *name_table_find(const struct name_table *names, moderato_str key)
{
	const uint32_t number =
		key.len ? string_table_find(&names->keys, shared_part(key)) : STRING_TABLE_NONE;

	return number == STRING_TABLE_NONE ? NULL : &names->entries[number];
}

bool name_table_add(
	struct name_table *names, moderato_str key, const moderato_str values[NAME_VALUES])
{
	const size_t n = names->keys.n;
	void *entries = names->entries;
	size_t bytes;
	size_t i;

	key = shared_part(key);
	bytes = ENTRY_BYTES + key.len;
	if (!key.len || name_table_find(names, key))
		return true;
	for (i = 0; i < NAME_VALUES; i++)
		bytes += shared_part(values[i]).len;
	if (names->bytes + bytes > NAME_TABLE_BYTES_MAX) {
		names->full = true;
		return true;
	}
	if (!grow_array(&entries, &names->cap, n + 1, sizeof(*names->entries)))
		return false;
	names->entries = entries;
	for (i = 0; i < NAME_VALUES; i++)
		if (!arena_copy_str(&names->arena, &names->entries[n].values[i], shared_part(values[i])))
			return false;
	if (!arena_copy_str(&names->arena, &key, key) || !string_table_add(&names->keys, key))
		return false;
	names->bytes += bytes;
	return true;
}

void name_table_dispose(struct name_table *names)
{
	arena_dispose(&names->arena);
	string_table_dispose(&names->keys);
	free(names->entries);
	*names = (struct name_table){0};
}
