/* SPDX-License-Identifier: MIT */
/* What a policy decides on an input. */
#include "policy_case.h"

#include <math.h>

#include "text/skeletons.h"

static void policy_apply__comparisons__hold_at_the_right_numbers(void **state)
{
	static const struct {
		const char *condition;
		double score;
		bool held;
	} cases[] = {
		{"\">= 0.5\"", 0.5, true},
		{"\">= 0.5\"", 0.4999, false},
		{"\"> 0.5\"", 0.5, false},
		{"\"> 0.5\"", 0.5001, true},
		{"\"<= 0.5\"", 0.5, true},
		{"\"<= 0.5\"", 0.5001, false},
		{"\"< 0.5\"", 0.5, false},
		{"< 0.5", 0.4, true},
		{"\">=0.5\"", 0.5, true},
		{"\">=    0.5\"", 0.5, true},
		{"0.5", 0.5, true},
		{"0.5", 0.4, false},
		{"\"0.5\"", 0.5, true},
		{"'0.5'", 0.6, true},
		{".5", 0.5, true},
		{"1", 1, true},
		{"1.000", 1, true},
		{"0", 0, true},
		{"000000000000000000.5", 0.5, true},
		{"0.1", 0.1, true},
		{"0.123456789012345", 0.123456789012345, true},
		{"0.999999999999999", 0.999999999999999, true},
		{"0.97", 0.97, true},
		{"\">= 0\"", NAN, false},
		{"\"<= 1\"", NAN, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct case_input c;
		char yaml[200];

		init_input(&c, "");
		c.scores[1] = cases[i].score;
		snprintf(yaml, sizeof(yaml), CONDITION("toxicity: %s"), cases[i].condition);
		if ((decide(yaml, &c) == MODERATO_HOLD) != cases[i].held)
			fail_msg("toxicity: %s of %g", cases[i].condition, cases[i].score);
	}
}

static void policy_apply__each_subject__is_what_the_condition_reads(void **state)
{
	static const struct held_case cases[] = {
		{"links: 3", true},
		{"links: \"> 3\"", false},
		{"length: 40", true},
		{"length: \"< 40\"", false},
		{"words: \"<= 7\"", true},
		{"words: \">= 8\"", false},
		{"caps: 0.25", true},
		{"caps: \"> 0.25\"", false},
		{"author_url: true", true},
		{"author_url: false", false},
		{"author_email: true", false},
		{"author_email: false", true},
		{"repeated: 4", true},
		{"repeated: 5", true},
		{"repeated: 6", false},
		{"repeated: \"> 5\"", false},
		{"repeated: \"< 6\"", true},
		{"spam: 0.75", true},
		{"profanity: 0.1", false},
		{"links: 3, words: 7, spam: 0.75", true},
		{"links: 3, words: 8, spam: 0.75", false},
	};
	struct case_input c;

	(void)state;
	init_input(&c, "");
	c.input.links = 3;
	c.input.length = 40;
	c.input.words = 7;
	c.input.caps = 0.25;
	c.input.author_url = str("x.example");
	c.input.repeated = 5;
	c.scores[0] = 0.75;
	check_held(RULE "    when: {", "}\n", cases, COUNT(cases), &c);
}

static void policy_apply__repeated_is_unknown__no_condition_holds(void **state)
{
	static const char *const conditions[] = {
		CONDITION("repeated: 0"), CONDITION("repeated: 1"), CONDITION("repeated: \"< 5\"")};
	struct case_input c;
	size_t i;

	(void)state;
	init_input(&c, "");
	for (i = 0; i < COUNT(conditions); i++)
		assert_int_equal(decide(conditions[i], &c), MODERATO_PUBLISH);
}

static void policy__asks_repeated__says_so(void **state)
{
	moderato_policy *asks = parse(CONDITION("words: 3, repeated: 5"));
	moderato_policy *plain = parse(CONDITION("words: 3"));

	(void)state;
	assert_true(moderato_policy_asks_repeated(asks));
	assert_false(moderato_policy_asks_repeated(plain));
	moderato_policy_free(asks);
	moderato_policy_free(plain);
}

static void policy_apply__several_rules__come_highest_action_first(void **state)
{
	moderato_policy *policy = parse(HEAD "- {name: h1, action: hold, when: {spam: 0.2}}\n"
										 "- {name: h0, action: hold, when: {toxicity: 0.5}}\n"
										 "- {name: r1, action: reject, when: {links: 1, toxicity: "
										 "0.2, spam: 0.1}, message: No.}\n"
										 "- {name: h2, action: hold, when: {words: 0}}\n"
										 "- {name: no, action: reject, when: {toxicity: 0.9}}\n"
										 "- {name: r2, action: reject, when: {words: 0}}\n");
	/* h0 speaks of toxicity, as r1 of a higher action does. */
	static const char *const order[] = {"r1", "r2", "h1", "h2"};
	struct case_input c;
	struct result r;
	size_t i;

	(void)state;
	init_input(&c, "");
	c.input.links = 1;
	c.scores[0] = 0.3;
	c.scores[1] = 0.6;
	apply(policy, &c, &r);
	assert_int_equal(r.decision, MODERATO_REJECT);
	assert_int_equal(r.n_hits, COUNT(order));
	for (i = 0; i < COUNT(order); i++)
		assert_string_equal(r.hits[i].rule, order[i]);
	assert_int_equal(r.hits[0].attribute, 1); /* the first that r1 tests: toxicity */
	assert_true(r.hits[0].score == 0.6);
	assert_string_equal(r.hits[0].message, "No.");
	assert_int_equal(r.hits[1].attribute, -1);
	assert_null(r.hits[1].message);
	assert_null(r.hits[1].spans);
	arena_dispose(&r.arena);
	moderato_policy_free(policy);
}

static void policy_apply__no_rule_fires__publishes(void **state)
{
	moderato_policy *policy = parse(CONDITION("links: 1"));
	struct case_input c;
	struct result r;

	(void)state;
	init_input(&c, "hello there");
	apply(policy, &c, &r);
	assert_int_equal(r.decision, MODERATO_PUBLISH);
	assert_int_equal(r.n_hits, 0);
	assert_null(r.hits);
	arena_dispose(&r.arena);
	moderato_policy_free(policy);
}

/* The spans of the only rule as "0-3 5-9", "none" when it did not fire. */
static void show_spans(const struct result *r, char *out, size_t size)
{
	size_t used = 0;
	size_t i;

	snprintf(out, size, "%s", r->n_hits ? "" : "none");
	for (i = 0; r->n_hits && i < r->hits[0].n_spans; i++)
		used += (size_t)snprintf(out + used, size - used, "%s%zu-%zu", i ? " " : "",
			r->hits[0].spans[i].begin, r->hits[0].spans[i].end);
}

static void policy_apply__phrases__give_merged_spans_of_whole_words(void **state)
{
	static const struct {
		const char *phrases;
		const char *text;
		const char *spans;
	} cases[] = {
		{"[buy followers]", "please buy followers now", "7-20"},
		{"[buy followers]", "BUY FOLLOWERS", "0-13"},
		{"[buy followers]", "followers buy", "none"},
		{"[buy followers]", "buy buy followers", "4-17"},
		{"[buy followers]", "buy followersx", "none"},
		{"[buy followers]", "buy", "none"},
		{"[buy followers]", "", "none"},
		{"[cheap]", "cheap stuff cheap", "0-5 12-17"},
		{"[cheap, cheap]", "cheap", "0-5"},
		{"[cheap, cheap stuff]", "so cheap stuff", "3-14"},
		{"[very cheap, cheap stuff]", "very cheap stuff", "0-16"},
		{"[alpha beta gamma, beta]", "alpha beta delta", "6-10"},
		{"[alpha beta gamma, beta]", "alpha beta gamma", "0-16"},
		{"[no]", "no", "0-2"}, /* not YAML 1.1's false */
		{"[null]", "null", "0-4"},
		{"[2024]", "in 2024", "3-7"},
		{"[\"whatsapp \\n me\"]", "whatsapp me", "0-11"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct case_input c;
		struct result r;
		char yaml[200];
		char spans[100];
		moderato_policy *policy;

		snprintf(yaml, sizeof(yaml), RULE "    phrases: %s\n", cases[i].phrases);
		policy = parse(yaml);
		init_input(&c, cases[i].text);
		apply(policy, &c, &r);
		show_spans(&r, spans, sizeof(spans));
		if (strcmp(spans, cases[i].spans))
			fail_msg("%s in '%s': expected %s, not %s", cases[i].phrases, cases[i].text,
				cases[i].spans, spans);
		arena_dispose(&r.arena);
		moderato_policy_free(policy);
	}
}

/* Links of markup come last among the words whatever their place, and some words have none. */
static void policy_apply__words_out_of_order__give_sorted_spans(void **state)
{
	moderato_policy *policy = parse(RULE "    phrases: [alpha, beta, gamma, delta epsilon]\n");
	struct case_input c;
	struct result r;
	char spans[100];

	(void)state;
	init_input(&c, "alpha beta gamma delta epsilon");
	c.places[0] = (moderato_span){50, 55};
	c.places[2] = (moderato_span){0, 0};
	c.places[4] = (moderato_span){3, 5};
	apply(policy, &c, &r);
	show_spans(&r, spans, sizeof(spans));
	assert_string_equal(spans, "6-10 50-55");
	arena_dispose(&r.arena);

	init_input(&c, "gamma");
	c.places[0] = (moderato_span){0, 0};
	apply(policy, &c, &r);
	assert_int_equal(r.n_hits, 1); /* found all the same */
	assert_int_equal(r.hits[0].n_spans, 0);
	arena_dispose(&r.arena);
	moderato_policy_free(policy);
}

static void policy_apply__a_phrase_of_two_rules__fires_both(void **state)
{
	moderato_policy *policy =
		parse(HEAD "- {name: a, action: hold, phrases: [x, spam word]}\n"
				   "- {name: b, action: reject, phrases: [spam word], when: {toxicity: 0.9}}\n"
				   "- {name: c, action: hold, phrases: [spam word], when: {toxicity: 0.1}}\n");
	struct case_input c;
	struct result r;

	(void)state;
	init_input(&c, "a spam word");
	c.scores[1] = 0.5;
	apply(policy, &c, &r);
	assert_int_equal(r.n_hits, 2);
	assert_string_equal(r.hits[0].rule, "a");
	assert_string_equal(r.hits[1].rule, "c");
	assert_int_equal(r.hits[1].n_spans, 1);
	assert_int_equal(r.hits[1].spans[0].begin, 2);
	assert_int_equal(r.hits[1].attribute, 1);
	arena_dispose(&r.arena);
	moderato_policy_free(policy);
}

static void policy_apply__authors__are_compared_without_case(void **state)
{
	static const struct {
		const char *listed;
		const char *author;
		bool held;
	} cases[] = {
		{"bob", "bob", true},
		{"bob", "BOB", true},
		{"bob", " Bob ", true},
		{"\" Bob\"", "bob", true},
		{"bob", "bobby", false},
		{"bob", "bo", false},
		{"bob", "", false},
		{"Ann Example", "ANN EXAMPLE", true},
		{"Ann Example", "ann", false},
		{"\"@bob\"", "@Bob", true},
		{"\xC3\x89mile", "\xC3\xA9mile", true},  /* É, é */
		{"\xC3\x89mile", "e\xCC\x81mile", true}, /* e and a combining accent */
		{"STRASSE",
			"stra\xC3\x9F"
			"e",
			true},                        /* ß folds to ss */
		{"bob", "b\xE2\x80\x8Bob", true}, /* a zero-width space */
		{"bob", "b\xFFob", false},
		{"yes", "Yes", true},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct case_input c;
		char yaml[200];

		snprintf(yaml, sizeof(yaml), RULE "    authors: [mallory, %s]\n", cases[i].listed);
		init_input(&c, "");
		c.input.author = str(cases[i].author);
		if ((decide(yaml, &c) == MODERATO_HOLD) != cases[i].held)
			fail_msg("%s and '%s'", cases[i].listed, cases[i].author);
	}
}

static void policy_apply__lists_and_conditions__are_all_needed(void **state)
{
	static const struct {
		const char *text;
		const char *author;
		size_t links;
		bool held;
	} cases[] = {
		{"cheap pills", "bob", 1, true},
		{"dear pills", "bob", 1, false},
		{"cheap pills", "ann", 1, false},
		{"cheap pills", "bob", 0, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct case_input c;

		init_input(&c, cases[i].text);
		c.input.author = str(cases[i].author);
		c.input.links = cases[i].links;
		if ((decide(CONDITION("links: 1") "    phrases: [cheap]\n    authors: [bob]\n", &c) ==
				MODERATO_HOLD) != cases[i].held)
			fail_msg("'%s' by %s with %zu links", cases[i].text, cases[i].author, cases[i].links);
	}
}

static void policy_bind__attribute_that_the_bundle_lacks__is_refused(void **state)
{
	moderato_policy *policy =
		parse(HEAD "- {name: one, action: hold, phrases: [x]}\n"
				   "- {name: two, action: hold, when: {spam: 1}}\n"
				   "- {name: three, action: hold, when: {words: 1, threat: 0.5}}\n");
	struct policy_binding binding;
	moderato_error err = {"", 0};

	(void)state;
	assert_int_equal(
		policy_bind(policy, attributes, COUNT(attributes), &binding, &err), MODERATO_EINVAL);
	assert_string_equal(err.message,
		"policy p.yaml: rule 'three' tests attribute 'threat', which the bundle does not have");
	assert_false(policy_is_bound(policy, &binding));
	moderato_policy_free(policy);
}

/* Many phrases that begin alike must not make a comment slow: this takes for ever if each of the
 * comment's words is compared with each phrase. */
static void policy_apply__ten_thousand_phrases__are_one_walk(void **state)
{
	enum { WORDS = 100000 };
	struct buffer yaml = BUFFER_INIT;
	uint64_t *skeletons = malloc(WORDS * sizeof(*skeletons));
	moderato_span *places = malloc(WORDS * sizeof(*places));
	moderato_policy *policy;
	struct case_input c;
	struct result r;
	uint64_t *word;
	size_t n;
	size_t i;

	(void)state;
	assert_non_null(skeletons);
	assert_non_null(places);
	buffer_add_str(&yaml, RULE "    phrases:\n");
	for (i = 0; i < POLICY_ENTRIES_MAX; i++)
		buffer_printf(&yaml, "    - the the x%zuq\n", i);
	policy = parse(buffer_cstr(&yaml));
	assert_int_equal(text_skeletons(str("the"), &word, &n), 0);
	for (i = 0; i < WORDS; i++) {
		skeletons[i] = word[0];
		places[i] = (moderato_span){4 * i, 4 * i + 3};
	}
	free(word);
	assert_int_equal(text_skeletons(str("x77q"), &word, &n), 0);
	skeletons[WORDS - 1] = word[0];
	free(word);
	init_input(&c, "");
	c.input.skeletons = skeletons;
	c.input.places = places;
	c.input.n_skeletons = WORDS;
	apply(policy, &c, &r);
	assert_int_equal(r.n_hits, 1);
	assert_int_equal(r.hits[0].n_spans, 1);
	assert_int_equal(r.hits[0].spans[0].begin, 4 * (WORDS - 3));
	assert_int_equal(r.hits[0].spans[0].end, 4 * (WORDS - 1) + 3);
	arena_dispose(&r.arena);
	moderato_policy_free(policy);
	buffer_dispose(&yaml);
	free(skeletons);
	free(places);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(policy_apply__comparisons__hold_at_the_right_numbers),
		cmocka_unit_test(policy_apply__each_subject__is_what_the_condition_reads),
		cmocka_unit_test(policy_apply__repeated_is_unknown__no_condition_holds),
		cmocka_unit_test(policy__asks_repeated__says_so),
		cmocka_unit_test(policy_apply__several_rules__come_highest_action_first),
		cmocka_unit_test(policy_apply__no_rule_fires__publishes),
		cmocka_unit_test(policy_apply__phrases__give_merged_spans_of_whole_words),
		cmocka_unit_test(policy_apply__words_out_of_order__give_sorted_spans),
		cmocka_unit_test(policy_apply__a_phrase_of_two_rules__fires_both),
		cmocka_unit_test(policy_apply__authors__are_compared_without_case),
		cmocka_unit_test(policy_apply__lists_and_conditions__are_all_needed),
		cmocka_unit_test(policy_bind__attribute_that_the_bundle_lacks__is_refused),
		cmocka_unit_test(policy_apply__ten_thousand_phrases__are_one_walk),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
