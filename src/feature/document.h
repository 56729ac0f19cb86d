/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_DOCUMENT_H
#define FEATURE_DOCUMENT_H
/* One comment on its way through the stages: what each found, and the distinct words. */
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
	struct text valid; /* UTF-8, otherwise as written */
	struct text plain; /* without markup */
	struct text normal;
	struct evasion evasion;
	struct markup markup;
	struct signals signals;
	struct author_signs author;
	struct words words;
	struct term *terms; /* [n_terms] distinct words */
	size_t n_terms;
	uint32_t *term_of;  /* [words.n] the term of each word */
	bool *quoted;       /* [words.n] is the word quoted of others? NULL: none is */
	struct term *pairs; /* [n_pairs] distinct pairs of neighbouring plain words */
	size_t n_pairs;
	struct context context[CONTEXT_FIELDS];       /* of the fields that the space asks for */
	size_t set_hits[BUILTIN_SETS + TERMSETS_MAX]; /* words and pairs in each set */
};

/* Find what is quoted: quoted. False: out of memory. */
bool document_quotes(struct document *doc, struct arena *arena);

/* Find the distinct words: terms, n_terms, term_of (keys and sets are left 0). False: out of
 * memory. */
bool document_terms(struct document *doc, struct arena *arena);

/* The hash of a pair of the comment's terms, whose keys and sets are known: that of the words, or
 * of what stands for an identity. False: no pair, as two words for one identity are none. */
static inline bool document_pair_hash(
	const struct term *first, const struct term *second, uint64_t *hash)
{
	const bool first_is = first->sets >> SET_IDENTITY & 1;
	const bool second_is = second->sets >> SET_IDENTITY & 1;

	*hash =
		pair_hash(first_is ? IDENTITY_HASH : first->key, second_is ? IDENTITY_HASH : second->key);
	return !(first_is && second_is);
}

/* Find the distinct pairs; every term's key and sets are known by now. False: out of memory. */
bool document_pairs(struct document *doc, struct arena *arena);

/* Read what stands beside the text, of the fields whose bits are set: context. False: out of
 * memory.
 */
bool document_contexts(struct document *doc, struct arena *arena, unsigned fields);

/* Count set_hits from the terms' and pairs' sets. */
void document_hits(struct document *doc);

/* Where word i stands in the original text; begin == end when nowhere (a link that markup named
 * has its own place). */
moderato_span document_place(const struct document *doc, size_t word);

#endif
