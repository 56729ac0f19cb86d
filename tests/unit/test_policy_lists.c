/* SPDX-License-Identifier: MIT */
/* Lists about who writes, from where, and where links lead. */
#include "policy_case.h"

#include "policy/address.h"
#include "policy/host.h"
#include "text/punycode.h"

/* Is a comment with these fields held by a rule with this list? */
static void expect(const char *list, const struct case_input *c, bool held, const char *field)
{
	char yaml[300];

	snprintf(yaml, sizeof(yaml), RULE "    %s\n", list);
	if ((decide(yaml, c) == MODERATO_HOLD) != held)
		fail_msg("%s and '%s': %sheld", list, field, held ? "not " : "");
}

struct field_case {
	const char *list;
	const char *field;
	bool held;
};

static void expect_all(const struct field_case *cases, size_t n, size_t offset)
{
	size_t i;

	for (i = 0; i < n; i++) {
		struct case_input c;
		moderato_str field = str(cases[i].field);

		init_input(&c, "");
		memcpy((char *)&c.input + offset, &field, sizeof(field));
		expect(cases[i].list, &c, cases[i].held, cases[i].field);
	}
}

static void author_phrases__are_found_in_the_name_in_any_disguise(void **state)
{
	static const struct field_case cases[] = {
		{"author_phrases: [casino]", "Best Casino Online", true},
		{"author_phrases: [casino]", "best c4s1n0", true},
		{"author_phrases: [casino]", "c.a.s.i.n.o", true},
		{"author_phrases: [casino]", "\xD1\x81\x61sino", true}, /* Cyrillic es */
		{"author_phrases: [casino]", "casinos", false},
		{"author_phrases: [casino]", "", false},
		{"author_phrases: [cheap pills, casino]", "buy CHEAP  pills", true},
		{"author_phrases: [cheap pills]", "cheap", false},
		{"author_phrases: [cheap pills]", "pills cheap cheap pills", true},
		{"author_phrases: [casino]", "\xFF casino", true},
	};

	(void)state;
	expect_all(cases, COUNT(cases), offsetof(struct policy_input, author));
}

static void user_agent_phrases__are_found_in_the_user_agent(void **state)
{
	static const struct field_case cases[] = {
		{"user_agent_phrases: [curl]", "curl/7.88.1", true},
		{"user_agent_phrases: [curl]", "Mozilla/5.0 (X11; Linux x86_64)", false},
		{"user_agent_phrases: [python-requests]", "python-requests/2.31.0", true},
		{"user_agent_phrases: [windows nt]", "Mozilla/5.0 (Windows NT 10.0; Win64)", true},
		{"user_agent_phrases: [curl]", "", false},
	};

	(void)state;
	expect_all(cases, COUNT(cases), offsetof(struct policy_input, user_agent));
}

static void author_hosts__stand_for_their_subdomains(void **state)
{
	static const struct field_case cases[] = {
		{"author_hosts: [shop.example]", "https://shop.example/x?y#z", true},
		{"author_hosts: [shop.example]", "HTTP://WWW.SHOP.EXAMPLE", true},
		{"author_hosts: [www.shop.example]", "http://shop.example", true},
		{"author_hosts: [shop.example]", "http://a.b.shop.example:8080/", true},
		{"author_hosts: [shop.example]", "shop.example", true},
		{"author_hosts: [shop.example]", "//shop.example/", true},
		{"author_hosts: [shop.example]", " http://shop.example. ", true},
		{"author_hosts: [shop.example]", "http://myshop.example", false},
		{"author_hosts: [shop.example]", "http://example", false},
		{"author_hosts: [a.shop.example]", "http://shop.example", false},
		{"author_hosts: [example]", "http://shop.example", true},
		{"author_hosts: [shop.example]", "http://shop.example@evil.test/", false},
		{"author_hosts: [evil.test]", "http://shop.example@evil.test/", true},
		{"author_hosts: [evil.test]", "http://a:b@c@evil.test:80?shop.example", true},
		{"author_hosts: [shop.example]", "http://evil.test/@shop.example", false},
		{"author_hosts: [shop.example]", "http:\\\\shop.example\\@evil.test", true},
		{"author_hosts: [shop.example]", "shop.example@evil.test", false},
		{"author_hosts: [shop.example]", "javascript:shop.example", false},
		{"author_hosts: [javascript]", "javascript:alert(1)", false},
		{"author_hosts: [shop.example]", "http://shop..example/", false},
		{"author_hosts: [shop.example]", "http:///shop.example/", true}, /* as browsers read it */
		{"author_hosts: [shop.example]", "", false},
		{"author_hosts: [192.0.2.7]", "http://192.0.2.7/", true},
		{"author_hosts: [b\xC3\xBC"
		 "cher.example]",
			"http://B\xC3\x9C"
			"CHER.example/",
			true},
		{"author_hosts: [b\xC3\xBC"
		 "cher.example]",
			"http://xn--bcher-kva.example/", true},
		{"author_hosts: [XN--BCHER-KVA.example]",
			"http://www.bu\xCC\x88"
			"cher.example/",
			true},
		{"author_hosts: [xn--bcher-kva.example]", "http://xn--bcher-kvb.example/", false},
		{"author_hosts: [xn--9.example]", "http://xn--9.example/", true}, /* no Punycode */
		{"author_hosts: [shop.example]",
			"http://shop\xE3\x80\x82"
			"example/",
			true},
	};

	(void)state;
	expect_all(cases, COUNT(cases), offsetof(struct policy_input, author_url));
}

static void emails__are_whole_addresses_or_hosts(void **state)
{
	static const struct field_case cases[] = {
		{"emails: [ann@mail.example]", "Ann@Mail.Example", true},
		{"emails: [ann@mail.example]", " ann@mail.example ", true},
		{"emails: [ann@mail.example]", "bob@mail.example", false},
		{"emails: [ann@mail.example]", "ann@a.mail.example", false},
		{"emails: [\"@mail.example\"]", "bob@mail.example", true},
		{"emails: [\"@mail.example\"]", "bob@a.mail.example", false},
		{"emails: [\"@mail.example\"]", "bob@mail.example@evil.test", false},
		{"emails: [\"@evil.test\"]", "bob@mail.example@evil.test", true},
		{"emails: [\"@b\xC3\xBC"
		 "cher.example\"]",
			"x@xn--bcher-kva.example", true},
		{"emails: [\"@mail.example\"]", "mail.example", false},
		{"emails: [\"@mail.example\"]", "bob@", false},
		{"emails: [\"@mail.example\"]", "", false},
	};

	(void)state;
	expect_all(cases, COUNT(cases), offsetof(struct policy_input, author_email));
}

static void addresses__are_matched_by_their_networks(void **state)
{
	static const struct field_case cases[] = {
		{"addresses: [192.0.2.7]", "192.0.2.7", true},
		{"addresses: [192.0.2.7]", "192.0.2.8", false},
		{"addresses: [192.0.2.0/24]", "192.0.2.255", true},
		{"addresses: [192.0.2.0/24]", "192.0.3.0", false},
		{"addresses: [192.0.2.128/25]", "192.0.2.127", false},
		{"addresses: [192.0.2.128/25]", "192.0.2.128", true},
		{"addresses: [0.0.0.0/0]", "203.0.113.9", true},
		{"addresses: [0.0.0.0/0]", "2001:db8::1", false},
		{"addresses: [\"::/0\"]", "203.0.113.9", false},
		{"addresses: [\"::/0\"]", "2001:db8::1", true},
		{"addresses: [\"2001:db8::/33\"]", "2001:DB8:7fff::1", true},
		{"addresses: [\"2001:db8::/33\"]", "2001:db8:8000::1", false},
		{"addresses: [\"2001:db8::1\"]", "2001:db8:0:0:0:0:0:1", true},
		{"addresses: [192.0.2.0/24]", "::ffff:192.0.2.9", true},
		{"addresses: [\"::ffff:192.0.2.0/120\"]", "192.0.2.9", true},
		{"addresses: [192.0.2.7, 198.51.100.0/22]", "198.51.103.1", true},
		{"addresses: [192.0.2.7]", "192.0.2.7, 10.0.0.1", false},
		{"addresses: [192.0.2.7]", "192.0.2.07", false},
		{"addresses: [192.0.2.7]", "", false},
		{"addresses: [192.0.2.7]", "nonsense that is longer than any address can ever be, here",
			false},
	};
	static const char nul[] = "192.0.2.7\0";
	struct case_input c;

	(void)state;
	expect_all(cases, COUNT(cases), offsetof(struct policy_input, ip));
	init_input(&c, "");
	c.input.ip = (moderato_str){nul, sizeof(nul) - 1};
	expect("addresses: [192.0.2.7]", &c, false, "a NUL at the end");
}

/* ---- links of the text ---- */

static struct policy_link targets[4];

static void set_links(struct case_input *c, const char *const *links, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		targets[i] = (struct policy_link){str(links[i]), {10 * i, 10 * i + 8}};
	c->input.targets = targets;
	c->input.n_targets = n;
	c->input.links = n;
}

static void link_hosts__one_listed_link__is_enough_and_shown(void **state)
{
	static const char *const links[] = {"http://a.example/", "https://x.shop.example/ and so on",
		"http://b.example", "shop.example"};
	moderato_policy *policy = parse(RULE "    link_hosts: [shop.example, x.shop.example]\n");
	struct case_input c;
	struct result r;

	(void)state;
	init_input(&c, "");
	set_links(&c, links, COUNT(links));
	targets[3].place = (moderato_span){0, 0}; /* nowhere to show */
	apply(policy, &c, &r);
	assert_int_equal(r.n_hits, 1);
	assert_int_equal(r.hits[0].n_spans, 1);
	assert_int_equal(r.hits[0].spans[0].begin, 10);
	assert_int_equal(r.hits[0].spans[0].end, 18);
	arena_dispose(&r.arena);

	set_links(&c, links, 1);
	apply(policy, &c, &r);
	assert_int_equal(r.n_hits, 0);
	arena_dispose(&r.arena);
	moderato_policy_free(policy);
}

/* Or one good link would let any other through. */
static void link_hosts__of_a_rule_that_publishes__must_be_all(void **state)
{
	static const char *const links[] = {
		"http://shop.example/", "http://a.shop.example", "http://x.test"};
	static const char yaml[] = HEAD "- {name: a, action: hold, when: {words: 0}}\n"
									"- {name: b, action: publish, "
									"link_hosts: [shop.example, a.shop.example]}\n";
	struct case_input c;

	(void)state;
	init_input(&c, "");
	assert_int_equal(decide(yaml, &c), MODERATO_HOLD); /* no link at all */
	set_links(&c, links, 2);
	assert_int_equal(decide(yaml, &c), MODERATO_PUBLISH);
	c.input.links = 3; /* one that was not kept */
	assert_int_equal(decide(yaml, &c), MODERATO_HOLD);
	set_links(&c, links, 3);
	assert_int_equal(decide(yaml, &c), MODERATO_HOLD);
}

static void lists__of_one_rule__must_all_be_met(void **state)
{
	static const char yaml[] = RULE "    author_phrases: [pills]\n"
									"    addresses: [192.0.2.0/24]\n"
									"    phrases: [hello]\n";
	struct case_input c;

	(void)state;
	init_input(&c, "hello");
	c.input.author = str("Pills");
	c.input.ip = str("192.0.2.1");
	assert_int_equal(decide(yaml, &c), MODERATO_HOLD);
	c.input.ip = str("198.51.100.1");
	assert_int_equal(decide(yaml, &c), MODERATO_PUBLISH);
	init_input(&c, "goodbye");
	c.input.author = str("Pills");
	c.input.ip = str("192.0.2.1");
	assert_int_equal(decide(yaml, &c), MODERATO_PUBLISH);
}

static void lists__fields_beyond_the_limit__are_not_matched(void **state)
{
	static char longest[MODERATO_COMMENT_BYTES_MAX + 1];
	static const char list[] = "author_phrases: [pills]";
	struct case_input c;
	size_t n;

	(void)state;
	memset(longest, ' ', sizeof(longest));
	memcpy(longest, "pills", 5);
	for (n = MODERATO_COMMENT_BYTES_MAX - 1; n <= MODERATO_COMMENT_BYTES_MAX + 1; n++) {
		init_input(&c, "");
		c.input.author = (moderato_str){longest, n};
		expect(list, &c, n <= MODERATO_COMMENT_BYTES_MAX, "a long name");
	}
}

/* ---- reading ---- */

static void policy_parse__mistakes_in_lists__are_named_with_their_line(void **state)
{
	static const char host[] =
		"expected a host, such as shop.example, which stands for its subdomains too, not ";
	static const char email[] =
		"expected an address in quotes, such as \"ann@mail.example\" or \"@mail.example\", not ";
	static const char network[] =
		"expected an IPv4 or IPv6 address or network, such as 192.0.2.0/24, not ";
	static const char beyond[] =
		"expected a network whose address has only zeros after the prefix, "
		"such as 192.0.2.0/24, not ";
	static const struct {
		const char *list;
		const char *value;
		const char *expected;
		const char *found;
	} cases[] = {
		{"author_hosts", "\"http://shop.example\"", host, "'http://shop.example'"},
		{"author_hosts", "\"shop.example/x\"", host, "'shop.example/x'"},
		{"author_hosts", "\"*.shop.example\"", host, "'*.shop.example'"},
		{"author_hosts", "\"shop.example:80\"", host, "'shop.example:80'"},
		{"author_hosts", ".example", host, "'.example'"},
		{"author_hosts", "a..b", host, "'a..b'"},
		{"author_hosts", "\"a b\"", host, "'a b'"},
		{"author_hosts", "\" \"", host, "' '"},
		{"author_hosts", "[a]", host, "a list"},
		{"link_hosts", "\"a@b\"", host, "'a@b'"},
		{"link_hosts", "\"\"", host, "nothing"},
		{"emails", "mail.example", email, "'mail.example'"},
		{"emails", "\"ann@\"", email, "'ann@'"},
		{"emails", "\"@\"", email, "'@'"},
		{"emails", "\"ann@a..b\"", email, "'ann@a..b'"},
		{"addresses", "nowhere", network, "'nowhere'"},
		{"addresses", "192.0.2", network, "'192.0.2'"},
		{"addresses", "192.0.2.256", network, "'192.0.2.256'"},
		{"addresses", "192.0.2.0/", network, "'192.0.2.0/'"},
		{"addresses", "192.0.2.0/33", network, "'192.0.2.0/33'"},
		{"addresses", "192.0.2.0/024", network, "'192.0.2.0/024'"},
		{"addresses", "192.0.2.0/-1", network, "'192.0.2.0/-1'"},
		{"addresses", "\"2001:db8::/129\"", network, "'2001:db8::/129'"},
		{"addresses", "\"2001:db8::/1280\"", network, "'2001:db8::/1280'"},
		{"addresses", "192.0.2.1/24", beyond, "'192.0.2.1/24'"},
		{"addresses", "\"2001:db8::1/127\"", beyond, "'2001:db8::1/127'"},
		{"author_phrases", "\"?!\"", "expected a phrase with at least one word, not ", "'?!'"},
		{"user_agent_phrases", "{a: b}", "expected a phrase in quotes, not ", "keys and values"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_policy *policy;
		moderato_error err = {"", 0};
		char yaml[200];
		char message[sizeof(err.message)];

		snprintf(yaml, sizeof(yaml), RULE "    %s: [%s]\n", cases[i].list, cases[i].value);
		snprintf(message, sizeof(message), "p.yaml:5: %s: %s%s", cases[i].list, cases[i].expected,
			cases[i].found);
		assert_int_equal(
			moderato_policy_parse(&policy, "p.yaml", str(yaml), &err), MODERATO_EFORMAT);
		assert_string_equal(err.message, message);
	}
}

static void policy_parse__prefix_lengths__are_met_and_not_passed(void **state)
{
	static const struct {
		const char *address;
		size_t most;
	} cases[] = {{"0.0.0.0", 32}, {"::", 128}};
	size_t i;
	size_t n;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		for (n = 0; n <= cases[i].most + 1; n++) {
			struct address address;
			char text[40];
			size_t n_bits;

			snprintf(text, sizeof(text), "%s/%zu", cases[i].address, n);
			assert_int_equal(
				network_read(str(text), &address, &n_bits) == NULL, n <= cases[i].most);
			if (n <= cases[i].most)
				assert_int_equal(n_bits, n);
		}
	}
}

/* ---- hosts ---- */

static void host_read__labels__are_met_and_not_passed(void **state)
{
	struct arena arena = ARENA_INIT;
	char name[2 * (HOST_LABELS_MAX + 1)];
	struct host host;
	size_t n;

	(void)state;
	for (n = HOST_LABELS_MAX - 1; n <= HOST_LABELS_MAX + 1; n++) {
		size_t i;

		for (i = 0; i < n; i++)
			memcpy(name + 2 * i, "a.", 2);
		assert_true(host_read(&arena, (moderato_str){name, 2 * n - 1}, &host));
		assert_int_equal(host.n, n <= HOST_LABELS_MAX ? n : 0);
	}
	arena_dispose(&arena);
}

static void punycode_decode__rfc_3492__gives_its_samples(void **state)
{
	static const struct {
		const char *label;
		uint32_t code[12];
		size_t n;
	} cases[] = {
		{"bcher-kva", {'b', 0xFC, 'c', 'h', 'e', 'r'}, 6},
		{"ihqwcrb4cv8a8dqg056pqjye", /* (B) Chinese, simplified */
			{0x4ED6, 0x4EEC, 0x4E3A, 0x4EC0, 0x4E48, 0x4E0D, 0x8BF4, 0x4E2D, 0x6587}, 9},
		{"d9juau41awczczp", {0x305D, 0x306E, 0x30B9, 0x30D4, 0x30FC, 0x30C9, 0x3067}, 7}, /* (S) */
		{"mnchen-3ya", {'m', 0xFC, 'n', 'c', 'h', 'e', 'n'}, 7},
		{"80ak6aa92e", {0x430, 0x440, 0x440, 0x4CF, 0x435}, 5},
		{"", {0}, 0},
		{"9", {0}, 0},
		{"-", {0}, 0},
		{"-abc", {0}, 0},
		{"99999999", {0}, 0},
		{"a!", {0}, 0},
		{"B", {0}, 0},
	};
	uint32_t code[PUNYCODE_BYTES_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		if (punycode_decode(cases[i].label, strlen(cases[i].label), code) != cases[i].n)
			fail_msg("%s", cases[i].label);
		assert_memory_equal(code, cases[i].code, cases[i].n * sizeof(*code));
	}
}

static void punycode_decode__length__is_met_and_not_passed(void **state)
{
	char label[PUNYCODE_BYTES_MAX + 1];
	uint32_t code[PUNYCODE_BYTES_MAX];

	(void)state;
	memset(label, 'a', sizeof(label)); /* each is the number 0: U+0080 before the others */
	assert_int_equal(punycode_decode(label, PUNYCODE_BYTES_MAX - 1, code), PUNYCODE_BYTES_MAX - 1);
	assert_int_equal(punycode_decode(label, PUNYCODE_BYTES_MAX, code), PUNYCODE_BYTES_MAX);
	assert_int_equal(punycode_decode(label, PUNYCODE_BYTES_MAX + 1, code), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(author_phrases__are_found_in_the_name_in_any_disguise),
		cmocka_unit_test(user_agent_phrases__are_found_in_the_user_agent),
		cmocka_unit_test(author_hosts__stand_for_their_subdomains),
		cmocka_unit_test(emails__are_whole_addresses_or_hosts),
		cmocka_unit_test(addresses__are_matched_by_their_networks),
		cmocka_unit_test(link_hosts__one_listed_link__is_enough_and_shown),
		cmocka_unit_test(link_hosts__of_a_rule_that_publishes__must_be_all),
		cmocka_unit_test(lists__of_one_rule__must_all_be_met),
		cmocka_unit_test(lists__fields_beyond_the_limit__are_not_matched),
		cmocka_unit_test(policy_parse__mistakes_in_lists__are_named_with_their_line),
		cmocka_unit_test(policy_parse__prefix_lengths__are_met_and_not_passed),
		cmocka_unit_test(host_read__labels__are_met_and_not_passed),
		cmocka_unit_test(punycode_decode__rfc_3492__gives_its_samples),
		cmocka_unit_test(punycode_decode__length__is_met_and_not_passed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
