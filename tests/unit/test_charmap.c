/* SPDX-License-Identifier: MIT */
/* Bitmaps of characters: every level of vector instructions gives the bits of the scalar one, and
 * those give what a look at each byte gives. */
#include "text_case.h"

#include "base/simd.h"
#include "text/charmap.h"

#define TEXT_MAX 300

/* Bytes of few kinds meet more often than random ones. */
static size_t random_text(struct rng *rng, char *s)
{
	static const char some[] = "aZz09 \n\t\x01\x7f.,!?'\"$()_-{}[]/:;..aa\xc3\xa9";
	const size_t len = rng_below(rng, TEXT_MAX);
	size_t i;

	for (i = 0; i < len; i++)
		s[i] = rng_below(rng, 4) ? some[rng_below(rng, sizeof(some) - 1)]
								 : (char)(unsigned char)rng_below(rng, 256);
	return len;
}

static void every_level_gives_the_scalar_bits(void **state)
{
	struct rng rng;
	char s[TEXT_MAX];
	int round;

	(void)state;
	rng_seed(&rng, 1);
	for (round = 0; round < 2000; round++) {
		const size_t len = random_text(&rng, s);
		enum simd_level level;
		struct charmap scalar;
		struct char_counts counted;

		arena_reset(&arena);
		simd_use(SIMD_SCALAR);
		assert_true(charmap_read(&scalar, &arena, s, len));
		charmap_count(&scalar, &counted);
		for (level = SIMD_SCALAR; level <= SIMD_NEON; level++) {
			struct charmap map;
			struct char_counts counts;

			simd_use(level);
			assert_true(charmap_read(&map, &arena, s, len));
			charmap_count(&map, &counts);
			assert_int_equal(map.n, scalar.n);
			if (map.n)
				assert_memory_equal(map.v, scalar.v, map.n * sizeof(*map.v));
			assert_memory_equal(&counts, &counted, sizeof(counts));
		}
	}
}

static void bits_are_what_a_look_at_each_byte_gives(void **state)
{
	struct rng rng;
	char s[TEXT_MAX];
	int round;

	(void)state;
	rng_seed(&rng, 2);
	for (round = 0; round < 500; round++) {
		const size_t len = random_text(&rng, s);
		struct charmap map;
		size_t i;

		arena_reset(&arena);
		assert_true(charmap_read(&map, &arena, s, len));
		for (i = 0; i < len; i++) {
			const unsigned char c = (unsigned char)s[i];
			const bool quiet = c && strchr(",.;:'\"()[]{}-_/", c);
			const bool alone = !(i && s[i - 1] == s[i]) && !(i + 1 < len && s[i + 1] == s[i]);

			assert_int_equal(bits_has(&map.v->blank, i), c <= ' ');
			assert_int_equal(bits_has(&map.v->high, i), c >= 0x80);
			assert_int_equal(bits_has(&map.v->repeat, i), i && s[i - 1] == s[i] && c > ' ');
			assert_int_equal(bits_has(&map.v->start, i), c > ' ' && !(quiet && alone));
			assert_int_equal(bits_has(&map.v->ends, i), c == '.' || c == '!' || c == '?');
		}
	}
}

static void the_next_bit_is_found_across_blocks(void **state)
{
	char s[TEXT_MAX];
	struct charmap map;
	size_t at;

	(void)state;
	for (at = 0; at < TEXT_MAX; at += 7) {
		memset(s, 'x', sizeof(s));
		s[at] = '1';
		arena_reset(&arena);
		assert_true(charmap_read(&map, &arena, s, sizeof(s)));
		assert_int_equal(bits_next(&map.v->digit, 0, TEXT_MAX), at);
		assert_int_equal(bits_next(&map.v->digit, at, TEXT_MAX), at);
		assert_int_equal(bits_next(&map.v->digit, at + 1, TEXT_MAX), TEXT_MAX);
		assert_int_equal(bits_next(&map.v->digit, 0, at), at);
		assert_int_equal(bits_next_clear(&map.v->letter, 0, TEXT_MAX), at);
		assert_int_equal(bits_next_clear(&map.v->letter, at + 1, TEXT_MAX), TEXT_MAX);
		assert_true(bits_any(&map.v->digit, at, at + 1));
		assert_false(bits_any(&map.v->digit, at + 1, TEXT_MAX));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_level_gives_the_scalar_bits),
		cmocka_unit_test(bits_are_what_a_look_at_each_byte_gives),
		cmocka_unit_test(the_next_bit_is_found_across_blocks),
	};

	return cmocka_run_group_tests(tests, NULL, dispose_arena);
}
