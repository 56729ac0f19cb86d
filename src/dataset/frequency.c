/* SPDX-License-Identifier: MIT */
/* Each thread counts in an array of its own; the arrays are added up at the end. */
#include "dataset/frequency.h"

#include <stdlib.h>
#include <string.h>

#include "dataset/row_builder.h"
#include "base/parallel.h"

/* Comments that a thread counts at a time. */
#define CHUNK 512

struct bucket_count {
	uint32_t last; /* the last comment that it was counted in, + 1; 0: in none yet */
	uint32_t n;
};

struct counting {
	const struct dataset *ds;
	const uint8_t *count;
	struct bucket_count
		*buckets[PARALLEL_THREADS_MAX]; /* [2^bits] of each thread; NULL: it has done nothing yet */
	size_t n[PARALLEL_THREADS_MAX];     /* comments counted by each thread */
};

static void count_bucket(struct bucket_count *b, uint32_t comment)
{
	if (b->last == comment)
		return;
	b->last = comment;
	b->n++;
}

static void count_comment(
	const struct dataset *ds, const struct dataset_comment *c, uint32_t d, struct bucket_count *to)
{
	const uint32_t *item = ds->items + c->item;
	uint32_t i;
	uint32_t k;

	for (i = 0; i < c->n_terms; i++, item += 2) {
		const struct dataset_term *t = &ds->terms[*item];

		for (k = 0; k < t->n; k++)
			count_bucket(&to[ds->buckets[t->bucket + k]], d + 1);
	}
	for (i = 0; i < row_builder_singles(c); i++, item += 2)
		count_bucket(&to[*item], d + 1);
}

static bool count_chunk(void *payload, size_t thread, size_t chunk)
{
	struct counting *counting = payload;
	const struct dataset *ds = counting->ds;
	struct bucket_count **to = &counting->buckets[thread];
	const size_t end = (chunk + 1) * CHUNK < ds->n ? (chunk + 1) * CHUNK : ds->n;
	size_t d;

	if (!*to)
		*to = calloc((size_t)1 << ds->space.bits, sizeof(**to));
	for (d = chunk * CHUNK; *to && d < end; d++) {
		if ((counting->count && !counting->count[d]) || ds->comments[d].copy)
			continue;
		counting->n[thread]++;
		count_comment(ds, &ds->comments[d], (uint32_t)d, *to);
	}
	return *to != NULL;
}

bool frequency_count(
	const struct dataset *ds, const uint8_t *count, size_t jobs, uint32_t *df, size_t *n)
{
	const size_t n_buckets = (size_t)1 << ds->space.bits;
	const size_t n_chunks = (ds->n + CHUNK - 1) / CHUNK;
	struct counting counting = {.ds = ds, .count = count};
	const bool ok = parallel_run(jobs, n_chunks, count_chunk, NULL, &counting);
	size_t thread;
	size_t i;

	*n = 0;
	memset(df, 0, n_buckets * sizeof(*df));
	for (thread = 0; thread < PARALLEL_THREADS_MAX; thread++) {
		const struct bucket_count *from = counting.buckets[thread];

		for (i = 0; ok && from && i < n_buckets; i++)
			df[i] += from[i].n;
		*n += counting.n[thread];
		free(counting.buckets[thread]);
	}
	return ok;
}
