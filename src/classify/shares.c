/* SPDX-License-Identifier: MIT */
/* Explanations: what each feature adds to a margin. The shares and the bias sum to the margin that
 * was scored with, up to rounding. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_locale.h"
#include "base/fail.h"
#include "classify/classifier_internal.h"

/* The shares of one head that were found so far. */
struct listing {
	moderato_classifier *classifier;
	const struct space *space; /* the bundle's */
	uint32_t column;           /* of the head */
	double norm;               /* of the part of the vector that is being listed */
	moderato_share *v;
	size_t n;
	size_t cap;
	bool failed;
};

static void add_share(
	struct listing *l, const char *name, double value, double weight, moderato_span span)
{
	if (l->n == l->cap) {
		const size_t cap = l->cap ? l->cap * 2 : 512;
		moderato_share *v = arena_array(&l->classifier->arena, cap, sizeof(*v));

		if (v && l->n)
			memcpy(v, l->v, l->n * sizeof(*v));
		l->failed |= !v;
		l->v = v;
		l->cap = v ? cap : 0;
	}
	if (!l->failed)
		l->v[l->n++] = (moderato_share){name, value, value * weight, span};
}

/* Make a name such as "word idiot" or "letters ^idi". The letters may have a boundary byte at
 * either end, shown as ^ and $. */
static const char *feature_name(struct listing *l, const char *kind, const char *s, size_t len,
	const char *more, size_t more_len)
{
	const size_t kind_len = strlen(kind);
	char *name = arena_array(&l->classifier->arena, kind_len + len + more_len + 3, 1);
	char *p = name;
	size_t i;

	if (!name) {
		l->failed = true;
		return "";
	}
	memcpy(p, kind, kind_len);
	p += kind_len;
	*p++ = ' ';
	for (i = 0; i < len; i++)
		*p++ = s[i] == '\x02' ? (i ? '$' : '^') : s[i] == TOKEN_MARK ? ':' : s[i];
	if (more_len) {
		*p++ = ' ';
		memcpy(p, more, more_len);
		p += more_len;
	}
	*p = '\0';
	return name;
}

static void add_hashed(
	struct listing *l, uint64_t hash, double value, double tf, const char *name, moderato_span span)
{
	const moderato_bundle *b = l->classifier->bundle;
	const uint32_t bucket = space_bucket(l->space, hash);
	const float scale = linear_scale(&b->linear, bucket);

	if (scale != 0.0f && value != 0.0)
		add_share(l, name, tf * (value * (double)scale) / l->norm,
			(double)linear_weight(&b->linear, bucket, l->column), span);
}

/* The word that stands before the letters in a feature's name. */
static const char *share_kind(const struct word *w, const struct ngram *f)
{
	if (f->hash == IDENTITY_HASH)
		return "identity";
	if (f->kind == NGRAM_SHAPE)
		return "number as long as";
	if (f->kind == NGRAM_NEAR)
		return "near";
	if (f->kind == NGRAM_CHARS)
		return f->view ? "read letters" : "letters";
	if (f->view)
		return "read word";
	if (w->kind == WORD_TOKEN)
		return "token";
	return "word";
}

/* Name a feature by its letters. A near word has an underscore where letters were taken out. */
static const char *ngram_name(
	struct listing *l, const char *kind, const struct ngrams *g, const struct ngram *f)
{
	const char *s = g->view[f->view];
	char near[4 * NEAR_LETTERS_MAX + 4];
	size_t n;

	if (!f->gap_len)
		return feature_name(l, kind, s + f->begin, f->len, NULL, 0);
	n = (size_t)f->gap - f->begin;
	memcpy(near, s + f->begin, n);
	near[n] = '_';
	memcpy(near + n + 1, s + f->gap + f->gap_len, f->len - n - f->gap_len);
	return feature_name(l, kind, near, f->len - f->gap_len + 1u, NULL, 0);
}

static void list_term(struct listing *l, const struct term *term)
{
	moderato_classifier *c = l->classifier;
	const struct word *w = &c->doc.words.v[term->word];
	const moderato_span span = document_place(&c->doc, term->word);
	const struct ngrams *g = c->sums.ngrams;
	float values[NGRAM_PARTS];
	size_t k;

	ngrams_of(l->space, w->surface, w->len, c->sums.ngrams);
	linear_values(&c->bundle->linear, l->space, g, values);
	for (k = 0; k < g->n && !l->failed; k++) {
		const struct ngram *f = &g->v[k];
		const char *kind = share_kind(w, f);

		add_hashed(l, f->hash, (double)values[ngram_part(f)], term_tf(term->count),
			ngram_name(l, kind, g, f), span);
	}
}

static void list_pair(struct listing *l, const struct term *pair)
{
	const struct document *doc = &l->classifier->doc;
	const struct word *first = &doc->words.v[pair->word];
	const struct word *second = first + 1;
	moderato_span span = document_place(doc, pair->word);

	while (second->kind != WORD_PLAIN && second->kind != WORD_SPACED)
		second++;
	span.end = document_place(doc, (size_t)(second - doc->words.v)).end;
	add_hashed(l, pair->hash, (double)l->space->pair_value, term_tf(pair->count),
		feature_name(l, "pair", first->surface, first->len, second->surface, second->len), span);
}

/* The words of a field beside the text have no place in the text. */
static void list_context(struct listing *l, enum context_field field)
{
	const struct context *context = &l->classifier->doc.context[field];
	const moderato_span nowhere = {0, 0};
	size_t i;

	l->norm = context_is_author(field) ? l->classifier->sums.author_norm : l->classifier->sums.norm;
	for (i = 0; i < context->n && !l->failed; i++) {
		const struct term *term = &context->terms[i];
		const moderato_str letters = context->letters[i];

		add_hashed(l, term->hash, (double)l->space->context_value, term_tf(term->count),
			feature_name(l, context_names[field], letters.ptr, letters.len, NULL, 0), nowhere);
	}
	l->norm = l->classifier->sums.norm;
}

static void name_columns(const moderato_bundle *b, const char **names)
{
	size_t i;

	for (i = 0; i < b->n_heads; i++)
		if (b->heads[i]->type == HEAD_LINEAR)
			names[b->heads[i]->column] = b->heads[i]->attribute;
}

/* Add a share that belongs to no place in the text, named in two parts. */
static void add_input(struct listing *l, const char *what, const char *name, double share)
{
	const size_t n = strlen(what);
	char *copy = arena_array(&l->classifier->arena, n + strlen(name) + 1, 1);

	l->failed |= !copy;
	if (!copy || share == 0)
		return;
	memcpy(copy, what, n);
	memcpy(copy + n, name, strlen(name) + 1);
	add_share(l, copy, 1.0, share, (moderato_span){0, 0});
}

/* List the second stage's inputs. The first is the head's own margin, which is the sum of the
 * shares listed before: its share is how much more or less than that the stage makes of it. */
static void list_second(struct listing *l, const struct second *stage, double first_margin)
{
	const moderato_bundle *b = l->classifier->bundle;
	const char *names[LINEAR_LANES_MAX] = {NULL};
	float input[SECOND_INPUTS_MAX];
	double share[SECOND_INPUTS_MAX + 1];
	size_t i;

	name_columns(b, names);
	evidence_inputs(&l->classifier->evidence, b->linear.n_heads, stage->dims, l->column, input);
	second_shares(stage, input, share);
	share[0] -= first_margin;
	for (i = 0; i <= stage->n && !l->failed; i++) {
		char name[64];

		evidence_name(names, b->linear.n_heads, l->column, i, name, sizeof(name));
		add_input(l, "second stage: ", name, share[i]);
	}
}

/* List the inputs of the encoder's head. Its own margin by the first reading is the sum of the
 * shares listed before. */
static void list_encoder(
	struct listing *l, size_t attribute, const struct second_reading *reading, double first_margin)
{
	const moderato_bundle *b = l->classifier->bundle;
	const struct encoder_head *head = &b->encoder_heads[attribute];
	const size_t n_linear = b->linear.n_heads;
	const char *names[LINEAR_LANES_MAX] = {NULL};
	double whole = 0;
	size_t i;

	name_columns(b, names);
	for (i = 0; i < head->width; i++)
		whole += (double)head->vector[i] * (double)reading->vector[i];
	add_input(l, "encoder: ", "what it makes of the text", whole);
	for (i = 0; i < head->n && !l->failed; i++) {
		const double share =
			(double)encoder_head_standardise(head, i, reading->input[i]) * (double)head->weight[i];
		char name[64];

		if (i < n_linear)
			snprintf(name, sizeof(name), "margin of %s", names[i]);
		else
			evidence_name(names, n_linear, l->column, i + SECOND_KINDS - 1, name, sizeof(name));
		add_input(l, "encoder: ", name, i == l->column ? share - first_margin : share);
	}
}

static void list_heuristics(struct listing *l)
{
	moderato_classifier *c = l->classifier;
	const moderato_bundle *b = c->bundle;
	const float *dense = b->linear.dense + l->column * b->shape->n_dense;
	const moderato_span nowhere = {0, 0};
	const struct c_locale locale = c_locale_enter(); /* the names have numbers */
	size_t i;

	for (i = 0; i < c->n_active && !l->failed; i++) {
		char name[96];
		char *copy;

		heuristics_name(c->active[i], b->sets, b->n_sets, name, sizeof(name));
		copy = arena_copy(&c->arena, name, strlen(name));
		l->failed |= !copy;
		if (copy)
			add_share(l, copy, (double)l->space->dense_value, (double)dense[c->active[i]], nowhere);
	}
	c_locale_leave(locale);
}

/* Everything that is hashed: words, pairs and context. An empty vector has none. */
static void list_hashed(struct listing *l)
{
	const moderato_classifier *c = l->classifier;
	const struct document *doc = &c->doc;
	size_t i;

	if (c->sums.norm <= 0)
		return;
	l->norm = c->sums.norm;
	for (i = 0; i < doc->n_terms && !l->failed; i++)
		list_term(l, &doc->terms[i]);
	for (i = 0; l->space->pairs && i < doc->n_pairs && !l->failed; i++)
		list_pair(l, &doc->pairs[i]);
	for (i = 0; i < CONTEXT_FIELDS; i++)
		list_context(l, (enum context_field)i);
}

/* By falling magnitude; equal ones by name. */
static int by_share(const void *a, const void *b)
{
	const moderato_share *x = a;
	const moderato_share *y = b;
	const double p = fabs(x->share);
	const double q = fabs(y->share);

	if (p != q)
		return p > q ? -1 : 1;
	return strcmp(x->feature, y->feature);
}

static moderato_status explain_spans(moderato_classifier *c, const moderato_scores *scores,
	size_t attribute, moderato_explanation *explanation, moderato_error *err)
{
	struct spans up;
	struct spans down;
	const moderato_status status = classifier_spans_both(c, scores, attribute, &up, &down, err);

	if (status)
		return status;
	explanation->spans = up.v;
	explanation->span_shares = up.share;
	explanation->n_spans = up.n;
	explanation->down_spans = down.v;
	explanation->down_shares = down.share;
	explanation->n_down = down.n;
	return MODERATO_OK;
}

moderato_status moderato_classifier_explain(moderato_classifier *classifier,
	const moderato_comment *comment, size_t attribute, moderato_explanation *explanation,
	moderato_error *err)
{
	moderato_classifier *c = classifier;
	struct listing l = {.classifier = c, .space = &c->bundle->shape->space};
	const struct bundle_head *head;
	moderato_scores scores;
	moderato_status status;
	size_t part;

	memset(explanation, 0, sizeof(*explanation));
	if (attribute >= c->bundle->n_heads)
		return fail(err, MODERATO_EINVAL, "attribute %zu: the bundle has %zu", attribute,
			c->bundle->n_heads);
	status = moderato_classifier_score(c, comment, &scores, err);
	if (status)
		return status;
	part = heads_strongest_part(c->bundle, &scores, attribute);
	head = c->bundle->heads[part];
	if (head->type != HEAD_LINEAR)
		return fail(err, MODERATO_EINVAL,
			"%s has a kernel head, whose margin is not a sum of shares", head->attribute);
	l.column = head->column;
	list_hashed(&l);
	list_heuristics(&l);
	explanation->bias = head->bias;
	if (c->bundle->second[part].n) {
		list_second(&l, &c->bundle->second[part], c->linear.margin[head->column] - head->bias);
		explanation->bias = c->bundle->second[part].bias;
	}
	if (scores.readings > 1 && c->bundle->encoder_heads[part].width) {
		list_encoder(
			&l, part, &c->reading, (double)c->reading.input[head->column] - explanation->bias);
		explanation->bias = c->bundle->encoder_heads[part].bias;
	}
	if (l.failed)
		return fail_no_memory(err);
	if (l.n)
		qsort(l.v, l.n, sizeof(*l.v), by_share);
	explanation->margin = scores.margin[part];
	explanation->score = scores.score[attribute];
	explanation->shares = l.v;
	explanation->n_shares = l.n;
	return explain_spans(c, &scores, attribute, explanation, err);
}
