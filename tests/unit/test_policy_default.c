/* SPDX-License-Identifier: MIT */
/* The policy that is compiled in. */
#include "policy_case.h"

#include <math.h>

static void policy_default__scores__fall_into_three_bands(void **state)
{
	static const struct {
		double scores[COUNT(attributes)]; /* spam, toxicity, profanity */
		moderato_decision decision;
	} cases[] = {
		{{0, 0, 0}, MODERATO_PUBLISH},
		{{0.3, 0.3, 0.3}, MODERATO_PUBLISH},
		{{1, 0, 0}, MODERATO_REJECT},
		{{0, 1, 0}, MODERATO_HOLD}, /* and so may be swearing: no insult is known of */
		{{0, 0, 1}, MODERATO_HOLD}, /* swearing alone is never rejected */
		{{0, 0, 0.5}, MODERATO_PUBLISH},
	};
	moderato_policy *policy;
	struct case_input c;
	struct result r;
	size_t i;

	(void)state;
	assert_int_equal(moderato_policy_default(&policy, NULL), MODERATO_OK);
	for (i = 0; i < COUNT(cases); i++) {
		init_input(&c, "");
		memcpy(c.scores, cases[i].scores, sizeof(c.scores));
		apply(policy, &c, &r);
		if (r.decision != cases[i].decision)
			fail_msg("case %zu: %s", i, moderato_decision_name(r.decision));
		arena_dispose(&r.arena);
	}
	init_input(&c, "");
	c.input.links = 100;
	c.input.length = 100000;
	apply(policy, &c, &r);
	assert_int_equal(r.decision, MODERATO_HOLD);
	assert_int_equal(r.n_hits, 2);
	arena_dispose(&r.arena);
	moderato_policy_free(policy);
}

/* severe_toxicity as a bundle derives it from the others (model/bundle.h). */
static double derived_severity(double toxicity, double insult, double profanity)
{
	return toxicity * insult * profanity;
}

/* The first threshold that the default policy has for an attribute after `from`, such as in the
 * conditions of "toxicity (certain)". Thresholds are a command's, so the tests read them. */
static double default_threshold(const char *from, const char *attribute)
{
	char condition[64];
	const char *at = strstr(moderato_policy_default_yaml(), from);

	snprintf(condition, sizeof(condition), "%s: \">= ", attribute);
	assert_non_null(at);
	at = strstr(at, condition);
	assert_non_null(at);
	return strtod(at + strlen(condition), NULL);
}

#define CERTAIN "name: toxicity (certain)"

static void policy_default__swearing_alone__is_held_at_most(void **state)
{
	static const char *const all[] = {
		"toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack", "spam"};
	const double toxic = default_threshold("name: toxicity", "toxicity");
	const double profane = default_threshold("name: profanity", "profanity");
	const double steps[] = {
		0, 0.5, toxic, profane, default_threshold(CERTAIN, "toxicity"), 0.99999, 1};
	static const double others[] = {0, 0.5, 1}; /* of what is just short of holding */
	moderato_policy *policy;
	size_t i;

	(void)state;
	assert_int_equal(moderato_policy_default(&policy, NULL), MODERATO_OK);
	for (i = 0; i < COUNT(steps) * COUNT(steps) * COUNT(others); i++) {
		const double toxicity = steps[i % COUNT(steps)];
		const double profanity = steps[i / COUNT(steps) % COUNT(steps)];
		const double other = others[i / COUNT(steps) / COUNT(steps)];
		const double insult = other * nextafter(default_threshold(CERTAIN, "insult"), 0);
		const double scores[COUNT(all)] = {toxicity, derived_severity(toxicity, insult, profanity),
			insult, profanity, other * nextafter(default_threshold(CERTAIN, "threat"), 0),
			other * nextafter(default_threshold(CERTAIN, "identity_attack"), 0), 0};
		struct case_input c;
		struct result r;

		init_input(&c, "");
		c.attributes = all;
		c.n_attributes = COUNT(all);
		c.input.scores = scores;
		apply(policy, &c, &r);
		if (r.decision == MODERATO_REJECT)
			fail_msg("%g, %g, others %g: '%s'", toxicity, profanity, other, r.hits[0].rule);
		if (toxicity >= toxic || profanity >= profane)
			assert_int_equal(r.decision, MODERATO_HOLD);
		arena_dispose(&r.arena);
	}
	moderato_policy_free(policy);
}

/* Beside each of these what is surely toxic is rejected. */
static void policy_default__toxicity_with_another__is_rejected(void **state)
{
	static const char *const all[] = {"toxicity", "insult", "threat", "identity_attack"};
	const double enough[COUNT(all)] = {default_threshold(CERTAIN, "toxicity"),
		default_threshold(CERTAIN, "insult"), default_threshold(CERTAIN, "threat"),
		default_threshold(CERTAIN, "identity_attack")};
	moderato_policy *policy;
	size_t i;

	(void)state;
	assert_int_equal(moderato_policy_default(&policy, NULL), MODERATO_OK);
	for (i = 1; i < COUNT(all); i++) {
		double scores[COUNT(all)] = {enough[0]};
		struct case_input c;
		struct result r;

		init_input(&c, "");
		c.attributes = all;
		c.n_attributes = COUNT(all);
		c.input.scores = scores;
		scores[i] = enough[i];
		apply(policy, &c, &r);
		assert_int_equal(r.decision, MODERATO_REJECT);
		assert_string_equal(r.hits[0].rule, "toxicity (certain)");
		assert_int_equal(r.hits[0].attribute, 0);
		arena_dispose(&r.arena);
		scores[i] = nextafter(enough[i], 0);
		apply(policy, &c, &r);
		assert_int_equal(r.decision, MODERATO_HOLD);
		arena_dispose(&r.arena);
	}
	moderato_policy_free(policy);
}

static void policy_default__every_attribute_certain__gives_each_a_message(void **state)
{
	static const char *const all[] = {
		"toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack", "spam"};
	static const double ones[COUNT(all)] = {1, 1, 1, 1, 1, 1, 1};
	bool seen[COUNT(all)] = {false};
	moderato_policy *policy;
	struct case_input c;
	struct result r;
	size_t i;

	(void)state;
	assert_int_equal(moderato_policy_default(&policy, NULL), MODERATO_OK);
	init_input(&c, "");
	c.attributes = all;
	c.n_attributes = COUNT(all);
	c.input.scores = ones;
	apply(policy, &c, &r);
	for (i = 0; i < r.n_hits; i++) {
		assert_non_null(r.hits[i].message);
		if (r.hits[i].attribute >= 0) {
			seen[r.hits[i].attribute] = true;
			if (!strcmp(all[r.hits[i].attribute], "profanity"))
				assert_int_equal(r.hits[i].action, MODERATO_HOLD);
		}
	}
	for (i = 0; i < COUNT(all); i++)
		if (!seen[i])
			fail_msg("no rule about %s", all[i]);
	arena_dispose(&r.arena);
	moderato_policy_free(policy);
}

static void policy_bind__another_policy__is_bound_anew(void **state)
{
	moderato_policy *one = parse(RULE "    when: {spam: 1}\n");
	moderato_policy *two = parse(RULE "    when: {toxicity: 1}\n");
	struct policy_binding binding = {0};

	(void)state;
	assert_false(policy_is_bound(one, &binding));
	assert_int_equal(policy_bind(one, attributes, COUNT(attributes), &binding, NULL), MODERATO_OK);
	assert_true(policy_is_bound(one, &binding));
	assert_false(policy_is_bound(two, &binding));
	assert_int_equal(policy_bind(two, attributes, COUNT(attributes), &binding, NULL), MODERATO_OK);
	assert_true(policy_is_bound(two, &binding));
	assert_int_equal(binding.columns[0], 1);
	moderato_policy_free(one);
	moderato_policy_free(two);
}

/* Its text is a policy file like any other, but there a missing attribute is an error. */
static void policy_default_yaml__as_a_file__is_read(void **state)
{
	moderato_policy *policy = parse(moderato_policy_default_yaml());
	struct policy_binding binding;

	(void)state;
	assert_int_equal(
		policy_bind(policy, attributes, COUNT(attributes), &binding, NULL), MODERATO_EINVAL);
	moderato_policy_free(policy);
}

static void decision_name__each__has_a_name(void **state)
{
	(void)state;
	assert_string_equal(moderato_decision_name(MODERATO_PUBLISH), "publish");
	assert_string_equal(moderato_decision_name(MODERATO_HOLD), "hold");
	assert_string_equal(moderato_decision_name(MODERATO_REJECT), "reject");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy_default__scores__fall_into_three_bands),
		cmocka_unit_test(policy_default__swearing_alone__is_held_at_most),
		cmocka_unit_test(policy_default__toxicity_with_another__is_rejected),
		cmocka_unit_test(policy_default__every_attribute_certain__gives_each_a_message),
		cmocka_unit_test(policy_bind__another_policy__is_bound_anew),
		cmocka_unit_test(policy_default_yaml__as_a_file__is_read),
		cmocka_unit_test(decision_name__each__has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
