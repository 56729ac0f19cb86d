/* SPDX-License-Identifier: MIT */
#include "support.h"

#include "dataset/folds.h"

#define N 3000
#define N_ATTRIBUTES 3

/* Published values: SplitMix64 seeded with 1234567, xoshiro256** with the state 1, 2, 3, 4. */
static void rng__known_states__give_the_published_numbers(void **state)
{
	static const uint64_t splitmix[] = {UINT64_C(6457827717110365317),
		UINT64_C(3203168211198807973), UINT64_C(9817491932198370423),
		UINT64_C(4593380528125082431)};
	static const uint64_t xoshiro[] = {11520, 0, 1509978240, UINT64_C(1215971899390074240)};
	struct rng rng;
	size_t i;

	(void)state;
	rng_seed(&rng, 1234567);
	for (i = 0; i < 4; i++)
		assert_true(rng.state[i] == splitmix[i]);
	rng = (struct rng){{1, 2, 3, 4}};
	for (i = 0; i < 4; i++)
		assert_true(rng_next(&rng) == xoshiro[i]);
}

static void rng_below__small_and_huge_ranges__are_even(void **state)
{
	struct rng rng;
	size_t seen[7] = {0};
	size_t low = 0;
	size_t i;
	/* 3/4 of 2^64: a plain remainder would give the lower third twice as often as the others. */
	uint64_t huge = UINT64_C(3) << 62;

	(void)state;
	rng_seed(&rng, 1);
	for (i = 0; i < 70000; i++) {
		uint64_t x = rng_below(&rng, 7);

		assert_true(x < 7);
		seen[x]++;
	}
	for (i = 0; i < 7; i++)
		assert_in_range(seen[i], 9600, 10400);
	for (i = 0; i < 30000; i++) {
		uint64_t x = rng_below(&rng, huge);

		assert_true(x < huge);
		low += x < huge / 3;
	}
	assert_in_range(low, 9600, 10400);
	for (i = 0; i < 100; i++)
		assert_true(rng_below(&rng, 1) == 0);
}

static void rng_double__many__fill_the_unit_interval(void **state)
{
	struct rng rng;
	double sum = 0;
	int i;

	(void)state;
	rng_seed(&rng, 0);
	for (i = 0; i < 10000; i++) {
		double x = rng_double(&rng);

		assert_true(x >= 0 && x < 1);
		sum += x;
	}
	assert_true(sum > 4850 && sum < 5150);
}

/* Three attributes, of which the last is rare and every fourth label is unknown. */
struct sample {
	int8_t labels[N][N_ATTRIBUTES];
	uint64_t group[N];
	uint16_t fold[N];
};

static void fill_random(struct sample *s, uint64_t seed, uint64_t n_groups)
{
	static const double rate[N_ATTRIBUTES] = {.4, .1, .02};
	struct rng rng;
	size_t i;
	size_t a;

	rng_seed(&rng, seed);
	for (i = 0; i < N; i++) {
		/* The square makes groups of uneven sizes. */
		double x = rng_double(&rng);

		s->group[i] = rng_mix((uint64_t)(x * x * (double)n_groups));
		for (a = 0; a < N_ATTRIBUTES; a++)
			s->labels[i][a] = rng_below(&rng, 4) ? rng_double(&rng) < rate[a] : -1;
	}
}

static void make_folds(struct sample *s, bool grouped, size_t k, uint64_t seed)
{
	moderato_error err;

	memset(s->fold, 0xff, sizeof(s->fold));
	if (folds_grouped(&s->labels[0][0], N_ATTRIBUTES, grouped ? s->group : NULL, N, k, seed,
			s->fold, &err) != MODERATO_OK)
		fail_msg("%s", err.message);
}

/* Rows, zeros and ones of every attribute are within `slack` of an even share in every fold. */
static void check_balance(const struct sample *s, size_t k, size_t slack)
{
	size_t counts[20][1 + 2 * N_ATTRIBUTES] = {{0}};
	size_t totals[1 + 2 * N_ATTRIBUTES] = {0};
	size_t i;
	size_t c;

	for (i = 0; i < N; i++) {
		if (s->fold[i] >= k)
			fail_msg("row %zu is in fold %u of %zu", i, s->fold[i], k);
		counts[s->fold[i]][0]++;
		totals[0]++;
		for (c = 0; c < N_ATTRIBUTES; c++) {
			if (s->labels[i][c] < 0)
				continue;
			counts[s->fold[i]][1 + 2 * c + (size_t)s->labels[i][c]]++;
			totals[1 + 2 * c + (size_t)s->labels[i][c]]++;
		}
	}
	for (i = 0; i < k; i++)
		for (c = 0; c < 1 + 2 * N_ATTRIBUTES; c++)
			if (counts[i][c] > totals[c] / k + 1 + slack || counts[i][c] + slack < totals[c] / k)
				fail_msg("%zu folds: fold %zu has %zu of class %zu's %zu", k, i, counts[i][c], c,
					totals[c]);
}

static void check_groups_whole(const struct sample *s)
{
	size_t i;
	size_t j;

	for (i = 0; i < N; i++)
		for (j = 0; j < i; j++)
			if (s->group[i] == s->group[j] && s->fold[i] != s->fold[j])
				fail_msg("rows %zu and %zu of one group are in folds %u and %u", j, i, s->fold[j],
					s->fold[i]);
}

static void stratified__every_row_alone__is_even_to_a_few_rows(void **state)
{
	static struct sample s;
	static const size_t ks[] = {2, 3, 5, 10, 20};
	size_t i;
	uint64_t seed;

	(void)state;
	for (i = 0; i < COUNT(ks); i++)
		for (seed = 0; seed < 5; seed++) {
			fill_random(&s, seed, 100);
			make_folds(&s, false, ks[i], seed);
			check_balance(&s, ks[i], 2);
		}
}

static void grouped__uneven_groups__stay_whole_and_balanced(void **state)
{
	static struct sample s;
	static const struct {
		uint64_t n_groups;
		size_t k;
		size_t slack;
	} cases[] = {{1000, 5, 3}, {1000, 10, 3}, {200, 5, 8}, {200, 2, 8}};
	size_t i;
	uint64_t seed;

	(void)state;
	for (i = 0; i < COUNT(cases); i++)
		for (seed = 0; seed < 3; seed++) {
			fill_random(&s, seed, cases[i].n_groups);
			make_folds(&s, true, cases[i].k, seed);
			check_groups_whole(&s);
			check_balance(&s, cases[i].k, cases[i].slack);
		}
}

static void grouped__as_many_folds_as_groups__gives_each_its_own(void **state)
{
	static const uint64_t group[] = {7, 8, 9, 7, 7, 9};
	static const int8_t labels[] = {1, 0, 0, 1, 1, 0};
	uint16_t fold[6];

	(void)state;
	assert_int_equal(folds_grouped(labels, 1, group, 6, 3, 1, fold, NULL), MODERATO_OK);
	assert_true(fold[0] == fold[3] && fold[0] == fold[4] && fold[2] == fold[5]);
	assert_true(fold[0] != fold[1] && fold[0] != fold[2] && fold[1] != fold[2]);
	assert_int_equal(folds_grouped(NULL, 0, group, 6, 3, 1, fold, NULL), MODERATO_OK);
	assert_true(fold[0] != fold[1] && fold[0] != fold[2] && fold[1] != fold[2]);
}

static void grouped__seeds__same_gives_same_and_other_gives_other(void **state)
{
	static struct sample s;
	static uint16_t first[N];
	bool grouped;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		grouped = i;
		fill_random(&s, 4, 800);
		make_folds(&s, grouped, 5, 1);
		memcpy(first, s.fold, sizeof(first));
		make_folds(&s, grouped, 5, 1);
		assert_memory_equal(first, s.fold, sizeof(first));
		make_folds(&s, grouped, 5, 2);
		assert_memory_not_equal(first, s.fold, sizeof(first));
	}
}

static void grouped__rows_reversed__keep_their_folds(void **state)
{
	static struct sample s;
	static struct sample reversed;
	size_t i;

	(void)state;
	fill_random(&s, 6, 500);
	for (i = 0; i < N; i++) {
		reversed.group[i] = s.group[N - 1 - i];
		memcpy(reversed.labels[i], s.labels[N - 1 - i], sizeof(s.labels[0]));
	}
	make_folds(&s, true, 5, 3);
	make_folds(&reversed, true, 5, 3);
	for (i = 0; i < N; i++)
		assert_int_equal(s.fold[i], reversed.fold[N - 1 - i]);
}

static void grouped__impossible_numbers__are_refused(void **state)
{
	static const uint64_t group[] = {1, 1, 2, 2};
	static const int8_t labels[] = {0, 1, 0, 1};
	static const struct {
		const char *name;
		const uint64_t *group;
		size_t n;
		size_t k;
		const char *message;
	} cases[] = {
		{"no folds", group, 4, 0, "expected 2 to 65535 folds, got 0"},
		{"one fold", group, 4, 1, "expected 2 to 65535 folds, got 1"},
		{"too many for the type", group, 4, 65536, "expected 2 to 65535 folds, got 65536"},
		{"more folds than groups", group, 4, 3, "cannot make 3 folds of 2 groups"},
		{"more folds than rows", NULL, 4, 5, "cannot make 5 folds of 4 groups"},
		{"one group", group, 2, 2, "cannot make 2 folds of 1 group"},
		{"no rows", group, 0, 2, "cannot make 2 folds of 0 groups"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		uint16_t fold[4] = {9, 9, 9, 9};
		moderato_error err;
		moderato_status status =
			folds_grouped(labels, 1, cases[i].group, cases[i].n, cases[i].k, 1, fold, &err);

		if (status != MODERATO_EINVAL || strcmp(err.message, cases[i].message))
			fail_msg("%s: status %d, %s", cases[i].name, status, err.message);
		assert_true(fold[0] == 9 && fold[3] == 9);
	}
}

static void by_key__keys__are_numbered_by_first_appearance(void **state)
{
	static const uint64_t key[] = {50, 10, 50, UINT64_MAX, 10, 0};
	static const uint16_t expected[] = {0, 1, 0, 2, 1, 3};
	uint16_t fold[6];
	size_t n_folds;

	(void)state;
	assert_int_equal(folds_by_key(key, 6, fold, &n_folds, NULL), MODERATO_OK);
	assert_int_equal(n_folds, 4);
	assert_memory_equal(fold, expected, sizeof(expected));
}

static void by_key__too_few_or_too_many_keys__are_refused(void **state)
{
	static uint64_t key[MODERATO_FOLDS_MAX + 1];
	static uint16_t fold[MODERATO_FOLDS_MAX + 1];
	size_t n_folds = 9;
	size_t i;
	moderato_error err;

	(void)state;
	assert_int_equal(folds_by_key(key, 5, fold, &n_folds, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "leaving one key out takes 2 different keys or more, got 1");
	assert_int_equal(n_folds, 0);
	assert_int_equal(folds_by_key(key, 0, fold, &n_folds, &err), MODERATO_EINVAL);
	for (i = 0; i < MODERATO_FOLDS_MAX + 1; i++)
		key[i] = i;
	assert_int_equal(folds_by_key(key, MODERATO_FOLDS_MAX - 1, fold, &n_folds, &err), MODERATO_OK);
	assert_int_equal(n_folds, MODERATO_FOLDS_MAX - 1);
	assert_int_equal(folds_by_key(key, MODERATO_FOLDS_MAX, fold, &n_folds, &err), MODERATO_OK);
	assert_int_equal(n_folds, MODERATO_FOLDS_MAX);
	assert_int_equal(fold[MODERATO_FOLDS_MAX - 1], MODERATO_FOLDS_MAX - 1);
	assert_int_equal(
		folds_by_key(key, MODERATO_FOLDS_MAX + 1, fold, &n_folds, &err), MODERATO_ELIMIT);
	assert_string_equal(err.message, "expected at most 65535 different keys, got 65536");
	assert_int_equal(n_folds, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rng__known_states__give_the_published_numbers),
		cmocka_unit_test(rng_below__small_and_huge_ranges__are_even),
		cmocka_unit_test(rng_double__many__fill_the_unit_interval),
		cmocka_unit_test(stratified__every_row_alone__is_even_to_a_few_rows),
		cmocka_unit_test(grouped__uneven_groups__stay_whole_and_balanced),
		cmocka_unit_test(grouped__as_many_folds_as_groups__gives_each_its_own),
		cmocka_unit_test(grouped__seeds__same_gives_same_and_other_gives_other),
		cmocka_unit_test(grouped__rows_reversed__keep_their_folds),
		cmocka_unit_test(grouped__impossible_numbers__are_refused),
		cmocka_unit_test(by_key__keys__are_numbered_by_first_appearance),
		cmocka_unit_test(by_key__too_few_or_too_many_keys__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
