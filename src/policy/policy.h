/* SPDX-License-Identifier: MIT */
#ifndef POLICY_POLICY_H
#define POLICY_POLICY_H
/* A policy's rules and how they are applied. What a rule's spans are for an attribute is the
 * classifier's to say (it knows the features); a phrase's spans are found here. */
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "moderato/policy.h"

/* What a policy looks at. Arrays are the caller's. */
struct policy_input {
	const char *const *attributes; /* [n_attributes] names, in the order of scores */
	const double *scores;          /* [n_attributes] 0…1 */
	size_t n_attributes;
	size_t links;  /* link targets in the text */
	size_t length; /* code points of the text */
	size_t words;
	double caps; /* share of upper-case letters among letters, 0…1 */
	bool author_url;
	moderato_str author;
	const uint64_t
		*skeletons; /* [n_skeletons] hash of each word's skeleton, see text/skeletons.h */
	const moderato_span *places; /* [n_skeletons] where it stands in the original text */
	size_t n_skeletons;
};

/* A rule that fired. Texts belong to the policy, spans to the arena. */
struct policy_hit {
	const char *rule;
	const char *message; /* or NULL */
	moderato_decision action;
	int attribute; /* the first attribute that it tested (index into the input's), or -1 */
	double score;
	const moderato_span *spans; /* phrase matches, sorted, disjoint */
	size_t n_spans;
};

/* Apply every rule. `*hits` receives the rules that fired, highest action first, then the file's
 * order; of rules about one attribute only those of the highest action. MODERATO_EINVAL: a rule
 * names an attribute that is not in the input (the default policy skips such rules instead).
 * MODERATO_ENOMEM. Thread-safe on one policy. */
moderato_status policy_apply(const moderato_policy *policy, const struct policy_input *input,
	struct arena *arena, const struct policy_hit **hits, size_t *n_hits,
	moderato_decision *decision, moderato_error *err);

#endif
