/* SPDX-License-Identifier: MIT */
/* Decides which words get vectors and what a word weighs; the numbers come from cooccurrence.c and
 * svd.c. */
#include "train/embed.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash.h"
#include "feature/termset.h"
#include "train/cooccurrence.h"
#include "train/svd.h"

/* A word of this frequency weighs half as much as a rare one. */
#define HALF_FREQUENCY 1e-3

/* A word and how often it occurs. */
struct vocabulary_word {
	uint64_t key;
	uint64_t count;
	uint32_t rank; /* by count; the most frequent word has rank 0 */
};

struct vocabulary {
	struct vocabulary_word *entry; /* [n], sorted by key */
	size_t n;
	size_t n_tokens;
};

static int by_key(const void *a, const void *b)
{
	return hash_order(
		&((const struct vocabulary_word *)a)->key, &((const struct vocabulary_word *)b)->key);
}

static int by_count(const void *a, const void *b)
{
	const struct vocabulary_word *x = a;
	const struct vocabulary_word *y = b;

	return x->count != y->count ? (x->count < y->count) - (x->count > y->count) : by_key(a, b);
}

/* Make an entry of each key that occurs often enough. Zeros, the ends of texts, are passed over.
 * False: out of memory. */
static bool count_keys(const uint64_t *sorted, size_t n, struct vocabulary *v)
{
	size_t cap = 0;
	size_t i;
	size_t end;

	for (i = 0; i < n && !sorted[i];)
		i++;
	for (; i < n; i = end) {
		void *entry = v->entry;

		for (end = i; end < n && sorted[end] == sorted[i];)
			end++;
		v->n_tokens += end - i;
		if (end - i < EMBED_COUNT_MIN)
			continue;
		if (!grow_array(&entry, &cap, v->n + 1, sizeof(*v->entry)))
			return false;
		v->entry = entry;
		v->entry[v->n++] = (struct vocabulary_word){.key = sorted[i], .count = end - i};
	}
	return true;
}

/* The table of vectors finds a word by the upper half of its key. Of two words that share it the
 * rarer one is dropped. */
static void drop_twins(struct vocabulary *v)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < v->n; i++) {
		if (n && v->entry[n - 1].key >> 32 == v->entry[i].key >> 32) {
			if (v->entry[n - 1].count < v->entry[i].count)
				v->entry[n - 1] = v->entry[i];
			continue;
		}
		v->entry[n++] = v->entry[i];
	}
	v->n = n;
}

/* Keep the most frequent words, ranked, in the order of their keys. False: out of memory. */
static bool find_vocabulary(const uint64_t *keys, size_t n, struct vocabulary *v)
{
	uint64_t *sorted = resize_array(NULL, n, sizeof(*sorted));
	bool ok = sorted != NULL;
	size_t i;

	if (ok) {
		memcpy(sorted, keys, n * sizeof(*sorted));
		qsort(sorted, n, sizeof(*sorted), hash_order);
		ok = count_keys(sorted, n, v);
	}
	free(sorted);
	if (!ok || !v->n)
		return ok;
	drop_twins(v);
	qsort(v->entry, v->n, sizeof(*v->entry), by_count);
	v->n = v->n < EMBED_WORDS_MAX ? v->n : EMBED_WORDS_MAX;
	for (i = 0; i < v->n; i++)
		v->entry[i].rank = (uint32_t)i;
	qsort(v->entry, v->n, sizeof(*v->entry), by_key);
	return true;
}

/* The texts as ranks of their words, malloc'ed. NULL: out of memory. */
static uint32_t *rank_keys(const uint64_t *keys, size_t n, const struct vocabulary *v)
{
	uint32_t *word = resize_array(NULL, n, sizeof(*word));
	size_t i;

	for (i = 0; word && i < n; i++) {
		const struct vocabulary_word wanted = {.key = keys[i]};
		const struct vocabulary_word *found =
			keys[i] ? bsearch(&wanted, v->entry, v->n, sizeof(wanted), by_key) : NULL;

		word[i] = !keys[i] ? WORD_STREAM_END : found ? found->rank : WORD_STREAM_OTHER;
	}
	return word;
}

/* Scale a vector to length 1 and round it to 127ths. */
static void quantise(const float *from, int8_t *to)
{
	double length = 0;
	size_t d;

	for (d = 0; d < EMBEDDING_DIMS; d++)
		length += (double)from[d] * (double)from[d];
	length = sqrt(length);
	for (d = 0; d < EMBEDDING_DIMS; d++)
		to[d] = length > 0 ? (int8_t)lrint(127 * (double)from[d] / length) : 0;
}

/* Fill the table that bundles have; `left` has a row of EMBEDDING_DIMS for each rank. False: out of
 * memory. */
static bool make_table_of_vectors(const struct vocabulary *v, const float *left, struct embed *out)
{
	size_t i;

	out->key = resize_array(NULL, v->n, sizeof(*out->key));
	out->weight = resize_array(NULL, v->n, sizeof(*out->weight));
	out->vector = resize_array(NULL, v->n, EMBEDDING_DIMS);
	if (!out->key || !out->weight || !out->vector)
		return false;
	for (i = 0; i < v->n; i++) {
		const double frequency = (double)v->entry[i].count / (double)v->n_tokens;
		const bool is_identity = termset_builtin(v->entry[i].key) >> SET_IDENTITY & 1;

		out->key[i] = (uint32_t)(v->entry[i].key >> 32);
		out->weight[i] =
			(uint8_t)lrint(is_identity ? 0 : 255 * HALF_FREQUENCY / (HALF_FREQUENCY + frequency));
		quantise(left + v->entry[i].rank * EMBEDDING_DIMS, out->vector + i * EMBEDDING_DIMS);
	}
	out->table = (struct embedding){.n = v->n,
		.dims = EMBEDDING_DIMS,
		.key = out->key,
		.weight = out->weight,
		.vector = out->vector};
	return true;
}

bool embed_learn(const uint64_t *keys, size_t n, uint64_t seed, size_t jobs, struct embed *out)
{
	struct vocabulary v = {.n = 0};
	struct sparse_matrix counts = {.n_rows = 0};
	uint32_t *word = NULL;
	float *left = NULL;
	bool ok;

	*out = (struct embed){.key = NULL};
	ok = find_vocabulary(keys, n, &v);
	if (ok && v.n >= EMBED_WORDS_MIN) {
		struct word_stream stream = {.n = n, .n_words = v.n};

		stream.word = word = rank_keys(keys, n, &v);
		left = resize_array(NULL, v.n * EMBEDDING_DIMS, sizeof(*left));
		ok = word && left && cooccurrence_count(&stream, jobs, &counts) &&
			 svd_left(&counts, EMBEDDING_DIMS, seed, left) && make_table_of_vectors(&v, left, out);
	}
	sparse_matrix_dispose(&counts);
	free(word);
	free(left);
	free(v.entry);
	if (!ok)
		embed_dispose(out);
	return ok;
}

void embed_dispose(struct embed *e)
{
	free(e->key);
	free(e->weight);
	free(e->vector);
	*e = (struct embed){.key = NULL};
}
