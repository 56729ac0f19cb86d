/* SPDX-License-Identifier: MIT */
#include "dataset/gather.h"

#include <math.h>
#include <stdlib.h>

/* --- words --- */

/* The parts of which it has features, and those of which some are lacking. */
static void find_parts(const struct dataset *ds, const struct dataset_rows *out,
	const struct dataset_term *t, struct gather_word *word)
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

void gather_words(const struct dataset *ds, const struct dataset_rows *out, size_t from, size_t to,
	struct gather_word *words)
{
	uint32_t k;

	for (; from < to; from++) {
		const struct dataset_term *t = &ds->terms[from];
		struct gather_word *word = &words[from];
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

bool gather_init(struct gather *g, const struct space *space)
{
	*g = (struct gather){.sum = calloc((size_t)1 << space->bits, sizeof(*g->sum))};
	return g->sum != NULL;
}

void gather_dispose(struct gather *g)
{
	free(g->sum);
	free(g->touched);
}

/* There is room for it among the touched. */
static void add(struct gather *g, uint32_t bucket, double value)
{
	if (value == 0)
		return;
	if (g->sum[bucket] == 0)
		g->touched[g->n++] = bucket;
	g->sum[bucket] += value;
}

static bool make_room(struct gather *g, size_t more)
{
	void *touched = g->touched;
	const bool ok = grow_array(&touched, &g->cap, g->n + more, sizeof(*g->touched));

	g->touched = touched;
	return ok;
}

static bool add_word(struct gather *g, const struct dataset *ds, const struct dataset_rows *out,
	const struct gather_word *word, const struct dataset_term *t, double tf)
{
	const uint32_t *bucket = ds->buckets + t->bucket;
	float values[NGRAM_PARTS];
	unsigned part;
	uint32_t k = 0;

	if (!make_room(g, t->n))
		return false;
	ngram_values(&ds->space, word->lacking, word->present, values);
	for (part = 0; part < NGRAM_PARTS; part++)
		for (; k < t->end[part]; k++)
			add(g, bucket[k],
				tf * (double)values[part] * (double)out->scale_book[out->scale[bucket[k]]]);
	return true;
}

static double author_value(
	const struct dataset *ds, const struct dataset_rows *out, const uint32_t *item)
{
	return term_tf(item[1]) * (double)ds->space.context_value *
		   (double)out->scale_book[out->scale[item[0]]];
}

/* The author's features, times what makes them be divided by their own norm where the row is
 * divided by `norm`. */
static void add_author(struct gather *g, const struct dataset *ds, const struct dataset_rows *out,
	const struct dataset_comment *c, const uint32_t *item, double norm)
{
	double own = (double)ds->space.prior;
	uint32_t i;

	for (i = 0; i < c->n_author; i++) {
		const double x = author_value(ds, out, item + 2 * i);

		own += x * x;
	}
	for (i = 0; i < c->n_author; i++)
		add(g, item[2 * i],
			author_value(ds, out, item + 2 * i) * norm * CONTEXT_AUTHOR_GAIN / sqrt(own));
}

double gather_comment(struct gather *g, const struct dataset *ds, const struct dataset_rows *out,
	const struct gather_word *words, const struct dataset_comment *c)
{
	const uint32_t *item = ds->items + c->item;
	double norm = 0;
	uint32_t i;

	for (i = 0; i < c->n_terms; i++, item += 2) {
		const struct gather_word *word = &words[item[0]];
		const double tf = term_tf(item[1]);

		norm += tf * tf * (double)word->norm2;
		if (!add_word(g, ds, out, word, &ds->terms[item[0]], tf))
			return -1;
	}
	if (!make_room(g, gather_singles(c)))
		return -1;
	for (i = 0; i < gather_singles(c) - c->n_author; i++, item += 2) {
		const double tf = term_tf(item[1]);
		const double value =
			(double)(i < c->n_pairs ? ds->space.pair_value : ds->space.context_value) *
			(double)out->scale_book[out->scale[item[0]]];

		norm += tf * tf * value * value;
		add(g, item[0], tf * value);
	}
	norm = sqrt(norm + (double)ds->space.prior);
	add_author(g, ds, out, c, item, norm);
	return norm;
}
