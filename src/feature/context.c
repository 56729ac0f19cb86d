/* SPDX-License-Identifier: MIT */
#include "feature/context.h"

#include <stdint.h>

#include "feature/space.h"
#include "text/skeletons.h"
#include "text/words_of.h"

const char *const context_names[CONTEXT_FIELDS] = {"title", "parent"};

bool context_read(
	struct arena *arena, moderato_str text, enum context_field field, struct context *out)
{
	struct term_table table;
	size_t i;

	out->n = 0;
	if (!words_of(arena, text, &out->words) || !term_table_init(&table, arena, out->words.n))
		return false;
	out->terms = table.terms;
	for (i = 0; i < out->words.n; i++) {
		const struct word *w = &out->words.v[i];

		if (w->kind == WORD_PLAIN || w->kind == WORD_SPACED)
			term_table_get(&table,
				hash_pair(SEED_CONTEXT + (uint64_t)field, text_skeleton_hash(w->surface, w->len)),
				i)
				->count++;
	}
	out->n = table.n;
	return true;
}
