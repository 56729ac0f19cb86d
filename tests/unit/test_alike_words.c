/* SPDX-License-Identifier: MIT */
#include "text_case.h"

#include "base/codepoint.h"
#include "text/alike_words.h"
#include "text/words.h"

static struct text written_out(const char *s, size_t len, size_t *n)
{
	struct text text = normal_of(s, len);

	assert_true(alike_words_write_out(&arena, &text, n));
	return text;
}

static const struct rewrite rows[] = {
	/* a word among Latin ones */
	{"you are an аѕѕ ok", "you are an ass ok", 1},
	{"best ϲαѕino of саѕе here", "best σαѕino of case here", 1},
	{"the word сок is juice", "the word cok is juice", 1},
	/* all of them */
	{"ѕех", "sex", 1},
	{"ЅЕХ НОТ", "sex hot", 2},
	{"ᏟᎪᏚᎬ", "case", 1},
	{"сосоа рореуе соре тост", "cocoa popeye cope toct", 4},
	/* real words */
	{"сок", "сок", 0},
	{"вот так нет", "вот так нет", 0},
	{"Нет, кот ест тут", "нет, кот ест тут", 0},
	{"мама мыла раму", "мама мыла раму", 0},
	{"тато і мама", "тато і мама", 0},
	{"Ово је то", "ово је то", 0},
	{"Моя хата с краю, вот", "моя хата с краю, вот", 0},
	{"ναι και οχι", "ναι και οχι", 0},
	{"καλημέρα σε όλους", "καλημέρα σε όλουσ", 0},
	{"she said привет and нет to мама", "she said привет and нет to мама", 0},
	{"", "", 0},
	{"plain", "plain", 0},
	{"\u4F60\u597D", "\u4F60\u597D", 0},
};

static void alike_words__table__are_written_out_or_stay(void **state)
{
	(void)state;
	check_rewrites(rows, COUNT(rows), written_out);
}

static void alike_words__random_letters__keep_origins(void **state)
{
	static const uint32_t firsts[] = {'a', 0x3B1, 0x430, 0x455, 0x501, 0x561, 0xAB70, 0x300, ' '};
	struct rng rng;
	int round;

	(void)state;
	rng_seed(&rng, 11);
	for (round = 0; round < 20000; round++) {
		char s[40 * 4];
		struct text out;
		size_t len = 0;
		size_t i;
		size_t n;

		for (i = rng_below(&rng, 40); i; i--) {
			const uint32_t first = firsts[rng_below(&rng, COUNT(firsts))];

			len +=
				codepoint_put(s + len, first == ' ' ? ' ' : first + (uint32_t)rng_below(&rng, 26));
		}
		out = written_out(s, len, &n);
		check_origins_and_pad(&out, len);
		arena_reset(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alike_words__table__are_written_out_or_stay),
		cmocka_unit_test(alike_words__random_letters__keep_origins),
	};

	return cmocka_run_group_tests(tests, NULL, dispose_arena);
}
