/* SPDX-License-Identifier: MIT */
/* From words to rows: document frequencies, scales, norms, values. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "learn/base_heads.h"
#include "learn/dataset.h"

/* One comment's features by bucket, gathered before they are sorted. */
struct gather {
	double *sum;       /* [2^bits] */
	uint32_t *touched; /* buckets with sum != 0 */
	size_t n;
	size_t cap;
};

/* Items of one bucket each: pairs, then the context. */
static uint32_t n_singles(const struct dataset_comment *c)
{
	return c->n_pairs + c->n_context;
}

/* In how many of the comments each bucket occurs. */
static void count_comments(
	const struct dataset *ds, const uint8_t *count, uint32_t *df, uint32_t *seen)
{
	size_t d;
	uint32_t i;
	uint32_t k;

	for (d = 0; d < ds->n; d++) {
		const struct dataset_comment *c = &ds->comments[d];
		const uint32_t *item = ds->items + c->item;

		if ((count && !count[d]) || c->copy)
			continue;
		for (i = 0; i < c->n_terms; i++, item += 2) {
			const struct dataset_term *t = &ds->terms[*item];
			const uint32_t *bucket = ds->buckets + t->bucket;

			for (k = 0; k < t->n; k++)
				if (seen[bucket[k]] != d + 1) {
					seen[bucket[k]] = (uint32_t)d + 1;
					df[bucket[k]]++;
				}
		}
		for (i = 0; i < n_singles(c); i++, item += 2)
			if (seen[*item] != d + 1) {
				seen[*item] = (uint32_t)d + 1;
				df[*item]++;
			}
	}
}

/* Inverse document frequency, smoothed: ln((1 + N) / (1 + df)) + 1, to 255 steps. */
static void set_scales(
	struct dataset_rows *out, const uint32_t *df, size_t n_buckets, size_t n, uint32_t min_comments)
{
	const double rarest = log((1.0 + (double)n) / (1.0 + min_comments)) + 1.0;
	const double step = rarest / 255.0;
	size_t i;

	for (i = 0; i < 256; i++)
		out->scale_book[i] = (float)((double)i * step);
	for (i = 0; i < n_buckets; i++) {
		const double idf = log((1.0 + (double)n) / (1.0 + (double)df[i])) + 1.0;
		long code = lround(idf / step);

		code = code < 1 ? 1 : code > 255 ? 255 : code;
		out->scale[i] = df[i] < min_comments ? 0 : (uint8_t)code;
	}
}

/* The values of a word's features before scale, as linear_values() says. */
static void values_of(const struct dataset *ds, const struct dataset_rows *out,
	const struct dataset_term *t, float values[NGRAM_PARTS])
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
	ngram_values(&ds->space, lacking, present, values);
}

/* Σ (value · scale)² of each word, as scoring computes and rounds it. */
static void set_norms(const struct dataset *ds, const struct dataset_rows *out, float *norm2)
{
	size_t t;
	uint32_t k;

	for (t = 0; t < ds->n_terms; t++) {
		const struct dataset_term *term = &ds->terms[t];
		float values[NGRAM_PARTS];
		unsigned part = 0;
		double sum = 0;

		values_of(ds, out, term, values);
		for (k = 0; k < term->n; k++) {
			double value;

			while (k == term->end[part])
				part++;
			value = (double)values[part] *
					(double)out->scale_book[out->scale[ds->buckets[term->bucket + k]]];

			sum += value * value;
		}
		norm2[t] = (float)sum;
	}
}

static bool add(struct gather *g, uint32_t bucket, double value)
{
	if (value == 0)
		return true;
	if (g->sum[bucket] == 0) {
		void *touched = g->touched;

		if (!grow_array(&touched, &g->cap, g->n + 1, sizeof(*g->touched)))
			return false;
		g->touched = touched;
		g->touched[g->n++] = bucket;
	}
	g->sum[bucket] += value;
	return true;
}

/* Gather a comment's hashed features; returns the norm, or -1: out of memory. */
static double gather_comment(const struct dataset *ds, const struct dataset_rows *out,
	const float *norm2, const struct dataset_comment *c, struct gather *g)
{
	const uint32_t *item = ds->items + c->item;
	double norm = 0;
	uint32_t i;
	uint32_t k;

	for (i = 0; i < c->n_terms; i++, item += 2) {
		const struct dataset_term *t = &ds->terms[item[0]];
		const double tf = term_tf(item[1]);

		float values[NGRAM_PARTS];
		unsigned part = 0;

		norm += tf * tf * (double)norm2[item[0]];
		values_of(ds, out, t, values);
		for (k = 0; k < t->n; k++) {
			const uint32_t bucket = ds->buckets[t->bucket + k];
			float value;

			while (k == t->end[part])
				part++;
			value = values[part];
			if (!add(g, bucket, tf * (double)value * (double)out->scale_book[out->scale[bucket]]))
				return -1;
		}
	}
	for (i = 0; i < n_singles(c); i++, item += 2) {
		const double tf = term_tf(item[1]);
		const double value =
			(double)(i < c->n_pairs ? ds->space.pair_value : ds->space.context_value) *
			(double)out->scale_book[out->scale[item[0]]];

		norm += tf * tf * value * value;
		if (!add(g, item[0], tf * value))
			return -1;
	}
	return sqrt(norm);
}

static int by_number(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a;
	const uint32_t y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static bool reserve_entries(struct dataset_rows *out, size_t *cap, size_t need)
{
	size_t cap_index = *cap;
	size_t cap_value = *cap;
	void *index = out->index;
	void *value = out->value;
	bool ok = grow_array(&index, &cap_index, need, sizeof(*out->index));

	out->index = index;
	ok = ok && grow_array(&value, &cap_value, need, sizeof(*out->value));
	out->value = value;
	if (ok)
		*cap = cap_index;
	return ok;
}

/* What the base's heads make of the row's entries [from, n); returns the new n. */
static size_t put_base(const struct dataset *ds, struct dataset_rows *out, size_t from, size_t n)
{
	float margin[MODERATO_ATTRIBUTES_MAX];
	const size_t heads = base_heads(ds->base);
	const size_t end = n;
	size_t h;

	if (heads)
		base_margins(ds->base, out->index + from, out->value + from, end - from, margin);
	for (h = 0; h < heads; h++) {
		out->index[n] = out->first_base + (uint32_t)h;
		out->value[n++] = margin[h];
	}
	return n;
}

/* Append the gathered features, the heuristics and the source's offset as row `row`. */
static bool put_row(const struct dataset *ds, struct dataset_rows *out, size_t row, size_t *cap,
	struct gather *g, double norm, const struct dataset_comment *c, float offset)
{
	const uint32_t base = (uint32_t)1 << ds->space.bits;
	const uint32_t *active = ds->items + c->item + 2 * ((size_t)c->n_terms + n_singles(c));
	size_t n = out->start[row];
	size_t e;
	size_t i;

	if (!reserve_entries(out, cap, n + g->n + c->n_active + base_heads(ds->base) + 1))
		return false;
	if (g->n && !out->place) /* by use they are in no order anyway */
		qsort(g->touched, g->n, sizeof(*g->touched), by_number);
	for (i = 0; i < g->n; i++) {
		out->index[n] = g->touched[i];
		out->value[n++] = (float)(g->sum[g->touched[i]] / norm);
		g->sum[g->touched[i]] = 0;
	}
	g->n = 0;
	for (i = 0; i < c->n_active; i++) {
		out->index[n] = base + active[i];
		out->value[n++] = ds->space.dense_value;
	}
	n = put_base(ds, out, out->start[row], n);
	for (e = out->start[row]; out->place && e < n; e++)
		out->index[e] = out->place[out->index[e]];
	if (offset != 0.0f) {
		out->index[n] = out->first_source + c->source;
		out->value[n++] = offset;
	}
	out->start[row + 1] = n;
	return true;
}

/* Rows of the comments from `first` on. */
static bool make_rows(const struct dataset *ds, size_t first, struct dataset_rows *out,
	const float *norm2, float offset)
{
	struct gather g = {.sum = calloc((size_t)1 << ds->space.bits, sizeof(*g.sum))};
	size_t cap = 0;
	bool ok = g.sum != NULL;
	size_t d;

	for (d = first; ok && d < ds->n; d++) {
		const double norm = gather_comment(ds, out, norm2, &ds->comments[d], &g);

		ok = norm >= 0 && put_row(ds, out, d - first, &cap, &g, norm, &ds->comments[d], offset);
	}
	free(g.sum);
	free(g.touched);
	return ok;
}

/* Give the features places: heuristics and the base's heads, which most rows have, then the
 * buckets by falling frequency (a counting sort: all beyond COMMON share the first places). */
static bool set_places(struct dataset_rows *out, const uint32_t *df, uint32_t n_buckets)
{
	enum { COMMON = 1 << 16 };
	uint32_t *next = calloc(COMMON + 1, sizeof(*next));
	uint32_t place = out->first_source - n_buckets;
	uint32_t i;

	out->place = resize_array(NULL, out->first_source, sizeof(*out->place));
	if (next && out->place) {
		for (i = 0; i < n_buckets; i++)
			next[df[i] < COMMON ? df[i] : COMMON]++;
		for (i = COMMON + 1; i-- > 0;) {
			const uint32_t n = next[i];

			next[i] = place;
			place += n;
		}
		for (i = 0; i < n_buckets; i++)
			out->place[i] = next[df[i] < COMMON ? df[i] : COMMON]++;
		for (i = n_buckets; i < out->first_source; i++)
			out->place[i] = i - n_buckets;
	}
	free(next);
	return next && out->place;
}

bool dataset_rows_restore(const struct dataset_rows *rows, double *weight)
{
	double *by_place;
	uint32_t i;

	if (!rows->place)
		return true;
	by_place = resize_array(NULL, rows->first_source, sizeof(*by_place));
	if (!by_place)
		return false;
	memcpy(by_place, weight, rows->first_source * sizeof(*by_place));
	for (i = 0; i < rows->first_source; i++)
		weight[i] = by_place[rows->place[i]];
	free(by_place);
	return true;
}

moderato_status dataset_make_rows(const struct dataset *ds, const uint8_t *count,
	uint32_t min_comments, struct dataset_layout layout, struct dataset_rows *out,
	moderato_error *err)
{
	const size_t n_buckets = (size_t)1 << ds->space.bits;
	uint32_t *df = calloc(n_buckets, sizeof(*df));
	uint32_t *seen = calloc(n_buckets, sizeof(*seen));
	float *norm2 = resize_array(NULL, ds->n_terms, sizeof(*norm2));
	moderato_status status = MODERATO_ENOMEM;
	size_t n = 0;
	size_t i;

	memset(out, 0, sizeof(*out));
	out->start = calloc(ds->n + 1, sizeof(*out->start));
	out->scale = malloc(n_buckets);
	if (df && seen && norm2 && out->start && out->scale) {
		for (i = 0; i < ds->n; i++)
			n += (!count || count[i]) && !ds->comments[i].copy;
		count_comments(ds, count, df, seen);
		set_scales(out, df, n_buckets, n, min_comments);
		if (ds->base)
			base_scales(ds->base, ds->space.context != ds->base->space->space.context, out->scale,
				out->scale_book);
		set_norms(ds, out, norm2);
		out->first_base = (uint32_t)(n_buckets + heuristics_size());
		out->first_source = out->first_base + (uint32_t)base_heads(ds->base);
		out->n_features = out->first_source + (uint32_t)ds->n_sources;
		if ((!layout.by_use || set_places(out, df, (uint32_t)n_buckets)) &&
			make_rows(ds, 0, out, norm2, layout.offset))
			status = MODERATO_OK;
	}
	free(df);
	free(seen);
	free(norm2);
	out->rows = (struct rows){out->start, out->index, out->value, ds->n};
	if (status) {
		dataset_rows_dispose(out);
		return fail(err, status, "out of memory");
	}
	return MODERATO_OK;
}

moderato_status dataset_make_more_rows(const struct dataset *ds, size_t first,
	const struct dataset_rows *like, struct dataset_rows *out, moderato_error *err)
{
	float *norm2 = resize_array(NULL, ds->n_terms, sizeof(*norm2));
	bool ok = false;

	*out = *like;
	out->index = NULL;
	out->value = NULL;
	out->start = calloc(ds->n - first + 1, sizeof(*out->start));
	if (norm2 && out->start) {
		set_norms(ds, out, norm2);
		ok = make_rows(ds, first, out, norm2, 0.0f);
	}
	free(norm2);
	out->scale = NULL;
	out->place = NULL;
	out->rows = (struct rows){out->start, out->index, out->value, ds->n - first};
	if (ok)
		return MODERATO_OK;
	dataset_rows_dispose(out);
	return fail(err, MODERATO_ENOMEM, "out of memory");
}

void dataset_rows_dispose(struct dataset_rows *rows)
{
	free(rows->start);
	free(rows->index);
	free(rows->value);
	free(rows->scale);
	free(rows->place);
	memset(rows, 0, sizeof(*rows));
}
