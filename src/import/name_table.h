/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_NAME_TABLE_H
#define IMPORT_NAME_TABLE_H
/* What a discussion says about a person or a thread in one place, found by its key from
 * others. */
#include <stdbool.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/string_table.h"

enum { NAME_VALUES = 3 };

struct name_entry {
	moderato_str values[NAME_VALUES];
};

struct name_table {
	struct arena arena; /* holds keys and values */
	struct string_table keys;
	struct name_entry *entries; /* has keys.n elements */
	size_t cap;
	size_t bytes;
	bool full; /* some entry was left out */
};

/* Returns the entry, which is valid until the next one is added, or NULL if the key is
 * unknown. */
const struct name_entry *name_table_find(const struct name_table *names, moderato_str key);

/* Adds a copy, of long texts only their beginning. What is already known under the key stays.
 * Returns false if out of memory. */
bool name_table_add(
	struct name_table *names, moderato_str key, const moderato_str values[NAME_VALUES]);

void name_table_dispose(struct name_table *names);

#endif
