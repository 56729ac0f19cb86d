/* SPDX-License-Identifier: MIT */
#ifndef POLICY_POLICY_MATCH_H
#define POLICY_POLICY_MATCH_H
/* What is known of each rule while a policy is applied, and which lists a comment meets. */
#include "policy/policy_internal.h"

/* A phrase's or a link's place in the text, newest first. */
struct match {
	struct match *earlier;
	moderato_span span;
};

struct rule_state {
	bool possible; /* its conditions hold */
	unsigned met;  /* bit i: list i is met */
	struct match *matches;
	size_t n_matches;
	size_t n_links;   /* that lead to a listed host */
	size_t last_link; /* the last of them, from 1 */
};

struct policy_application {
	const moderato_policy *policy;
	const struct policy_input *input;
	const int *columns; /* of the policy's attributes: an index into the scores, or -1 */
	struct arena *arena;
	struct rule_state *states; /* [n_rules]; NULL while no rule is possible */
};

/* Find which lists are met, of rules that are possible; of the others `met` may be anything. False:
 * out of memory. */
bool policy_match(struct policy_application *a);

/* A rule's matches as sorted, disjoint spans. False: out of memory. */
bool policy_match_spans(
	struct arena *arena, const struct rule_state *state, const moderato_span **out, size_t *n_out);

#endif
