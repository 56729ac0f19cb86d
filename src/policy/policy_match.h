/* SPDX-License-Identifier: MIT */
#ifndef POLICY_POLICY_MATCH_H
#define POLICY_POLICY_MATCH_H
/* What is known about each rule while a policy is applied, and the matching of lists. */
#include "policy/policy_internal.h"

/* The place of a phrase or a link in the text; a linked list, newest first. */
struct match {
	struct match *earlier;
	moderato_span span;
};

struct rule_state {
	bool possible; /* the rule's conditions hold */
	unsigned met;  /* bit i: list i is met */
	struct match *matches;
	size_t n_matches;
	size_t n_links;   /* links that lead to a host in its list */
	size_t last_link; /* the last of these links, counted from 1 */
};

struct policy_application {
	const moderato_policy *policy;
	const struct policy_input *input;
	const int *columns; /* for each attribute of the policy an index into the scores, or -1 */
	struct arena *arena;
	struct rule_state *states; /* [n_rules]; NULL while no rule is possible */
};

/* Finds which lists are met by the comment. Valid only for possible rules; `met` of others may have
 * any value. Returns false when memory runs out. */
bool policy_match(struct policy_application *a);

/* Writes the matches of a rule as sorted, disjoint spans. Returns false when memory runs out. */
bool policy_match_spans(
	struct arena *arena, const struct rule_state *state, const moderato_span **out, size_t *n_out);

#endif
