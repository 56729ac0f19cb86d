/* SPDX-License-Identifier: MIT */
/* The pipeline: from a comment's bytes to its scores; screen.c goes on to a verdict.
 *
 *   repair → evasion → markup → normalize → words → features → heads → calibrate
 *
 * classifier_read() goes as far as the features and adds up the linear heads on the way, because a
 * word's share of every head comes from the cache together with its features' norm. */
#include "classify/classifier_internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "classify/evidence.h"
#include "text/normalize.h"
#include "text/utf8_repair.h"
#include "text/words_of.h"

/* 8 MB a thread with up to eight heads: all but the rarest words of running text. */
#define CACHE_WORDS_DEFAULT ((size_t)1 << 17)

moderato_status moderato_classifier_new(moderato_classifier **out, const moderato_bundle *bundle,
	const moderato_classifier_options *options, moderato_error *err)
{
	const moderato_classifier_options none = MODERATO_CLASSIFIER_OPTIONS_INIT;
	moderato_classifier *c;
	size_t words;

	*out = NULL;
	options = options ? options : &none;
	words = options->cache_words ? options->cache_words : CACHE_WORDS_DEFAULT;
	if (words & (words - 1))
		return fail(err, MODERATO_EINVAL, "cache of %zu words: not a power of two", words);
	c = calloc(1, sizeof(*c));
	if (!c)
		return fail_no_memory(err);
	c->bundle = bundle;
	c->scratch = malloc(sizeof(*c->scratch));
	c->sum = calloc(1, sizeof(*c->sum) + LINEAR_LANES_MAX * sizeof(c->sum->sum[0]));
	if (!options->no_cache)
		c->cache = word_cache_new(bundle, words);
	if (!c->scratch || !c->sum || (!options->no_cache && !c->cache)) {
		moderato_classifier_free(c);
		return fail_no_memory(err);
	}
	termset_builtin_init();
	term_tf_init();
	*out = c;
	return MODERATO_OK;
}

void moderato_classifier_free(moderato_classifier *classifier)
{
	if (!classifier)
		return;
	word_cache_free(classifier->cache);
	verdict_keys_free(classifier->keys);
	arena_dispose(&classifier->arena);
	free(classifier->scratch);
	free(classifier->sum);
	free(classifier);
}

const struct word_sum *classifier_term_sum(moderato_classifier *c, const struct term *term)
{
	const struct word *w = &c->doc.words.v[term->word];
	const struct word_key key = {w->surface, w->len, term->hash, term->id};

	return word_cache_get(c->cache, c->bundle, c->scratch, &key, c->sum);
}

const struct word_sum *classifier_pair_sum(moderato_classifier *c, const struct term *pair)
{
	const struct space *space = &c->bundle->space->space;

	linear_sum_one(&c->bundle->linear, space, pair->hash, space->pair_value, c->sum);
	return c->sum;
}

const struct word_sum *classifier_context_sum(moderato_classifier *c, const struct term *term)
{
	const struct space *space = &c->bundle->space->space;

	linear_sum_one(&c->bundle->linear, space, term->hash, space->context_value, c->sum);
	return c->sum;
}

/* Nearly all blanks are spaces, so that there is not much to look at. */
static size_t count_controls(const struct text *in, const struct charmap *map)
{
	const uint64_t *odd = &map->v->odd;
	size_t controls = 0;
	size_t i;

	for (i = bits_next(odd, 0, in->len); i < in->len; i = bits_next(odd, i + 1, in->len))
		controls += (unsigned char)in->s[i] < ' ' || in->s[i] == 0x7F;
	return controls;
}

/* A comment as most are, ASCII without markup: nothing to repair, to decode or to take out. */
static bool read_plain(moderato_classifier *c, const struct text *in, const struct charmap *map,
	const struct char_counts *counts)
{
	struct document *doc = &c->doc;

	doc->valid = *in;
	doc->plain = *in;
	signals_of_map(in, map, counts, &doc->signals);
	return normalize_ascii(&c->arena, in, &doc->normal) &&
		   words_of_normal(&c->arena, &doc->normal, in->s, map, &doc->markup, &doc->words);
}

static bool read_any(moderato_classifier *c, const struct text *in, const struct charmap *map,
	const struct char_counts *counts)
{
	struct document *doc = &c->doc;

	if (!utf8_repair(&c->arena, in, &doc->valid, &doc->evasion.repaired))
		return false;
	if (!counts->high && !doc->evasion.repaired) {
		doc->evasion.controls = count_controls(in, map); /* all that can be in ASCII */
		signals_of_map(in, map, counts, &doc->signals);
	} else {
		evasion_scan(&doc->valid, &doc->evasion);
		signals_read(&doc->valid, &doc->signals);
	}
	return markup_strip(&c->arena, &doc->valid, &doc->plain, &doc->markup) &&
		   normalize(&c->arena, &doc->plain, &doc->normal) &&
		   words_of_normal(&c->arena, &doc->normal, in->s, NULL, &doc->markup, &doc->words);
}

/* The text's stages. */
static bool read_text(moderato_classifier *c, const moderato_comment *comment)
{
	const struct text original = {comment->text.ptr, comment->text.len, NULL};
	struct charmap map;
	struct char_counts counts;

	if (!charmap_read(&map, &c->arena, original.s, original.len))
		return false;
	charmap_count(&map, &counts);
	if (!(counts.high || counts.odd ? read_any : read_plain)(c, &original, &map, &counts))
		return false;
	return document_quotes(&c->doc, &c->arena) && document_terms(&c->doc, &c->arena);
}

/* Words whose sums were found and wait to be added. */
struct found {
	struct linear_part parts[64];
	size_t n;
};

static void add_found(moderato_classifier *c, struct found *found)
{
	linear_add_sums(&c->bundle->linear, found->parts, found->n, &c->norm, c->total);
	found->n = 0;
}

/* A word that is computed may take the place of one that was found, so those are added before. */
static const struct word_sum *compute_term(
	moderato_classifier *c, const struct term *term, struct found *found)
{
	add_found(c, found);
	return classifier_term_sum(c, term);
}

/* Room for copies of the words' sums: the cache may give a word's place to another before the
 * second stage looks at it. */
static bool keep_sums(moderato_classifier *c)
{
	const size_t lanes = linear_lanes(&c->bundle->linear);

	c->kept_size = sizeof(struct word_sum) + lanes * sizeof(float);
	c->kept_sums = NULL;
	if (!c->keeps_sums && !c->bundle->has_second)
		return true;
	c->kept_sums = arena_array(&c->arena, c->doc.n_terms, c->kept_size);
	return c->kept_sums != NULL;
}

static void read_terms(moderato_classifier *c)
{
	const struct word_cache *cache = c->cache;
	struct found found;
	size_t i;

	found.n = 0;
	for (i = 0; cache && i < c->doc.n_terms; i++)
		word_cache_prefetch(cache, c->doc.terms[i].hash);
	for (i = 0; i < c->doc.n_terms; i++) {
		struct term *term = &c->doc.terms[i];
		const struct word_sum *sum = cache ? word_cache_find(cache, term->hash, &term->id) : NULL;

		if (!sum)
			sum = compute_term(c, term, &found);
		term->key = sum->key;
		term->sets = sum->sets;
		if (c->kept_sums)
			memcpy(c->kept_sums + i * c->kept_size, sum, c->kept_size);
		found.parts[found.n++] = (struct linear_part){sum, term_tf(term->count)};
		if (found.n == sizeof(found.parts) / sizeof(found.parts[0]))
			add_found(c, &found);
	}
	add_found(c, &found);
}

static void read_pairs(moderato_classifier *c)
{
	const struct space *space = &c->bundle->space->space;
	size_t i;
	size_t k;

	for (i = 0; space->pairs && i < c->doc.n_pairs; i++)
		linear_prefetch(&c->bundle->linear, space, c->doc.pairs[i].hash);
	for (i = 0; i < c->doc.n_pairs; i++) {
		struct term *pair = &c->doc.pairs[i];

		pair->sets = termset_builtin(pair->hash);
		for (k = 0; k < c->bundle->n_sets; k++)
			if (termset_has(&c->bundle->sets[k], pair->hash))
				pair->sets |= 1u << (BUILTIN_SETS + k);
	}
	if (space->pairs)
		linear_add_terms(&c->bundle->linear, space, c->doc.pairs, c->doc.n_pairs, space->pair_value,
			&c->norm, c->total);
}

/* Sums of the author's part of the vector, which has a norm of its own. */
struct author_sums {
	double norm;
	double total[LINEAR_LANES_MAX];
};

static bool read_context(
	moderato_classifier *c, enum context_field field, struct author_sums *author)
{
	const struct space *space = &c->bundle->space->space;
	const moderato_str text = context_text(c->doc.comment, field);
	const bool is_author = context_is_author(field);
	struct context *context = &c->doc.context[field];

	if (!(space->context >> field & 1) || !text.len)
		return true;
	if (!context_read(&c->arena, text, field, context))
		return false;
	linear_add_terms(&c->bundle->linear, space, context->terms, context->n, space->context_value,
		is_author ? &author->norm : &c->norm, is_author ? author->total : c->total);
	return true;
}

/* All fields beside the text, and the norms. */
static bool read_contexts(moderato_classifier *c)
{
	const double prior = (double)c->bundle->space->space.prior;
	struct author_sums author = {.norm = 0};
	unsigned field;
	size_t i;

	for (field = 0; field < CONTEXT_FIELDS; field++)
		if (!read_context(c, (enum context_field)field, &author))
			return false;
	c->norm = sqrt(c->norm + prior);
	c->author_norm = sqrt(author.norm + prior) / CONTEXT_AUTHOR_GAIN;
	for (i = 0; author.norm > 0 && i < linear_lanes(&c->bundle->linear); i++)
		c->total[i] += author.total[i] * (c->norm / c->author_norm);
	return true;
}

/* No field of a comment may be longer. */
static moderato_status check_length(moderato_str text, const char *what, moderato_error *err)
{
	return text.len <= MODERATO_COMMENT_BYTES_MAX
			   ? MODERATO_OK
			   : fail(err, MODERATO_ELIMIT, "the %s has %zu bytes, the limit is %zu", what,
					 text.len, MODERATO_COMMENT_BYTES_MAX);
}

moderato_status classifier_check(const moderato_comment *comment, moderato_error *err)
{
	moderato_status status = check_length(comment->text, "comment", err);

	if (!status)
		status = check_length(comment->title, "title", err);
	if (!status)
		status = check_length(comment->parent, "parent", err);
	if (!status)
		status = check_length(comment->author, "author's name", err);
	if (!status)
		status = check_length(comment->author_url, "author's url", err);
	return status;
}

moderato_status classifier_read(
	moderato_classifier *c, const moderato_comment *comment, moderato_error *err)
{
	const moderato_status status = classifier_check(comment, err);

	if (status)
		return status;
	arena_reset(&c->arena);
	memset(&c->doc, 0, sizeof(c->doc));
	memset(c->total, 0, sizeof(c->total));
	c->norm = 0;
	c->doc.comment = comment;
	if (!read_text(c, comment))
		return fail_no_memory(err);
	if (!keep_sums(c))
		return fail_no_memory(err);
	read_terms(c);
	if (!document_pairs(&c->doc, &c->arena))
		return fail_no_memory(err);
	read_pairs(c);
	if (!read_contexts(c))
		return fail_no_memory(err);
	document_hits(&c->doc);
	author_signs_read(comment, &c->doc.author);
	c->n_active = heuristics_active(&c->doc, c->bundle->n_sets, c->active);
	return MODERATO_OK;
}

/* Where a head has a second stage its margin is the head's; the linear ones stay in c->first. */
static void second_margins(moderato_classifier *c, moderato_scores *scores, const double *on)
{
	const moderato_bundle *b = c->bundle;
	float input[SECOND_INPUTS_MAX];
	size_t i;

	for (i = 0; i < b->n_heads; i++) {
		if (b->heads[i]->type != HEAD_LINEAR)
			continue;
		c->first[b->heads[i]->column] = scores->margin[i];
		c->dense[b->heads[i]->column] =
			on[b->heads[i]->column] * (double)b->space->space.dense_value;
	}
	if (!c->kept_sums)
		return;
	evidence_read(c, c->first, c->dense, &c->evidence);
	for (i = 0; i < b->n_heads; i++) {
		if (!b->second[i].n)
			continue;
		evidence_inputs(
			&c->evidence, b->linear.n_heads, b->second[i].dims, b->heads[i]->column, input);
		scores->margin[i] = second_margin(&b->second[i], input);
	}
}

static moderato_status margins(moderato_classifier *c, moderato_scores *scores, moderato_error *err)
{
	const moderato_bundle *b = c->bundle;
	struct sparse x = {NULL, NULL, 0};
	double on[LINEAR_LANES_MAX] = {0}; /* the heuristics, by linear head */
	moderato_status status;
	size_t i;

	linear_add_dense(&b->linear, c->active, c->n_active, on);
	for (i = 0; i < b->n_heads; i++) {
		const struct bundle_head *head = b->heads[i];

		if (head->type == HEAD_LINEAR) {
			scores->margin[i] = (c->norm > 0 ? c->total[head->column] / c->norm : 0.0) +
								on[head->column] * (double)b->space->space.dense_value + head->bias;
		} else if (b->heads[i]->type == HEAD_KERNEL) {
			if (!x.index) {
				status = classifier_vector(c, &x, err);
				if (status)
					return status;
			}
			scores->margin[i] = kernel_margin(&b->kernels[i], x.index, x.value, x.n);
		}
	}
	second_margins(c, scores, on);
	return MODERATO_OK;
}

/* Six decimals are more than any calibration can tell apart, and print short. Adding and taking
 * away 2^52 leaves no place for a fraction: nearbyint() without a call. */
static double round_score(double p)
{
	const double whole = 0x1p52;
	const double shifted = p * 1e6 + whole;

	return (shifted - whole) / 1e6;
}

static moderato_status check_margins(
	const moderato_bundle *b, const moderato_scores *scores, moderato_error *err)
{
	size_t i;

	for (i = 0; i < b->n_heads; i++)
		if (!isfinite(scores->margin[i]))
			return fail(err, MODERATO_EMISMATCH,
				"%s: the weights or values are so large that the margin is not a number",
				b->heads[i]->attribute);
	return MODERATO_OK;
}

moderato_status classifier_calibrate(
	const moderato_bundle *b, bool first_stage, moderato_scores *scores, moderato_error *err)
{
	const moderato_status status = check_margins(b, scores, err);
	double part[SEVERITY_PARTS];
	size_t i;
	size_t k;

	if (status)
		return status;
	for (i = 0; i < b->n_heads; i++)
		if (b->heads[i]->type != HEAD_SEVERITY)
			scores->score[i] = round_score(
				calibrate(first_stage ? &b->heads[i]->calibration : bundle_calibration(b, i),
					scores->margin[i]));
	for (i = 0; i < b->n_heads; i++) {
		double p;

		if (b->heads[i]->type != HEAD_SEVERITY)
			continue;
		for (k = 0; k < SEVERITY_PARTS; k++)
			part[k] = scores->score[b->parts[k]];
		p = bundle_severity(part);
		scores->score[i] = round_score(p);
		/* A derived attribute has no hyperplane: its margin is the score's log-odds. */
		p = fmin(fmax(p, 1e-9), 1 - 1e-9);
		scores->margin[i] = log(p / (1 - p));
	}
	return MODERATO_OK;
}

/* Read, then score. */
static moderato_status score(moderato_classifier *c, const moderato_comment *comment,
	moderato_scores *scores, moderato_error *err)
{
	moderato_status status;

	memset(scores, 0, sizeof(*scores));
	scores->n = c->bundle->n_heads;
	if (c->bundle->space->kind == BUNDLE_VECTORS)
		return fail(err, MODERATO_EINVAL,
			"this bundle was trained on foreign vectors and cannot read comments");
	status = classifier_read(c, comment, err);
	if (!status)
		status = margins(c, scores, err);
	if (!status)
		status = classifier_calibrate(c->bundle, false, scores, err);
	return status;
}

moderato_status moderato_classifier_score(moderato_classifier *classifier,
	const moderato_comment *comment, moderato_scores *scores, moderato_error *err)
{
	return score(classifier, comment, scores, err);
}
