/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_BUDGET_POLICY_H
#define TOOLS_BUDGET_POLICY_H
/* A policy's text with other thresholds. Lines are kept as they are but for the numbers in
 * conditions of the form `attribute: ">= X"` after `when:` and `any:`. An attribute without a
 * threshold gets "> 1", which no score is, and what says so is changed like the others. */
#include "gate/budget.h"
#include "base/buffer.h"

/* What the thresholds are; all borrowed. */
struct budget_policy {
	const moderato_bundle *bundle;
	const struct budget_scores *scores;
	const struct budget_line *hold;   /* [scores->n_attributes] */
	const struct budget_line *reject; /* the same, of rules whose action is to reject */
};

/* Rewrite a policy; out->failed says when memory was out. A rule on one attribute gets a comment on
 * what it costs and catches. In `any` the thresholds are those of holding: what is rejected must at
 * least be held for that as well. */
void budget_rewrite(const struct budget_policy *p, const char *policy, struct buffer *out);

double budget_percent(size_t n, size_t of);

#endif
