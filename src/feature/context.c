/* SPDX-License-Identifier: MIT */
#include "feature/context.h"

#include <stdint.h>

#include "feature/space.h"
#include "text/normalize.h"
#include "text/skeletons.h"
#include "text/utf8_repair.h"

const char *const context_names[CONTEXT_FIELDS] = {"title", "parent"};

static bool split(struct arena *arena, moderato_str text, struct words *out)
{
	const struct text original = {text.ptr, text.len, NULL};
	struct text valid;
	struct text plain;
	struct text normal;
	struct markup markup;
	size_t repaired;

	return utf8_repair(arena, &original, &valid, &repaired) &&
		   markup_strip(arena, &valid, &plain, &markup) && normalize(arena, &plain, &normal) &&
		   words_split(arena, &normal, &markup, out);
}

bool context_read(
	struct arena *arena, moderato_str text, enum context_field field, struct context *out)
{
	struct term_table table;
	size_t i;

	out->n = 0;
	if (!split(arena, text, &out->words) || !term_table_init(&table, arena, out->words.n))
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
