/* SPDX-License-Identifier: MIT */
/* Verdicts: a comment's scores, what the policy makes of them, and the reasons. */
#include "base/fail.h"
#include "classify/classifier_internal.h"

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
	if (!classifier_policy_input(c, policy, &verdict->scores, &in))
		return fail_no_memory(err);
	status =
		policy_apply(policy, &c->binding, &in, &c->arena, &hits, &n_hits, &verdict->decision, err);
	if (status || !n_hits)
		return status;
	reasons = arena_array(&c->arena, n_hits, sizeof(*reasons));
	if (!reasons)
		return fail_no_memory(err);
	for (i = 0; !status && i < n_hits; i++)
		status = reason_of(c, &verdict->scores, &hits[i], &reasons[i], err);
	verdict->reasons = reasons;
	verdict->n_reasons = n_hits;
	return status;
}
