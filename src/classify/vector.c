/* SPDX-License-Identifier: MIT */
/* Makes a comment into one sparse vector, for kernel heads and for `features`, and scores vectors.
 */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "classify/classifier_internal.h"
#include "classify/second_reading.h"
#include "classify/vector_entries.h"
#include "encode/encoder_reading.h"

/* Adds a feature; `norm` is of its part of the vector. */
static void add_feature(struct vector_entries *e, const moderato_bundle *bundle, uint64_t hash,
	float value, double tf, double norm)
{
	const uint32_t bucket = space_bucket(&bundle->shape->space, hash);
	const float scale = linear_scale(&bundle->linear, bucket);

	if (scale != 0.0f)
		vector_entries_add(e, bucket, tf * ((double)value * (double)scale) / norm);
}

static void add_words(struct vector_entries *e, moderato_classifier *c)
{
	const struct document *doc = &c->doc;
	const moderato_bundle *bundle = c->bundle;
	struct ngrams *ngrams = c->sums.ngrams;
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
			add_feature(e, bundle, ngrams->v[k].hash, values[ngram_part(&ngrams->v[k])],
				term_tf(term->count), c->sums.norm);
	}
}

/* Terms that have one feature each. */
static void add_terms(struct vector_entries *e, const moderato_bundle *bundle,
	const struct term *terms, size_t n, float value, double norm)
{
	size_t i;

	for (i = 0; i < n; i++)
		add_feature(e, bundle, terms[i].hash, value, term_tf(terms[i].count), norm);
}

static void add_hashed(struct vector_entries *e, moderato_classifier *c)
{
	const struct document *doc = &c->doc;
	const struct space *space = &c->bundle->shape->space;
	const struct sums *sums = &c->sums;
	size_t k;

	add_words(e, c);
	if (space->pairs)
		add_terms(e, c->bundle, doc->pairs, doc->n_pairs, space->pair_value, sums->norm);
	for (k = 0; k < CONTEXT_FIELDS; k++)
		add_terms(e, c->bundle, doc->context[k].terms, doc->context[k].n, space->context_value,
			context_is_author((enum context_field)k) ? sums->author_norm : sums->norm);
}

moderato_status classifier_vector(moderato_classifier *c, struct sparse *out, moderato_error *err)
{
	const struct space *space = &c->bundle->shape->space;
	const uint32_t base = (uint32_t)1 << space->bits;
	struct vector_entries e;
	size_t i;

	vector_entries_init(&e, &c->arena, space->bits, c->doc.normal.len);
	if (c->sums.norm > 0)
		add_hashed(&e, c);
	for (i = 0; i < c->n_active; i++)
		vector_entries_add(&e, base + c->active[i], (double)space->dense_value);
	return vector_entries_finish(&e, out) ? MODERATO_OK : fail_no_memory(err);
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
	classifier->is_scored = false;
	memset(&classifier->doc, 0, sizeof(classifier->doc)); /* it lived there, too */
	return status;
}
