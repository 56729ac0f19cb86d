/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_TALLY_H
#define TOOLS_TALLY_H
/* Different names, and how many comments have each. */
#include <stdbool.h>

#include "moderato/comment.h"

struct tallied {
	char *name; /* malloc'ed, `len` bytes */
	size_t len;
	size_t n;    /* comments */
	size_t last; /* the number of the one that had it last */
};

struct tally {
	struct tallied *v; /* [n] in order of arrival; after tally_sort() the most frequent first */
	size_t n, cap;
	unsigned *slots; /* [n_slots], a power of two: open addressing to index + 1 */
	size_t n_slots;
};

/* Comment number `comment` has that name; more than once counts once. Numbers come in order. False:
 * out of memory. */
bool tally_add(struct tally *tally, moderato_str name, size_t comment);

/* Sort by falling number, then by arrival; nothing can be added afterwards. */
void tally_sort(struct tally *tally);

void tally_dispose(struct tally *tally);

#endif
