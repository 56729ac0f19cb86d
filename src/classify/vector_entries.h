/* SPDX-License-Identifier: MIT */
#ifndef CLASSIFY_VECTOR_ENTRIES_H
#define CLASSIFY_VECTOR_ENTRIES_H
/* The entries of a comment's vector while they are collected: any number for one index, in any
 * order. A long text has millions, so they fall into parts by the first bits of their index, each
 * of which is sorted while the processor's cache holds it, and none is moved because its part
 * grows. */
#include "base/arena.h"
#include "base/radix.h"
#include "model/heads.h"

#define ENTRY_BLOCK 63 /* with its head 1 KiB */

struct entry_block {
	struct entry_block *before;
	size_t n;
	struct radix_item v[ENTRY_BLOCK]; /* by index */
};

struct vector_entries {
	struct arena *arena; /* all memory is in it */
	struct entry_block **parts;
	size_t n_parts;
	unsigned shift; /* an index's part is index >> shift, or the last one */
	size_t n;
	bool failed; /* out of memory */
};

/* Begins with none, of a text of this length and of indices that are mostly below 2^bits. */
void vector_entries_init(
	struct vector_entries *e, struct arena *arena, unsigned bits, size_t text_len);

/* Makes room in the part. False: out of memory. */
bool vector_entries_grow(struct vector_entries *e, size_t part);

static inline void vector_entries_add(struct vector_entries *e, uint32_t index, double value)
{
	const size_t of_index = index >> e->shift;
	const size_t part = of_index < e->n_parts ? of_index : e->n_parts - 1;
	struct entry_block *block = e->parts[part];

	if (!block || block->n == ENTRY_BLOCK) {
		if (!vector_entries_grow(e, part))
			return;
		block = e->parts[part];
	}
	block->v[block->n++] = (struct radix_item){index, value};
	e->n++;
}

/* Makes them a vector with one entry for each index, the sum of its values. False: memory ran out,
 * now or before. */
bool vector_entries_finish(struct vector_entries *e, struct sparse *out);

#endif
