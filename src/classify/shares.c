/* SPDX-License-Identifier: MIT */
/* Explanations: what each feature adds to a margin. The shares and the bias sum to the margin that
 * was scored with, up to rounding. */
#include <stdio.h>
#include <string.h>

#include "base/c_locale.h"
#include "base/fail.h"
#include "classify/classifier_internal.h"
#include "classify/second_reading.h"
#include "classify/share_list.h"

/* What a feature is called depends on what it was made of; most features are never named. */
struct share_origin {
	const char *kind;
	const struct word *word;   /* of an n-gram or, the first of two, of a pair */
	const struct ngram *ngram; /* NULL: it is none */
	const struct word *second; /* NULL: it is no pair */
	moderato_str letters;      /* of a word of the context */
};

/* One look at each feature of the comment, for all lists that want it. */
struct walk {
	moderato_classifier *classifier;
	const struct space *space; /* the bundle's */
	struct share_list *lists;
	size_t n_lists;
	double norm;   /* of the part of the vector that is being listed */
	size_t number; /* of features so far */
	bool failed;
};

/* Make a name such as "word idiot" or "letters ^idi". The letters may have a boundary byte at
 * either end, shown as ^ and $. */
static const char *feature_name(struct walk *walk, const char *kind, const char *s, size_t len,
	const char *more, size_t more_len)
{
	const size_t kind_len = strlen(kind);
	char *name = arena_array(&walk->classifier->arena, kind_len + len + more_len + 3, 1);
	char *p = name;
	size_t i;

	if (!name) {
		walk->failed = true;
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
	struct walk *walk, const char *kind, const struct ngrams *g, const struct ngram *f)
{
	const char *s = g->view[f->view];
	char near[4 * NEAR_LETTERS_MAX + 4];
	size_t n;

	if (!f->gap_len)
		return feature_name(walk, kind, s + f->begin, f->len, NULL, 0);
	n = (size_t)f->gap - f->begin;
	memcpy(near, s + f->begin, n);
	near[n] = '_';
	memcpy(near + n + 1, s + f->gap + f->gap_len, f->len - n - f->gap_len);
	return feature_name(walk, kind, near, f->len - f->gap_len + 1u, NULL, 0);
}

static const char *name_of(struct walk *walk, const struct share_origin *from)
{
	const struct word *w = from->word;

	if (from->ngram)
		return ngram_name(
			walk, share_kind(w, from->ngram), walk->classifier->sums.ngrams, from->ngram);
	if (from->second)
		return feature_name(
			walk, "pair", w->surface, w->len, from->second->surface, from->second->len);
	return feature_name(walk, from->kind, from->letters.ptr, from->letters.len, NULL, 0);
}

static void add_hashed(struct walk *walk, uint64_t hash, double value, double tf,
	const struct share_origin *from, moderato_span span)
{
	const struct linear *linear = &walk->classifier->bundle->linear;
	const uint32_t bucket = space_bucket(walk->space, hash);
	const float scale = linear_scale(linear, bucket);
	moderato_share share = {.span = span};
	size_t i;

	if (scale == 0.0f || value == 0.0)
		return;
	share.value = tf * (value * (double)scale) / walk->norm;
	walk->number++;
	for (i = 0; i < walk->n_lists; i++) {
		struct share_list *l = &walk->lists[i];

		share.share = share.value * (double)linear_weight(linear, bucket, l->column);
		if (!share_list_wants(l, share.share)) {
			share_list_drop(l, share.share);
			continue;
		}
		if (!share.feature)
			share.feature = name_of(walk, from);
		share_list_add(l, &share, walk->number);
	}
}

/* Adds what is not hashed to one list. */
static void add_named(
	struct walk *walk, struct share_list *l, const char *name, double value, double weight)
{
	const moderato_share share = {name, value, value * weight, {0, 0}};

	walk->number++;
	if (share_list_wants(l, share.share))
		share_list_add(l, &share, walk->number);
	else
		share_list_drop(l, share.share);
}

static void list_term(struct walk *walk, const struct term *term)
{
	moderato_classifier *c = walk->classifier;
	const struct linear *linear = &c->bundle->linear;
	struct share_origin from = {.word = &c->doc.words.v[term->word]};
	const moderato_span span = document_place(&c->doc, term->word);
	const struct ngrams *g = c->sums.ngrams;
	const double tf = term_tf(term->count);
	float values[NGRAM_PARTS];
	size_t k;

	ngrams_of(walk->space, from.word->surface, from.word->len, c->sums.ngrams);
	for (k = 0; k < g->n; k++)
		linear_prefetch(linear, walk->space, g->v[k].hash);
	linear_values(linear, walk->space, g, values);
	for (k = 0; k < g->n && !walk->failed; k++) {
		from.ngram = &g->v[k];
		add_hashed(walk, from.ngram->hash, (double)values[ngram_part(from.ngram)], tf, &from, span);
	}
}

static void list_pair(struct walk *walk, const struct term *pair)
{
	const struct document *doc = &walk->classifier->doc;
	const struct word *first = &doc->words.v[pair->word];
	const struct word *second = first + 1;
	moderato_span span = document_place(doc, pair->word);
	struct share_origin from = {.word = first};

	while (second->kind != WORD_PLAIN && second->kind != WORD_SPACED)
		second++;
	from.second = second;
	span.end = document_place(doc, (size_t)(second - doc->words.v)).end;
	add_hashed(
		walk, pair->hash, (double)walk->space->pair_value, term_tf(pair->count), &from, span);
}

/* The words of a field beside the text have no place in the text. */
static void list_context(struct walk *walk, enum context_field field)
{
	const struct sums *sums = &walk->classifier->sums;
	const struct context *context = &walk->classifier->doc.context[field];
	const moderato_span nowhere = {0, 0};
	size_t i;

	walk->norm = context_is_author(field) ? sums->author_norm : sums->norm;
	for (i = 0; i < context->n && !walk->failed; i++) {
		const struct term *term = &context->terms[i];
		const struct share_origin from = {
			.kind = context_names[field], .letters = context->letters[i]};

		add_hashed(walk, term->hash, (double)walk->space->context_value, term_tf(term->count),
			&from, nowhere);
	}
	walk->norm = sums->norm;
}

/* Everything that is hashed: words, pairs and context. An empty vector has none. */
static void list_hashed(struct walk *walk)
{
	const moderato_classifier *c = walk->classifier;
	const struct document *doc = &c->doc;
	size_t i;

	if (c->sums.norm <= 0)
		return;
	walk->norm = c->sums.norm;
	for (i = 0; i < doc->n_terms && !walk->failed; i++)
		list_term(walk, &doc->terms[i]);
	for (i = 0; walk->space->pairs && i < doc->n_pairs && !walk->failed; i++)
		list_pair(walk, &doc->pairs[i]);
	for (i = 0; i < CONTEXT_FIELDS; i++)
		list_context(walk, (enum context_field)i);
}

static void list_heuristics(struct walk *walk)
{
	moderato_classifier *c = walk->classifier;
	const moderato_bundle *b = c->bundle;
	const struct c_locale locale = c_locale_enter(); /* the names have numbers */
	size_t i;
	size_t k;

	for (i = 0; i < c->n_active && !walk->failed; i++) {
		char name[96];
		char *copy;

		heuristics_name(c->active[i], b->sets, b->n_sets, name, sizeof(name));
		copy = arena_copy(&c->arena, name, strlen(name));
		walk->failed |= !copy;
		for (k = 0; copy && k < walk->n_lists; k++) {
			struct share_list *l = &walk->lists[k];

			add_named(walk, l, copy, (double)walk->space->dense_value,
				(double)b->linear.dense[l->column * b->shape->n_dense + c->active[i]]);
		}
	}
	c_locale_leave(locale);
}

static void name_columns(const moderato_bundle *b, const char **names)
{
	size_t i;

	for (i = 0; i < b->n_heads; i++)
		if (b->heads[i]->type == HEAD_LINEAR)
			names[b->heads[i]->column] = b->heads[i]->attribute;
}

/* Add a share that belongs to no place in the text, named in two parts. */
static void add_input(
	struct walk *walk, struct share_list *l, const char *what, const char *name, double share)
{
	const size_t n = strlen(what);
	char *copy = arena_array(&walk->classifier->arena, n + strlen(name) + 1, 1);

	walk->failed |= !copy;
	if (!copy || share == 0)
		return;
	memcpy(copy, what, n);
	memcpy(copy + n, name, strlen(name) + 1);
	add_named(walk, l, copy, 1.0, share);
}

/* The bias of a head's margin by the first reading. */
static double first_bias(const moderato_bundle *b, size_t part)
{
	return b->second[part].n ? b->second[part].bias : b->heads[part]->bias;
}

/* Whether the comment's margin is that of the encoder's head. */
static bool is_read_twice(const moderato_classifier *c, size_t part)
{
	return c->reading.done && c->bundle->encoder_heads[part].width;
}

/* List the second stage's inputs. The first is the head's own margin, which is the sum of the
 * shares listed before: its share is how much more or less than that the stage makes of it. */
static void list_second(struct walk *walk, struct share_list *l)
{
	moderato_classifier *c = walk->classifier;
	const moderato_bundle *b = c->bundle;
	const struct second *stage = &b->second[l->part];
	const char *names[LINEAR_LANES_MAX] = {NULL};
	float input[SECOND_INPUTS_MAX];
	double share[SECOND_INPUTS_MAX + 1];
	size_t i;

	name_columns(b, names);
	evidence_inputs(&c->evidence, b->linear.n_heads, stage->dims, l->column, input);
	second_shares(stage, input, share);
	share[0] -= c->linear.margin[l->column] - b->heads[l->part]->bias;
	for (i = 0; i <= stage->n && !walk->failed; i++) {
		char name[64];

		evidence_name(names, b->linear.n_heads, l->column, i, name, sizeof(name));
		add_input(walk, l, "second stage: ", name, share[i]);
	}
}

/* List the inputs of the encoder's head. Its own margin by the first reading is the sum of the
 * shares listed before. */
static void list_encoder(struct walk *walk, struct share_list *l)
{
	const struct second_reading *reading = &walk->classifier->reading;
	const float *vector;
	const moderato_bundle *b = walk->classifier->bundle;
	const struct encoder_head *head = &b->encoder_heads[l->part];
	const size_t n_linear = b->linear.n_heads;
	const char *names[LINEAR_LANES_MAX] = {NULL};
	double share = 0;
	size_t i;

	name_columns(b, names);
	vector = second_reading_vector_for(walk->classifier, head);
	share = encoder_head_vector_part(head, vector);
	add_input(walk, l, "encoder: ", "what it makes of the text", head->scale * share);
	for (i = 0; i < head->n && !walk->failed; i++) {
		char name[64];

		share = head->scale * (double)encoder_head_standardise(head, i, reading->input[i]) *
				(double)head->weight[i];
		if (i == l->column)
			share -= (double)reading->input[i] - first_bias(b, l->part);
		if (i < n_linear)
			snprintf(name, sizeof(name), "margin of %s", names[i]);
		else
			evidence_name(names, n_linear, l->column, i + SECOND_KINDS - 1, name, sizeof(name));
		add_input(walk, l, "encoder: ", name, share);
	}
}

bool classifier_list_shares(moderato_classifier *c, struct share_list *lists, size_t n)
{
	struct walk walk = {
		.classifier = c, .space = &c->bundle->shape->space, .lists = lists, .n_lists = n};
	size_t i;

	list_hashed(&walk);
	list_heuristics(&walk);
	for (i = 0; i < n; i++) {
		if (c->bundle->second[lists[i].part].n)
			list_second(&walk, &lists[i]);
		if (is_read_twice(c, lists[i].part))
			list_encoder(&walk, &lists[i]);
	}
	return !walk.failed;
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

static moderato_status explain_shares(moderato_classifier *c, size_t part, size_t top,
	moderato_explanation *explanation, moderato_error *err)
{
	struct share_list list;
	struct share_sums sums;

	share_list_init(&list, &c->arena, top, true);
	list.part = part;
	list.column = c->bundle->heads[part]->column;
	if (!classifier_list_shares(c, &list, 1) || !share_list_finish(&list, &sums))
		return fail_no_memory(err);
	explanation->shares = sums.v;
	explanation->n_shares = sums.n;
	explanation->rest_up = sums.up;
	explanation->rest_down = sums.down;
	explanation->rest = sums.rest;
	return MODERATO_OK;
}

moderato_status moderato_classifier_explain(moderato_classifier *classifier,
	const moderato_comment *comment, size_t attribute, moderato_explanation *explanation,
	moderato_error *err)
{
	return moderato_classifier_explain_top(classifier, comment, attribute, 0, explanation, err);
}

moderato_status moderato_classifier_explain_top(moderato_classifier *classifier,
	const moderato_comment *comment, size_t attribute, size_t top,
	moderato_explanation *explanation, moderato_error *err)
{
	moderato_scores scores;
	moderato_status status;

	memset(explanation, 0, sizeof(*explanation));
	status = moderato_classifier_score(classifier, comment, &scores, err);
	if (status)
		return status;
	return moderato_classifier_explain_scored(
		classifier, &scores, attribute, top, explanation, err);
}

moderato_status moderato_classifier_explain_scored(moderato_classifier *classifier,
	const moderato_scores *scores, size_t attribute, size_t top, moderato_explanation *explanation,
	moderato_error *err)
{
	moderato_classifier *c = classifier;
	const struct bundle_head *head;
	moderato_status status;
	size_t part;

	memset(explanation, 0, sizeof(*explanation));
	if (attribute >= c->bundle->n_heads)
		return fail(err, MODERATO_EINVAL, "attribute %zu: the bundle has %zu", attribute,
			c->bundle->n_heads);
	if (!c->is_scored)
		return fail(err, MODERATO_EINVAL, "no comment was scored that could be explained");
	part = heads_strongest_part(c->bundle, scores, attribute);
	head = c->bundle->heads[part];
	if (head->type != HEAD_LINEAR)
		return fail(err, MODERATO_EINVAL,
			"%s has a kernel head, whose margin is not a sum of shares", head->attribute);
	arena_rewind(&c->arena, c->scored);
	status = explain_shares(c, part, top, explanation, err);
	if (status)
		return status;
	explanation->margin = scores->margin[part];
	explanation->score = scores->score[attribute];
	explanation->bias = first_bias(c->bundle, part);
	if (is_read_twice(c, part)) {
		const struct encoder_head *twice = &c->bundle->encoder_heads[part];

		explanation->bias = twice->shift + twice->scale * twice->bias;
	}
	return explain_spans(c, scores, attribute, explanation, err);
}
