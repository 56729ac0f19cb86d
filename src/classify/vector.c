/* SPDX-License-Identifier: MIT */
/* Makes a comment into one sparse vector, for kernel heads and for `features`, and scores vectors.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/radix.h"
#include "classify/classifier_internal.h"
#include "classify/second_reading.h"
#include "encode/encoder_reading.h"

/* Entries that are being collected; the same index may occur more than once. */
struct entries {
	moderato_classifier *classifier;
	struct radix_item *v; /* by index */
	size_t n;
	size_t cap;
	bool failed;
};

static void add_entry(struct entries *e, uint32_t index, double value)
{
	if (e->n == e->cap) {
		const size_t cap = e->cap ? e->cap * 2 : 1024;
		struct radix_item *v = arena_array(&e->classifier->arena, cap, sizeof(*v));

		if (!v) {
			e->failed = true;
			return;
		}
		if (e->n)
			memcpy(v, e->v, e->n * sizeof(*v));
		e->v = v;
		e->cap = cap;
	}
	e->v[e->n++] = (struct radix_item){index, value};
}

static void add_feature(struct entries *e, uint64_t hash, float value, double tf, double norm)
{
	const moderato_bundle *bundle = e->classifier->bundle;
	const uint32_t bucket = space_bucket(&bundle->shape->space, hash);
	const float scale = linear_scale(&bundle->linear, bucket);

	if (scale != 0.0f)
		add_entry(e, bucket, tf * ((double)value * (double)scale) / norm);
}

static void add_words(struct entries *e)
{
	const struct document *doc = &e->classifier->doc;
	const moderato_bundle *bundle = e->classifier->bundle;
	struct ngrams *ngrams = e->classifier->sums.ngrams;
	size_t i;
	size_t k;

	for (i = 0; i < doc->n_terms; i++) {
		const struct term *term = &doc->terms[i];
		const struct word *w = &doc->words.v[term->word];
		float values[NGRAM_PARTS];

		ngrams_of(&bundle->shape->space, w->surface, w->len, ngrams);
		for (k = 0; k < ngrams->n; k++)
			linear_prefetch(&bundle->linear, &bundle->shape->space, ngrams->v[k].hash);
		linear_values(&bundle->linear, &bundle->shape->space, ngrams, values);
		for (k = 0; k < ngrams->n; k++)
			add_feature(e, ngrams->v[k].hash, values[ngram_part(&ngrams->v[k])],
				term_tf(term->count), e->classifier->sums.norm);
	}
}

/* Terms that have one feature each. */
static void add_terms(
	struct entries *e, const struct term *terms, size_t n, float value, double norm)
{
	size_t i;

	for (i = 0; i < n; i++)
		add_feature(e, terms[i].hash, value, term_tf(terms[i].count), norm);
}

static void add_hashed(struct entries *e)
{
	const struct document *doc = &e->classifier->doc;
	const struct space *space = &e->classifier->bundle->shape->space;
	const struct sums *sums = &e->classifier->sums;
	size_t k;

	add_words(e);
	if (space->pairs)
		add_terms(e, doc->pairs, doc->n_pairs, space->pair_value, sums->norm);
	for (k = 0; k < CONTEXT_FIELDS; k++)
		add_terms(e, doc->context[k].terms, doc->context[k].n, space->context_value,
			context_is_author((enum context_field)k) ? sums->author_norm : sums->norm);
}

static int by_value(const void *a, const void *b)
{
	const struct radix_item *x = a;
	const struct radix_item *y = b;

	return (x->value > y->value) - (x->value < y->value);
}

/* Adds up the items of one index, by rising value, so that the sum does not depend on their order.
 * Most that meet in one index are one feature of several words, and equal. */
static double sum_of(struct radix_item *v, size_t n)
{
	double sum;
	size_t i;

	for (i = 1; i < n && v[i - 1].value <= v[i].value; i++)
		;
	if (i < n)
		qsort(v, n, sizeof(*v), by_value);
	sum = v[0].value;
	for (i = 1; i < n; i++)
		sum += v[i].value;
	return sum;
}

/* Makes entries into a vector: one for each index. */
static void merge(struct radix_item *v, size_t n, struct sparse *out)
{
	size_t begin;
	size_t end;

	out->n = 0;
	for (begin = 0; begin < n; begin = end) {
		for (end = begin + 1; end < n && v[end].key == v[begin].key; end++)
			;
		out->index[out->n] = (uint32_t)v[begin].key;
		out->value[out->n++] = sum_of(v + begin, end - begin);
	}
}

moderato_status classifier_vector(moderato_classifier *c, struct sparse *out, moderato_error *err)
{
	struct entries e = {.classifier = c};
	const struct space *space = &c->bundle->shape->space;
	const uint32_t base = (uint32_t)1 << space->bits;
	struct radix_item *scratch;
	size_t i;

	if (c->sums.norm > 0)
		add_hashed(&e);
	for (i = 0; i < c->n_active; i++)
		add_entry(&e, base + c->active[i], (double)space->dense_value);
	scratch = arena_array(&c->arena, e.n, sizeof(*scratch));
	out->index = arena_array(&c->arena, e.n, sizeof(*out->index));
	out->value = arena_array(&c->arena, e.n, sizeof(*out->value));
	if (e.failed || !scratch || !out->index || !out->value)
		return fail_no_memory(err);
	radix_sort(e.v, scratch, e.n);
	merge(e.v, e.n, out);
	return MODERATO_OK;
}

moderato_status classifier_kernel_margins(
	moderato_classifier *c, double *margin, moderato_error *err)
{
	struct sparse x;
	const moderato_status status = classifier_vector(c, &x, err);

	if (!status)
		heads_kernel(c->bundle, &x, margin);
	return status;
}

moderato_status moderato_classifier_features(moderato_classifier *classifier,
	const moderato_comment *comment, moderato_vector *vector, moderato_error *err)
{
	struct sparse x;
	moderato_status status;
	size_t i;

	*vector = (moderato_vector){NULL, NULL, 0};
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

moderato_status moderato_classifier_encoder_features(moderato_classifier *c,
	const moderato_comment *comment, size_t attribute, moderato_vector *vector, moderato_error *err)
{
	const struct encoder_head *head;
	const float *read;
	moderato_scores scores;
	moderato_status status;
	unsigned *index;
	double *value;
	size_t n;
	size_t i;

	*vector = (moderato_vector){NULL, NULL, 0};
	if (attribute >= c->bundle->n_heads)
		return fail(err, MODERATO_EINVAL, "attribute %zu: the bundle has %zu", attribute,
			c->bundle->n_heads);
	head = &c->bundle->encoder_heads[attribute];
	n = head->width + head->n;
	if (!head->width || !c->encoder)
		return fail(err, MODERATO_EINVAL, "%s has no head for comments that are read twice",
			c->bundle->heads[attribute]->attribute);
	status = classifier_score(c, comment, MODERATO_SECOND_ALWAYS, &scores, err);
	if (status || !c->reading.done)
		return status;
	read = second_reading_vector_for(c, head);
	index = arena_array(&c->arena, n, sizeof(*index));
	value = arena_array(&c->arena, n, sizeof(*value));
	if (!index || !value)
		return fail_no_memory(err);
	for (i = 0; i < n; i++) {
		index[i] = (unsigned)i + 1;
		value[i] = i < head->width ? (double)read[i]
								   : (double)encoder_head_standardise(
										 head, i - head->width, c->reading.input[i - head->width]);
	}
	*vector = (moderato_vector){index, value, n};
	return MODERATO_OK;
}

moderato_status moderato_classifier_reading(moderato_classifier *classifier,
	const moderato_comment *comment, moderato_str *text, moderato_error *err)
{
	struct text reading;
	moderato_status status;

	*text = (moderato_str){NULL, 0};
	status = classifier_read(classifier, comment, err);
	if (status)
		return status;
	if (!reading_of(&classifier->doc, &classifier->arena, &reading))
		return fail_no_memory(err);
	*text = (moderato_str){reading.s, reading.len};
	return MODERATO_OK;
}

/* Take over a vector's entries, counting features from 0. */
static moderato_status take_entries(
	struct arena *arena, const moderato_vector *vector, struct sparse *x, moderato_error *err)
{
	size_t i;

	x->index = arena_array(arena, vector->n, sizeof(*x->index));
	x->value = arena_array(arena, vector->n, sizeof(*x->value));
	if (!x->index || !x->value)
		return fail_no_memory(err);
	for (i = 0; i < vector->n; i++) {
		if (!vector->index[i] || (i && vector->index[i] <= vector->index[i - 1]))
			return fail(err, MODERATO_EINVAL, "entry %zu: indices must rise from 1", i + 1);
		if (!isfinite(vector->value[i]))
			return fail(err, MODERATO_EINVAL, "entry %zu: not a number", i + 1);
		x->index[i] = vector->index[i] - 1;
		x->value[i] = vector->value[i];
	}
	return MODERATO_OK;
}

moderato_status moderato_classifier_score_vector(moderato_classifier *classifier,
	const moderato_vector *vector, moderato_scores *scores, moderato_error *err)
{
	struct sparse x = {NULL, NULL, vector->n};
	moderato_status status;

	memset(scores, 0, sizeof(*scores));
	status = take_entries(&classifier->arena, vector, &x, err);
	if (!status) {
		scores->n = classifier->bundle->n_heads;
		scores->readings = 1;
		heads_of_vector(classifier->bundle, &x, scores->margin);
		status = heads_calibrate(classifier->bundle, STAGE_FIRST, scores, err);
	}
	/* Not before: the vector may be one that this classifier made, and live in the arena. */
	arena_reset(&classifier->arena);
	memset(&classifier->doc, 0, sizeof(classifier->doc)); /* it lived there, too */
	return status;
}
