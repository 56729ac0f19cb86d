/* SPDX-License-Identifier: MIT */
/* Explanations: which features carried a margin, and which words of the original text. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/c_locale.h"
#include "base/fail.h"
#include "classifier.h"

/* A word is part of a span when it adds at least this share of what the strongest word adds. */
#define SPAN_SHARE 0.4

size_t classifier_strongest_part(const moderato_bundle *b, const moderato_scores *scores, size_t i)
{
	double p[SEVERITY_PARTS];
	size_t best = PART_THREAT;
	size_t k;

	if (b->heads[i]->type != HEAD_SEVERITY)
		return i;
	for (k = 0; k < SEVERITY_PARTS; k++)
		p[k] = scores->score[b->parts[k]];
	if (p[PART_IDENTITY] > p[best])
		best = PART_IDENTITY;
	if (p[PART_INSULT] * p[PART_PROFANITY] > p[best])
		best = PART_INSULT;
	return (size_t)b->parts[best];
}

/* --- spans --- */

/* What each word of the text adds to a linear head's margin. A term's share is divided among its
 * occurrences, a pair's between its two words. */
static void word_shares(moderato_classifier *c, uint32_t column, double *share)
{
	const struct document *doc = &c->doc;
	size_t last = SIZE_MAX;
	size_t i;

	memset(share, 0, doc->words.n * sizeof(*share));
	if (c->norm <= 0)
		return;
	for (i = 0; i < doc->words.n; i++) {
		const struct word *w = &doc->words.v[i];
		const struct term *term = &doc->terms[doc->term_of[i]];
		const double tf = classifier_tf(term->count) / (double)term->count;

		share[i] += tf * (double)classifier_term_sum(c, term)->sum[column] / c->norm;
		if (w->kind != WORD_PLAIN && w->kind != WORD_SPACED)
			continue;
		if (last != SIZE_MAX && c->bundle->space->space.pairs) {
			const struct term pair = {
				.hash = pair_hash(doc->terms[doc->term_of[last]].key, term->key)};
			const double half = (double)classifier_pair_sum(c, &pair)->sum[column] / c->norm / 2;

			share[last] += half;
			share[i] += half;
		}
		last = i;
	}
}

static int by_begin(const void *a, const void *b)
{
	const moderato_span *x = a;
	const moderato_span *y = b;

	if (x->begin != y->begin)
		return x->begin < y->begin ? -1 : 1;
	return (x->end > y->end) - (x->end < y->end);
}

/* Sort; join what overlaps or has only one byte (a space) between. */
static size_t merge_spans(moderato_span *spans, size_t n)
{
	size_t to = 0;
	size_t i;

	if (!n)
		return 0;
	qsort(spans, n, sizeof(*spans), by_begin);
	for (i = 1; i < n; i++) {
		if (spans[i].begin <= spans[to].end + 1) {
			if (spans[i].end > spans[to].end)
				spans[to].end = spans[i].end;
		} else {
			spans[++to] = spans[i];
		}
	}
	return to + 1;
}

static size_t pick_spans(const struct document *doc, const double *share, moderato_span *spans)
{
	double top = 0;
	size_t n = 0;
	size_t i;

	for (i = 0; i < doc->words.n; i++)
		if (share[i] > top && doc->words.v[i].begin < doc->words.v[i].end)
			top = share[i];
	for (i = 0; top > 0 && i < doc->words.n; i++) {
		const moderato_span place = document_place(doc, i);

		if (place.begin < place.end && share[i] >= SPAN_SHARE * top)
			spans[n++] = place;
	}
	return merge_spans(spans, n);
}

moderato_status classifier_spans(moderato_classifier *c, const moderato_scores *scores, size_t i,
	const moderato_span **spans, size_t *n_spans, moderato_error *err)
{
	const struct bundle_head *head =
		c->bundle->heads[classifier_strongest_part(c->bundle, scores, i)];
	double *share;
	moderato_span *out;

	*spans = NULL;
	*n_spans = 0;
	if (head->type != HEAD_LINEAR || !c->doc.words.n)
		return MODERATO_OK;
	share = arena_array(&c->arena, c->doc.words.n, sizeof(*share));
	out = arena_array(&c->arena, c->doc.words.n, sizeof(*out));
	if (!share || !out)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	word_shares(c, head->column, share);
	*n_spans = pick_spans(&c->doc, share, out);
	*spans = out;
	return MODERATO_OK;
}

/* --- shares of features --- */

struct listing {
	moderato_classifier *c;
	uint32_t column;
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
		moderato_share *v = arena_array(&l->c->arena, cap, sizeof(*v));

		if (v && l->n)
			memcpy(v, l->v, l->n * sizeof(*v));
		l->failed |= !v;
		l->v = v;
		l->cap = v ? cap : 0;
	}
	if (!l->failed)
		l->v[l->n++] = (moderato_share){name, value, value * weight, span};
}

/* "word idiot", "letters ^idi"; `s` may have boundary bytes, shown as ^ before and $ behind. */
static const char *feature_name(struct listing *l, const char *kind, const char *s, size_t len,
	const char *more, size_t more_len)
{
	const size_t kind_len = strlen(kind);
	char *name = arena_array(&l->c->arena, kind_len + len + more_len + 3, 1);
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
	const moderato_bundle *b = l->c->bundle;
	const uint32_t bucket = space_bucket(&b->space->space, hash);
	const float scale = linear_scale(&b->linear, bucket);

	if (scale != 0.0f && value != 0.0)
		add_share(l, name, tf * (value * (double)scale) / l->c->norm,
			(double)linear_weight(&b->linear, bucket, l->column), span);
}

/* What stands before a feature's letters in its name. */
static const char *share_kind(const struct word *w, const struct ngram *f)
{
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

/* The feature's letters; of a near word, with one sign where letters are taken out. */
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
	moderato_classifier *c = l->c;
	const struct word *w = &c->doc.words.v[term->word];
	const moderato_span span = document_place(&c->doc, term->word);
	const struct ngrams *g = c->scratch;
	float values[NGRAM_PARTS];
	size_t k;

	ngrams_of(&c->bundle->space->space, w->surface, w->len, c->scratch);
	linear_values(&c->bundle->linear, &c->bundle->space->space, g, values);
	for (k = 0; k < g->n && !l->failed; k++) {
		const struct ngram *f = &g->v[k];
		const char *kind = share_kind(w, f);

		add_hashed(l, f->hash, (double)values[ngram_part(f)], classifier_tf(term->count),
			ngram_name(l, kind, g, f), span);
	}
}

static void list_pair(struct listing *l, const struct term *pair)
{
	const struct document *doc = &l->c->doc;
	const struct word *first = &doc->words.v[pair->word];
	const struct word *second = first + 1;
	moderato_span span = document_place(doc, pair->word);

	while (second->kind != WORD_PLAIN && second->kind != WORD_SPACED)
		second++;
	span.end = document_place(doc, (size_t)(second - doc->words.v)).end;
	add_hashed(l, pair->hash, (double)l->c->bundle->space->space.pair_value,
		classifier_tf(pair->count),
		feature_name(l, "pair", first->surface, first->len, second->surface, second->len), span);
}

static void list_heuristics(struct listing *l)
{
	moderato_classifier *c = l->c;
	const moderato_bundle *b = c->bundle;
	const float *dense = b->linear.dense + l->column * b->space->n_dense;
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
			add_share(
				l, copy, (double)b->space->space.dense_value, (double)dense[c->active[i]], nowhere);
	}
	c_locale_leave(locale);
}

/* By falling magnitude; equal ones in the order they were found. */
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

moderato_status moderato_classifier_explain(moderato_classifier *classifier,
	const moderato_comment *comment, size_t attribute, moderato_explanation *explanation,
	moderato_error *err)
{
	moderato_classifier *c = classifier;
	struct listing l = {.c = c};
	const struct bundle_head *head;
	moderato_scores scores;
	moderato_status status;
	size_t part;
	size_t i;

	memset(explanation, 0, sizeof(*explanation));
	if (attribute >= c->bundle->n_heads)
		return fail(err, MODERATO_EINVAL, "attribute %zu: the bundle has %zu", attribute,
			c->bundle->n_heads);
	status = moderato_classifier_score(c, comment, &scores, err);
	if (status)
		return status;
	part = classifier_strongest_part(c->bundle, &scores, attribute);
	head = c->bundle->heads[part];
	if (head->type != HEAD_LINEAR)
		return fail(err, MODERATO_EINVAL,
			"%s has a kernel head, whose margin is not a sum of shares", head->attribute);
	l.column = head->column;
	for (i = 0; c->norm > 0 && i < c->doc.n_terms && !l.failed; i++)
		list_term(&l, &c->doc.terms[i]);
	for (i = 0; c->norm > 0 && c->bundle->space->space.pairs && i < c->doc.n_pairs && !l.failed;
		 i++)
		list_pair(&l, &c->doc.pairs[i]);
	list_heuristics(&l);
	if (l.failed)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	if (l.n)
		qsort(l.v, l.n, sizeof(*l.v), by_share);
	explanation->margin = scores.margin[part];
	explanation->score = scores.score[attribute];
	explanation->bias = head->bias;
	explanation->shares = l.v;
	explanation->n_shares = l.n;
	return classifier_spans(c, &scores, attribute, &explanation->spans, &explanation->n_spans, err);
}
