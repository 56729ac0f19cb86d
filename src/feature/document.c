/* SPDX-License-Identifier: MIT */
/* What is counted about the words of a comment: which are distinct, quoted, or in pairs and sets.
 */
#include "feature/document.h"

#include <string.h>

#include "feature/ngram.h"
#include "text/quotes.h"

bool document_quotes(struct document *doc, struct arena *arena)
{
	struct quotes quotes;
	size_t at = 0;
	size_t i;

	doc->quoted = NULL;
	if (!quotes_possible(&doc->valid))
		return true;
	if (!quotes_find(arena, &doc->valid, &quotes))
		return false;
	if (!quotes.n)
		return true;
	doc->quoted = arena_array(arena, doc->words.n, sizeof(*doc->quoted));
	for (i = 0; doc->quoted && i < doc->words.n; i++) {
		const moderato_span place = document_place(doc, i);

		doc->quoted[i] = place.end > place.begin && quotes_have(&quotes, place, &at);
	}
	return doc->quoted != NULL;
}

bool document_terms(struct document *doc, struct arena *arena)
{
	const struct words *words = &doc->words;
	struct term_table table;
	size_t i;

	doc->term_of = arena_array(arena, words->n, sizeof(*doc->term_of));
	if (!doc->term_of || !term_table_init(&table, arena, words->n))
		return false;
	for (i = 0; i < words->n; i++) {
		struct term *term = term_table_get_word(&table, words->v, i);

		term->count += !doc->quoted || !doc->quoted[i];
		doc->term_of[i] = (uint32_t)(term - table.terms);
	}
	doc->terms = table.terms;
	doc->n_terms = table.n;
	return true;
}

bool document_pairs(struct document *doc, struct arena *arena)
{
	const struct words *words = &doc->words;
	struct term_table table;
	const struct term *before = NULL;
	size_t last = 0;
	uint64_t hash;
	size_t i;

	if (!term_table_init(&table, arena, words->n))
		return false;
	for (i = 0; i < words->n; i++) {
		const struct term *term = &doc->terms[doc->term_of[i]];

		if (!word_is_plain(&words->v[i]))
			continue;
		if (before && document_pair_hash(before, term, &hash))
			term_table_get(&table, hash, last)->count += !doc->quoted || !doc->quoted[i];
		before = term;
		last = i;
	}
	doc->pairs = table.terms;
	doc->n_pairs = table.n;
	return true;
}

bool document_contexts(struct document *doc, struct arena *arena, unsigned fields)
{
	unsigned i;

	for (i = 0; i < CONTEXT_FIELDS; i++) {
		const enum context_field field = (enum context_field)i;
		const moderato_str text = context_text(doc->comment, field);

		if (fields >> i & 1 && text.len && !context_read(arena, text, field, &doc->context[field]))
			return false;
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
