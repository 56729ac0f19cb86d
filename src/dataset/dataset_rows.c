/* SPDX-License-Identifier: MIT */
/* Makes rows of comments: scales from document frequencies, the order of the features, and the rows
 * themselves by several threads, whose chunks are appended in their order. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "dataset/base_heads.h"
#include "dataset/dataset.h"
#include "dataset/frequency.h"
#include "dataset/row_builder.h"
#include "base/parallel.h"

/* Rows that a thread makes at a time. They stay in its processor's cache until they are appended.
 */
#define CHUNK 128

/* Words that a thread weighs at a time. */
#define CHUNK_WORDS 4096

/* A feature's scale is its inverse document frequency, smoothed: ln((1 + N) / (1 + df)) + 1,
 * rounded to 255 steps. */
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

static int by_number(const void *a, const void *b)
{
	const uint32_t x = *(const uint32_t *)a;
	const uint32_t y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

/* Make room for `need` entries in all. False: out of memory. */
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

/* Append the margins of the base's heads for the row's entries [from, n); returns the new n. */
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

/* The rows that one thread is making. */
struct thread_rows {
	struct dataset_rows rows; /* entries and starts are its own, all else is that of the whole */
	size_t cap;
	struct row_builder builder;
};

/* Rows being made by all threads. */
struct making {
	const struct dataset *ds;
	struct dataset_rows *out;
	struct dataset_rows like;  /* `out` as it was before: its scales and numbers of features */
	size_t cap;                /* entries that `out` has room for */
	size_t first;              /* the comment of row 0 */
	float offset;              /* as in struct dataset_layout */
	struct row_word *words;    /* [ds->n_terms] */
	struct thread_rows *parts; /* [PARALLEL_THREADS_MAX] one for each thread */
};

/* Append the features that the builder holds, the heuristics, the base's margins and the source's
 * offset as row `row`, and empty the builder. False: out of memory. */
static bool append_features(const struct making *m, struct thread_rows *part, size_t row,
	double norm, const struct dataset_comment *c)
{
	const struct dataset *ds = m->ds;
	const uint32_t base = (uint32_t)1 << ds->space.bits;
	const uint32_t *active =
		ds->items + c->item + 2 * ((size_t)c->n_terms + row_builder_singles(c));
	struct dataset_rows *out = &part->rows;
	struct row_builder *b = &part->builder;
	size_t n = out->start[row];
	size_t e;
	size_t i;

	if (!reserve_entries(out, &part->cap, n + b->n + c->n_active + base_heads(ds->base) + 1))
		return false;
	if (b->n && !out->place) /* numbered by use they end in no order anyway */
		qsort(b->touched, b->n, sizeof(*b->touched), by_number);
	for (i = 0; i < b->n; i++) {
		out->index[n] = b->touched[i];
		out->value[n++] = (float)(b->sum[b->touched[i]] / norm);
		b->sum[b->touched[i]] = 0;
	}
	b->n = 0;
	for (i = 0; i < c->n_active; i++) {
		out->index[n] = base + active[i];
		out->value[n++] = ds->space.dense_value;
	}
	n = put_base(ds, out, out->start[row], n);
	for (e = out->start[row]; out->place && e < n; e++)
		out->index[e] = out->place[out->index[e]];
	if (m->offset != 0.0f) {
		out->index[n] = out->first_source + c->source;
		out->value[n++] = m->offset;
	}
	out->start[row + 1] = n;
	return true;
}

/* False: out of memory. */
static bool thread_rows_init(struct thread_rows *part, const struct making *m)
{
	part->rows = m->like;
	part->rows.index = NULL;
	part->rows.value = NULL;
	part->rows.start = calloc(CHUNK + 1, sizeof(*part->rows.start));
	return row_builder_init(&part->builder, &m->ds->space) && part->rows.start;
}

static void thread_rows_dispose(struct thread_rows *part)
{
	free(part->rows.index);
	free(part->rows.value);
	free(part->rows.start);
	row_builder_dispose(&part->builder);
}

/* Where a chunk of the n ends. */
static size_t chunk_end(size_t chunk, size_t size, size_t n)
{
	return (chunk + 1) * size < n ? (chunk + 1) * size : n;
}

static bool make_chunk(void *payload, size_t thread, size_t chunk)
{
	const struct making *m = payload;
	struct thread_rows *part = &m->parts[thread];
	const size_t from = m->first + chunk * CHUNK;
	const size_t to = m->first + chunk_end(chunk, CHUNK, m->ds->n - m->first);
	bool ok = part->rows.start || thread_rows_init(part, m);
	size_t d;

	for (d = from; ok && d < to; d++) {
		const struct dataset_comment *c = &m->ds->comments[d];
		const double norm = row_builder_comment(&part->builder, m->ds, &m->like, m->words, c);

		ok = norm >= 0 && append_features(m, part, d - from, norm, c);
	}
	return ok;
}

static bool append_chunk(void *payload, size_t thread, size_t chunk)
{
	struct making *m = payload;
	const struct dataset_rows *from = &m->parts[thread].rows;
	struct dataset_rows *out = m->out;
	const size_t first = chunk * CHUNK;
	const size_t n = chunk_end(chunk, CHUNK, m->ds->n - m->first) - first;
	const size_t start = out->start[first];
	size_t i;

	if (!reserve_entries(out, &m->cap, start + from->start[n]))
		return false;
	memcpy(out->index + start, from->index, from->start[n] * sizeof(*from->index));
	memcpy(out->value + start, from->value, from->start[n] * sizeof(*from->value));
	for (i = 1; i <= n; i++)
		out->start[first + i] = start + from->start[i];
	return true;
}

static bool weigh_words(void *payload, size_t thread, size_t chunk)
{
	const struct making *m = payload;

	(void)thread;
	row_builder_words(m->ds, m->out, chunk * CHUNK_WORDS,
		chunk_end(chunk, CHUNK_WORDS, m->ds->n_terms), m->words);
	return true;
}

/* Make the rows of the comments from `first` on. False: out of memory. */
static bool fill_rows(
	const struct dataset *ds, size_t first, struct dataset_rows *out, float offset, size_t jobs)
{
	struct making m = {.ds = ds, .out = out, .like = *out, .first = first, .offset = offset};
	bool ok;
	size_t i;

	m.words = resize_array(NULL, ds->n_terms, sizeof(*m.words));
	m.parts = calloc(PARALLEL_THREADS_MAX, sizeof(*m.parts));
	ok = m.words && m.parts &&
		 parallel_run(jobs, (ds->n_terms + CHUNK_WORDS - 1) / CHUNK_WORDS, weigh_words, NULL, &m) &&
		 parallel_run(jobs, (ds->n - first + CHUNK - 1) / CHUNK, make_chunk, append_chunk, &m);
	for (i = 0; m.parts && i < PARALLEL_THREADS_MAX; i++)
		thread_rows_dispose(&m.parts[i]);
	free(m.parts);
	free(m.words);
	return ok;
}

/* Number the features by use: first heuristics and the base's heads, which most rows have, then the
 * buckets by falling frequency. It is a counting sort in which all frequencies from COMMON on count
 * as equal. False: out of memory. */
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
	uint32_t *df = resize_array(NULL, n_buckets, sizeof(*df));
	moderato_status status = MODERATO_ENOMEM;
	size_t n;

	memset(out, 0, sizeof(*out));
	out->start = calloc(ds->n + 1, sizeof(*out->start));
	out->scale = malloc(n_buckets);
	if (df && out->start && out->scale && frequency_count(ds, count, layout.jobs, df, &n)) {
		set_scales(out, df, n_buckets, n, min_comments);
		if (ds->base)
			base_scales(ds->base, ds->space.context != ds->base->shape->space.context, out->scale,
				out->scale_book);
		out->first_base = (uint32_t)(n_buckets + heuristics_size());
		out->first_source = out->first_base + (uint32_t)base_heads(ds->base);
		out->n_features = out->first_source + (uint32_t)ds->n_sources;
		if ((!layout.by_use || set_places(out, df, (uint32_t)n_buckets)) &&
			fill_rows(ds, 0, out, layout.offset, layout.jobs))
			status = MODERATO_OK;
	}
	free(df);
	out->rows = (struct rows){out->start, out->index, out->value, ds->n};
	if (status) {
		dataset_rows_dispose(out);
		return fail_no_memory(err);
	}
	return MODERATO_OK;
}

moderato_status dataset_make_more_rows(const struct dataset *ds, size_t first,
	const struct dataset_rows *like, struct dataset_rows *out, moderato_error *err)
{
	bool ok;

	*out = *like;
	out->index = NULL;
	out->value = NULL;
	out->start = calloc(ds->n - first + 1, sizeof(*out->start));
	ok = out->start && fill_rows(ds, first, out, 0.0f, 1);
	out->scale = NULL;
	out->place = NULL;
	out->rows = (struct rows){out->start, out->index, out->value, ds->n - first};
	if (ok)
		return MODERATO_OK;
	dataset_rows_dispose(out);
	return fail_no_memory(err);
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
