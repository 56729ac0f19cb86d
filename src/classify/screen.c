/* SPDX-License-Identifier: MIT */
/* What a policy makes of a comment's scores: the decision, and the reasons for it. */
#include "base/fail.h"
#include "classify/classifier_internal.h"

/* Find which attributes the policy means. For most comments that is known from the one before. */
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

moderato_status classifier_decide(moderato_classifier *c, const moderato_policy *policy,
	moderato_verdict *verdict, struct policy_hits *hits, moderato_error *err)
{
	struct policy_input input;
	const moderato_status status = bind(c, policy, err);

	if (status)
		return status;
	if (!classifier_policy_input(c, policy, &verdict->scores, &input))
		return fail_no_memory(err);
	return policy_apply(
		policy, &c->binding, &input, &c->arena, &hits->v, &hits->n, &verdict->decision, err);
}

/* A rule that listed phrases or links has the spans of those. One that tested an attribute gets the
 * words that carried its score. */
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

moderato_status classifier_reasons(moderato_classifier *c, const struct policy_hits *hits,
	moderato_verdict *verdict, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	moderato_reason *reasons;
	size_t i;

	if (!hits->n)
		return MODERATO_OK;
	reasons = arena_array(&c->arena, hits->n, sizeof(*reasons));
	if (!reasons)
		return fail_no_memory(err);
	for (i = 0; !status && i < hits->n; i++)
		status = reason_of(c, &verdict->scores, &hits->v[i], &reasons[i], err);
	verdict->reasons = reasons;
	verdict->n_reasons = hits->n;
	return status;
}
