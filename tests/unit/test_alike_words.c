/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/codepoint.h"
#include "base/rng.h"
#include "text/alike_words.h"
#include "text/normalize.h"
#include "text/words.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static struct arena arena;

static int teardown(void **state)
{
	(void)state;
	arena_dispose(&arena);
	return 0;
}

static struct text read_text(const char *s, size_t len, size_t *n)
{
	const struct text in = {s, len, NULL};
	struct text text;

	assert_true(normalize(&arena, &in, &text));
	assert_true(alike_words_write_out(&arena, &text, n));
	return text;
}

/* As written, and what is read; the same when they are equal. */
static const struct row {
	const char *in;
	const char *out;
	size_t n;
} rows[] = {
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
	size_t i;
	size_t n;

	(void)state;
	for (i = 0; i < COUNT(rows); i++) {
		const struct text out = read_text(rows[i].in, strlen(rows[i].in), &n);

		if (out.len != strlen(rows[i].out) || memcmp(out.s, rows[i].out, out.len) != 0 ||
			n != rows[i].n)
			fail_msg("'%s': '%.*s', %zu", rows[i].in, (int)out.len, out.s, n);
	}
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
		out = read_text(s, len, &n);
		for (i = 0; i < out.len; i++) {
			const moderato_span span = text_original(&out, i, i + 1);

			assert_true(span.begin < span.end && span.end <= len);
		}
		for (i = 0; i < WORD_PAD; i++)
			assert_int_equal(out.s[out.len + i], ' ');
		arena_reset(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alike_words__table__are_written_out_or_stay),
		cmocka_unit_test(alike_words__random_letters__keep_origins),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
