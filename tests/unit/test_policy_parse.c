/* SPDX-License-Identifier: MIT */
/* How a policy is read: good files, mistakes, limits, files. */
#include "policy_case.h"

#include <unistd.h>

#define KEYS "name, when, any, action, always, message or a list such as phrases or link_hosts"

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
	{"version: 1\nrule: []\n", 2, "unknown key 'rule': expected version, rules or second_reading"},
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
		"rule 'a': expected when, any or a list such as phrases; without one, the rule would "
		"fire on every comment"},
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
		"name: expected a unique name, but the rule in line 3 is called 'a' as well"},
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
