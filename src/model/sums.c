/* SPDX-License-Identifier: MIT */
#include "model/sums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool sums_init(struct sums *s, const moderato_bundle *bundle, size_t cache_words)
{
	*s = (struct sums){.bundle = bundle};
	s->ngrams = malloc(sizeof(*s->ngrams));
	s->uncached = calloc(1, sizeof(*s->uncached) + LINEAR_LANES_MAX * sizeof(float));
	if (cache_words)
		s->cache = word_cache_new(bundle, cache_words);
	return s->ngrams && s->uncached && (!cache_words || s->cache);
}

void sums_dispose(struct sums *s)
{
	word_cache_free(s->cache);
	free(s->ngrams);
	free(s->uncached);
}

const struct word_sum *sums_of_word(
	struct sums *s, const struct document *doc, const struct term *term)
{
	const struct word *w = &doc->words.v[term->word];
	const struct word_key key = {w->surface, w->len, term->hash, term->id};

	return word_cache_get(s->cache, s->bundle, s->ngrams, &key, s->uncached);
}

/* ---- words ---- */

/* Sums that were found in the cache and wait to be added together. */
struct found {
	struct linear_part parts[64];
	size_t n;
};

static void add_found(struct sums *s, struct found *found)
{
	linear_add_sums(&s->bundle->linear, found->parts, found->n, &s->norm, s->total);
	found->n = 0;
}

/* Compute the sum of a word that the cache does not have. It may take the place of one that was
 * found, so those are added first. */
static const struct word_sum *compute_word(
	struct sums *s, const struct document *doc, const struct term *term, struct found *found)
{
	if (found->n)
		add_found(s, found);
	return sums_of_word(s, doc, term);
}

/* Make room for copies of the words' sums where they are wanted: the cache may give a word's place
 * to another before the second stage looks at it. False: out of memory. */
static bool make_room(struct sums *s, size_t n_words, struct arena *arena)
{
	s->word_bytes = sizeof(struct word_sum) + linear_lanes(&s->bundle->linear) * sizeof(float);
	s->words = NULL;
	if (!s->keeps_words && !s->bundle->has_second && !s->bundle->encoder_width)
		return true;
	s->words = arena_array(arena, n_words, s->word_bytes);
	return s->words != NULL;
}

bool sums_add_words(struct sums *s, struct document *doc, struct arena *arena)
{
	const struct word_cache *cache = s->cache;
	struct found found;
	size_t i;

	memset(s->total, 0, sizeof(s->total));
	s->norm = 0;
	found.n = 0;
	if (!make_room(s, doc->n_terms, arena))
		return false;
	for (i = 0; cache && i < doc->n_terms; i++)
		word_cache_prefetch(cache, doc->terms[i].hash);
	for (i = 0; i < doc->n_terms; i++) {
		struct term *term = &doc->terms[i];
		const struct word_sum *sum = cache ? word_cache_find(cache, term->hash, &term->id) : NULL;

		if (!sum)
			sum = compute_word(s, doc, term, &found);
		term->key = sum->key;
		term->sets = sum->sets;
		if (s->words)
			memcpy(s->words + i * s->word_bytes, sum, s->word_bytes);
		found.parts[found.n++] = (struct linear_part){sum, term_tf(term->count)};
		if (found.n == sizeof(found.parts) / sizeof(found.parts[0]))
			add_found(s, &found);
	}
	add_found(s, &found);
	return true;
}

/* ---- pairs ---- */

void sums_add_pairs(struct sums *s, struct document *doc)
{
	const moderato_bundle *bundle = s->bundle;
	const struct space *space = &bundle->shape->space;
	size_t i;

	for (i = 0; space->pairs && i < doc->n_pairs; i++)
		linear_prefetch(&bundle->linear, space, doc->pairs[i].hash);
	for (i = 0; i < doc->n_pairs; i++)
		doc->pairs[i].sets = bundle_term_sets(bundle, doc->pairs[i].hash);
	if (space->pairs)
		linear_add_terms(&bundle->linear, space, doc->pairs, doc->n_pairs, space->pair_value,
			&s->norm, s->total);
}

/* ---- context and norms, heuristics ---- */

void sums_add_context(struct sums *s, const struct document *doc)
{
	const struct linear *linear = &s->bundle->linear;
	const struct space *space = &s->bundle->shape->space;
	double author_total[LINEAR_LANES_MAX] = {0};
	double author_norm2 = 0;
	size_t i;

	for (i = 0; i < CONTEXT_FIELDS; i++) {
		const struct context *context = &doc->context[i];
		const bool is_author = context_is_author((enum context_field)i);

		if (context->n)
			linear_add_terms(linear, space, context->terms, context->n, space->context_value,
				is_author ? &author_norm2 : &s->norm, is_author ? author_total : s->total);
	}
	s->norm = sqrt(s->norm + (double)space->prior);
	s->author_norm = sqrt(author_norm2 + (double)space->prior) / CONTEXT_AUTHOR_GAIN;
	for (i = 0; author_norm2 > 0 && i < linear_lanes(linear); i++)
		s->total[i] += author_total[i] * (s->norm / s->author_norm);
}

void sums_add_heuristics(struct sums *s, const uint32_t *active, size_t n)
{
	memset(s->dense, 0, sizeof(s->dense));
	linear_add_dense(&s->bundle->linear, active, n, s->dense);
}
