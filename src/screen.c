/* SPDX-License-Identifier: MIT */
/* Verdicts: a comment's scores, what the policy makes of them, and the reasons. */
#include <string.h>

#include "base/fail.h"
#include "classifier.h"

/* The words that phrases are looked for in. */
struct phrase_words {
	const struct document *doc;
	uint32_t *word; /* [policy_input's n_skeletons] which of the document's */
};

static moderato_span place_of(const void *payload, size_t i)
{
	const struct phrase_words *words = payload;

	return document_place(words->doc, words->word[i]);
}

static bool list_words(struct arena *arena, struct phrase_words *words, struct policy_input *in)
{
	const struct document *doc = words->doc;
	uint64_t *skeletons = arena_array(arena, doc->words.n, sizeof(*skeletons));
	size_t i;

	words->word = arena_array(arena, doc->words.n, sizeof(*words->word));
	if (!skeletons || !words->word)
		return false;
	for (i = 0; i < doc->words.n; i++) {
		if (doc->words.v[i].kind != WORD_PLAIN && doc->words.v[i].kind != WORD_SPACED)
			continue;
		skeletons[in->n_skeletons] = doc->terms[doc->term_of[i]].key;
		words->word[in->n_skeletons++] = (uint32_t)i;
	}
	in->skeletons = skeletons;
	in->place = place_of;
	in->words_payload = words;
	return true;
}

/* What the policy looks at, from the document. */
static void fill_input(
	const moderato_classifier *c, const moderato_scores *scores, struct policy_input *in)
{
	const struct document *doc = &c->doc;

	*in = (struct policy_input){
		.scores = scores->score,
		.links = doc->words.n_links,
		.length = doc->signals.chars,
		.words = doc->words.n_plain,
		.repeated = doc->comment->repeated,
		.caps =
			doc->signals.letters ? (double)doc->signals.upper / (double)doc->signals.letters : 0.0,
		.author_url = doc->comment->author_url.len > 0,
		.author_email = doc->comment->author_email.len > 0,
		.author = doc->comment->author,
	};
}

/* Which attributes the policy means; for most comments what is known from the one before. */
static moderato_status bind(
	moderato_classifier *c, const moderato_policy *policy, moderato_error *err)
{
	const char *attributes[MODERATO_ATTRIBUTES_MAX];
	size_t i;

	if (policy_is_bound(policy, &c->binding))
		return MODERATO_OK;
	for (i = 0; i < c->bundle->n_heads; i++)
		attributes[i] = c->bundle->heads[i]->attribute;
	return policy_bind(policy, attributes, c->bundle->n_heads, &c->binding, err);
}

static moderato_status reason_of(moderato_classifier *c, const moderato_scores *scores,
	const struct policy_hit *hit, moderato_reason *reason, moderato_error *err)
{
	struct spans spans;
	moderato_status status;

	*reason = (moderato_reason){
		.rule = hit->rule,
		.message = hit->message,
		.action = hit->action,
		.attribute = hit->attribute,
		.score = hit->score,
		.spans = hit->spans,
		.n_spans = hit->n_spans,
	};
	if (hit->n_spans || hit->attribute < 0)
		return MODERATO_OK;
	status = classifier_spans(c, scores, (size_t)hit->attribute, 1, &spans, err);
	reason->spans = spans.v;
	reason->n_spans = spans.n;
	return status;
}

moderato_status moderato_classifier_screen(moderato_classifier *classifier,
	const moderato_policy *policy, const moderato_comment *comment, moderato_verdict *verdict,
	moderato_error *err)
{
	moderato_classifier *c = classifier;
	struct phrase_words words = {&c->doc, NULL};
	const struct policy_hit *hits;
	moderato_reason *reasons;
	struct policy_input in;
	moderato_status status;
	size_t n_hits;
	size_t i;

	verdict->decision = MODERATO_PUBLISH;
	verdict->reasons = NULL;
	verdict->n_reasons = 0;
	status = moderato_classifier_score(c, comment, &verdict->scores, err);
	if (!status)
		status = bind(c, policy, err);
	if (status)
		return status;
	fill_input(c, &verdict->scores, &in);
	if (policy_has_phrases(policy) && !list_words(&c->arena, &words, &in))
		return fail(err, MODERATO_ENOMEM, "out of memory");
	status =
		policy_apply(policy, &c->binding, &in, &c->arena, &hits, &n_hits, &verdict->decision, err);
	if (status || !n_hits)
		return status;
	reasons = arena_array(&c->arena, n_hits, sizeof(*reasons));
	if (!reasons)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	for (i = 0; !status && i < n_hits; i++)
		status = reason_of(c, &verdict->scores, &hits[i], &reasons[i], err);
	verdict->reasons = reasons;
	verdict->n_reasons = n_hits;
	return status;
}
