/* SPDX-License-Identifier: MIT */
/* Put trained heads, feature scales, term sets and facts together into a bundle. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "learn/rehearsal_draw.h"
#include "moderato/version.h"
#include "text/normalize.h"

/* The code book of a head's weights: 127 steps to either side, finer near 0, where most weights are
 * (the μ-law of telephony). Measured on all heads: no figure moves in its fourth decimal. */
#define BOOK_CURVE 5.0

/* Files that the facts name; the rest of BUNDLE_FACTS_MAX is for the others. */
#define FACT_CORPORA_MAX (BUNDLE_FACTS_MAX - 32)

struct assembly {
	moderato_trainer *t;
	const struct dataset_rows *rows; /* NULL: foreign vectors */
	struct bundle_parts parts;
	uint8_t *codes;
	float *books;
	float *dense;
	struct buffer facts;
	struct buffer rehearsal;
};

static void fill_book(float *book, double largest)
{
	int q;

	for (q = -127; q <= 127; q++) {
		const double size = expm1(BOOK_CURVE * abs(q) / 127.0) / expm1(BOOK_CURVE);

		book[(uint8_t)(int8_t)q] = (float)(q < 0 ? -largest * size : largest * size);
	}
	book[128] = 0; /* -128 is not used */
}

/* The code whose meaning is nearest to `w`. */
static uint8_t encode(const float *book, double largest, double w)
{
	double q;
	int low;
	int sign;

	if (largest == 0)
		return 0;
	q = log1p(fabs(w) / largest * expm1(BOOK_CURVE)) / BOOK_CURVE * 127.0;
	low = (int)q;
	sign = w < 0 ? -1 : 1;
	if (low < 127 && fabs((double)book[(uint8_t)(int8_t)(sign * (low + 1))] - w) <
						 fabs((double)book[(uint8_t)(int8_t)(sign * low)] - w))
		low++;
	return (uint8_t)(int8_t)(sign * (low > 127 ? 127 : low));
}

/* One head's weights into its column. */
static void put_column(struct assembly *a, const double *weight, uint32_t column)
{
	const struct bundle_space *s = &a->parts.space;
	const size_t n = (size_t)1 << s->space.bits;
	float *book = a->books + (size_t)(1 + column) * 256;
	double largest = 0;
	size_t i;

	for (i = 0; i < n; i++)
		if (a->rows->scale[i] && fabs(weight[i]) > largest)
			largest = fabs(weight[i]);
	fill_book(book, largest);
	for (i = 0; i < n; i++)
		if (a->rows->scale[i])
			a->codes[i * s->stride + 1 + column] = encode(book, largest, weight[i]);
	for (i = 0; i < s->n_dense; i++)
		a->dense[(size_t)column * s->n_dense + i] = (float)weight[n + i];
}

static bool make_table(struct assembly *a)
{
	struct bundle_space *s = &a->parts.space;
	const size_t n = (size_t)1 << s->space.bits;
	size_t i;

	/* A power of two, so that no bucket straddles two cache lines. */
	for (s->stride = 1; s->stride < 1 + s->n_linear;)
		s->stride *= 2;
	a->codes = calloc(n, s->stride);
	a->books = calloc((size_t)(1 + s->n_linear) * 256, sizeof(*a->books));
	a->dense = calloc((size_t)s->n_linear * s->n_dense + 1, sizeof(*a->dense));
	if (!a->codes || !a->books || !a->dense)
		return false;
	memcpy(a->books, a->rows->scale_book, sizeof(a->rows->scale_book));
	for (i = 0; i < n; i++)
		a->codes[i * s->stride] = a->rows->scale[i];
	a->parts.codes = a->codes;
	a->parts.books = a->books;
	a->parts.dense = a->dense;
	return true;
}

static const char *const kernel_names[] = {"linear", "poly", "rbf", "sigmoid"};

static void describe(const struct fit *fit, struct bundle_head *head)
{
	const char *calibration = !fit->margin ? "not calibrated"
							  : fit->calibration.type == CALIBRATION_ISOTONIC
								  ? "isotonic regression"
								  : "Platt scaling";
	char positive[32] = "balanced";

	if (fit->positive != FIT_BALANCED)
		snprintf(positive, sizeof(positive), "%.3g", fit->positive);
	if (fit->machine.n_sv)
		snprintf(head->description, sizeof(head->description),
			"%s kernel, C %g, positive weight %s, %zu support vectors by libsvm, %s",
			kernel_names[fit->machine.kernel.type], fit->c, positive, fit->machine.n_sv,
			calibration);
	else
		snprintf(head->description, sizeof(head->description),
			"linear, C %g, positive weight %s by %s%s, %s", fit->c, positive,
			fit->solver == FIT_LIBSVM ? "libsvm" : "LIBLINEAR",
			fit->stopped ? " (stopped before it converged: lower C)" : "", calibration);
}

static void put_head(struct assembly *a, const struct train_head *from, uint32_t *column)
{
	struct bundle_head *head = &a->parts.heads[a->parts.space.n_heads];
	const struct fit *fit = &from->fit;

	snprintf(head->attribute, sizeof(head->attribute), "%s", from->attribute);
	describe(fit, head);
	head->calibration = fit->calibration;
	if (fit->machine.n_sv) {
		head->type = HEAD_KERNEL;
		head->kernel = fit->machine.kernel;
		head->bias = -fit->machine.rho;
		a->parts.kernels[a->parts.space.n_heads] = fit->vectors.head;
	} else {
		head->type = HEAD_LINEAR;
		head->column = *column;
		head->bias = fit->bias;
		put_column(a, fit->weight, (*column)++);
		a->parts.second[a->parts.space.n_heads] = from->second;
	}
	a->parts.space.n_heads++;
}

static void put_severity(struct assembly *a)
{
	struct bundle_head *head = &a->parts.heads[a->parts.space.n_heads++];

	snprintf(head->attribute, sizeof(head->attribute), "severe_toxicity");
	snprintf(head->description, sizeof(head->description), "%s",
		"derived: toxicity * max(threat, identity_attack, insult * profanity) of the scores");
	head->type = HEAD_SEVERITY;
	head->calibration = (struct calibration)CALIBRATION_PLAIN;
}

/* A head of the base, to the bit: the features and their scales are the base's as well. */
static void put_kept(struct assembly *a, const struct bundle_head *from, uint32_t *column)
{
	struct bundle_head *head = &a->parts.heads[a->parts.space.n_heads++];
	const struct bundle_space *s = &a->parts.space;
	const struct linear *base = &a->t->base->linear;
	const size_t n = (size_t)1 << s->space.bits;
	size_t i;

	*head = *from;
	head->column = *column;
	if (s->n_linear == a->t->base->space->n_linear)
		a->parts.second[s->n_heads - 1] =
			a->t->base->second[moderato_bundle_find(a->t->base, from->attribute)];
	for (i = 0; i < n; i++)
		a->codes[i * s->stride + 1 + *column] = base->codes[i * base->stride + 1 + from->column];
	memcpy(a->books + (size_t)(1 + *column) * 256, base->books + (size_t)(1 + from->column) * 256,
		256 * sizeof(*a->books));
	memcpy(a->dense + (size_t)*column * s->n_dense, base->dense + (size_t)from->column * s->n_dense,
		s->n_dense * sizeof(*a->dense));
	++*column;
}

static void put_attribute(struct assembly *a, const char *attribute, uint32_t *column)
{
	const moderato_trainer *t = a->t;
	size_t i;

	for (i = 0; i < t->n_heads; i++)
		if (strcmp(t->heads[i].attribute, attribute) == 0)
			put_head(a, &t->heads[i], column);
	for (i = 0; a->codes && i < t->n_kept; i++)
		if (strcmp(t->kept[i]->attribute, attribute) == 0)
			put_kept(a, t->kept[i], column);
	if (t->severity && strcmp(attribute, "severe_toxicity") == 0)
		put_severity(a);
}

static bool in_vocabulary(const char *attribute)
{
	size_t i;

	for (i = 0; i < VOCABULARY_N; i++)
		if (strcmp(train_vocabulary[i], attribute) == 0)
			return true;
	return false;
}

/* The heads in the vocabulary's order, then the others as they were first seen. */
static void put_heads(struct assembly *a)
{
	const moderato_trainer *t = a->t;
	uint32_t column = 0;
	size_t i;

	for (i = 0; i < VOCABULARY_N; i++)
		put_attribute(a, train_vocabulary[i], &column);
	for (i = 0; i < t->n_heads; i++)
		if (!in_vocabulary(t->heads[i].attribute))
			put_head(a, &t->heads[i], &column);
	for (i = 0; a->codes && i < t->n_kept; i++)
		if (!in_vocabulary(t->kept[i]->attribute))
			put_kept(a, t->kept[i], &column);
}

/* A fact's line; what comes from outside may not break it. */
static void put_fact(struct buffer *facts, const char *key, const char *name, const char *value)
{
	size_t at = facts->len;

	buffer_printf(facts, "%s%s\t", key, name);
	for (; at + 1 < facts->len; at++)
		if (facts->data[at] == '\t' || facts->data[at] == '\n')
			facts->data[at] = ' ';
	at = facts->len;
	buffer_add_str(facts, value);
	for (; at < facts->len; at++)
		if (facts->data[at] == '\n')
			facts->data[at] = ' ';
	buffer_add_char(facts, '\n');
}

static void put_facts(struct assembly *a)
{
	const moderato_trainer *t = a->t;
	struct buffer *f = &a->facts;
	size_t i;

	buffer_printf(f, "made by\t%s\n", moderato_version());
	buffer_printf(f, "unicode\t%s (utf8proc)\n", normalize_unicode_version());
	if (t->options.command)
		put_fact(f, "command", "", t->options.command);
	buffer_printf(f, "seed\t%llu\n", (unsigned long long)t->options.fit.seed);
	buffer_printf(f, "comments\t%zu\n", a->rows ? t->data.n - t->data.n_copies : t->vectors.n);
	if (a->rows)
		buffer_printf(f, "letters in a row\t%u to %u\n", t->options.space.chars_min,
			t->options.space.chars_max);
	for (i = 0; i < t->n_sets; i++)
		buffer_printf(f, "term set %s\t%zu hashed terms\n", t->sets[i].name, t->sets[i].n);
	for (i = 0; i < t->n_corpora && i < FACT_CORPORA_MAX; i++) {
		char value[64];

		snprintf(value, sizeof(value), "%zu bytes, hash %016llx", t->corpora[i].bytes,
			(unsigned long long)t->corpora[i].hash);
		put_fact(f, "corpus ", t->corpora[i].name, value);
	}
}

/* The base's sample as it is, for the scales are the base's; else one of what was trained on. Term
 * sets and kernels have none: nobody can train further from such a bundle. */
static moderato_status put_rehearsal(struct assembly *a, moderato_error *err)
{
	const moderato_trainer *t = a->t;
	const struct bundle_space *s = &a->parts.space;
	const struct rehearsal_scale scale = {
		a->codes, s->stride, a->books, s->space.bits, s->n_dense, s->space.dense_value};
	struct rehearsal sample = {.n = 0};
	bool ok;

	if (t->base)
		a->parts.rehearsal = t->base->rehearsal;
	if (t->base || !a->rows || !s->n_linear || t->n_sets || !t->options.rehearsal)
		return MODERATO_OK;
	ok = rehearsal_draw(t, a->rows, &sample) && rehearsal_write(&sample, &scale, &a->rehearsal);
	buffer_printf(&a->facts, "rehearsal\t%zu comments, %zu bytes\n", sample.n, a->rehearsal.len);
	rehearsal_dispose(&sample);
	a->parts.rehearsal = buffer_view(&a->rehearsal);
	if (!ok)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	return a->rehearsal.len <= REHEARSAL_BYTES_MAX
			   ? MODERATO_OK
			   : fail(err, MODERATO_ELIMIT, "rehearsal: %zu comments take more than %zu bytes",
					 t->options.rehearsal, REHEARSAL_BYTES_MAX);
}

static size_t count_linear(const moderato_trainer *t)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < t->n_heads; i++)
		n += t->heads[i].fit.machine.n_sv == 0;
	return n + t->n_kept;
}

static bool prepare(struct assembly *a)
{
	const moderato_trainer *t = a->t;
	struct bundle_space *s = &a->parts.space;
	size_t i;

	if (!a->rows) {
		s->kind = BUNDLE_VECTORS;
		s->n_features = t->vectors.n_features;
		return true;
	}
	s->kind = BUNDLE_COMMENTS;
	s->space = t->options.space;
	s->n_dense = (uint32_t)heuristics_size();
	s->n_linear = (uint32_t)count_linear(t);
	a->parts.n_sets = t->n_sets;
	for (i = 0; i < t->n_sets; i++)
		a->parts.sets[i] = (struct termset){t->sets[i].name, t->sets[i].terms, t->sets[i].n};
	return make_table(a);
}

moderato_status train_assemble(
	moderato_trainer *t, const struct dataset_rows *rows, moderato_error *err)
{
	struct assembly a = {.t = t, .rows = rows};
	moderato_status status = MODERATO_OK;

	if (prepare(&a)) {
		put_heads(&a);
		put_facts(&a);
		status = put_rehearsal(&a, err);
	}
	a.parts.facts = buffer_view(&a.facts);
	a.parts.card = buffer_view(&t->card);
	a.parts.card_json = buffer_view(&t->card_json);
	if (!status && (!a.parts.space.n_heads || a.facts.failed))
		status = fail(err, MODERATO_ENOMEM, "out of memory");
	else if (!status)
		status = bundle_build(&a.parts, &t->bundle, err);
	free(a.codes);
	free(a.books);
	free(a.dense);
	buffer_dispose(&a.facts);
	buffer_dispose(&a.rehearsal);
	return status;
}
