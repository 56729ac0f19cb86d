/* SPDX-License-Identifier: MIT */
/* Entries in any order become a vector: rising indices, each once, with the sum of its values. */
#include <stdlib.h>

#include "base/rng.h"
#include "classify/vector_entries.h"
#include "support.h"

#define BITS 10u
#define INDICES ((1u << BITS) + 40)

/* Values are small whole numbers, so that sums are exact in any order. */
static void check(size_t text_len, size_t n, uint32_t n_indices, uint64_t seed)
{
	static double expected[INDICES];
	static bool used[INDICES];
	struct arena arena = ARENA_INIT;
	struct vector_entries e;
	struct sparse x;
	struct rng rng;
	size_t n_used = 0;
	size_t i;

	memset(expected, 0, sizeof(expected));
	memset(used, 0, sizeof(used));
	rng_seed(&rng, seed);
	vector_entries_init(&e, &arena, BITS, text_len);
	for (i = 0; i < n; i++) {
		const uint32_t index = (uint32_t)rng_below(&rng, n_indices);
		const double value = (double)rng_below(&rng, 9) - 4;

		n_used += !used[index];
		used[index] = true;
		expected[index] += value;
		vector_entries_add(&e, index, value);
	}
	assert_true(vector_entries_finish(&e, &x));
	assert_int_equal(x.n, n_used);
	for (i = 0; i < x.n; i++) {
		assert_true(!i || x.index[i - 1] < x.index[i]);
		assert_true(x.index[i] < INDICES && used[x.index[i]]);
		assert_true(x.value[i] == expected[x.index[i]]);
	}
	arena_dispose(&arena);
}

static void finish__any_number_of_entries__sums_by_rising_index(void **state)
{
	static const size_t lengths[] = {0, 200, 5000, 1 << 18};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(lengths); i++) {
		check(lengths[i], 0, INDICES, 1);
		check(lengths[i], 1, INDICES, 2);
		check(lengths[i], ENTRY_BLOCK, 1, 3);
		check(lengths[i], ENTRY_BLOCK + 1, 2, 4);
		check(lengths[i], 20000, INDICES, 5);
		check(lengths[i], 20000, 3, 6);
	}
}

/* 0.1 + 0.2 + 0.3 differs from 0.3 + 0.2 + 0.1 in the last bit. */
static void finish__another_order__the_same_bits(void **state)
{
	static const double values[] = {0.1, 0.2, 0.3, 0.7, 1e-9};
	struct arena arena = ARENA_INIT;
	double first = 0;
	size_t k;
	size_t i;

	(void)state;
	for (k = 0; k + 1 < COUNT(values); k++) {
		struct vector_entries e;
		struct sparse x;

		vector_entries_init(&e, &arena, BITS, 0);
		for (i = 0; i < 100; i++)
			vector_entries_add(&e, 7, values[(i * (k + 1) + k) % COUNT(values)]);
		assert_true(vector_entries_finish(&e, &x));
		assert_int_equal(x.n, 1);
		assert_true(!k || x.value[0] == first);
		first = x.value[0];
	}
	arena_dispose(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finish__any_number_of_entries__sums_by_rising_index),
		cmocka_unit_test(finish__another_order__the_same_bits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
