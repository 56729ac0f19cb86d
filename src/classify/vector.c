/* SPDX-License-Identifier: MIT */
/* A comment as one sparse vector: for kernel heads, for `features`, and to score vectors. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "classify/classifier_internal.h"

struct entry {
	uint32_t index;
	double value;
};

/* Entries under construction, repeats and all. */
struct entries {
	moderato_classifier *c;
	struct entry *v;
	size_t n;
	size_t cap;
	bool failed;
};

static void add_entry(struct entries *e, uint32_t index, double value)
{
	if (e->n == e->cap) {
		const size_t cap = e->cap ? e->cap * 2 : 1024;
		struct entry *v = arena_array(&e->c->arena, cap, sizeof(*v));

		if (!v) {
			e->failed = true;
			return;
		}
		if (e->n)
			memcpy(v, e->v, e->n * sizeof(*v));
		e->v = v;
		e->cap = cap;
	}
	e->v[e->n++] = (struct entry){index, value};
}

static void add_feature(struct entries *e, uint64_t hash, float value, double tf, double norm)
{
	const uint32_t bucket = space_bucket(&e->c->bundle->space->space, hash);
	const float scale = linear_scale(&e->c->bundle->linear, bucket);

	if (scale != 0.0f)
		add_entry(e, bucket, tf * ((double)value * (double)scale) / norm);
}

static void add_hashed(struct entries *e)
{
	moderato_classifier *c = e->c;
	const struct space *space = &c->bundle->space->space;
	size_t i;
	size_t k;

	for (i = 0; i < c->doc.n_terms; i++) {
		const struct term *term = &c->doc.terms[i];
		const struct word *w = &c->doc.words.v[term->word];
		float values[NGRAM_PARTS];

		ngrams_of(space, w->surface, w->len, c->scratch);
		linear_values(&c->bundle->linear, space, c->scratch, values);
		for (k = 0; k < c->scratch->n; k++)
			add_feature(e, c->scratch->v[k].hash, values[ngram_part(&c->scratch->v[k])],
				term_tf(term->count), c->norm);
	}
	for (i = 0; space->pairs && i < c->doc.n_pairs; i++)
		add_feature(
			e, c->doc.pairs[i].hash, space->pair_value, term_tf(c->doc.pairs[i].count), c->norm);
	for (k = 0; k < CONTEXT_FIELDS; k++)
		for (i = 0; i < c->doc.context[k].n; i++)
			add_feature(e, c->doc.context[k].terms[i].hash, space->context_value,
				term_tf(c->doc.context[k].terms[i].count),
				context_is_author((enum context_field)k) ? c->author_norm : c->norm);
}

static int by_index(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;

	if (x->index != y->index)
		return x->index < y->index ? -1 : 1;
	return (x->value > y->value) - (x->value < y->value); /* the order of sums is fixed */
}

moderato_status classifier_vector(moderato_classifier *c, struct sparse *out, moderato_error *err)
{
	struct entries e = {.c = c};
	const uint32_t base = (uint32_t)1 << c->bundle->space->space.bits;
	size_t i;

	if (c->norm > 0)
		add_hashed(&e);
	for (i = 0; i < c->n_active; i++)
		add_entry(&e, base + c->active[i], (double)c->bundle->space->space.dense_value);
	out->n = 0;
	out->index = arena_array(&c->arena, e.n, sizeof(*out->index));
	out->value = arena_array(&c->arena, e.n, sizeof(*out->value));
	if (e.failed || !out->index || !out->value)
		return fail_no_memory(err);
	if (e.n)
		qsort(e.v, e.n, sizeof(*e.v), by_index);
	for (i = 0; i < e.n; i++) {
		if (out->n && out->index[out->n - 1] == e.v[i].index) {
			out->value[out->n - 1] += e.v[i].value;
		} else {
			out->index[out->n] = e.v[i].index;
			out->value[out->n++] = e.v[i].value;
		}
	}
	return MODERATO_OK;
}

moderato_status moderato_classifier_features(moderato_classifier *classifier,
	const moderato_comment *comment, moderato_vector *vector, moderato_error *err)
{
	struct sparse x;
	moderato_status status;
	size_t i;

	*vector = (moderato_vector){NULL, NULL, 0};
	if (classifier->bundle->space->kind == BUNDLE_VECTORS)
		return fail(err, MODERATO_EINVAL,
			"this bundle was trained on foreign vectors and cannot read comments");
	status = classifier_read(classifier, comment, err);
	if (!status)
		status = classifier_vector(classifier, &x, err);
	if (status)
		return status;
	for (i = 0; i < x.n; i++)
		x.index[i]++; /* svmlight counts from 1 */
	*vector = (moderato_vector){x.index, x.value, x.n};
	return MODERATO_OK;
}

/* Entries with an index beyond the space are features that training never saw: no weight. */
static double linear_dot(
	const moderato_bundle *b, const struct bundle_head *head, const struct sparse *x)
{
	const uint32_t buckets = (uint32_t)1 << b->space->space.bits;
	const float *dense = b->linear.dense + head->column * b->space->n_dense;
	double sum = head->bias;
	size_t i;

	for (i = 0; i < x->n; i++) {
		if (x->index[i] < buckets)
			sum += x->value[i] * (double)linear_weight(&b->linear, x->index[i], head->column);
		else if (x->index[i] - buckets < b->space->n_dense)
			sum += x->value[i] * (double)dense[x->index[i] - buckets];
	}
	return sum;
}

void classifier_vector_margins(
	const moderato_bundle *bundle, const struct sparse *x, double *margin)
{
	size_t i;

	for (i = 0; i < bundle->n_heads; i++) {
		if (bundle->heads[i]->type == HEAD_LINEAR)
			margin[i] = linear_dot(bundle, bundle->heads[i], x);
		else if (bundle->heads[i]->type == HEAD_KERNEL)
			margin[i] = kernel_margin(&bundle->kernels[i], x->index, x->value, x->n);
	}
}

moderato_status moderato_classifier_score_vector(moderato_classifier *classifier,
	const moderato_vector *vector, moderato_scores *scores, moderato_error *err)
{
	struct sparse x = {NULL, NULL, vector->n};
	size_t i;

	memset(scores, 0, sizeof(*scores));
	arena_reset(&classifier->arena);
	memset(&classifier->doc, 0, sizeof(classifier->doc)); /* it lived in the arena */
	x.index = arena_array(&classifier->arena, vector->n, sizeof(*x.index));
	x.value = arena_array(&classifier->arena, vector->n, sizeof(*x.value));
	if (!x.index || !x.value)
		return fail_no_memory(err);
	for (i = 0; i < vector->n; i++) {
		if (!vector->index[i] || (i && vector->index[i] <= vector->index[i - 1]))
			return fail(err, MODERATO_EINVAL, "entry %zu: indices must rise from 1", i + 1);
		if (!isfinite(vector->value[i]))
			return fail(err, MODERATO_EINVAL, "entry %zu: not a number", i + 1);
		x.index[i] = vector->index[i] - 1;
		x.value[i] = vector->value[i];
	}
	scores->n = classifier->bundle->n_heads;
	classifier_vector_margins(classifier->bundle, &x, scores->margin);
	return classifier_calibrate(classifier->bundle, true, scores, err);
}
