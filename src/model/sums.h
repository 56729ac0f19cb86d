/* SPDX-License-Identifier: MIT */
#ifndef MODEL_SUMS_H
#define MODEL_SUMS_H
/* What a comment's features add up to for every linear head, and the norms that the sums are
 * divided by. The heuristics are summed apart, because no norm divides them.
 *
 * The text and the author have a norm each (feature/context.h says why). A norm is the square root
 * of the sum of squares of its part of the vector, with the space's `prior` under the root: without
 * it a text of two words would be as sure of itself as a long one. */
#include "feature/document.h"
#include "model/word_cache.h"

/* One thread's working memory for sums, and the sums of its last comment. */
struct sums {
	const moderato_bundle *bundle;
	struct word_cache *cache;  /* NULL: every word is computed anew */
	struct ngrams *ngrams;     /* scratch: the features of one word */
	struct word_sum *uncached; /* the sum of a word that has no place in the cache */

	double norm;                    /* of the text's part of the vector; 0 if that is empty */
	double author_norm;             /* of the author's part */
	double total[LINEAR_LANES_MAX]; /* Σ weight · value by linear head, to be divided by `norm`:
									 * the author's part is scaled so that this is right for it */
	double dense[LINEAR_LANES_MAX]; /* Σ weight of the heuristics, by linear head */
	bool keeps_words;               /* keep the words' sums even if no head has a second stage */
	char *words;       /* [doc->n_terms] copies of the words' sums, in the arena; or NULL */
	size_t word_bytes; /* of each copy */
};

/* For a cache of `cache_words`, a power of two; 0 means no cache. False: out of memory; either way
 * the sums are to be disposed of. */
bool sums_init(struct sums *s, const moderato_bundle *bundle, size_t cache_words);
void sums_dispose(struct sums *s);

/* The next four are called in this order for each comment, once the document has what they add.
 *
 * Begin with the document's distinct words. Each word's key and term sets are known from then on,
 * because the cache has them with its sum. False: out of memory. */
bool sums_add_words(struct sums *s, struct document *doc, struct arena *arena);

/* Add the pairs of words, and find the term sets that each is in. */
void sums_add_pairs(struct sums *s, struct document *doc);

/* Add the words of title, parent and author, and work out the norms. */
void sums_add_context(struct sums *s, const struct document *doc);

/* Add the n heuristics that are on. */
void sums_add_heuristics(struct sums *s, const uint32_t *active, size_t n);

/* The sum of one of the document's words; lives until the next call. */
const struct word_sum *sums_of_word(
	struct sums *s, const struct document *doc, const struct term *term);

/* The copy of the sum of word `i` of the document's terms; only where sums->words is not NULL. */
static inline const struct word_sum *sums_kept_word(const struct sums *s, size_t i)
{
	return (const struct word_sum *)(const void *)(s->words + i * s->word_bytes);
}

#endif
