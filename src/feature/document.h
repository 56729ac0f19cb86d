/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_DOCUMENT_H
#define FEATURE_DOCUMENT_H
/* One comment on its way through the stages: what each stage found, and the distinct words. */
#include "feature/author.h"
#include "feature/context.h"
#include "feature/signals.h"
#include "feature/terms.h"
#include "feature/termset.h"
#include "text/evasion.h"
#include "text/markup.h"
#include "text/words.h"

struct document {
	const moderato_comment *comment;
	struct text valid;  /* valid UTF-8, otherwise as written */
	struct text plain;  /* without markup */
	struct text normal; /* normalised */
	struct evasion evasion;
	struct markup markup;
	struct signals signals;
	struct author_signs author;
	struct words words;
	struct term *terms; /* [n_terms] distinct words */
	size_t n_terms;
	uint32_t *term_of;  /* [words.n] the index of each word's term */
	bool *quoted;       /* [words.n] true for words that are quoted from others; NULL: none is */
	struct term *pairs; /* [n_pairs] distinct pairs of neighbouring plain words */
	size_t n_pairs;
	struct context context[CONTEXT_FIELDS];       /* only those that the space asks for are read */
	size_t set_hits[BUILTIN_SETS + TERMSETS_MAX]; /* how many words and pairs are in each set */
};

/* Finds what is quoted: sets `quoted`. Returns false when memory runs out. */
bool document_quotes(struct document *doc, struct arena *arena);

/* Finds the distinct words: sets terms, n_terms and term_of, but leaves the terms' keys and sets to
 * others. Returns false when memory runs out. */
bool document_terms(struct document *doc, struct arena *arena);

/* Computes the hash of a pair of terms whose keys and sets are known. A term that names an identity
 * group counts as the word that stands for all of them. Returns false when both do, because then
 * they make no pair. */
static inline bool document_pair_hash(
	const struct term *first, const struct term *second, uint64_t *hash)
{
	const bool first_is = first->sets >> SET_IDENTITY & 1;
	const bool second_is = second->sets >> SET_IDENTITY & 1;

	*hash =
		pair_hash(first_is ? IDENTITY_HASH : first->key, second_is ? IDENTITY_HASH : second->key);
	return !(first_is && second_is);
}

/* Finds the distinct pairs: sets pairs and n_pairs. The keys and sets of all terms must be known.
 * Returns false when memory runs out. */
bool document_pairs(struct document *doc, struct arena *arena);

/* Reads the words around the comment, of the fields whose bits are set in `fields`: sets `context`.
 * Returns false when memory runs out. */
bool document_contexts(struct document *doc, struct arena *arena, unsigned fields);

/* Counts set_hits from the sets of terms and pairs. */
void document_hits(struct document *doc);

/* Where a word stands in the original text; begin == end for a word that does not stand in it, such
 * as those of a link that markup named. */
moderato_span document_place(const struct document *doc, size_t word);

#endif
