/* SPDX-License-Identifier: MIT */
#ifndef BASE_STRING_TABLE_H
#define BASE_STRING_TABLE_H
/* Different strings, numbered from 0 in the order in which they came: a hash table with open
 * addressing. The strings' bytes are the user's, who keeps them where they are, as he keeps what is
 * to be known of a string, in an array by number. */
#include <stdint.h>

#include "base/str.h"

/* No number: the string is not in the table. */
#define STRING_TABLE_NONE UINT32_MAX

struct string_table {
	moderato_str *strings; /* [n] */
	uint32_t *slots;       /* [n_slots] number + 1, or 0: free. Half of them are free, at least */
	size_t n;
	size_t n_slots;    /* a power of two, or 0 */
	size_t probes_max; /* look at so many slots at most, 0: at any number. A string beyond them is
						  not found. For strings of somebody who may have chosen those whose hashes
						  meet, so that each search would take as long as the table */
};

/* The string's number, or STRING_TABLE_NONE. */
uint32_t string_table_find(const struct string_table *t, moderato_str s);

/* Add a string that is not in the table. Its number is what t->n was. False: out of memory. */
bool string_table_add(struct string_table *t, moderato_str s);

void string_table_dispose(struct string_table *t);

#endif
