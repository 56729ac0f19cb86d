/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "base/codepoint.h"
#include "campaign/links.h"
#include "campaign/unquoted.h"
#include "moderato/campaign.h"

/* ---- signatures ---- */

static const char spam[] =
	"My neighbour earns 9000 dollars a month working from her kitchen table, and "
	"so can you: read how at http://money.example/start before it is gone!";

static moderato_status sign(const char *text, moderato_signature *signature)
{
	const moderato_comment comment = {.text = str(text)};

	return moderato_signature_of(&comment, signature, NULL);
}

static moderato_signature signed_text(const char *text)
{
	moderato_signature signature;

	if (sign(text, &signature))
		fail_msg("no signature: %s", text);
	return signature;
}

static size_t equal_to_spam(const char *text)
{
	const moderato_signature left = signed_text(spam);
	const moderato_signature right = signed_text(text);

	return moderato_signature_equal(&left, &right);
}

static void signature__a_disguise__changes_nothing(void **state)
{
	static const char *const same[] = {
		"MY NEIGHBOUR EARNS 9000 DOLLARS A MONTH WORKING FROM HER KITCHEN TABLE AND SO CAN YOU "
		"READ "
		"HOW AT BEFORE IT IS GONE",
		"My n3ighb0ur earns 12 d0ll4r5 a m0nth w0rk1ng fr0m her k1tchen table, and so can you: "
		"read "
		"how at www.other.example/x?y=1 before it is gone!",
		"My neighbour \xd0\xb5\xd0\xb0rns dollars a m\xd0\xbenth working from her kitchen t\xd0\xb0"
		"ble and so can you read how at before it is gone",
		"My ne\xe2\x80\x8bighbour ear\xc2\xadns do\xe2\x81\xa0llars a month work\xe2\x80\x8bing "
		"from "
		"her kitchen table, and so can you: read how at before it is gone",
		"My n e i g h b o u r earns dollars a m o n t h working from her k.i.t.c.h.e.n table and "
		"so "
		"can you read how at before it is gone",
		"Myneigh bour earnsdol lars amonth wor king fromher kitchentable andsocan you read howat "
		"bef "
		"ore itis gone",
		"My neiiiighbour earnnns dollars a m\xc3\xb6nth w\xc3\xb3rking from her kitchen table and "
		"so "
		"can you read how at before it is gone",
		"<b>My</b> neighbour <i>earns</i> dollars a month working from her kitchen table and so "
		"can "
		"you @ann: <a href=\"http://third.example/\">read</a> how at before it is gone",
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(same); i++)
		if (equal_to_spam(same[i]) != MODERATO_SIGNATURE_MINIMA)
			fail_msg("%zu equal: %s", equal_to_spam(same[i]), same[i]);
}

static void signature__words_swapped__is_near(void **state)
{
	(void)state;
	assert_in_range(
		equal_to_spam(
			"My cousin earns 7000 dollars a month working from her garden table, and so can "
			"you: look how at http://cash.example before it is gone!"),
		8, MODERATO_SIGNATURE_MINIMA - 1);
	assert_in_range(
		equal_to_spam("The council has closed the swimming pool for the third summer in a "
					  "row, and nobody says when it will open"),
		0, 2);
}

/* So many different letters in a row; Chinese ones, each of which counts. */
static moderato_status sign_letters(size_t n, moderato_signature *signature)
{
	char text[4 * 64 + 1] = "";
	size_t len = 0;
	size_t i;

	for (i = 0; i < n; i++)
		len += codepoint_put(text + len, 0x4E00 + 7 * (uint32_t)i);
	text[len] = '\0';
	return sign(text, signature);
}

static void signature__a_short_comment__has_none(void **state)
{
	static const char *const shorts[] = {"", "thanks!", "great post",
		"\xf0\x9f\x98\x80 \xf0\x9f\x98\x80", "http://a.example/one http://b.example/two",
		"Thank you so much for this great article!",
		"hahahahahahahahahahahahahahahahahahahahahahahahahahahahaha",
		"nono nono nono nono nono nono nono nono nono nono nono nono nono nono nono"};
	const size_t least = MODERATO_SHINGLES_MIN + 5; /* letters for so many sixes in a row */
	moderato_signature signature;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(shorts); i++)
		if (sign(shorts[i], &signature) != MODERATO_END)
			fail_msg("has a signature: %s", shorts[i]);
	assert_int_equal(sign_letters(least - 1, &signature), MODERATO_END);
	assert_int_equal(sign_letters(least, &signature), MODERATO_OK);
	assert_int_equal(signature.shingles, MODERATO_SHINGLES_MIN);
	assert_int_equal(sign_letters(least + 1, &signature), MODERATO_OK);
	assert_int_equal(signature.shingles, MODERATO_SHINGLES_MIN + 1);
}

static void signature__what_is_quoted__does_not_count(void **state)
{
	static const char own[] =
		"I tried that last winter and the police came to fetch my savings account "
		"statements two weeks later, so be careful out there";
	static const char *const quotes[] = {"> %s\n%s", "&gt; %s\n%s", "[quote=ann]%s[/quote] %s",
		"<blockquote class=\"x\">a [QUOTE]b[/QUOTE] %s</blockquote> %s"};
	const moderato_comment answer = {.text = str(own), .parent = str(spam)};
	const moderato_signature alone = signed_text(own);
	moderato_signature signature;
	char text[1024];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(quotes); i++) {
		snprintf(text, sizeof(text), quotes[i], spam, own);
		signature = signed_text(text);
		if (moderato_signature_equal(&signature, &alone) != MODERATO_SIGNATURE_MINIMA)
			fail_msg("the quote counts: %s", text);
	}
	snprintf(text, sizeof(text), "%s. %s", spam, own); /* quoted without a sign */
	assert_int_equal(
		moderato_signature_of(
			&(moderato_comment){.text = str(text), .parent = answer.parent}, &signature, NULL),
		MODERATO_OK);
	assert_in_range(moderato_signature_equal(&signature, &alone), 26, MODERATO_SIGNATURE_MINIMA);
	snprintf(text, sizeof(text), "> %s\nI agree.", spam);
	assert_int_equal(sign(text, &signature), MODERATO_END);
}

static void signature__nothing_but_quotation__counts(void **state)
{
	moderato_comment copy = {.text = str(spam), .parent = str(spam)};
	moderato_signature signature;
	char text[256];

	(void)state;
	snprintf(text, sizeof(text), "<blockquote>%s", spam);
	assert_int_equal(equal_to_spam(text), MODERATO_SIGNATURE_MINIMA);
	snprintf(text, sizeof(text), "> %s", spam);
	assert_int_equal(equal_to_spam(text), MODERATO_SIGNATURE_MINIMA);
	assert_int_equal(moderato_signature_of(&copy, &signature, NULL), MODERATO_OK);
}

static void quotes__odd_marks__stay_text(void **state)
{
	static const struct {
		const char *text;
		const char *own;
	} cases[] = {
		{"a > b", "a > b"},
		{"a\n > b\nc", "a\nc"},
		{">", ""},
		{"[quoteless", "[quoteless"},
		{"[/quote] a", "  a"},
		{"<blockquote", "<blockquote"},
		{"[quote]a[quote]b[/quote]c[/quote]d", "    d"},
		{"<", "<"},
		{"[", "["},
	};
	struct arena arena = ARENA_INIT;
	moderato_str own;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_true(unquoted_text(&arena, str(cases[i].text), &own));
		if (own.len != strlen(cases[i].own) || memcmp(own.ptr, cases[i].own, own.len))
			fail_msg("%s: '%.*s'", cases[i].text, (int)own.len, own.ptr);
	}
	arena_dispose(&arena);
}

static void signature__too_long__is_refused(void **state)
{
	char *text = malloc(MODERATO_COMMENT_BYTES_MAX + 1);
	moderato_comment comment = {.text = {text, MODERATO_COMMENT_BYTES_MAX}};
	moderato_signature signature;
	size_t i;

	(void)state;
	assert_non_null(text);
	for (i = 0; i <= MODERATO_COMMENT_BYTES_MAX; i++)
		text[i] = "bcdfg hjkmn\npqrstvwxz"[(i * i + i / 3) % 21];
	assert_int_equal(moderato_signature_of(&comment, &signature, NULL), MODERATO_OK);
	comment.text.len++;
	assert_int_equal(moderato_signature_of(&comment, &signature, NULL), MODERATO_ELIMIT);
	comment.text.len = 100;
	comment.parent = (moderato_str){text, MODERATO_COMMENT_BYTES_MAX + 1};
	assert_int_equal(moderato_signature_of(&comment, &signature, NULL), MODERATO_ELIMIT);
	free(text);
}

/* ---- links ---- */

/* Minima that no other number has. */
static moderato_signature numbered(uint16_t number, uint16_t shingles)
{
	moderato_signature signature = {.shingles = shingles};
	size_t i;

	for (i = 0; i < MODERATO_SIGNATURE_MINIMA; i++)
		signature.minimum[i] = (uint16_t)(number * 64 + i);
	return signature;
}

/* The same with so many minima of number 0, from `at` on. */
static moderato_signature like_zero(uint16_t number, uint16_t shingles, size_t at, size_t equal)
{
	moderato_signature signature = numbered(number, shingles);
	size_t i;

	for (i = at; i < at + equal; i++)
		signature.minimum[i] = (uint16_t)i;
	return signature;
}

static size_t n_linked(const moderato_signature *signatures, size_t n)
{
	uint32_t first[64];
	size_t linked = 0;
	size_t i;

	assert_in_range(n, 1, COUNT(first));
	assert_true(links_find(signatures, n, first));
	for (i = 0; i < n; i++)
		linked += first[i] == 0;
	return linked;
}

static void links__equal_minima__decide(void **state)
{
	moderato_signature s[2] = {numbered(0, 100)};
	size_t equal;

	(void)state;
	for (equal = 0; equal <= MODERATO_SIGNATURE_MINIMA; equal++) {
		s[1] = like_zero(1, 100, 0, equal);
		assert_int_equal(n_linked(s, 2), equal >= 8 ? 2 : 1);
	}
}

static void links__few_shingles__must_agree_in_more(void **state)
{
	moderato_signature s[2];
	uint16_t shingles;

	(void)state;
	for (shingles = 21; shingles <= 23; shingles++) {
		s[0] = s[1] = numbered(0, shingles);
		assert_int_equal(n_linked(s, 2), shingles >= MODERATO_SHINGLES_MIN ? 2 : 1);
	}
	/* 22 of both in common at 8 of 31: 22 · 39 / 8 = 107.25 */
	s[0] = numbered(0, 54);
	s[1] = like_zero(1, 53, 0, 8);
	assert_int_equal(n_linked(s, 2), 1);
	s[1].shingles = 54;
	assert_int_equal(n_linked(s, 2), 2);
}

static void links__a_template__takes_in_what_is_less_alike(void **state)
{
	moderato_signature s[9];
	size_t n;
	size_t i;

	(void)state;
	for (n = 6; n <= 8; n++) { /* variants of the text; then one that may join */
		for (i = 0; i < n; i++)
			s[i] = like_zero((uint16_t)i, 100, i % 3, 20);
		s[n] = like_zero(20, 100, 4, 7);
		assert_int_equal(n_linked(s, n + 1), n >= 7 ? n + 1 : n);
		/* 10 in common at 7 of 31: 10 · 38 / 7 = 54.3 */
		for (i = 0; i < n; i++)
			s[i].shingles = 32;
		s[n] = like_zero(20, 23, 4, 7);
		assert_int_equal(n_linked(s, n + 1), n >= 7 ? n + 1 : n);
		s[n].shingles = 22;
		assert_int_equal(n_linked(s, n + 1), n);
	}
}

/* One comes between two of the text's variants that have minima 20 to 30 of number 0; the others
 * have those before. */
static void links__a_template__takes_in_what_is_a_little_like_two_of_it(void **state)
{
	moderato_signature s[8];
	size_t equal;
	size_t i;

	(void)state;
	for (i = 0; i < 8; i++)
		s[i] = i == 0 || i == 2 ? numbered(0, 100) : like_zero((uint16_t)i, 100, 0, 20);
	for (equal = 4; equal <= 7; equal++) {
		s[1] = like_zero(20, 100, 20, equal);
		assert_int_equal(n_linked(s, 8), equal >= 5 ? 8 : 7);
	}
	s[2] = like_zero(2, 100, 0, 20); /* now one has them */
	for (equal = 4; equal <= 7; equal++) {
		s[1] = like_zero(20, 100, 20, equal);
		assert_int_equal(n_linked(s, 8), equal >= 7 ? 8 : 7);
	}
	/* 10 in common at 5 of 31: 10 · 36 / 5 = 72 */
	s[2] = numbered(0, 100);
	s[0].shingles = s[2].shingles = 36;
	s[1] = like_zero(20, 36, 20, 5);
	assert_int_equal(n_linked(s, 8), 8);
	s[1].shingles = 35;
	assert_int_equal(n_linked(s, 8), 7);
}

static void links__one_that_joins__may_come_first(void **state)
{
	moderato_signature s[8];
	uint32_t first[8];
	size_t i;

	(void)state;
	s[0] = like_zero(20, 100, 4, 7);
	for (i = 1; i < 8; i++)
		s[i] = like_zero((uint16_t)i, 100, i % 3, 20);
	assert_true(links_find(s, 8, first));
	for (i = 0; i < 8; i++)
		assert_int_equal(first[i], 0);
}

static void links__one_that_joined__lets_no_other_in(void **state)
{
	moderato_signature s[9];
	size_t i;

	(void)state;
	for (i = 0; i < 7; i++)
		s[i] = like_zero((uint16_t)i, 100, 0, 20);
	s[7] = like_zero(20, 100, 4, 7);
	/* The same but for what it shares with the text, and not enough to be one with it. */
	s[8] = s[7];
	for (i = 4; i < 11; i++)
		s[8].minimum[i] = (uint16_t)(30 * 64 + i);
	for (i = 18; i < MODERATO_SIGNATURE_MINIMA; i++)
		s[8].minimum[i] = (uint16_t)(30 * 64 + i);
	assert_int_equal(moderato_signature_equal(&s[7], &s[8]), 11);
	s[8].minimum[17] = s[8].minimum[16] = s[8].minimum[15] = s[8].minimum[14] = 7;
	assert_int_equal(moderato_signature_equal(&s[7], &s[8]), 7);
	assert_int_equal(n_linked(s, 9), 8);
}

static void links__a_bucket_of_strangers__hides_no_variant(void **state)
{
	enum { N = 5000 };
	moderato_signature *s = calloc(N, sizeof(*s));
	uint32_t *first = calloc(N, sizeof(*first));
	size_t i;

	(void)state;
	assert_non_null(s);
	assert_non_null(first);
	for (i = 0; i < N; i++) { /* all share a phrase; the first and the last are one text */
		s[i] = numbered((uint16_t)(i % 1000 + 1), 200);
		s[i].minimum[30] = (uint16_t)i;
		memset(s[i].minimum, 0, 6 * sizeof(s[i].minimum[0]));
		s[i].minimum[7] = (uint16_t)(i / 2);
		s[i].minimum[8 + i % 20] = (uint16_t)(60000 + i);
	}
	s[N - 1] = s[0];
	assert_true(links_find(s, N, first));
	assert_int_equal(first[N - 1], first[0]);
	free(s);
	free(first);
}

/* ---- campaigns ---- */

static moderato_campaigns *with(size_t max)
{
	moderato_campaigns *campaigns;

	assert_int_equal(moderato_campaigns_new(&campaigns, max, NULL), MODERATO_OK);
	return campaigns;
}

static void add(moderato_campaigns *campaigns, const char *text)
{
	moderato_signature signature;
	const moderato_status status = sign(text, &signature);

	assert_int_equal(
		moderato_campaigns_add(campaigns, status ? NULL : &signature, NULL), MODERATO_OK);
}

static void campaigns__variants__are_found_by_number(void **state)
{
	static const char other[] =
		"The council has closed the swimming pool for the third summer in a row, "
		"and nobody says when it will open again";
	moderato_campaigns *campaigns = with(0);
	moderato_campaign campaign;

	(void)state;
	add(campaigns, "thanks!");
	add(campaigns, other);
	add(campaigns, spam);
	add(campaigns, "thanks!");
	add(campaigns,
		"My n3ighbour earns 12 d0llars a month working from her kitchen table, and so can you!");
	add(campaigns, spam);
	add(campaigns, other);
	assert_int_equal(moderato_campaigns_count(campaigns, 1), 0);
	assert_false(moderato_campaigns_of(campaigns, 2, &campaign));
	assert_int_equal(moderato_campaigns_find(campaigns, NULL), MODERATO_OK);
	assert_int_equal(moderato_campaigns_count(campaigns, 1), 2);
	assert_int_equal(moderato_campaigns_count(campaigns, 2), 2);
	assert_int_equal(moderato_campaigns_count(campaigns, 3), 1);
	assert_int_equal(moderato_campaigns_count(campaigns, 4), 0);
	campaign = moderato_campaigns_at(campaigns, 0);
	assert_int_equal(campaign.size, 3);
	assert_int_equal(campaign.first, 2);
	campaign = moderato_campaigns_at(campaigns, 1);
	assert_int_equal(campaign.size, 2);
	assert_int_equal(campaign.first, 1);
	assert_int_equal(moderato_campaigns_place(campaigns, 4), 0);
	assert_int_equal(moderato_campaigns_place(campaigns, 6), 1);
	assert_true(moderato_campaigns_place(campaigns, 0) == SIZE_MAX);
	assert_true(moderato_campaigns_place(campaigns, 7) == SIZE_MAX);
	assert_true(moderato_campaigns_of(campaigns, 5, &campaign));
	assert_int_equal(campaign.first, 2);
	assert_false(moderato_campaigns_of(campaigns, 3, &campaign));
	moderato_campaigns_free(campaigns);
}

static void campaigns__the_same_text__has_the_same_id(void **state)
{
	moderato_campaigns *left = with(0);
	moderato_campaigns *right = with(0);

	(void)state;
	add(left, spam);
	add(left, spam);
	add(right,
		"something else that is long enough to have a signature, about the weather in the hills");
	add(right, "first!");
	add(right, spam);
	add(right,
		"My neighbour earns 1 dollars a month working from her kitchen table, and so can you!");
	assert_int_equal(moderato_campaigns_find(left, NULL), MODERATO_OK);
	assert_int_equal(moderato_campaigns_find(right, NULL), MODERATO_OK);
	assert_int_equal(moderato_campaigns_count(right, 2), 1);
	assert_true(moderato_campaigns_at(left, 0).id == moderato_campaigns_at(right, 0).id);
	assert_int_equal(moderato_campaigns_at(left, 0).id, UINT64_C(0x77db0ccad9e87169));
	moderato_campaigns_free(left);
	moderato_campaigns_free(right);
}

static void campaigns__more_than_the_limit__are_refused(void **state)
{
	moderato_campaigns *campaigns = with(3);
	moderato_error err = {.message = ""};
	size_t n;

	(void)state;
	for (n = 1; n <= 3; n++)
		add(campaigns, n < 3 ? spam : "thanks!");
	assert_int_equal(moderato_campaigns_add(campaigns, NULL, &err), MODERATO_ELIMIT);
	assert_non_null(strstr(err.message, "at most 3 comments"));
	assert_int_equal(moderato_campaigns_find(campaigns, NULL), MODERATO_OK);
	assert_int_equal(moderato_campaigns_count(campaigns, 2), 1);
	moderato_campaigns_free(campaigns);
	campaigns = with(MODERATO_CAMPAIGN_COMMENTS_MAX);
	moderato_campaigns_free(campaigns);
	assert_int_equal(moderato_campaigns_new(&campaigns, MODERATO_CAMPAIGN_COMMENTS_MAX + 1, &err),
		MODERATO_EINVAL);
	assert_null(campaigns);
}

static void campaigns__once_found__are_closed(void **state)
{
	moderato_campaigns *campaigns = with(0);

	(void)state;
	assert_int_equal(moderato_campaigns_find(campaigns, NULL), MODERATO_OK);
	assert_int_equal(moderato_campaigns_count(campaigns, 2), 0);
	assert_int_equal(moderato_campaigns_find(campaigns, NULL), MODERATO_EINVAL);
	assert_int_equal(moderato_campaigns_add(campaigns, NULL, NULL), MODERATO_EINVAL);
	moderato_campaigns_free(campaigns);
	moderato_campaigns_free(NULL);
}

/* ---- hosts ---- */

static void add_host(void *payload, moderato_str host)
{
	char *list = payload;
	const size_t len = strlen(list);

	snprintf(list + len, 256 - len, "%.*s;", (int)host.len, host.ptr);
}

static void hosts__of_text_markup_and_author__are_named(void **state)
{
	const moderato_comment comment = {
		.text = str("see HTTP://WWW.Shop.example/a?b, [url=http://two.example/]here[/url], "
					"<a href='https://three.example'>there</a> and shop.example"),
		.author_url = str("http://me.example/about")};
	const moderato_comment none = {.text = str("no link, and no host")};
	char list[256] = "";

	(void)state;
	assert_int_equal(moderato_comment_hosts(&comment, add_host, list, NULL), MODERATO_OK);
	assert_string_equal(list, "shop.example;shop.example;two.example;three.example;me.example;");
	list[0] = '\0';
	assert_int_equal(moderato_comment_hosts(&none, add_host, list, NULL), MODERATO_OK);
	assert_string_equal(list, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signature__a_disguise__changes_nothing),
		cmocka_unit_test(signature__words_swapped__is_near),
		cmocka_unit_test(signature__a_short_comment__has_none),
		cmocka_unit_test(signature__what_is_quoted__does_not_count),
		cmocka_unit_test(signature__nothing_but_quotation__counts),
		cmocka_unit_test(quotes__odd_marks__stay_text),
		cmocka_unit_test(signature__too_long__is_refused),
		cmocka_unit_test(links__equal_minima__decide),
		cmocka_unit_test(links__few_shingles__must_agree_in_more),
		cmocka_unit_test(links__a_template__takes_in_what_is_less_alike),
		cmocka_unit_test(links__a_template__takes_in_what_is_a_little_like_two_of_it),
		cmocka_unit_test(links__one_that_joins__may_come_first),
		cmocka_unit_test(links__one_that_joined__lets_no_other_in),
		cmocka_unit_test(links__a_bucket_of_strangers__hides_no_variant),
		cmocka_unit_test(campaigns__variants__are_found_by_number),
		cmocka_unit_test(campaigns__the_same_text__has_the_same_id),
		cmocka_unit_test(campaigns__more_than_the_limit__are_refused),
		cmocka_unit_test(campaigns__once_found__are_closed),
		cmocka_unit_test(hosts__of_text_markup_and_author__are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
