/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_BUDGET_POLICY_H
#define TOOLS_BUDGET_POLICY_H
/* Rewrites a policy's text with other thresholds. Only the numbers in conditions of the form
 * `attribute: ">= X"` after `when:` and `any:` change. An attribute without a threshold gets "> 1",
 * which no score reaches; a "> 1" that is already there is changed like the other conditions. */
#include "gate/budget.h"
#include "base/buffer.h"

/* The thresholds to write. All pointers are borrowed. */
struct budget_policy {
	const moderato_bundle *bundle;
	const struct budget_scores *scores;
	const struct budget_line *hold;   /* [scores->n_attributes] */
	const struct budget_line *reject; /* the same, for rules whose action is to reject */
};

/* Writes the rewritten policy to `out`; out->failed is set if memory is out. A rule on one
 * attribute gets a comment that says what it costs and catches. Conditions in `any` get the
 * thresholds for holding, because whatever is rejected must at least be held for the same reason.
 */
void budget_rewrite(const struct budget_policy *p, const char *policy, struct buffer *out);

double budget_percent(size_t n, size_t of);

#endif
