/* SPDX-License-Identifier: MIT */
/* How rules together decide: those that publish, those that always count, and `any`. */
#include "policy_case.h"

/* A policy's decision, and the names of its reasons with spaces between. */
static void expect(const moderato_policy *policy, const struct case_input *c,
	moderato_decision decision, const char *reasons)
{
	char seen[200] = "";
	struct result r;
	size_t i;

	apply(policy, c, &r);
	for (i = 0; i < r.n_hits; i++) {
		strncat(seen, i ? " " : "", sizeof(seen) - strlen(seen) - 1);
		strncat(seen, r.hits[i].rule, sizeof(seen) - strlen(seen) - 1);
	}
	if (r.decision != decision || strcmp(seen, reasons) != 0)
		fail_msg("expected %s by '%s', not %s by '%s'", moderato_decision_name(decision), reasons,
			moderato_decision_name(r.decision), seen);
	arena_dispose(&r.arena);
}

static const char trusting[] =
	HEAD "- {name: spam, action: reject, when: {spam: 0.9}}\n"
		 "- {name: toxic, action: hold, when: {toxicity: 0.9}}\n"
		 "- {name: house, action: hold, phrases: [pills], always: true}\n"
		 "- {name: cure, action: reject, phrases: [cure], always: true}\n"
		 "- {name: staff, action: publish, authors: [ann], message: One of us.}\n"
		 "- {name: known, action: publish, authors: [ann, bob], when: {spam: '< 0.95'}}\n";

static void policy_apply__a_rule_that_publishes__undoes_the_others(void **state)
{
	static const struct {
		const char *author;
		const char *text;
		double spam;
		double toxicity;
		moderato_decision decision;
		const char *reasons;
	} cases[] = {
		{"eve", "hello", 0.96, 0.96, MODERATO_REJECT, "spam toxic"},
		{"eve", "hello", 0.1, 0.1, MODERATO_PUBLISH, ""},
		{"ann", "hello", 0.1, 0.1, MODERATO_PUBLISH, "staff known"},
		{"ann", "hello", 0.96, 0.96, MODERATO_PUBLISH, "staff"},
		{"bob", "hello", 0.94, 0.96, MODERATO_PUBLISH, "known"},
		{"bob", "hello", 0.95, 0.96, MODERATO_REJECT, "spam toxic"},
		{"ann", "pills", 0.96, 0.96, MODERATO_HOLD, "house"},
		{"ann", "cure pills", 0.1, 0.1, MODERATO_REJECT, "cure house"},
		{"eve", "pills", 0.96, 0.1, MODERATO_REJECT, "spam house"},
	};
	moderato_policy *policy = parse(trusting);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct case_input c;

		init_input(&c, cases[i].text);
		c.input.author = str(cases[i].author);
		c.scores[0] = cases[i].spam;
		c.scores[1] = cases[i].toxicity;
		expect(policy, &c, cases[i].decision, cases[i].reasons);
	}
	moderato_policy_free(policy);
}

/* The score that it is short of is no reason to publish, nor are the words that carry it. */
static void policy_apply__a_rule_that_publishes__tells_its_message_and_no_score(void **state)
{
	moderato_policy *policy = parse(trusting);
	struct case_input c;
	struct result r;

	(void)state;
	init_input(&c, "");
	c.input.author = str("Ann");
	apply(policy, &c, &r);
	assert_int_equal(r.n_hits, 2);
	assert_string_equal(r.hits[0].message, "One of us.");
	assert_int_equal(r.hits[0].action, MODERATO_PUBLISH);
	assert_int_equal(r.hits[1].attribute, -1);
	arena_dispose(&r.arena);
	moderato_policy_free(policy);
}

static void policy_rule__one_that_publishes__is_no_threshold(void **state)
{
	moderato_policy *policy = parse(HEAD "- {name: a, action: publish, when: {spam: 0.1}}\n");
	moderato_rule rule;

	(void)state;
	assert_true(moderato_policy_rule(policy, 0, &rule));
	assert_int_equal(rule.action, MODERATO_PUBLISH);
	assert_null(rule.attribute);
	moderato_policy_free(policy);
}

static void policy_apply__any__needs_one_condition_and_all_of_when(void **state)
{
	static const struct held_case cases[] = {
		{"any: {toxicity: 0.5, links: 3}", true},
		{"any: {toxicity: 0.7, links: 2}", true},
		{"any: {toxicity: 0.7, links: 3}", false},
		{"any: {links: 2}", true},
		{"any: {links: 3}", false},
		{"when: {spam: 0.2}, any: {toxicity: 0.5, links: 3}", true},
		{"any: {toxicity: 0.5, links: 3}, when: {spam: 0.2}", true},
		{"when: {spam: 0.3}, any: {toxicity: 0.5, links: 3}", false},
		{"when: {spam: 0.2}, any: {toxicity: 0.7, links: 3}", false},
		{"when: {toxicity: '> 0.1'}, any: {toxicity: '< 0.7', links: 3}", true},
		{"any: {links: 2}, phrases: [hello]", true},
		{"any: {links: 2}, phrases: [goodbye]", false},
		{"any: {repeated: 0, author_url: true}", false},
		{"any: {repeated: 0, author_url: false}", true},
	};
	struct case_input c;

	(void)state;
	init_input(&c, "hello");
	c.input.links = 2;
	c.scores[0] = 0.2;
	c.scores[1] = 0.6;
	check_held(HEAD "- {name: a, action: hold, ", "}\n", cases, COUNT(cases), &c);
}

/* What a rule is about: the first score of `when`; without one the first of `any` that holds. */
static void policy_apply__any__gives_the_reason_its_attribute(void **state)
{
	static const struct {
		const char *rule;
		int attribute;
	} cases[] = {
		{"any: {spam: 0.9, toxicity: 0.5}", 1},
		{"any: {spam: 0.1, toxicity: 0.5}", 0},
		{"any: {spam: 0.1, toxicity: 0.5}, when: {profanity: '< 1'}", 2},
		{"any: {links: 0, toxicity: 0.9}", -1},
		{"any: {links: 0, toxicity: 0.5}", 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_policy *policy;
		struct case_input c;
		struct result r;
		char yaml[200];

		init_input(&c, "");
		c.scores[0] = 0.2;
		c.scores[1] = 0.6;
		snprintf(yaml, sizeof(yaml), HEAD "- {name: a, action: hold, %s}\n", cases[i].rule);
		policy = parse(yaml);
		apply(policy, &c, &r);
		assert_int_equal(r.n_hits, 1);
		if (r.hits[0].attribute != cases[i].attribute)
			fail_msg("%s: %d", cases[i].rule, r.hits[0].attribute);
		arena_dispose(&r.arena);
		moderato_policy_free(policy);
	}
}

static void policy_rule__one_with_any__is_no_threshold(void **state)
{
	moderato_policy *policy = parse(HEAD "- {name: a, action: hold, any: {spam: 0.1}}\n"
										 "- {name: b, action: hold, when: {spam: 0.1}, any: "
										 "{links: 1}}\n");
	moderato_rule rule;
	size_t i;

	(void)state;
	for (i = 0; moderato_policy_rule(policy, i, &rule); i++)
		assert_null(rule.attribute);
	assert_int_equal(i, 2);
	moderato_policy_free(policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy_apply__a_rule_that_publishes__undoes_the_others),
		cmocka_unit_test(policy_apply__a_rule_that_publishes__tells_its_message_and_no_score),
		cmocka_unit_test(policy_rule__one_that_publishes__is_no_threshold),
		cmocka_unit_test(policy_apply__any__needs_one_condition_and_all_of_when),
		cmocka_unit_test(policy_apply__any__gives_the_reason_its_attribute),
		cmocka_unit_test(policy_rule__one_with_any__is_no_threshold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
