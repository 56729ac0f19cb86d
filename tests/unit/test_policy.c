/* SPDX-License-Identifier: MIT */
#include "policy_case.h"

#include <math.h>
#include <unistd.h>

#include "text/skeletons.h"

#define KEYS "name, when, any, action, always, message or a list such as phrases or link_hosts"

/* ---- applying ---- */

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
	static const struct {
		const char *condition;
		bool held;
	} cases[] = {
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
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct case_input c;
		char yaml[200];

		init_input(&c, "");
		c.input.links = 3;
		c.input.length = 40;
		c.input.words = 7;
		c.input.caps = 0.25;
		c.input.author_url = str("x.example");
		c.input.repeated = 5;
		c.scores[0] = 0.75;
		snprintf(yaml, sizeof(yaml), CONDITION("%s"), cases[i].condition);
		if ((decide(yaml, &c) == MODERATO_HOLD) != cases[i].held)
			fail_msg("%s", cases[i].condition);
	}
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
	c.input.words_payload = places;
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

/* ---- the default policy ---- */

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

/* ---- reading ---- */

static void policy_parse__unusual_but_good_files__are_read(void **state)
{
	static const struct {
		const char *name;
		const char *yaml;
	} cases[] = {
		{"plain", CONDITION("links: 1")},
		{"CRLF", "version: 1\r\nrules:\r\n- name: a\r\n  action: hold\r\n  when: {links: 1}\r\n"},
		{"CR", "version: 1\rrules:\r- name: a\r  action: hold\r  when: {links: 1}\r"},
		{"byte order mark", "\xEF\xBB\xBF" CONDITION("links: 1")},
		{"no line end", HEAD "- {name: a, action: hold, when: {links: 1}}"},
		{"document marks", "---\n" CONDITION("links: 1") "...\n"},
		{"percent signs", CONDITION("links: 1") "    message: 5% of \xC3\x85% %\n"},
		{"comments", "# one\n\n" CONDITION("links: 1") "# two\n"},
		{"rules first", "rules: [{action: hold, name: a, when: {links: 1}}]\nversion: 1\n"},
		{"JSON", "{\"version\": 1, \"rules\": [{\"name\": \"a\", \"action\": \"hold\", "
				 "\"when\": {\"links\": \"> 0\"}}]}"},
		{"block scalar message", CONDITION("links: 1") "    message: >\n      One.\n      Two.\n"},
		{"message with lines", CONDITION("links: 1") "    message: \"a\\tb\\nc\"\n"},
		{"tab after a value", CONDITION("links: 1") "    message: a\t\n"},
		{"a name that looks like a number", HEAD "- {name: 007, action: hold, when: {links: 1}}\n"},
		{"a name that looks like a boolean",
			HEAD "- {name: yes, action: hold, when: {links: 1}}\n"},
		{"UTF-8", HEAD "- {name: \xC3\xA9\xF0\x9F\x98\x80, action: hold, when: {links: 1}}\n"},
		{"quoted keys", HEAD "- {\"name\": a, 'action': \"hold\", when: {\"links\": 1}}\n"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_policy *policy;
		moderato_error err = {"", 0};

		if (moderato_policy_parse(&policy, "p.yaml", str(cases[i].yaml), &err))
			fail_msg("%s: %s", cases[i].name, err.message);
		assert_int_equal(policy->n_rules, 1);
		moderato_policy_free(policy);
	}
}

static void policy_parse__block_scalar_message__loses_its_last_line_end(void **state)
{
	moderato_policy *policy =
		parse(CONDITION("links: 0") "    message: >\n      One\n      two.\n");

	(void)state;
	assert_string_equal(policy->rules[0].message, "One two.");
	moderato_policy_free(policy);
}

static const struct mistake {
	const char *yaml;
	size_t line;
	const char *message; /* after "p.yaml:LINE: " */
} mistakes[] = {
	/* the file */
	{"", 1, "expected version: 1 and rules, but the file is empty"},
	{"# nothing\n", 2, "expected version: 1 and rules, but the file is empty"},
	{"hello\n", 1, "expected version: 1 and rules:, not 'hello'"},
	{"- a\n", 1, "expected version: 1 and rules:, not a list"},
	{"version: 1\n", 2, "expected version: 1 and rules, but there is no rules"},
	{"rules: [{name: a, action: hold, when: {links: 1}}]\n", 2,
		"expected version: 1 and rules, but there is no version"},
	{"version: 2\n", 1, "version: expected 1, not '2'"},
	{"version: 1.0\n", 1, "version: expected 1, not '1.0'"},
	{"version: \"1\"\n", 1, "version: expected the number 1 without quotes"},
	{"version:\n", 1, "version: expected 1, not nothing"},
	{"version: [1]\n", 1, "version: expected 1, not a list"},
	{"version: 1\nversion: 1\n", 2, "key 'version' is given twice"},
	{"version: 1\nrule: []\n", 2, "unknown key 'rule': expected version or rules"},
	{"? [a]\n: b\n", 1, "expected a key, not a list"},
	{"version: 1\nrules:\n", 2,
		"rules: expected a list of rules, each beginning with - name:, not nothing"},
	{"version: 1\nrules: []\n", 2,
		"rules: expected a list of rules, each beginning with - name:, not nothing"},
	{"version: 1\nrules: {name: a}\n", 2,
		"rules: expected a list of rules, each beginning with - name:, not keys and values"},
	{CONDITION("links: 1") "---\nversion: 1\n", 6,
		"expected one document, but a second begins here"},
	/* a rule */
	{HEAD "- a\n", 3, "expected a rule, which begins with name:, not 'a'"},
	{HEAD "-\n", 3, "expected a rule, which begins with name:, not nothing"},
	{HEAD "- [[[[[[[[a]]]]]]]]\n", 3, "expected a rule, which begins with name:, not a list"},
	{HEAD "- action: hold\n  when: {links: 1}\n", 3,
		"expected a name in this rule, as in name: too many links"},
	{HEAD "- name: a\n  when: {links: 1}\n", 3,
		"rule 'a': expected an action, publish, hold or reject"},
	{HEAD "- name: a\n  action: hold\n", 3,
		"rule 'a': expected when, any or a list such as phrases: without, it would fire on every "
		"comment"},
	{RULE "    Name: b\n", 5, "unknown key 'Name': expected " KEYS},
	{RULE "    0123456789012345678901234567890123456789x: b\n", 5,
		"unknown key '0123456789012345678901234567890123456789...': expected " KEYS},
	{RULE "    012345678901234567890123456789012345678\xC3\xA9: b\n", 5,
		"unknown key '012345678901234567890123456789012345678...': expected " KEYS},
	{RULE "    name: b\n", 5, "key 'name' is given twice"},
	{HEAD "- name:\n", 3, "name: expected the rule's name, not nothing"},
	{HEAD "- name: \"\"\n", 3, "name: expected the rule's name, not nothing"},
	{HEAD "- name: {a: b}\n", 3, "name: expected the rule's name, not keys and values"},
	{HEAD "- name: \"a\\0b\"\n", 3,
		"name: expected the rule's name without control characters, found \\x00"},
	{HEAD "- name: \"a\\nb\"\n", 3,
		"name: expected the rule's name without control characters, found \\x0a"},
	{CONDITION("links: 1") "  - action: hold\n    name: a\n", 7,
		"name: expected a name of its own, but the rule in line 3 is 'a' too"},
	{HEAD "- action: approve\n", 3, "action: expected publish, hold or reject, not 'approve'"},
	{HEAD "- action: Hold\n", 3, "action: expected publish, hold or reject, not 'Hold'"},
	{HEAD "- action: [hold]\n", 3, "action: expected publish, hold or reject, not a list"},
	{HEAD "- action:\n", 3, "action: expected publish, hold or reject, not nothing"},
	{HEAD "- action: \"x\\ty\"\n", 3, "action: expected publish, hold or reject, not 'x?y'"},
	{CONDITION("links: 1") "    always: 1\n", 6, "always: expected true or false, not '1'"},
	{CONDITION("links: 1") "    always: \"true\"\n", 6,
		"always: expected true or false without quotes"},
	{CONDITION("links: 1") "    always: []\n", 6, "always: expected true or false, not a list"},
	{HEAD "- {name: a, when: {links: 1}, action: publish, always: true}\n", 3,
		"rule 'a': always: true is for rules that hold or reject"},
	{RULE "    any: {}\n", 5,
		"any: expected conditions, such as {toxicity: \">= 0.9\"}, not nothing"},
	{CONDITION("links: 1") "    any: {}\n", 6,
		"any: expected conditions, such as {toxicity: \">= 0.9\"}, not nothing"},
	{RULE "    any: {links: 1, links: 2}\n", 5, "condition 'links' is given twice"},
	{RULE "    any: [links]\n", 5,
		"any: expected conditions, such as {toxicity: \">= 0.9\"}, not a list"},
	{RULE "    message: []\n", 5, "message: expected text, not a list"},
	{RULE "    message: \"\\e[31m\"\n", 5,
		"message: expected text without control characters, found \\x1b"},
	/* conditions */
	{RULE "    when:\n", 5,
		"when: expected conditions, such as {toxicity: \">= 0.9\"}, not nothing"},
	{RULE "    when: {}\n", 5,
		"when: expected conditions, such as {toxicity: \">= 0.9\"}, not nothing"},
	{RULE "    when: [links]\n", 5,
		"when: expected conditions, such as {toxicity: \">= 0.9\"}, not a list"},
	{RULE "    when: links > 3\n", 5,
		"when: expected conditions, such as {toxicity: \">= 0.9\"}, not 'links > 3'"},
	{CONDITION("Links: 1"), 5,
		"unknown condition 'Links': expected an attribute such as toxicity, or links, length, "
		"words, "
		"caps, repeated, author_url or author_email"},
	{CONDITION("repeated: 0.5"), 5,
		"repeated: expected a whole number after >=, >, <= or <, such as \"> 3\", not '0.5'"},
	{CONDITION("links: 1, links: 2"), 5, "condition 'links' is given twice"},
	{CONDITION("toxicity: 1, spam: 1, toxicity: 1"), 5, "condition 'toxicity' is given twice"},
	{CONDITION("links: 2.5"), 5,
		"links: expected a whole number after >=, >, <= or <, such as \"> 3\", not '2.5'"},
	{CONDITION("links: -1"), 5,
		"links: expected a whole number after >=, >, <= or <, such as \"> 3\", not '-1'"},
	{CONDITION("words: many"), 5,
		"words: expected a whole number after >=, >, <= or <, such as \"> 3\", not 'many'"},
	{CONDITION("length: 1234567890123456"), 5,
		"length: expected a whole number after >=, >, <= or <, such as \"> 3\", not "
		"'1234567890123456'"},
	{CONDITION("links: "), 5,
		"links: expected a whole number after >=, >, <= or <, such as \"> 3\", not nothing"},
	{CONDITION("author_url: 1"), 5, "author_url: expected true or false, not '1'"},
	{CONDITION("author_url: yes"), 5, "author_url: expected true or false, not 'yes'"},
	{CONDITION("author_url: True"), 5, "author_url: expected true or false, not 'True'"},
	{CONDITION("author_email: 1"), 5, "author_email: expected true or false, not '1'"},
	{CONDITION("author_url: \"true\""), 5, "author_url: expected true or false without quotes"},
	{RULE "    when:\n      links: >3\n", 6,
		"links: expected a condition in quotes, such as \"> 3\""},
	/* lists */
	{RULE "    phrases: buy\n", 5,
		"phrases: expected a list of phrases, such as [buy followers, \"whatsapp me\"], not 'buy'"},
	{RULE "    phrases: []\n", 5,
		"phrases: expected a list of phrases, such as [buy followers, \"whatsapp me\"], not "
		"nothing"},
	{RULE "    phrases:\n    - a\n    - \"?!\"\n", 7,
		"phrases: expected a phrase with at least one word, not '?!'"},
	{RULE "    phrases:\n    - a\n    -\n", 7, "phrases: expected a phrase in quotes, not nothing"},
	{RULE "    phrases: [a, [b]]\n", 5, "phrases: expected a phrase in quotes, not a list"},
	{RULE "    phrases: [a: b]\n", 5, "phrases: expected a phrase in quotes, not keys and values"},
	{RULE "    phrases: [\"a\\0b\"]\n", 5,
		"phrases: expected a phrase in quotes without control characters, found \\x00"},
	{RULE "    authors: bob\n", 5,
		"authors: expected a list of names, such as [\"Ann Example\", bob], not 'bob'"},
	{RULE "    authors: []\n", 5,
		"authors: expected a list of names, such as [\"Ann Example\", bob], not nothing"},
	{RULE "    authors: [\" \"]\n", 5, "authors: expected an author's name, not ' '"},
	{RULE "    authors: [\"\"]\n", 5, "authors: expected an author's name in quotes, not nothing"},
	{RULE "    authors: [{a: b}]\n", 5,
		"authors: expected an author's name in quotes, not keys and values"},
	/* what is not allowed of YAML */
	{RULE "    message: &x hi\n", 5,
		"anchors and aliases (& and *) are not allowed: write the value out, or put it in quotes"},
	{RULE "    phrases: *x\n", 5,
		"anchors and aliases (& and *) are not allowed: write the value out, or put it in quotes"},
	{RULE "    phrases: &x [a]\n", 5,
		"anchors and aliases (& and *) are not allowed: write the value out, or put it in quotes"},
	{HEAD "- &x\n  name: a\n", 3,
		"anchors and aliases (& and *) are not allowed: write the value out, or put it in quotes"},
	{RULE "    <<: {message: b}\n", 5, "merge keys (<<) are not allowed: write the rule out"},
	{CONDITION("<<: {links: 1}"), 5, "merge keys (<<) are not allowed: write the rule out"},
	{"version: !!int 1\n", 1, "tags (!) are not allowed: put the value in quotes"},
	{"version: ! 1\n", 1, "tags (!) are not allowed: put the value in quotes"},
	{RULE "    phrases: !x [a]\n", 5, "tags (!) are not allowed: put the value in quotes"},
	{RULE "    when: !x {a: 1}\n", 5, "tags (!) are not allowed: put the value in quotes"},
	{"%YAML 1.1\n---\nversion: 1\n", 1,
		"a line that begins with % is a directive, which is not allowed"},
	{"# x\n%TAG ! x:\n---\nversion: 1\n", 2,
		"a line that begins with % is a directive, which is not allowed"},
	{CONDITION("links: 1") "...\n%TAG ! x:\n---\n", 7,
		"a line that begins with % is a directive, which is not allowed"},
	{"#\r%YAML 1.1\n---\n", 1, "a line that begins with % is a directive, which is not allowed"},
	{"#\xE2\x80\xA8%YAML 1.1\n---\n", 1,
		"a line that begins with % is a directive, which is not allowed"},
	/* what is not YAML */
	{RULE "    when:\n      toxicity: >= 0.9\n", 6,
		"expected YAML: did not find expected comment or line break while scanning a block scalar; "
		"put a condition in quotes, as in \">= 0.9\""},
	{CONDITION("toxicity: >= 0.9"), 5,
		"expected YAML: found character that cannot start any token while scanning for the next "
		"token; put a condition in quotes, as in \">= 0.9\""},
	{HEAD "\t- name: a\n", 3,
		"expected YAML: found character that cannot start any token while scanning for the next "
		"token; indent with spaces, not tabs"},
	{"# \xC3\xA9\nversion: 1\nrules:\n\t- a\n", 4,
		"expected YAML: found character that cannot start any token while scanning for the next "
		"token; indent with spaces, not tabs"},
	{RULE "    authors: [@bob]\n", 5,
		"expected YAML: found character that cannot start any token while scanning for the next "
		"token; put a value that begins with a special character in quotes"},
	{RULE "    message: Note: be kind\n", 5,
		"expected YAML: mapping values are not allowed in this context; check the indentation, and "
		"put a text with ': ' in it in quotes"},
	{RULE "    phrases: [a\n", 6,
		"expected YAML: did not find expected ',' or ']' while parsing a flow sequence"},
	/* what is not UTF-8 */
	{HEAD "- name: \xFF\n", 3, "expected UTF-8 text: invalid leading UTF-8 octet"},
	{HEAD "- name: \xC3(\n", 3, "expected UTF-8 text: invalid trailing UTF-8 octet"},
	{HEAD "# \xED\xA0\x80\n", 3, "expected UTF-8 text: invalid Unicode character"},
	{HEAD "# \x01\n", 3, "expected UTF-8 text: control characters are not allowed"},
	{"\xFF\xFEv", 1, "expected UTF-8 text: invalid leading UTF-8 octet"},
};

static void policy_parse__mistakes__are_named_with_their_line(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(mistakes); i++) {
		const struct mistake *m = &mistakes[i];
		moderato_policy *policy = (moderato_policy *)&policy;
		moderato_error err = {"", 0};
		char message[sizeof(err.message)];

		snprintf(message, sizeof(message), "p.yaml:%zu: %s", m->line, m->message);
		if (moderato_policy_parse(&policy, "p.yaml", str(m->yaml), &err) != MODERATO_EFORMAT)
			fail_msg("this is accepted:\n%s", m->yaml);
		assert_null(policy);
		if (strcmp(err.message, message) || err.line != m->line)
			fail_msg("in:\n%s\nexpected  %s\nand found %s", m->yaml, message, err.message);
		assert_int_equal(
			moderato_policy_parse(&policy, "p.yaml", str(m->yaml), NULL), MODERATO_EFORMAT);
	}
}

static void policy_parse__scores_that_are_no_share__are_refused(void **state)
{
	static const char *const values[] = {"1.01", "2", "-0.1", "\"> 1.5\"", "90%", "1e-1", ".", "0.",
		"\"0,9\"", "0x1", ".inf", ".nan", "1_0", "+0.5", "\"=> 0.5\"", "\"= 0.5\"", "\"== 0.5\"",
		"\"!= 0.5\"", "\">\"", "\">=\"", "\"> = 0.5\"", "\">> 0.5\"", "\"> 0.5 \"", "\" > 0.5\"",
		"\"> 0.5 < 0.9\"", "true", "high", "~", "\"\\u2265 0.5\"", "0.1234567890123456",
		"\"0.5\\0\"", "[0.5]", "{a: 0.5}", "1..0", "\"\""};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(values); i++) {
		moderato_policy *policy;
		moderato_error err = {"", 0};
		char yaml[200];
		const char *start =
			"p.yaml:5: toxicity: expected a number from 0 to 1 after >=, >, <= or <, "
			"such as \">= 0.9\", not ";

		snprintf(yaml, sizeof(yaml), CONDITION("toxicity: %s"), values[i]);
		if (moderato_policy_parse(&policy, "p.yaml", str(yaml), &err) != MODERATO_EFORMAT)
			fail_msg("toxicity: %s is accepted", values[i]);
		if (strncmp(err.message, start, strlen(start)))
			fail_msg("toxicity: %s: %s", values[i], err.message);
	}
}

static void policy_parse__nul_bytes__are_refused(void **state)
{
	static const char yaml[] = HEAD "- name: a\0b\n";
	moderato_policy *policy;
	moderato_error err;

	(void)state;
	assert_int_equal(
		moderato_policy_parse(&policy, "p", (moderato_str){yaml, sizeof(yaml) - 1}, &err),
		MODERATO_EFORMAT);
	assert_string_equal(
		err.message, "p:3: expected UTF-8 text: control characters are not allowed");
	assert_int_equal(
		moderato_policy_parse(&policy, "p", (moderato_str){NULL, 0}, &err), MODERATO_EFORMAT);
}

static const char sample[] = "# a \xC3\xA9 comment\n"
							 "version: 1\n"
							 "rules:\n"
							 "  - name: \"toxicity\"\n"
							 "    when: {toxicity: \">= 0.92\", links: '> 3', author_url: false}\n"
							 "    action: reject\n"
							 "    message: >-\n"
							 "      Likely to drive\n"
							 "      people away.\n"
							 "  - {name: lists, action: hold, phrases: [buy followers, "
							 "\"wh\\u00e4ts\"], authors: [x, 'y']}\n";

/* Whatever is cut off, the answer is a policy or one line that says where. */
static void policy_parse__cut_or_changed_anywhere__is_read_or_refused(void **state)
{
	static const char changes[] = {'\0', '\t', '\n', ':', '-', '[', '"', '&', '\xFF', '\x80'};
	char text[sizeof(sample)];
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < sizeof(sample); i++) {
		for (k = 0; k <= COUNT(changes); k++) {
			moderato_policy *policy;
			moderato_error err = {"", 0};
			size_t len = k < COUNT(changes) ? sizeof(sample) - 1 : i;
			char *exact = malloc(len + !len);

			assert_non_null(exact);
			memcpy(text, sample, sizeof(sample));
			if (k < COUNT(changes) && i < len)
				text[i] = changes[k];
			memcpy(exact, text, len); /* a heap block, so that reading past it shows */
			if (moderato_policy_parse(&policy, "p", (moderato_str){exact, len}, &err)) {
				assert_null(policy);
				assert_true(!strncmp(err.message, "p:", 2) && err.line > 0);
				assert_null(strpbrk(err.message, "\n\t"));
			}
			moderato_policy_free(policy);
			free(exact);
		}
	}
}

/* ---- limits ---- */

static moderato_status parse_buffer(struct buffer *yaml, moderato_error *err)
{
	moderato_policy *policy;
	moderato_status status;

	assert_false(yaml->failed);
	status = moderato_policy_parse(&policy, "p", buffer_view(yaml), err);
	moderato_policy_free(policy);
	return status;
}

/* `n` items between a start and an end, each with its number. */
static moderato_status parse_items(
	const char *start, const char *item, const char *end, size_t n, moderato_error *err)
{
	struct buffer yaml = BUFFER_INIT;
	moderato_status status;
	size_t i;

	buffer_add_str(&yaml, start);
	for (i = 0; i < n; i++) {
		const char *mark = strchr(item, '#');

		buffer_add(&yaml, item, (size_t)(mark - item));
		buffer_printf(&yaml, "%zu", i);
		buffer_add_str(&yaml, mark + 1);
	}
	buffer_add_str(&yaml, end);
	status = parse_buffer(&yaml, err);
	buffer_dispose(&yaml);
	return status;
}

static void policy_parse__limits__are_met_and_not_passed(void **state)
{
	static const struct {
		const char *start;
		const char *item;
		const char *end;
		size_t max;
		const char *message;
	} cases[] = {
		{HEAD, "- {name: r#, action: hold, when: {links: 1}}\n", "", POLICY_RULES_MAX,
			"p:1003: expected at most 1000 rules"},
		{RULE "    phrases:\n", "    - word#\n", "", POLICY_ENTRIES_MAX,
			"p:10006: expected at most 10000 phrases in all rules"},
		{HEAD "- {name: a, action: hold, phrases: [x]}\n- name: b\n  action: hold\n  phrases:\n",
			"  - word#\n", "", POLICY_ENTRIES_MAX - 1,
			"p:10006: expected at most 10000 phrases in all rules"},
		{RULE "    authors:\n", "    - word#\n", "", POLICY_ENTRIES_MAX,
			"p:10006: expected at most 10000 authors in all rules"},
		{RULE "    author_phrases:\n", "    - word#\n", "", POLICY_ENTRIES_MAX,
			"p:10006: expected at most 10000 author_phrases in all rules"},
		{RULE "    user_agent_phrases:\n", "    - word#\n", "", POLICY_ENTRIES_MAX,
			"p:10006: expected at most 10000 user_agent_phrases in all rules"},
		{RULE "    author_hosts:\n", "    - h#.example\n", "", POLICY_ENTRIES_MAX,
			"p:10006: expected at most 10000 author_hosts in all rules"},
		{RULE "    link_hosts:\n", "    - h#.example\n", "", POLICY_ENTRIES_MAX,
			"p:10006: expected at most 10000 link_hosts in all rules"},
		{RULE "    emails:\n", "    - a#@mail.example\n", "", POLICY_ENTRIES_MAX,
			"p:10006: expected at most 10000 emails in all rules"},
		{RULE "    addresses:\n", "    - 2001:db8::#\n", "", POLICY_ENTRIES_MAX,
			"p:10006: expected at most 10000 addresses in all rules"},
		{RULE "    author_phrases: [\"", "word# ", "\"]\n", POLICY_PHRASE_WORDS_MAX,
			"p:5: author_phrases: expected a phrase of at most 32 words"},
		{RULE "    phrases: [\"", "word# ", "\"]\n", POLICY_PHRASE_WORDS_MAX,
			"p:5: phrases: expected a phrase of at most 32 words"},
		{RULE "    when:\n", "      a#: 1\n", "", POLICY_ATTRIBUTES_MAX,
			"p:70: expected at most 64 different attributes"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_error err = {"", 0};

		if (parse_items(cases[i].start, cases[i].item, cases[i].end, cases[i].max, &err))
			fail_msg("%zu is refused: %s", cases[i].max, err.message);
		if (parse_items(cases[i].start, cases[i].item, cases[i].end, cases[i].max + 1, &err) !=
			MODERATO_ELIMIT)
			fail_msg("one more is accepted: %s", cases[i].message);
		assert_string_equal(err.message, cases[i].message);
	}
}

static void policy_parse__names__have_at_most_200_bytes(void **state)
{
	static const struct {
		const char *start;
		const char *end;
		const char *message;
	} cases[] = {
		{HEAD "- action: hold\n  when: {links: 1}\n  name: ", "\n",
			"p:5: name: expected the rule's name of at most 200 bytes, not 201"},
		{RULE "    authors: [", "]\n",
			"p:5: authors: expected an author's name in quotes of at most 200 bytes, not 201"},
		{RULE "    when: {", ": 1}\n", "p:5: key: expected a key of at most 200 bytes, not 201"},
	};
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		for (k = 0; k < 2; k++) {
			struct buffer yaml = BUFFER_INIT;
			moderato_error err = {"", 0};

			buffer_add_str(&yaml, cases[i].start);
			buffer_printf(&yaml, "%0*d", POLICY_NAME_BYTES_MAX + (int)k, 0);
			memset(yaml.data + strlen(cases[i].start), 'x', POLICY_NAME_BYTES_MAX + k);
			buffer_add_str(&yaml, cases[i].end);
			if (parse_buffer(&yaml, &err) != (k ? MODERATO_ELIMIT : MODERATO_OK))
				fail_msg("case %zu with %zu bytes: %s", i, POLICY_NAME_BYTES_MAX + k, err.message);
			if (k)
				assert_string_equal(err.message, cases[i].message);
			buffer_dispose(&yaml);
		}
	}
}

static void policy_parse__one_mebibyte__is_the_most(void **state)
{
	struct buffer yaml = BUFFER_INIT;
	moderato_error err = {"", 0};
	size_t i;

	(void)state;
	buffer_add_str(&yaml, CONDITION("links: 1") "#");
	for (i = yaml.len; i < POLICY_BYTES_MAX; i++)
		buffer_add_char(&yaml, 'x');
	assert_int_equal(parse_buffer(&yaml, &err), MODERATO_OK);
	buffer_add_char(&yaml, 'x');
	assert_int_equal(parse_buffer(&yaml, &err), MODERATO_ELIMIT);
	assert_string_equal(err.message, "p: expected a policy of at most 1048576 bytes");
	buffer_dispose(&yaml);
}

/* A mebibyte of openings must be refused at the first that the grammar has no place for. */
static void policy_parse__deep_nesting__is_refused_at_once(void **state)
{
	static const char *const units[] = {"[", "{", "[\n ", "- ", "? ", "{a: ", "[{\"a\": "};
	static const char *const starts[] = {"", "version: 1\nrules:\n  ", RULE "    phrases:\n      "};
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(units); i++) {
		for (k = 0; k < COUNT(starts); k++) {
			struct buffer yaml = BUFFER_INIT;
			moderato_error err = {"", 0};

			buffer_add_str(&yaml, starts[k]);
			while (yaml.len + strlen(units[i]) <= POLICY_BYTES_MAX)
				buffer_add_str(&yaml, units[i]);
			if (parse_buffer(&yaml, &err) != MODERATO_EFORMAT)
				fail_msg("case %zu, %zu is accepted", i, k);
			buffer_dispose(&yaml);
		}
	}
}

/* ---- files ---- */

static void policy_open__a_file__is_read_and_its_name_told(void **state)
{
	static const char good[] = CONDITION("links: 1");
	static const char bad[] = CONDITION("links: 1") "    colour: red\n";
	char path[100];
	moderato_policy *policy;
	moderato_error err = {"", 0};
	char message[300];

	(void)state;
	temporary(path, sizeof(path), "policy.yaml");
	write_file(path, good, sizeof(good) - 1);
	assert_int_equal(moderato_policy_open(&policy, path, &err), MODERATO_OK);
	moderato_policy_free(policy);

	write_file(path, bad, sizeof(bad) - 1);
	assert_int_equal(moderato_policy_open(&policy, path, &err), MODERATO_EFORMAT);
	assert_null(policy);
	snprintf(message, sizeof(message), "%s:6: unknown key 'colour': expected " KEYS, path);
	assert_string_equal(err.message, message);

	assert_int_equal(truncate(path, (off_t)POLICY_BYTES_MAX + 1), 0);
	assert_int_equal(moderato_policy_open(&policy, path, &err), MODERATO_ELIMIT);
	unlink(path);
	assert_int_equal(moderato_policy_open(&policy, path, &err), MODERATO_EIO);
	assert_null(policy);
	assert_non_null(strstr(err.message, path));
	assert_int_equal(moderato_policy_open(&policy, "/tmp", &err), MODERATO_EIO);
	remove_temporary(path);
}

static void policy_rule__each__is_told_as_it_is_written(void **state)
{
	static const char yaml[] = "version: 1\n"
							   "rules:\n"
							   "  - {name: a, when: {spam: '>= 0.9'}, action: hold, message: m}\n"
							   "  - {name: b, when: {spam: '> 0.5'}, action: reject}\n"
							   "  - {name: c, when: {spam: '< 0.5'}, action: hold}\n"
							   "  - {name: d, when: {spam: 0.5, links: 2}, action: hold}\n"
							   "  - {name: e, when: {spam: 0.5}, phrases: [x], action: hold}\n"
							   "  - {name: f, when: {links: 2}, action: hold}\n";
	static const char *const names[] = {"a", "b", "c", "d", "e", "f"};
	moderato_policy *policy = parse(yaml);
	moderato_rule rule;
	size_t i;

	(void)state;
	for (i = 0; i < 6; i++) {
		assert_true(moderato_policy_rule(policy, i, &rule));
		assert_string_equal(rule.name, names[i]);
		assert_int_equal(rule.action, i == 1 ? MODERATO_REJECT : MODERATO_HOLD);
		if (i > 1)
			assert_null(rule.attribute);
		else
			assert_string_equal(rule.attribute, "spam");
		if (i == 0)
			assert_string_equal(rule.message, "m");
		else
			assert_null(rule.message);
		assert_true(i == 0   ? rule.threshold == 0.9
					: i == 1 ? rule.threshold > 0.5 && rule.threshold < 0.5000001
							 : rule.threshold == 0);
	}
	assert_false(moderato_policy_rule(policy, 6, &rule));
	assert_null(rule.name);
	moderato_policy_free(policy);
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
		cmocka_unit_test(policy_default__scores__fall_into_three_bands),
		cmocka_unit_test(policy_default__swearing_alone__is_held_at_most),
		cmocka_unit_test(policy_default__toxicity_with_another__is_rejected),
		cmocka_unit_test(policy_default__every_attribute_certain__gives_each_a_message),
		cmocka_unit_test(policy_bind__another_policy__is_bound_anew),
		cmocka_unit_test(policy_default_yaml__as_a_file__is_read),
		cmocka_unit_test(decision_name__each__has_a_name),
		cmocka_unit_test(policy_parse__unusual_but_good_files__are_read),
		cmocka_unit_test(policy_parse__block_scalar_message__loses_its_last_line_end),
		cmocka_unit_test(policy_parse__mistakes__are_named_with_their_line),
		cmocka_unit_test(policy_parse__scores_that_are_no_share__are_refused),
		cmocka_unit_test(policy_parse__nul_bytes__are_refused),
		cmocka_unit_test(policy_parse__cut_or_changed_anywhere__is_read_or_refused),
		cmocka_unit_test(policy_parse__limits__are_met_and_not_passed),
		cmocka_unit_test(policy_parse__names__have_at_most_200_bytes),
		cmocka_unit_test(policy_parse__one_mebibyte__is_the_most),
		cmocka_unit_test(policy_parse__deep_nesting__is_refused_at_once),
		cmocka_unit_test(policy_rule__each__is_told_as_it_is_written),
		cmocka_unit_test(policy_open__a_file__is_read_and_its_name_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
