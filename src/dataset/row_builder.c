/* SPDX-License-Identifier: MIT */
/* Computes what each feature of a comment adds to its row, and the norm that the row is divided by,
 * as scoring does. */
#include "dataset/row_builder.h"

#include <math.h>
#include <stdlib.h>

/* --- words --- */

/* Bit p of word->present is set if the word has a feature of part p, and bit p of word->lacking if
 * one of these has no scale, because it was not seen in training. */
static void find_parts(const struct dataset *ds, const struct dataset_rows *out,
	const struct dataset_term *t, struct row_word *word)
{
	const uint32_t *bucket = ds->buckets + t->bucket;
	unsigned lacking = 0;
	unsigned present = 0;
	unsigned part;
	unsigned k = 0;

	for (part = 0; part < NGRAM_PARTS; part++)
		for (; k < t->end[part]; k++) {
			present |= 1u << part;
			if (!out->scale[bucket[k]])
				lacking |= 1u << part;
		}
	word->lacking = (uint16_t)lacking;
	word->present = (uint16_t)present;
}

void row_builder_words(const struct dataset *ds, const struct dataset_rows *out, size_t from,
	size_t to, struct row_word *words)
{
	uint32_t k;

	for (; from < to; from++) {
		const struct dataset_term *t = &ds->terms[from];
		struct row_word *word = &words[from];
		float values[NGRAM_PARTS];
		unsigned part = 0;
		double sum = 0;

		find_parts(ds, out, t, word);
		ngram_values(&ds->space, word->lacking, word->present, values);
		for (k = 0; k < t->n; k++) {
			double value;

			while (k == t->end[part])
				part++;
			value = (double)values[part] *
					(double)out->scale_book[out->scale[ds->buckets[t->bucket + k]]];
			sum += value * value;
		}
		word->norm2 = (float)sum;
	}
}

/* --- comments --- */

bool row_builder_init(struct row_builder *b, const struct space *space)
{
	*b = (struct row_builder){.sum = calloc((size_t)1 << space->bits, sizeof(*b->sum))};
	return b->sum != NULL;
}

void row_builder_dispose(struct row_builder *b)
{
	free(b->sum);
	free(b->touched);
}

/* Add to a bucket's sum. There must be room for one more touched bucket. */
static void add_to_bucket(struct row_builder *b, uint32_t bucket, double value)
{
	if (value == 0)
		return;
	if (b->sum[bucket] == 0)
		b->touched[b->n++] = bucket;
	b->sum[bucket] += value;
}

/* Make room for so many more touched buckets. False: out of memory. */
static bool reserve_touched(struct row_builder *b, size_t more)
{
	void *touched = b->touched;
	const bool ok = grow_array(&touched, &b->cap, b->n + more, sizeof(*b->touched));

	b->touched = touched;
	return ok;
}

/* Add a word's features. False: out of memory. */
static bool add_word_features(struct row_builder *b, const struct dataset *ds,
	const struct dataset_rows *out, const struct row_word *word, const struct dataset_term *t,
	double tf)
{
	const uint32_t *bucket = ds->buckets + t->bucket;
	float values[NGRAM_PARTS];
	unsigned part;
	uint32_t k = 0;

	if (!reserve_touched(b, t->n))
		return false;
	ngram_values(&ds->space, word->lacking, word->present, values);
	for (part = 0; part < NGRAM_PARTS; part++)
		for (; k < t->end[part]; k++)
			add_to_bucket(b, bucket[k],
				tf * (double)values[part] * (double)out->scale_book[out->scale[bucket[k]]]);
	return true;
}

static double author_value(
	const struct dataset *ds, const struct dataset_rows *out, const uint32_t *item)
{
	return term_tf(item[1]) * (double)ds->space.context_value *
		   (double)out->scale_book[out->scale[item[0]]];
}

/* Add the author's features. They have a norm of their own: since the whole row will be divided by
 * `norm`, they are multiplied by it here. */
static void add_author_features(struct row_builder *b, const struct dataset *ds,
	const struct dataset_rows *out, const struct dataset_comment *c, const uint32_t *item,
	double norm)
{
	double own = (double)ds->space.prior;
	uint32_t i;

	for (i = 0; i < c->n_author; i++) {
		const double x = author_value(ds, out, item + 2 * i);

		own += x * x;
	}
	for (i = 0; i < c->n_author; i++)
		add_to_bucket(b, item[2 * i],
			author_value(ds, out, item + 2 * i) * norm * CONTEXT_AUTHOR_GAIN / sqrt(own));
}

double row_builder_comment(struct row_builder *b, const struct dataset *ds,
	const struct dataset_rows *out, const struct row_word *words, const struct dataset_comment *c)
{
	const uint32_t *item = ds->items + c->item;
	double norm = 0;
	uint32_t i;

	for (i = 0; i < c->n_terms; i++, item += 2) {
		const struct row_word *word = &words[item[0]];
		const double tf = term_tf(item[1]);

		norm += tf * tf * (double)word->norm2;
		if (!add_word_features(b, ds, out, word, &ds->terms[item[0]], tf))
			return -1;
	}
	if (!reserve_touched(b, row_builder_singles(c)))
		return -1;
	for (i = 0; i < row_builder_singles(c) - c->n_author; i++, item += 2) {
		const double tf = term_tf(item[1]);
		const double value =
			(double)(i < c->n_pairs ? ds->space.pair_value : ds->space.context_value) *
			(double)out->scale_book[out->scale[item[0]]];

		norm += tf * tf * value * value;
		add_to_bucket(b, item[0], tf * value);
	}
	norm = sqrt(norm + (double)ds->space.prior);
	add_author_features(b, ds, out, c, item, norm);
	return norm;
}
