/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "text/leet.h"
#include "text/skeleton.h"
#include "text/words.h"

/* Read as they stand, each by the rule that says so. */
static const char *const numbers[] = {
	/* a number and its unit, a clock's time, an ordinal, a decade */
	"45s",
	"55s",
	"4s",
	"5s",
	"10k",
	"3d",
	"1080p",
	"5pm",
	"7am",
	"2nd",
	"1st",
	"3rd",
	"4th",
	"5kg",
	"30c",
	"90s",
	"80's",
	"1990s",
	"100ppm",
	"6ft",
	"4hrs",
	"20mins",
	"3days",
	"10times",
	"60fps",
	"10\xCE\xBCm",
	"2nds",
	"3rds",
	"30ish",
	"4u",
	"2u",
	"0x1f",
	"0xdead",
	"100km",
	/* one letter and a number: a model, a road, a vitamin */
	"a55",
	"v2",
	"i5",
	"f16",
	"b12",
	"m4",
	"g7",
	"x86",
	"a4",
	"h1",
	"r0",
	"c4",
	"u2",
	"b4",
	"m8",
	/* a name and a number */
	"covid19",
	"mp3",
	"ps5",
	"ps4",
	"gta5",
	"gpt4",
	"ak47",
	"co2",
	"rtx3080",
	"wd40",
	"ww2",
	"fifa23",
	"mi6",
	"iso9001",
	"catch22",
	"area51",
	"route66",
	"trump2016",
	"html5",
	"gr8",
	"str8",
	/* times, sizes, scores, powers */
	"5h17",
	"2h30",
	"1m80",
	"4x4",
	"2v2",
	"1v1",
	"1e6",
	"2k23",
	"5ft10",
	"1h30m",
	"2d5h10m",
	"2h45min",
	/* digits that would give no word */
	"b2b",
	"h2o",
	"p2p",
	"r2d2",
	"h5n1",
	"k8s",
	"i18n",
	"x264",
	"u2u",
	"w2k",
	"l8r",
	"h8er",
	"2nite",
	"4k60",
	"3px",
	"5em",
	/* what has no letter */
	"45",
	"2024",
	"0",
	"55",
	"",
};

static const char *const words[] = {
	/* among letters */
	"1d10t",
	"id10t",
	"sh1t",
	"b1tch",
	"a55hole",
	"c4sino",
	"pr0file",
	"g1ft",
	"y0u",
	"s3x",
	"f4g",
	"d1ck",
	"v1agra",
	"m0ney",
	"n1gg3r",
	"b00bs",
	"w1n",
	"cl1ck",
	"l33t",
	"th1s",
	"j3ws",
	"pa55word",
	"s3xy",
	"wh0re",
	"k1ll",
	/* at the beginning */
	"5hit",
	"8itch",
	"3vil",
	"0nline",
	"0bama",
	"4ss",
	"5ex",
	"57upid",
	"455hole",
	"7he",
	"1diot",
	/* at the end */
	"casin0",
	"viagr4",
	"shi7",
	"whor3",
	"fre3",
	"fr33",
	"ki11",
	"he11",
	"dumba55",
	"jacka55",
	"cun7",
	"n0",
	"g0",
	"wh0",
	"tw0",
	"th3",
	"idi07",
	"b00",
	/* at both */
	"5hi7",
	"7ha7",
	"0n3",
	"455h0l3",
	"7h3",
	"5lu7",
	/* with what else gives a disguise away */
	"$h1t",
	"b!7ch",
	"f*ck1ng",
	"1-d-1-0-t",
	"7h4t's",
	"b1tch's",
	"c0m3",
	"s\u045655y",
};

static void leet__numbers_units_and_names__are_read_as_they_stand(void **state)
{
	char out[SKELETON_BYTES_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(numbers); i++) {
		const size_t len = strlen(numbers[i]);

		if (leet_is_meant(numbers[i], len))
			fail_msg(
				"'%s' is read as '%.*s'", numbers[i], (int)skeleton_of(numbers[i], len, out), out);
		assert_int_equal(skeleton_other(numbers[i], len, out), 0);
	}
}

static void leet__words_in_digits__are_read_as_words(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(words); i++)
		if (!leet_is_meant(words[i], strlen(words[i])))
			fail_msg("'%s' is read as it stands", words[i]);
}

/* What the pipeline makes of both. */
static void leet__skeletons__have_digits_only_where_they_are_meant(void **state)
{
	static const struct {
		const char *word;
		const char *skeleton;
	} cases[] = {
		{"45s", "45s"},
		{"a55", "a55"},
		{"5h17", "5h17"},
		{"80's", "80s"},
		{"mp3", "mp3"},
		{"covid19", "covid19"},
		{"a55hole", "asshole"},
		{"fr33", "free"},
		{"4ss", "ass"},
		{"c4sino", "casino"},
		{"5hi7", "shit"},
		{"b1tch's", "bitchs"},
	};
	char out[SKELETON_BYTES_MAX];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const size_t n = skeleton_of(cases[i].word, strlen(cases[i].word), out);

		if (n != strlen(cases[i].skeleton) || memcmp(out, cases[i].skeleton, n) != 0)
			fail_msg("'%s': '%.*s'", cases[i].word, (int)n, out);
	}
}

/* Any bytes, of exactly their length: for AddressSanitizer. */
static void leet__any_bytes__stay_inside_the_word(void **state)
{
	static const char some[] = "0123456789abcdehimnopstx'-$*\xC3\xA9\xCE\xBC";
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 7);
	for (round = 0; round < 50000; round++) {
		char s[WORD_BYTES_MAX + 8];
		const size_t len = (size_t)rng_below(&rng, round % 16 ? 12 : sizeof(s));
		char exact[WORD_BYTES_MAX + 9];
		size_t i;

		for (i = 0; i < len; i++)
			s[i] = some[rng_below(&rng, sizeof(some) - 1)];
		memset(exact, '7', sizeof(exact));
		memcpy(exact, s, len);
		/* what stands behind the word makes no difference */
		assert_int_equal(leet_is_meant(exact, len), leet_is_meant(s, len));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(leet__numbers_units_and_names__are_read_as_they_stand),
		cmocka_unit_test(leet__words_in_digits__are_read_as_words),
		cmocka_unit_test(leet__skeletons__have_digits_only_where_they_are_meant),
		cmocka_unit_test(leet__any_bytes__stay_inside_the_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
