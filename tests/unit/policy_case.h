/* SPDX-License-Identifier: MIT */
#ifndef TESTS_POLICY_CASE_H
#define TESTS_POLICY_CASE_H
/* What tests of policies share: a policy read from YAML, and the input that it decides on. */
#include "support.h"

#include "base/arena.h"
#include "policy/policy_apply.h"
#include "policy/policy_internal.h"

#define HEAD "version: 1\nrules:\n"                 /* two lines */
#define RULE HEAD "  - name: a\n    action: hold\n" /* up to line 4 */
#define CONDITION(text) RULE "    when: {" text "}\n"

enum { N_ATTRIBUTES = 3 };
extern const char *const attributes[N_ATTRIBUTES];

/* What a policy looks at, of a text whose words stand between single spaces. */
struct case_input {
	struct policy_input input;
	const char *const *attributes;
	size_t n_attributes;
	double scores[N_ATTRIBUTES];
	uint64_t skeletons[64];
	moderato_span places[64];
};

struct result {
	struct arena arena;
	const struct policy_hit *hits;
	size_t n_hits;
	moderato_decision decision;
};

/* Parses a policy as the file p.yaml; fails the test where it is wrong. */
moderato_policy *parse(const char *yaml);

/* Fills the input from a text; all scores are 0. */
void init_input(struct case_input *c, const char *text);

/* Applies a policy. Dispose of r->arena after use. */
void apply(const moderato_policy *policy, const struct case_input *c, struct result *r);

/* The part of a rule that a test varies, and whether the rule then holds the comment. */
struct held_case {
	const char *part;
	bool held;
};

/* Fails where the policy "BEFORE part AFTER" decides otherwise than a case says. */
void check_held(const char *before, const char *after, const struct held_case *cases, size_t n,
	const struct case_input *c);

/* The decision of the policy that `yaml` is. */
moderato_decision decide(const char *yaml, const struct case_input *c);

#endif
