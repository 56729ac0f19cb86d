/* SPDX-License-Identifier: MIT */
/* Counts neighbours in two passes over the texts: first the totals that every entry is divided by,
 * then the pairs, for a slice of the rows at a time so that a dense array holds them. */
#include "train/cooccurrence.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/parallel.h"

/* This many of the most frequent words are context words. */
#define CONTEXTS_MAX 8000

#define DISTANCE_MAX 4 /* words further apart are no neighbours */

/* Rows that a thread counts at a time: its dense array then has 16 MB. */
#define SLICE_ROWS 500

#define CONTEXT_POWER 0.75 /* of the counts of context words, see the header */

struct counting {
	const struct word_stream *stream;
	size_t n_contexts;
	double *word_total;                 /* [n_words] the sum of a row's counts */
	double *context_share;              /* [n_contexts] p(j) */
	float *dense[PARALLEL_THREADS_MAX]; /* each thread's slice; NULL: not used yet */
	struct sparse_matrix *out;
	size_t cap_column;
	size_t cap_value;
};

/* Called for each pair of a word and a context word near it. */
typedef void (*pair_visit)(void *payload, uint32_t word, uint32_t context, float count);

static void visit_neighbours(const struct counting *c, size_t i, pair_visit visit, void *payload)
{
	const struct word_stream *s = c->stream;
	size_t k;

	for (k = 1; k <= DISTANCE_MAX && i + k < s->n && s->word[i + k] != WORD_STREAM_END; k++)
		if (s->word[i + k] < c->n_contexts)
			visit(payload, s->word[i], s->word[i + k], 1 / (float)k);
	for (k = 1; k <= DISTANCE_MAX && k <= i && s->word[i - k] != WORD_STREAM_END; k++)
		if (s->word[i - k] < c->n_contexts)
			visit(payload, s->word[i], s->word[i - k], 1 / (float)k);
}

static void add_to_totals(void *payload, uint32_t word, uint32_t context, float count)
{
	const struct counting *c = payload;

	c->word_total[word] += (double)count;
	c->context_share[context] += (double)count;
}

/* False: out of memory. */
static bool find_totals(struct counting *c)
{
	const struct word_stream *s = c->stream;
	double sum = 0;
	size_t i;

	c->word_total = calloc(s->n_words + 1, sizeof(*c->word_total));
	c->context_share = calloc(c->n_contexts + 1, sizeof(*c->context_share));
	if (!c->word_total || !c->context_share)
		return false;
	for (i = 0; i < s->n; i++)
		if (s->word[i] < s->n_words)
			visit_neighbours(c, i, add_to_totals, c);
	for (i = 0; i < c->n_contexts; i++)
		sum += c->context_share[i] = pow(c->context_share[i], CONTEXT_POWER);
	for (i = 0; i < c->n_contexts; i++)
		c->context_share[i] /= sum;
	return true;
}

/* Some rows as a dense array. */
struct slice {
	size_t first; /* row */
	size_t n_contexts;
	float *dense; /* [SLICE_ROWS][n_contexts] */
};

static void add_to_slice(void *payload, uint32_t word, uint32_t context, float count)
{
	const struct slice *s = payload;

	s->dense[(word - s->first) * s->n_contexts + context] += count;
}

static bool count_slice(void *payload, size_t thread, size_t task)
{
	struct counting *c = payload;
	const struct word_stream *s = c->stream;
	struct slice slice = {task * SLICE_ROWS, c->n_contexts, c->dense[thread]};
	size_t i;

	if (!slice.dense)
		slice.dense = c->dense[thread] =
			resize_array(NULL, SLICE_ROWS * c->n_contexts, sizeof(*slice.dense));
	if (!slice.dense)
		return false;
	memset(slice.dense, 0, SLICE_ROWS * c->n_contexts * sizeof(*slice.dense));
	for (i = 0; i < s->n; i++)
		if (s->word[i] >= slice.first && s->word[i] < s->n_words &&
			s->word[i] < slice.first + SLICE_ROWS)
			visit_neighbours(c, i, add_to_slice, &slice);
	return true;
}

/* Append the entries of a row that are above 0. False: out of memory. */
static bool take_row(struct counting *c, size_t row, const float *dense)
{
	struct sparse_matrix *m = c->out;
	size_t n = m->start[row];
	size_t j;

	for (j = 0; j < c->n_contexts; j++) {
		const double expected = c->word_total[row] * c->context_share[j];
		void *column = m->column;
		void *value = m->value;

		if (dense[j] <= 0 || (double)dense[j] <= expected)
			continue;
		if (!grow_array(&column, &c->cap_column, n + 1, sizeof(*m->column)))
			return false;
		m->column = column;
		if (!grow_array(&value, &c->cap_value, n + 1, sizeof(*m->value)))
			return false;
		m->value = value;
		m->column[n] = (uint16_t)j;
		m->value[n++] = (float)log((double)dense[j] / expected);
	}
	m->start[row + 1] = n;
	return true;
}

static bool take_slice(void *payload, size_t thread, size_t task)
{
	struct counting *c = payload;
	size_t row;

	for (row = task * SLICE_ROWS; row < (task + 1) * SLICE_ROWS && row < c->out->n_rows; row++)
		if (!take_row(c, row, c->dense[thread] + (row - task * SLICE_ROWS) * c->n_contexts))
			return false;
	return true;
}

bool cooccurrence_count(const struct word_stream *stream, size_t jobs, struct sparse_matrix *out)
{
	struct counting c = {.stream = stream, .out = out};
	bool ok;
	size_t i;

	c.n_contexts = stream->n_words < CONTEXTS_MAX ? stream->n_words : CONTEXTS_MAX;
	*out = (struct sparse_matrix){.n_rows = stream->n_words, .n_columns = c.n_contexts};
	out->start = calloc(stream->n_words + 1, sizeof(*out->start));
	ok = out->start && find_totals(&c) &&
		 parallel_run(
			 jobs, (stream->n_words + SLICE_ROWS - 1) / SLICE_ROWS, count_slice, take_slice, &c);
	for (i = 0; i < PARALLEL_THREADS_MAX; i++)
		free(c.dense[i]);
	free(c.word_total);
	free(c.context_share);
	if (!ok)
		sparse_matrix_dispose(out);
	return ok;
}

void sparse_matrix_dispose(struct sparse_matrix *m)
{
	free(m->start);
	free(m->column);
	free(m->value);
	*m = (struct sparse_matrix){.n_rows = 0};
}
