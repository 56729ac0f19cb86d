/* SPDX-License-Identifier: MIT */
#include "feature/document.h"

#include <string.h>

#include "feature/ngram.h"

/* Open addressing from hash to index + 1; at most half full. */
struct index_table {
	uint32_t *slot;
	size_t mask;
};

static bool table_init(struct index_table *t, struct arena *arena, size_t n)
{
	size_t cap = 16;

	while (cap < 2 * n)
		cap *= 2;
	t->mask = cap - 1;
	t->slot = arena_array(arena, cap, sizeof(*t->slot));
	if (t->slot)
		memset(t->slot, 0, cap * sizeof(*t->slot));
	return t->slot != NULL;
}

/* The term of that hash, appended when it is new. */
static struct term *find_term(
	struct index_table *t, struct term *terms, size_t *n, uint64_t hash, size_t word)
{
	size_t i = (size_t)(hash >> 20) & t->mask;

	while (t->slot[i] && terms[t->slot[i] - 1].hash != hash)
		i = (i + 1) & t->mask;
	if (!t->slot[i]) {
		terms[*n] = (struct term){.hash = hash, .word = (uint32_t)word};
		t->slot[i] = (uint32_t)++ * n;
	}
	return &terms[t->slot[i] - 1];
}

bool document_terms(struct document *doc, struct arena *arena)
{
	const struct words *words = &doc->words;
	struct index_table table;
	size_t i;

	doc->n_terms = 0;
	doc->terms = arena_array(arena, words->n, sizeof(*doc->terms));
	doc->term_of = arena_array(arena, words->n, sizeof(*doc->term_of));
	if (!doc->terms || !doc->term_of || !table_init(&table, arena, words->n))
		return false;
	for (i = 0; i < words->n; i++) {
		struct term *term = find_term(
			&table, doc->terms, &doc->n_terms, word_hash(words->v[i].surface, words->v[i].len), i);

		term->count++;
		doc->term_of[i] = (uint32_t)(term - doc->terms);
	}
	return true;
}

static bool is_plain(const struct word *w)
{
	return w->kind == WORD_PLAIN || w->kind == WORD_SPACED;
}

static uint64_t pair_part(const struct term *term)
{
	return term->sets >> SET_IDENTITY & 1 ? IDENTITY_HASH : term->key;
}

uint64_t document_pair_hash(const struct term *first, const struct term *second)
{
	return pair_hash(pair_part(first), pair_part(second));
}

bool document_pairs(struct document *doc, struct arena *arena)
{
	const struct words *words = &doc->words;
	struct index_table table;
	size_t last = SIZE_MAX;
	size_t i;

	doc->n_pairs = 0;
	doc->pairs = arena_array(arena, words->n, sizeof(*doc->pairs));
	if (!doc->pairs || !table_init(&table, arena, words->n))
		return false;
	for (i = 0; i < words->n; i++) {
		if (!is_plain(&words->v[i]))
			continue;
		if (last != SIZE_MAX) {
			const uint64_t hash =
				document_pair_hash(&doc->terms[doc->term_of[last]], &doc->terms[doc->term_of[i]]);
			struct term *pair = find_term(&table, doc->pairs, &doc->n_pairs, hash, last);

			pair->key = hash;
			pair->count++;
		}
		last = i;
	}
	return true;
}

static void add_hits(struct document *doc, const struct term *terms, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		uint32_t sets = terms[i].sets;

		for (; sets; sets &= sets - 1)
			doc->set_hits[__builtin_ctz(sets)] += terms[i].count;
	}
}

void document_hits(struct document *doc)
{
	memset(doc->set_hits, 0, sizeof(doc->set_hits));
	add_hits(doc, doc->terms, doc->n_terms);
	add_hits(doc, doc->pairs, doc->n_pairs);
}

moderato_span document_place(const struct document *doc, size_t word)
{
	const struct word *w = &doc->words.v[word];
	moderato_span nowhere = {0, 0};

	if (w->begin == w->end)
		return nowhere;
	return text_original(&doc->normal, w->begin, w->end);
}
