/* SPDX-License-Identifier: MIT */
/* Puts trained heads, feature scales, term sets and facts together into a bundle: in which order
 * heads are, how their weights are rounded to codes, and which facts are told. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "train/rehearsal_draw.h"
#include "train/train_outputs.h"
#include "moderato/version.h"
#include "text/normalize.h"

/* A head's weights are stored as codes, with 127 steps on either side of 0 that are finer near 0,
 * where most weights are (the μ-law of telephony). Measured on all heads: no figure changes in its
 * fourth decimal. */
#define BOOK_CURVE 5.0

/* The most files that the facts name; the rest of BUNDLE_FACTS_MAX is for the other facts. */
#define FACT_CORPORA_MAX (BUNDLE_FACTS_MAX - 32)

/* A bundle being put together. */
struct assembly {
	const struct train_inputs *in;
	const struct train_heads *heads;
	const struct dataset_rows *rows; /* NULL: the heads read foreign vectors */
	struct bundle_parts parts;
	uint8_t *codes;
	float *books;
	float *dense;
	struct buffer facts;
	struct buffer rehearsal;
};

/* Fill the code book, by which codes are turned back into weights, for weights up to `largest`. */
static void fill_book(float *book, double largest)
{
	int q;

	for (q = -127; q <= 127; q++) {
		const double size = expm1(BOOK_CURVE * abs(q) / 127.0) / expm1(BOOK_CURVE);

		book[(uint8_t)(int8_t)q] = (float)(q < 0 ? -largest * size : largest * size);
	}
	book[128] = 0; /* -128 is not used */
}

/* The code of the weight nearest to `w`. */
static uint8_t encode_weight(const float *book, double largest, double w)
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

/* Encode one head's weights into its column of the table. */
static void put_column(struct assembly *a, const double *weight, uint32_t column)
{
	const struct bundle_shape *s = &a->parts.shape;
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
			a->codes[i * s->stride + 1 + column] = encode_weight(book, largest, weight[i]);
	for (i = 0; i < s->n_dense; i++)
		a->dense[(size_t)column * s->n_dense + i] = (float)weight[n + i];
}

/* Make the table of codes, as yet without heads: each feature has the code of its scale first.
 * False: out of memory. */
static bool make_table(struct assembly *a)
{
	struct bundle_shape *s = &a->parts.shape;
	const size_t n = (size_t)1 << s->space.bits;
	size_t i;

	/* A power of two, so that no feature's codes lie in two cache lines. */
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

/* Write down for people how the head was trained. */
static void describe_head(const struct train_head *from, struct bundle_head *head)
{
	const struct fit *fit = &from->fit;
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
			"linear, C %g, positive weight %s by %s%s, %s%s", fit->c, positive,
			fit_solver_name(fit->solver),
			fit->stopped ? " (stopped before it converged: lower C)" : "", calibration,
			from->encoder.width ? "; second stage and encoder's head by Newton's method"
			: from->second.n    ? "; second stage by Newton's method"
								: "");
}

static void put_head(struct assembly *a, const struct train_head *from, uint32_t *column)
{
	struct bundle_head *head = &a->parts.heads[a->parts.shape.n_heads];
	const struct fit *fit = &from->fit;

	snprintf(head->attribute, sizeof(head->attribute), "%s", from->attribute);
	describe_head(from, head);
	head->calibration = fit->calibration;
	if (fit->machine.n_sv) {
		head->type = HEAD_KERNEL;
		head->kernel = fit->machine.kernel;
		head->bias = -fit->machine.rho;
		a->parts.kernels[a->parts.shape.n_heads] = fit->vectors.head;
	} else {
		head->type = HEAD_LINEAR;
		head->column = *column;
		head->bias = fit->bias;
		put_column(a, fit->weight, (*column)++);
		a->parts.second[a->parts.shape.n_heads] = from->second;
		a->parts.encoder_heads[a->parts.shape.n_heads] = from->encoder;
	}
	a->parts.shape.n_heads++;
}

static void put_severity(struct assembly *a)
{
	struct bundle_head *head = &a->parts.heads[a->parts.shape.n_heads++];

	snprintf(head->attribute, sizeof(head->attribute), "severe_toxicity");
	snprintf(head->description, sizeof(head->description), "%s",
		"derived: toxicity * max(threat, identity_attack, insult * profanity) of the scores");
	head->type = HEAD_SEVERITY;
	head->calibration = (struct calibration)CALIBRATION_PLAIN;
}

/* Copy a head of the base bit by bit, which is possible because the features and their scales are
 * the base's, too. */
static void put_kept(struct assembly *a, const struct bundle_head *from, uint32_t *column)
{
	struct bundle_head *head = &a->parts.heads[a->parts.shape.n_heads++];
	const struct bundle_shape *s = &a->parts.shape;
	const struct linear *base = &a->in->base->linear;
	const size_t n = (size_t)1 << s->space.bits;
	size_t i;

	*head = *from;
	head->column = *column;
	if (s->n_linear == a->in->base->shape->n_linear) {
		const int at = moderato_bundle_find(a->in->base, from->attribute);

		a->parts.second[s->n_heads - 1] = a->in->base->second[at];
		a->parts.encoder_heads[s->n_heads - 1] = a->in->base->encoder_heads[at];
	}
	for (i = 0; i < n; i++)
		a->codes[i * s->stride + 1 + *column] = base->codes[i * base->stride + 1 + from->column];
	memcpy(a->books + (size_t)(1 + *column) * 256, base->books + (size_t)(1 + from->column) * 256,
		256 * sizeof(*a->books));
	memcpy(a->dense + (size_t)*column * s->n_dense, base->dense + (size_t)from->column * s->n_dense,
		s->n_dense * sizeof(*a->dense));
	++*column;
}

/* Put the attribute's head, if there is one: trained, taken over or derived. */
static void put_attribute(struct assembly *a, const char *attribute, uint32_t *column)
{
	const struct train_heads *heads = a->heads;
	size_t i;

	for (i = 0; i < heads->n; i++)
		if (strcmp(heads->v[i].attribute, attribute) == 0)
			put_head(a, &heads->v[i], column);
	for (i = 0; a->codes && i < heads->n_kept; i++)
		if (strcmp(heads->kept[i]->attribute, attribute) == 0)
			put_kept(a, heads->kept[i], column);
	if (heads->severity && strcmp(attribute, "severe_toxicity") == 0)
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

/* Put the heads in the vocabulary's order, then the others in the order in which they first
 * appeared. */
static void put_heads(struct assembly *a)
{
	const struct train_heads *heads = a->heads;
	uint32_t column = 0;
	size_t i;

	for (i = 0; i < VOCABULARY_N; i++)
		put_attribute(a, train_vocabulary[i], &column);
	for (i = 0; i < heads->n; i++)
		if (!in_vocabulary(heads->v[i].attribute))
			put_head(a, &heads->v[i], &column);
	for (i = 0; a->codes && i < heads->n_kept; i++)
		if (!in_vocabulary(heads->kept[i]->attribute))
			put_kept(a, heads->kept[i], &column);
}

/* Write a fact's line. Tabs and line ends in the name or the value, which come from outside, become
 * blanks. */
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
	const struct train_inputs *in = a->in;
	struct buffer *f = &a->facts;
	size_t i;

	buffer_printf(f, "made by\t%s\n", moderato_version());
	buffer_printf(f, "unicode\t%s (utf8proc)\n", normalize_unicode_version());
	if (in->options.command)
		put_fact(f, "command", "", in->options.command);
	buffer_printf(f, "seed\t%llu\n", (unsigned long long)in->options.fit.seed);
	buffer_printf(f, "comments\t%zu\n", a->rows ? in->data.n - in->data.n_copies : in->vectors.n);
	if (a->rows)
		buffer_printf(f, "letters in a row\t%u to %u\n", in->options.space.chars_min,
			in->options.space.chars_max);
	for (i = 0; i < in->n_sets; i++)
		buffer_printf(f, "term set %s\t%zu hashed terms\n", in->sets[i].name, in->sets[i].n);
	for (i = 0; i < in->n_corpora && i < FACT_CORPORA_MAX; i++) {
		char value[64];

		snprintf(value, sizeof(value), "%zu bytes, hash %016llx", in->corpora[i].bytes,
			(unsigned long long)in->corpora[i].hash);
		put_fact(f, "corpus ", in->corpora[i].name, value);
	}
}

/* The sample of training comments that the bundle carries along: the base's own, which fits because
 * the scales are the base's, else one drawn from what was trained on. Bundles with term sets or
 * kernels have none, because nobody can train further from them. MODERATO_ELIMIT: it is too large.
 */
static moderato_status put_rehearsal(struct assembly *a, moderato_error *err)
{
	const struct train_inputs *in = a->in;
	const struct bundle_shape *s = &a->parts.shape;
	const struct rehearsal_scale scale = {
		a->codes, s->stride, a->books, s->space.bits, s->n_dense, s->space.dense_value};
	struct rehearsal sample = {.n = 0};
	bool ok;

	if (in->base)
		a->parts.rehearsal = in->base->rehearsal;
	if (in->base || !a->rows || !s->n_linear || in->n_sets || !in->options.rehearsal)
		return MODERATO_OK;
	ok = rehearsal_draw(in, a->heads, a->rows, &sample) &&
		 rehearsal_write(&sample, &scale, &a->rehearsal);
	buffer_printf(&a->facts, "rehearsal\t%zu comments, %zu bytes\n", sample.n, a->rehearsal.len);
	rehearsal_dispose(&sample);
	a->parts.rehearsal = buffer_view(&a->rehearsal);
	if (!ok)
		return fail_no_memory(err);
	return a->rehearsal.len <= REHEARSAL_BYTES_MAX
			   ? MODERATO_OK
			   : fail(err, MODERATO_ELIMIT, "rehearsal: %zu comments take more than %zu bytes",
					 in->options.rehearsal, REHEARSAL_BYTES_MAX);
}

static size_t count_linear(const struct train_heads *heads)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < heads->n; i++)
		n += heads->v[i].fit.machine.n_sv == 0;
	return n + heads->n_kept;
}

/* Set the feature space, and for comments the table. False: out of memory. */
static bool set_space(struct assembly *a)
{
	const struct train_inputs *in = a->in;
	struct bundle_shape *s = &a->parts.shape;
	size_t i;

	if (!a->rows) {
		s->kind = BUNDLE_VECTORS;
		s->n_features = in->vectors.n_features;
		return true;
	}
	s->kind = BUNDLE_COMMENTS;
	s->space = in->options.space;
	s->n_dense = (uint32_t)heuristics_size();
	s->n_linear = (uint32_t)count_linear(a->heads);
	a->parts.embedding = in->base ? in->base->embedding : a->heads->embed.table;
	a->parts.encoder = in->base ? in->base->encoder : in->encoder.bytes;
	a->parts.n_sets = in->n_sets;
	for (i = 0; i < in->n_sets; i++)
		a->parts.sets[i] = (struct termset){in->sets[i].name, in->sets[i].terms, in->sets[i].n};
	return make_table(a);
}

moderato_status train_assemble(struct train_outputs *out, const struct train_inputs *in,
	const struct train_heads *heads, const struct dataset_rows *rows, moderato_error *err)
{
	struct assembly a = {.in = in, .heads = heads, .rows = rows};
	moderato_status status = MODERATO_OK;

	if (set_space(&a)) {
		put_heads(&a);
		put_facts(&a);
		status = put_rehearsal(&a, err);
	}
	a.parts.facts = buffer_view(&a.facts);
	a.parts.card = buffer_view(&out->card);
	a.parts.card_json = buffer_view(&out->card_json);
	if (!status && (!a.parts.shape.n_heads || a.facts.failed))
		status = fail_no_memory(err);
	else if (!status)
		status = bundle_build(&a.parts, &out->bundle, err);
	free(a.codes);
	free(a.books);
	free(a.dense);
	buffer_dispose(&a.facts);
	buffer_dispose(&a.rehearsal);
	return status;
}
