/* SPDX-License-Identifier: MIT */
#ifndef BASE_STRING_TABLE_H
#define BASE_STRING_TABLE_H
/* Numbers distinct strings from 0 in the order in which they are added: a hash table with open
 * addressing. Strangers may choose the strings: they are hashed by a key of this process, so that a
 * search stays short. The caller owns the strings' bytes and must not move them; data about a
 * string belong into the caller's own array, indexed by number. */
#include <stdint.h>

#include "base/str.h"

/* Returned if the string is not in the table. */
#define STRING_TABLE_NONE UINT32_MAX

struct string_table {
	moderato_str *strings; /* [n] */
	uint32_t *slots;       /* [n_slots] number + 1, or 0 if free. At least half of them are free */
	size_t n;
	size_t n_slots; /* a power of two, or 0 */
};

/* Returns the string's number, or STRING_TABLE_NONE. */
uint32_t string_table_find(const struct string_table *t, moderato_str s);

/* Adds a string that is not in the table. Its number is t->n before the call. Returns false if
 * memory ran out. */
bool string_table_add(struct string_table *t, moderato_str s);

void string_table_dispose(struct string_table *t);

#endif
