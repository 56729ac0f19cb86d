/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_NAME_TABLE_H
#define IMPORT_NAME_TABLE_H
/* What a discussion says of a person or a thread in one place, to be found by its key in others. */
#include <stdbool.h>

#include "base/arena.h"
#include "base/string_table.h"

/* Bytes that are kept: a few hundred thousand entries. */
#define NAME_TABLE_BYTES_MAX ((size_t)64 << 20)

enum { NAME_VALUES = 3 };

struct name_entry {
	moderato_str values[NAME_VALUES];
};

struct name_table {
	struct arena arena; /* keys and values */
	struct string_table keys;
	struct name_entry *entries; /* [keys.n] */
	size_t cap;
	size_t bytes;
	bool full; /* some entry was left out */
};

/* NULL: not known. It stays there until the next is added. */
const struct name_entry *name_table_find(const struct name_table *names, moderato_str key);

/* Add a copy; what is known of the key already stays. False: out of memory. */
bool name_table_add(
	struct name_table *names, moderato_str key, const moderato_str values[NAME_VALUES]);

void name_table_dispose(struct name_table *names);

#endif
