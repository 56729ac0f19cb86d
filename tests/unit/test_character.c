/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <pthread.h>

#include "base/codepoint.h"
#include "text/character.h"
#include "text/normalize.h"

/* What the table must hold, from where it comes from. */
static void check_character(uint32_t cp, character ch)
{
	const struct folded folded = normalize_alone(cp);
	uint32_t base[4];
	uint32_t looks = 0;
	size_t n;
	const char *ascii = confusable_fold(cp, &n);

	if (n)
		looks = (uint32_t)ascii[0] | (n > 1 ? (uint32_t)ascii[1] << 7 : 0);
	n = codepoint_base(cp, base);
	if (CHARACTER_FIELD(ch, CHARACTER_CLASS, 3) != normalize_class(cp) ||
		character_is(ch, CHARACTER_UPPER) != normalize_is_upper(cp) ||
		CHARACTER_FIELD(ch, CHARACTER_SCRIPT, 4) != script_of_block(cp) ||
		CHARACTER_FIELD(ch, CHARACTER_LOOKS, 14) != looks ||
		CHARACTER_FIELD(ch, CHARACTER_FOLD, 2) != folded.kind ||
		CHARACTER_FIELD(ch, CHARACTER_TO, 21) != folded.to ||
		character_is(ch, CHARACTER_JOINS) != folded.joins ||
		(CHARACTER_FIELD(ch, CHARACTER_BASE, 2) == BASE_NONE) != (n == 0) ||
		(CHARACTER_FIELD(ch, CHARACTER_BASE, 2) == BASE_SELF) != (n == 1 && base[0] == cp))
		fail_msg("U+%04X: %016llx", cp, (unsigned long long)ch);
}

static void table__every_code_point__is_what_it_comes_from(void **state)
{
	uint32_t cp;

	(void)state;
	for (cp = 0; cp <= 0x10FFFF; cp++) {
		if (cp >= 0xD800 && cp <= 0xDFFF)
			continue;
		check_character(cp, character_of(cp));
		if (character_of(cp) != character_find(cp)) /* once more: as it was stored */
			fail_msg("U+%04X: two answers", cp);
	}
}

static void flags__table__are_of_the_code_points_that_are_meant(void **state)
{
	static const struct {
		uint32_t cp;
		int bit;
	} cases[] = {
		{0x200B, CHARACTER_HIDDEN},
		{0xE0041, CHARACTER_HIDDEN},
		{0x202E, CHARACTER_BIDI},
		{0xFF21, CHARACTER_STYLED},
		{0x1D400, CHARACTER_STYLED},
		{0x0301, CHARACTER_MARK},
		{0x07, CHARACTER_CONTROL},
		{0x9F, CHARACTER_CONTROL},
		{0x3000, CHARACTER_BLANK},
		{'\t', CHARACTER_BLANK},
		{0xE000, CHARACTER_NAMELESS},
		{0xFFFF, CHARACTER_NAMELESS},
		{0x10FFFD, CHARACTER_NAMELESS},
	};
	size_t i;
	int bit;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		for (bit = CHARACTER_HIDDEN; bit < CHARACTER_BLANK; bit++)
			if (character_is(character_of(cases[i].cp), bit) != (bit == cases[i].bit))
				fail_msg("U+%04X: bit %d", cases[i].cp, bit);
	for (i = 0; i < COUNT(cases); i++)
		assert_true(character_is(character_of(cases[i].cp), cases[i].bit));
}

static void *ask_all(void *sum)
{
	uint32_t cp;

	for (cp = 0; cp < 0x20000; cp += 7)
		if (cp < 0xD800 || cp > 0xDFFF)
			*(uint64_t *)sum ^= character_of(cp) * (cp + 1);
	return NULL;
}

static void threads__at_once__get_the_same_answers(void **state)
{
	pthread_t threads[4];
	uint64_t sums[4] = {0};
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, ask_all, &sums[i]), 0);
	for (i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	for (i = 1; i < 4; i++)
		assert_true(sums[i] == sums[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(threads__at_once__get_the_same_answers),
		cmocka_unit_test(table__every_code_point__is_what_it_comes_from),
		cmocka_unit_test(flags__table__are_of_the_code_points_that_are_meant),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
