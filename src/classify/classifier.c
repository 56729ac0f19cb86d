/* SPDX-License-Identifier: MIT */
/* The pipeline, to be read top down: from a comment's bytes to its verdict, a call for each arrow.
 *
 *   bytes → repair → evasion → markup → normalize → words → features → heads → second stage
 *         → calibrate (→ encoder → its heads → calibrate) → policy → verdict */
#include "classify/classifier_internal.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "classify/read.h"
#include "classify/second_reading.h"

/* Which comments are read twice is for the policy to say, unless the classifier's options do. */
static moderato_second_reading which_of(const moderato_classifier *c, const moderato_policy *policy)
{
	return c->second ? c->second : moderato_policy_second_reading(policy);
}

moderato_status moderato_classifier_screen(moderato_classifier *c, const moderato_policy *policy,
	const moderato_comment *comment, moderato_verdict *verdict, moderato_error *err)
{
	struct policy_hits hits;
	moderato_status status;

	verdict->decision = MODERATO_PUBLISH;
	verdict->reasons = NULL;
	verdict->n_reasons = 0;
	status = classifier_score(c, comment, which_of(c, policy), &verdict->scores, err);
	if (!status)
		status = classifier_decide(c, policy, verdict, &hits, err);
	if (!status)
		status = classifier_reasons(c, &hits, verdict, err);
	return status;
}

moderato_status moderato_classifier_score(moderato_classifier *c, const moderato_comment *comment,
	moderato_scores *scores, moderato_error *err)
{
	return classifier_score(c, comment, c->second, scores, err);
}

moderato_status classifier_score(moderato_classifier *c, const moderato_comment *comment,
	moderato_second_reading which, moderato_scores *scores, moderato_error *err)
{
	moderato_status status;

	memset(scores, 0, sizeof(*scores));
	scores->n = c->bundle->n_heads;
	scores->readings = 1;
	c->reading.done = false;
	status = classifier_read(c, comment, err);
	if (status)
		return status;
	heads_linear(&c->sums, &c->linear, scores->margin);
	if (c->bundle->has_kernel)
		status = classifier_kernel_margins(c, scores->margin, err);
	if (status)
		return status;
	if (c->sums.words)
		classifier_second_margins(c, scores->margin);
	status = heads_calibrate(c->bundle, STAGE_FINAL, scores, err);
	if (!status && second_reading_wanted(c, which, scores))
		status = second_reading(c, scores, err);
	c->is_scored = !status;
	c->scored = arena_mark(&c->arena);
	return status;
}

moderato_status classifier_read(
	moderato_classifier *c, const moderato_comment *comment, moderato_error *err)
{
	struct document *doc = &c->doc;
	struct arena *arena = &c->arena;
	struct reading text;
	moderato_status status;

	if (c->bundle->shape->kind == BUNDLE_VECTORS)
		return fail(err, MODERATO_EINVAL,
			"this bundle was trained on foreign vectors and cannot read comments");
	status = read_check(comment, err);
	if (status)
		return status;
	arena_reset(arena);
	c->is_scored = false;
	memset(doc, 0, sizeof(*doc));
	doc->comment = comment;

	if (!read_characters(&text, arena, doc) || !read_repair(&text))
		return fail_no_memory(err);
	read_evasion(&text);
	if (!read_markup(&text) || !read_normal(&text) || !read_words(&text))
		return fail_no_memory(err);

	/* The words are summed before the other features are looked for: with a word's sum the cache
	 * has its key, which pairs are made of, and its term sets, which heuristics count. */
	if (!document_quotes(doc, arena) || !document_terms(doc, arena) ||
		!sums_add_words(&c->sums, doc, arena) || !document_pairs(doc, arena))
		return fail_no_memory(err);
	sums_add_pairs(&c->sums, doc);
	if (!document_contexts(doc, arena, c->bundle->shape->space.context))
		return fail_no_memory(err);
	sums_add_context(&c->sums, doc);
	author_signs_read(comment, &doc->author);
	document_hits(doc);
	c->n_active = heuristics_active(doc, c->bundle->n_sets, c->active);
	sums_add_heuristics(&c->sums, c->active, c->n_active);
	return MODERATO_OK;
}

/* ---- a classifier's life ---- */

moderato_status moderato_classifier_new(moderato_classifier **out, const moderato_bundle *bundle,
	const moderato_classifier_options *options, moderato_error *err)
{
	const moderato_classifier_options none = MODERATO_CLASSIFIER_OPTIONS_INIT;
	moderato_classifier *c;
	moderato_status status = MODERATO_OK;
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
	c->second = options->second;
	if (bundle->encoder_width && c->second != MODERATO_SECOND_NEVER)
		status = second_reading_encoder(bundle, &c->encoder, err);
	if (status) {
		moderato_classifier_free(c);
		return status;
	}
	if (!sums_init(&c->sums, bundle, options->no_cache ? 0 : words)) {
		moderato_classifier_free(c);
		return fail_no_memory(err);
	}
	termset_builtin_init();
	term_tf_init();
	*out = c;
	return MODERATO_OK;
}

void moderato_classifier_free(moderato_classifier *c)
{
	if (!c)
		return;
	sums_dispose(&c->sums);
	arena_dispose(&c->arena);
	free(c);
}
