/* SPDX-License-Identifier: MIT */
#include "text_case.h"

#include "base/codepoint.h"
#include "text/skeleton.h"
#include "text/skeletons.h"

/* --- tables: as written, the skeleton, the key --- */

static const struct row {
	const char *in;
	const char *skeleton;
	const char *key; /* NULL: the same */
} plain_rows[] = {
	{"", "", NULL},
	{"idiot", "idiot", NULL},
	{"IDIOT", "idiot", NULL},
	{"good", "good", NULL},
	{"asshole", "asshole", "ashole"},
	{"don't", "dont", NULL},
	{"42", "42", NULL},
	{"2024", "2024", NULL},
	{"2200", "2200", "2200"},
	/* names are names in every view */
	{"Dick", "dick", NULL},
	{"Shital", "shital", NULL},
	{"Nishit", "nishit", NULL},
	{"Cockburn", "cockburn", NULL},
	{"Scunthorpe", "scunthorpe", NULL},
	{"Hancock", "hancock", NULL},
	{"Bob", "bob", NULL},
	{"#", "", NULL},
	{"!!!", "", NULL},
	{"\xF0\x9F\x98\x80", "\xF0\x9F\x98\x80", NULL},
	{"\x01link", "\x01link", NULL},
	{"\x01host aaaa1.example", "\x01host aaaa1.example", NULL},
};

static const struct row leet_rows[] = {
	{"1d10t", "idiot", NULL},
	{"id!0t", "idiot", NULL},
	{"|diot", "idiot", NULL},
	{"$h1t", "shit", NULL},
	{"@ss", "ass", NULL},
	{"a$$", "ass", NULL},
	{"a55h0le", "asshole", "ashole"},
	{"b1+ch", "bitch", NULL},
	{"7r4sh", "trash", NULL},
	{"n00b", "noob", NULL},
	{"8itch", "bitch", NULL},
	{"3vil", "evil", NULL},
	{"9ra2y", "grazy", NULL},
	{"covid6", "covid6", NULL}, /* what stands for no letter stays a digit */
	{"he11o", "heiio", "heio"}, /* 1 as l is the other reading */
	{"fa|l", "fail", NULL},
	{"1itt|e", "iittle", "itle"}, /* where both are there they differ */
	{"+h15", "this", NULL},
	{"sh#t", "sh*t", NULL},
	{"sh%t", "sh*t", NULL},
	{"sh_t", "sh*t", NULL},
	{"f*ck", "f*ck", NULL},
	{"f**k", "f**k", NULL},
	{"f***k", "f***k", NULL},
	{"sh*t", "sh*t", NULL},
	{"\xC3\xA9"
	 "1",
		"ei", NULL},
};

static const struct row repeat_rows[] = {
	{"stuupid", "stuupid", "stupid"},
	{"stuuupid", "stupid", NULL},
	{"stuuuuuuuupid", "stupid", NULL},
	{"stttuuupppiddd", "stupid", NULL},
	{"assshole", "ashole", NULL},
	{"ashole", "ashole", NULL},
	{"aaa", "a", NULL},
	{"aa", "aa", "a"},
	{"oo0", "o", NULL}, /* the same letter in two spellings */
	{"a$s$", "as", NULL},
	{"noooo0o", "no", NULL},
	{"\xD0\xB4\xD0\xB0\xD0\xB0\xD0\xB0", "\xD0\xB4\xD0\xB0", NULL},
	{"\xD0\xB4\xD0\xB0\xD0\xB0", "\xD0\xB4\xD0\xB0\xD0\xB0", "\xD0\xB4\xD0\xB0"},
	{"\xD0\xB4\xD0\xB5", "\xD0\xB4\xD0\xB5", NULL}, /* one first byte, two letters */
	{"abab", "abab", NULL},
	/* a double letter makes a short word another one */
	{"ass", "ass", NULL},
	{"hell", "hell", NULL},
	{"boob", "boob", NULL},
	{"teen", "teen", NULL},
	{"heere", "heere", "here"},
	{"fuuck", "fuuck", "fuck"}, /* but not each letter, nor everywhere */
	{"sshit", "sshit", "shit"},
	{"yoou", "yoou", "you"},
	{"andd", "andd", "and"},
	{"eel", "eel", NULL},
	{"sttuupiidd", "sttuupiidd", "stupid"},
	{"better", "better", "beter"},
};

static const struct row separated_rows[] = {
	{"i d i o t", "idiot", NULL},
	{"i.d.i.o.t", "idiot", NULL},
	{"i-d-i-o-t", "idiot", NULL},
	{"i_d_i_o_t", "idiot", NULL},
	{"1 d 1 0 t", "idiot", NULL},
	{"i~d~i/o,t", "idiot", NULL},
	{"i\xE2\x80\x8B"
	 "di\xC2\xADot",
		"idiot", NULL},
	{"\xD0\xB4 \xD1\x83 \xD1\x80", "\xD0\xB4\xD1\x83\xD1\x80", NULL},
};

static const struct row lookalike_rows[] = {
	{"\xD1\x81"
	 "asino",
		"casino", NULL},
	{"\xD0\xA1"
	 "ASINO",
		"casino", NULL},
	{"\xD1\x80\xD0\xB0ypal", "paypal", NULL},
	{"i\xD0\xB5\xD1\x85", "iex", NULL},
	{"s\xD0\xB5x", "sex", NULL},
	{"\xD1\x95"
	 "ex",
		"sex", NULL},
	{"id\xD1\x96ot", "idiot", NULL},
	{"pay\xCF\x81"
	 "al",
		"paypal", NULL},
	{"\xCE\xBDiagra", "viagra", NULL},
	{"\xC3\xB8ne", "one", NULL},
	{"\xC3\xA6on", "aeon", NULL},
	{"\xC4\xB1"
	 "diot",
		"idiot", NULL},
	{"\xC9\xA9"
	 "diot",
		"idiot", NULL},
	{"\xE1\xB4\x80ss", "ass", NULL}, /* small capital */
	{"w\xEF\xBF\xBDrd", "wrd", NULL},
	/* folded before the skeleton */
	{"\xEF\xBD\x89\xEF\xBD\x84\xEF\xBD\x89\xEF\xBD\x8F\xEF\xBD\x94", "idiot", NULL},
	{"\xEF\xBC\x91"
	 "di\xEF\xBC\x90t",
		"idiot", NULL},
	{"\xF0\x9D\x90\xA2\xF0\x9D\x90\x9D\xF0\x9D\x90\xA2\xF0\x9D\x90\xA8\xF0\x9D\x90\xAD", "idiot",
		NULL},
	{"\xE2\x93\x98"
	 "diot",
		"idiot", NULL},
	/* two scripts in one word, neither of them Latin */
	{"\u03B1\u0455\u0455", "ass", NULL},
	{"\u0441\u03B1\u0455\u0456\u03B7o", "casino", NULL},
	/* small capitals, raised, in boxes */
	{"\u1D20\u026A\u1D00\u0262\u0280\u1D00", "viagra", NULL},
	{"\u1D5B\u2071\u1D43\u1D4D\u02B3\u1D43", "viagra", NULL},
	{"\U0001F170\U0001F182\U0001F182", "ass", NULL},
	{"\U0001F1F8\U0001F1EA\U0001F1FD", "sex", NULL},
	/* upside down, but not a single letter */
	{"\u0250\u0279\u0183\u0250\u0131\u028C", "viagra", NULL},
	{"\u0287\u0131\u0265s", "shit", NULL},
	{"\u0287o\u0131p\u0131", "idiot", NULL},
	{"s\u01DDx", "sex", NULL},
	/* marks */
	{"caf\xC3\xA9", "cafe", NULL},
	{"\xC3\xAD"
	 "d\xC3\xAF\xC3\xB6t",
		"idiot", NULL},
	{"i\xCC\x81\xCC\x82\xCC\x83"
	 "diot",
		"idiot", NULL},
	{"\xE1\xBA\xAD", "a", NULL},
	{"\xCC\x81", "", NULL},
};

/* Words that are whole in another script keep it. */
static const struct row script_rows[] = {
	{"\xD0\xBA\xD0\xB0\xD0\xB7\xD0\xB8\xD0\xBD\xD0\xBE",
		"\xD0\xBA\xD0\xB0\xD0\xB7\xD0\xB8\xD0\xBD\xD0\xBE", NULL},
	{"\xD1\x81\xD0\xBE\xD0\xBA", "\xD1\x81\xD0\xBE\xD0\xBA", NULL}, /* each looks like Latin */
	{"\xD0\x9C\xD0\x9E\xD0\x99", "\xD0\xBC\xD0\xBE\xD0\xB8", NULL}, /* marks go: й is и with one */
	{"\xCE\xBA\xCE\xB1\xCE\xBB\xCE\xAC", "\xCE\xBA\xCE\xB1\xCE\xBB\xCE\xB1", NULL},
	{"\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", NULL},
	{"\xD8\xB3\xD9\x8E\xD9\x84\xD8\xA7\xD9\x85", "\xD8\xB3\xD9\x84\xD8\xA7\xD9\x85", NULL},
	{"\xE4\xBD\xA0\xE5\xA5\xBD", "\xE4\xBD\xA0\xE5\xA5\xBD", NULL},
	{"\xE3\x81\x82\xE3\x81\x84", "\xE3\x81\x82\xE3\x81\x84", NULL},
	/* a Hangul syllable is one letter */
	{"\xEA\xB0\x81", "\xEA\xB0\x81", NULL},
};

static void check_row(const struct row *row)
{
	const struct text normal = normal_of(row->in, strlen(row->in));
	const char *key = row->key ? row->key : row->skeleton;
	char out[SKELETON_BYTES_MAX];
	size_t n;

	memset(out, 'x', sizeof(out));
	n = skeleton_of(normal.s, normal.len, out);
	if (n != strlen(row->skeleton) || memcmp(out, row->skeleton, n) != 0)
		fail_msg("'%s': skeleton '%.*s', expected '%s'", row->in, (int)n, out, row->skeleton);
	n = skeleton_key(out, n);
	if (n != strlen(key) || memcmp(out, key, n) != 0)
		fail_msg("'%s': key '%.*s', expected '%s'", row->in, (int)n, out, key);
	if (skeleton_key(out, n) != n)
		fail_msg("'%s': a key has a shorter key", row->in);
}

static void check_rows(const struct row *rows, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		check_row(&rows[i]);
}

static void skeleton__nothing_hidden__is_the_word(void **state)
{
	(void)state;
	check_rows(plain_rows, COUNT(plain_rows));
}

static void skeleton__leet__is_undone_and_masks_stay(void **state)
{
	(void)state;
	check_rows(leet_rows, COUNT(leet_rows));
}

static void skeleton__repeats__stand_once_from_three_and_in_keys_from_two(void **state)
{
	(void)state;
	check_rows(repeat_rows, COUNT(repeat_rows));
}

static void skeleton__single_letters__are_closed_up(void **state)
{
	(void)state;
	check_rows(separated_rows, COUNT(separated_rows));
}

static void skeleton__lookalikes_and_marks__become_ascii(void **state)
{
	(void)state;
	check_rows(lookalike_rows, COUNT(lookalike_rows));
}

static void skeleton__other_scripts__are_kept(void **state)
{
	(void)state;
	check_rows(script_rows, COUNT(script_rows));
}

static void skeleton__one_and_bar__are_read_both_ways(void **state)
{
	static const struct {
		const char *surface;
		const char *other; /* "": there is none */
	} cases[] = {
		{"he11o", "hello"},
		{"fa|l", "fall"},
		{"1itt|e", "littie"},
		{"k1ll", "klll"},
		{"idiot", ""},
		{"b!tch", ""},
		{"11", ""},
		{"\xD0\xB4\xD0\xB0"
		 "1",
			""},
		{"\x01link 1", ""},
	};
	char out[SKELETON_BYTES_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const size_t n = skeleton_other(cases[i].surface, strlen(cases[i].surface), out);

		if (strcmp(cases[i].other, "klll") == 0) /* a third letter in a row takes one back */
			assert_true(n == 2 && memcmp(out, "kl", n) == 0);
		else if (n != strlen(cases[i].other) || memcmp(out, cases[i].other, n) != 0)
			fail_msg("'%s': '%.*s'", cases[i].surface, (int)n, out);
	}
}

/* --- any word --- */

static bool is_utf8(const char *s, size_t len)
{
	size_t i = 0;

	while (i < len) {
		const size_t n = codepoint_len((unsigned char)s[i]);
		size_t k;

		if (((unsigned char)s[i] & 0xC0) == 0x80 || n > len - i)
			return false;
		for (k = 1; k < n; k++)
			if (((unsigned char)s[i + k] & 0xC0) != 0x80)
				return false;
		i += n;
	}
	return true;
}

/* The room is a block of its own, so that AddressSanitizer sees what is written behind it. */
static void check_word(const char *surface, size_t len)
{
	char *one = malloc(SKELETON_BYTES_MAX);
	char two[SKELETON_BYTES_MAX];
	size_t n;
	size_t key;

	assert_non_null(one);
	memset(two, 'a', sizeof(two));
	n = skeleton_of(surface, len, one);
	if (n > SKELETON_BYTES_MAX || !is_utf8(one, n))
		fail_msg("'%.*s': a skeleton of %zu bytes", (int)len, surface, n);
	assert_int_equal(skeleton_of(surface, len, two), n);
	assert_memory_equal(one, two, n);
	key = skeleton_key(one, n);
	if (key > n || !is_utf8(one, key) || (n && !key))
		fail_msg("'%.*s': a key of %zu bytes", (int)len, surface, key);
	free(one);
}

/* Each code point, as often as a word has room for it; two different ones, so that no repeat
 * shortens them. */
static void skeleton__longest_words_of_each_code_point__fit(void **state)
{
	uint32_t cp;

	(void)state;
	for (cp = 0x80; cp < 0x30000; cp++) {
		char surface[WORD_BYTES_MAX + 8];
		size_t len = 0;

		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		while (len + 8 <= sizeof(surface)) {
			len += codepoint_put(surface + len, cp);
			len += codepoint_put(surface + len, cp + 1);
		}
		check_word(surface, len);
	}
}

static void skeleton__random_words__are_utf8_and_bounded(void **state)
{
	static const struct {
		uint32_t first;
		uint32_t last;
	} blocks[] = {{'!', '~'}, {'a', 'z'}, {0xC0, 0x24F}, {0x300, 0x36F}, {0x370, 0x52F},
		{0x5D0, 0x6FF}, {0x900, 0x97F}, {0xAC00, 0xAC80}, {0x1E00, 0x1FFF}, {0x3040, 0x30FF},
		{0x1D400, 0x1D4FF}, {0xFFFD, 0xFFFD}};
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 6);
	for (round = 0; round < 20000; round++) {
		char surface[WORD_BYTES_MAX + 8];
		const size_t cap = 4 + rng_below(&rng, sizeof(surface) - 4);
		size_t len = 0;

		while (len + 4 <= cap) {
			const size_t b = rng_below(&rng, COUNT(blocks));

			len += codepoint_put(surface + len,
				blocks[b].first + (uint32_t)rng_below(&rng, blocks[b].last - blocks[b].first + 1));
		}
		check_word(surface, len);
	}
}

/* Hangul takes more room than there is. What does not fit is left out, also where a repeat of it
 * would take back the letter before. */
static void skeleton__repeat_where_the_room_ends__cuts_no_letter(void **state)
{
	static const uint32_t repeated[] = {0x1161, 0xC0AC, 0x3042, 0x434, 0x10400, 0x1F600};
	size_t syllables;
	size_t letters;
	size_t i;
	size_t k;

	(void)state;
	for (syllables = 24; syllables <= 30; syllables++)
		for (letters = 0; letters < 4; letters++)
			for (i = 0; i < COUNT(repeated); i++) {
				char surface[WORD_BYTES_MAX + 8];
				size_t len = 0;

				for (k = 0; k < syllables; k++)
					len += codepoint_put(surface + len, 0xAC01);
				for (k = 0; k < letters; k++)
					len += codepoint_put(surface + len, k % 2 ? 0x44F : 0x43B);
				for (k = 0; k < 4; k++)
					len += codepoint_put(surface + len, repeated[i]);
				check_word(surface, len);
			}
}

/* --- hashes of a text's words --- */

static void skeletons__spellings__have_equal_hashes(void **state)
{
	static const struct {
		const char *one;
		const char *two;
		size_t n;
		bool equal;
	} cases[] = {
		{"idiot", "1d10t", 1, true},
		{"you idiot", "YOU, i.d.i.o.t!", 2, true},
		{"asshole", "a$$hole", 1, true},
		{"asshole", "assssshole", 1, true},
		{"casino",
			"\xD1\x81"
			"asino",
			1, true},
		{"buy now", "buy <b>now</b>", 2, true},
		{"caf\xC3\xA9", "cafe", 1, true},
		{"\xD1\x81\xD0\xBE\xD0\xBA", "cok", 1, false},
		{"idiot", "idiots", 1, false},
		{"you are", "are you", 2, false},
		{"f*ck", "fuck", 1, false},
		{"ass", "as", 1, false},
		{"Bob", "boob", 1, false},
		{"ten", "teen", 1, false},
		{"hell", "hel", 1, false},
		{"coon", "con", 1, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const moderato_str one = {cases[i].one, strlen(cases[i].one)};
		const moderato_str two = {cases[i].two, strlen(cases[i].two)};
		uint64_t *a;
		uint64_t *b;
		size_t n_a;
		size_t n_b;
		bool equal;

		assert_int_equal(text_skeletons(one, &a, &n_a), MODERATO_OK);
		assert_int_equal(text_skeletons(two, &b, &n_b), MODERATO_OK);
		equal = n_a == n_b && memcmp(a, b, n_a * sizeof(*a)) == 0;
		if (n_a != cases[i].n || n_b != cases[i].n || equal != cases[i].equal)
			fail_msg("'%s' and '%s': %zu and %zu words", one.ptr, two.ptr, n_a, n_b);
		free(a);
		free(b);
	}
}

static void skeletons__edges__are_defined(void **state)
{
	const moderato_str signs = {"!!! #", 5};
	moderato_str text = {NULL, 0};
	uint64_t *hashes;
	size_t n;
	char *s;

	(void)state;
	assert_int_equal(text_skeletons(text, &hashes, &n), MODERATO_OK);
	assert_null(hashes);
	assert_int_equal(n, 0);
	assert_int_equal(text_skeletons(signs, &hashes, &n), MODERATO_OK);
	assert_null(hashes);
	/* A word without a skeleton is known by its surface. */
	assert_int_equal(text_skeleton_hash("\xCC\x81", 2), text_skeleton_hash("\xCC\x81", 2));
	assert_int_not_equal(text_skeleton_hash("\xCC\x81", 2), text_skeleton_hash("\xCC\x82", 2));

	s = malloc(MODERATO_COMMENT_BYTES_MAX + 1);
	assert_non_null(s);
	memset(s, ' ', MODERATO_COMMENT_BYTES_MAX + 1);
	s[0] = 'a';
	text = (moderato_str){s, MODERATO_COMMENT_BYTES_MAX};
	assert_int_equal(text_skeletons(text, &hashes, &n), MODERATO_OK);
	assert_int_equal(n, 1);
	free(hashes);
	text.len++;
	assert_int_equal(text_skeletons(text, &hashes, &n), MODERATO_ELIMIT);
	assert_null(hashes);
	free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(skeleton__nothing_hidden__is_the_word),
		cmocka_unit_test(skeleton__leet__is_undone_and_masks_stay),
		cmocka_unit_test(skeleton__one_and_bar__are_read_both_ways),
		cmocka_unit_test(skeleton__repeats__stand_once_from_three_and_in_keys_from_two),
		cmocka_unit_test(skeleton__single_letters__are_closed_up),
		cmocka_unit_test(skeleton__lookalikes_and_marks__become_ascii),
		cmocka_unit_test(skeleton__other_scripts__are_kept),
		cmocka_unit_test(skeleton__longest_words_of_each_code_point__fit),
		cmocka_unit_test(skeleton__random_words__are_utf8_and_bounded),
		cmocka_unit_test(skeleton__repeat_where_the_room_ends__cuts_no_letter),
		cmocka_unit_test(skeletons__spellings__have_equal_hashes),
		cmocka_unit_test(skeletons__edges__are_defined),
	};

	return cmocka_run_group_tests(tests, NULL, dispose_arena);
}
