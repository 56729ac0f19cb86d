/* SPDX-License-Identifier: MIT */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H
/* Memory for one comment: allocate freely, free all at once with arena_reset(), which keeps the
 * blocks for the next comment. Built with -DMODERATO_ARENA_MALLOC every object is a malloc of its
 * own, so that AddressSanitizer sees overruns between objects. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"

struct arena {
	struct arena_block *blocks; /* the current block first */
	size_t used;                /* bytes used of the current block */
	size_t total;               /* bytes held */
};

#define ARENA_INIT                                                                                 \
	{                                                                                              \
		NULL, 0, 0                                                                                 \
	}

/* How far an arena was filled. */
struct arena_mark {
	struct arena_block *block;
	size_t used;
};

void *arena_alloc(struct arena *a, size_t size);           /* 16-aligned; NULL: out of memory */
void *arena_array(struct arena *a, size_t n, size_t size); /* overflow-checked */
void *arena_copy(struct arena *a, const void *data, size_t len);           /* appends a NUL */
bool arena_copy_str(struct arena *a, moderato_str *to, moderato_str from); /* absent stays absent */
struct arena_mark arena_mark(const struct arena *a);
/* Frees what was allocated since the mark, which must be newer than the last reset. */
void arena_rewind(struct arena *a, struct arena_mark to);
void arena_reset(struct arena *a); /* keeps the largest block, frees the rest */
void arena_dispose(struct arena *a);

#endif
