/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_TALLY_H
#define TOOLS_TALLY_H
/* Counts for each of several names how many comments have it. */
#include <stdbool.h>

#include "base/string_table.h"

struct tallied {
	moderato_str name;
	size_t n;    /* how many comments have this name */
	size_t last; /* the number of the latest comment that has it */
};

struct tally {
	struct tallied *v; /* [n] in order of arrival; after tally_sort() by descending count */
	size_t n, cap;
	struct string_table names; /* allocated with malloc; numbered in order of arrival */
};

/* Notes that comment number `comment` has this name. A name that a comment has several times counts
 * once. The numbers must not descend. Returns false if memory is out. */
bool tally_add(struct tally *tally, moderato_str name, size_t comment);

/* Sorts by descending count, then by arrival. Nothing can be added afterwards. */
void tally_sort(struct tally *tally);

void tally_dispose(struct tally *tally);

#endif
