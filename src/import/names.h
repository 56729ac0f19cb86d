/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_NAMES_H
#define IMPORT_NAMES_H
/* What a discussion says of a person or a thread in one place, to be found by its key in others. */
#include <stdbool.h>

#include "base/arena.h"
#include "moderato/comment.h"

/* Bytes that are kept: a few hundred thousand entries. */
#define NAMES_BYTES_MAX ((size_t)64 << 20)

enum { NAMES_VALUES = 3 };

struct name {
	moderato_str key;
	moderato_str values[NAMES_VALUES];
};

struct names {
	struct arena arena;
	struct name **slots; /* open addressing; a power of two of them */
	size_t cap;
	size_t n;
	size_t bytes;
	bool full; /* some entry was left out */
};

/* NULL: not known. */
const struct name *names_find(const struct names *names, moderato_str key);

/* Add a copy; what is known of the key already stays. False: out of memory. */
bool names_add(struct names *names, moderato_str key, const moderato_str values[NAMES_VALUES]);

void names_dispose(struct names *names);

#endif
