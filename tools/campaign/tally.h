/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_TALLY_H
#define TOOLS_TALLY_H
/* Different names, and how many comments have each. */
#include <stdbool.h>

#include "base/string_table.h"

struct tallied {
	moderato_str name;
	size_t n;    /* comments */
	size_t last; /* the number of the one that had it last */
};

struct tally {
	struct tallied *v; /* [n] in order of arrival; after tally_sort() the most frequent first */
	size_t n, cap;
	struct string_table names; /* malloc'ed; numbered in order of arrival */
};

/* Comment number `comment` has that name; more than once counts once. Numbers come in order. False:
 * out of memory. */
bool tally_add(struct tally *tally, moderato_str name, size_t comment);

/* Sort by falling number, then by arrival; nothing can be added afterwards. */
void tally_sort(struct tally *tally);

void tally_dispose(struct tally *tally);

#endif
