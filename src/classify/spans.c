/* SPDX-License-Identifier: MIT */
/* Spans: which words of the original text carried a margin, up or down, by what the first stage
 * gives each word. */
#include <string.h>

#include "base/fail.h"
#include "classify/classifier_internal.h"

/* A word is part of a span when it adds at least this share of what the strongest word adds: half.
 * Relative to the strongest, so that it means the same for any bundle, head and length of comment;
 * and of what the word adds here, not of what it would add alone, so that the spans are those of
 * the listed shares. Measured by `eval` on the 681 comments of SemEval-2021 task 5, in two halves,
 * one to choose on and one to confirm: 0.3 gives 0.62 and 0.66; 0.4: 0.634 and 0.677; from 0.45 to
 * 0.6 a plateau around 0.638 and 0.683; 0.8: 0.62 and 0.66. A word's score alone, its weight
 * without the comment's norm and what the margin loses without it are no better. */
#define SPAN_SHARE 0.5

/* What one occurrence of each term adds to a linear head's margin. False: out of memory. */
static bool term_shares(moderato_classifier *c, uint32_t column, double **out)
{
	const struct document *doc = &c->doc;
	double *share = arena_array(&c->arena, doc->n_terms, sizeof(*share));
	size_t i;

	*out = share;
	for (i = 0; share && i < doc->n_terms; i++) {
		const struct term *term = &doc->terms[i];
		const double tf = term_tf(term->count) / (double)(term->count ? term->count : 1);
		const struct word_sum *sum =
			c->sums.words ? sums_kept_word(&c->sums, i) : sums_of_word(&c->sums, doc, term);

		share[i] = tf * (double)sum->by_head[column] / c->sums.norm;
	}
	return share != NULL;
}

/* What a pair of words adds to the margin, rounded as sums_add_pairs() does it. Most pairs were not
 * seen in training and add nothing. */
static double pair_share(const moderato_classifier *c, uint32_t column, const struct term *first,
	const struct term *second)
{
	const struct space *space = &c->bundle->shape->space;
	const struct linear *linear = &c->bundle->linear;
	uint32_t bucket;
	uint64_t hash;
	double weight;

	if (!document_pair_hash(first, second, &hash))
		return 0;
	bucket = space_bucket(space, hash);
	weight = (double)linear_weight(linear, bucket, column);
	if (weight == 0)
		return 0;
	weight *= (double)space->pair_value * (double)linear_scale(linear, bucket);
	return (double)(float)weight / c->sums.norm;
}

/* What each word of the text adds to a linear head's margin. A term's share is divided among its
 * occurrences, a pair's between its two words. False: out of memory. */
static bool word_shares(moderato_classifier *c, uint32_t column, double *share)
{
	const struct document *doc = &c->doc;
	const bool pairs = c->bundle->shape->space.pairs;
	const struct term *before = NULL;
	double *term_share;
	size_t last = 0;
	size_t i;

	if (c->sums.norm <= 0) {
		memset(share, 0, doc->words.n * sizeof(*share));
		return true;
	}
	if (!term_shares(c, column, &term_share))
		return false;
	for (i = 0; i < doc->words.n; i++) {
		const struct word *w = &doc->words.v[i];
		const struct term *term = &doc->terms[doc->term_of[i]];

		share[i] = term_share[doc->term_of[i]];
		if (!pairs || (w->kind != WORD_PLAIN && w->kind != WORD_SPACED))
			continue;
		if (before) {
			const double half = pair_share(c, column, before, term) / 2;

			share[last] += half;
			share[i] += half;
		}
		before = term;
		last = i;
	}
	return true;
}

/* What the strongest word adds in the direction `sign`; 0 when none that stands in the text does.
 */
static double strongest(const struct words *words, const double *share, double sign)
{
	double top = 0;
	size_t i;

	for (i = 0; i < words->n; i++)
		if (sign * share[i] > top && words->v[i].begin < words->v[i].end)
			top = sign * share[i];
	return top;
}

/* Words that share one place, as those of a link do, count as one word: the first gets the sum of
 * their shares, the others get 0. */
static void gather_places(const struct words *words, double *share)
{
	size_t first = 0;
	size_t i;

	for (i = 1; i < words->n; i++) {
		if (words->v[i].begin != words->v[first].begin || words->v[i].end != words->v[first].end) {
			first = i;
			continue;
		}
		share[first] += share[i];
		share[i] = 0;
	}
}

/* Do the bytes [begin, end) between two words of the normalised text leave them one phrase? Blanks
 * do, however they were written, and so does one hyphen or slash; any other sign parts them. */
static bool joins(const struct text *normal, size_t begin, size_t end)
{
	size_t i = begin;

	if (end == begin + 1 && (normal->s[begin] == '-' || normal->s[begin] == '/'))
		return true;
	while (i < end && (normal->s[i] == ' ' || normal->s[i] == '\t'))
		i++;
	return i >= end;
}

/* Add a run of the normalised text. Its place in the original may touch that of the run before,
 * because several normalised characters may have been one in the original: then the two are joined.
 */
static void add_run(struct spans *out, const struct text *normal, moderato_span run, double share)
{
	const moderato_span place = text_original(normal, run.begin, run.end);
	moderato_span *last = out->n ? &out->v[out->n - 1] : NULL;

	if (last && place.begin <= last->end) {
		last->end = place.end > last->end ? place.end : last->end;
		out->share[out->n - 1] += share;
		return;
	}
	out->v[out->n] = place;
	out->share[out->n++] = share;
}

/* Pick the words that add `least` or more in the direction `sign`; neighbours make one span. Words
 * come in the order of the text. Those that stand nowhere in it have no span. */
static void pick_words(
	struct spans *out, const struct document *doc, const double *share, double sign, double least)
{
	moderato_span run = {0, 0};
	double sum = 0;
	size_t i;

	for (i = 0; i < doc->words.n; i++) {
		const struct word *w = &doc->words.v[i];

		if (w->begin == w->end || sign * share[i] < least)
			continue;
		if (run.end && joins(&doc->normal, run.end, w->begin)) {
			run.end = w->end > run.end ? w->end : run.end;
			sum += share[i];
		} else {
			if (run.end)
				add_run(out, &doc->normal, run, sum);
			run = (moderato_span){w->begin, w->end};
			sum = share[i];
		}
	}
	if (run.end)
		add_run(out, &doc->normal, run, sum);
}

/* Pick the spans of one direction. False: out of memory. */
static bool spans_of(moderato_classifier *c, const double *share, double sign, struct spans *out)
{
	const size_t n = c->doc.words.n;
	const double top = strongest(&c->doc.words, share, sign);
	double *gathered;

	if (top <= 0)
		return true;
	gathered = arena_array(&c->arena, n, sizeof(*gathered));
	out->v = arena_array(&c->arena, n, sizeof(*out->v));
	out->share = arena_array(&c->arena, n, sizeof(*out->share));
	if (!gathered || !out->v || !out->share)
		return false;
	memcpy(gathered, share, n * sizeof(*gathered));
	gather_places(&c->doc.words, gathered);
	pick_words(out, &c->doc, gathered, sign, SPAN_SHARE * top);
	return true;
}

/* What the words add, by the first reading; NULL without a failure: there are none to ask. */
static double *shares_of(moderato_classifier *c, const struct bundle_head *head, bool *failed)
{
	const size_t n = c->doc.words.n;
	double *share;

	*failed = false;
	if (head->type != HEAD_LINEAR || !n)
		return NULL;
	share = arena_array(&c->arena, n, sizeof(*share));
	*failed = !share || !word_shares(c, head->column, share);
	return *failed ? NULL : share;
}

moderato_status classifier_spans(moderato_classifier *c, const moderato_scores *scores, size_t i,
	double sign, struct spans *out, moderato_error *err)
{
	const size_t part = heads_strongest_part(c->bundle, scores, i);
	bool failed;
	double *share = shares_of(c, c->bundle->heads[part], &failed);

	*out = (struct spans){NULL, NULL, 0};
	if (share)
		failed = !spans_of(c, share, sign, out);
	return failed ? fail_no_memory(err) : MODERATO_OK;
}

moderato_status classifier_spans_both(moderato_classifier *c, const moderato_scores *scores,
	size_t i, struct spans *up, struct spans *down, moderato_error *err)
{
	const size_t part = heads_strongest_part(c->bundle, scores, i);
	bool failed;
	double *share = shares_of(c, c->bundle->heads[part], &failed);

	*up = *down = (struct spans){NULL, NULL, 0};
	if (share && scores->readings > 1 && c->bundle->encoder_heads[part].width)
		failed = !occlusion_add(c, part, share);
	if (share && !failed)
		failed = !spans_of(c, share, 1, up) || !spans_of(c, share, -1, down);
	return failed ? fail_no_memory(err) : MODERATO_OK;
}
