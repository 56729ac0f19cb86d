/* SPDX-License-Identifier: MIT */
/* Thresholds that keep a budget. */
#include "support.h"

#include <math.h>

#include "../../tools/gate/budget.h"

enum { ATTRIBUTES = 3, ORDINARY = 4000, LABELLED = 300 };

/* Scores of six decimals, low for most ordinary comments, high for labelled ones. */
static void draw(struct budget_scores *s)
{
	moderato_scores scores;
	struct rng rng;
	size_t i;
	size_t a;

	memset(&scores, 0, sizeof(scores));
	memset(s, 0, sizeof(*s));
	s->n_attributes = ATTRIBUTES;
	rng_seed(&rng, 8);
	for (i = 0; i < ORDINARY + LABELLED; i++) {
		const unsigned labels = i < ORDINARY ? 0 : 1u << i % ATTRIBUTES;

		for (a = 0; a < ATTRIBUTES; a++) {
			const double x = rng_double(&rng);
			const double score = labels >> a & 1 ? 1 - x * x / 2 : x * x * x;

			scores.score[a] = floor(score * 1e6) / 1e6;
		}
		assert_true(budget_add(s, &scores, labels));
	}
}

static void set_shares(struct budget_line *lines, double first, double second, double third)
{
	memset(lines, 0, ATTRIBUTES * sizeof(*lines));
	lines[0].share = first;
	lines[1].share = second;
	lines[2].share = third;
}

static void budget__thresholds__keep_it_and_use_it(void **state)
{
	static const double budgets[] = {0, 0.0004, 0.001, 0.02, 0.1, 0.5};
	struct budget_line lines[ATTRIBUTES];
	struct budget_scores s;
	size_t i;

	(void)state;
	draw(&s);
	assert_int_equal(s.n, ORDINARY + LABELLED);
	assert_int_equal(s.n_ordinary, ORDINARY);
	for (i = 0; i < COUNT(budgets); i++) {
		const double most = budgets[i] * ORDINARY;
		size_t reached;

		set_shares(lines, 1, 1, 1);
		assert_true(budget_find(&s, budgets[i], 0, lines));
		reached = budget_reached(&s, lines);
		if ((double)reached > most || (double)reached < most * 0.9 - 3)
			fail_msg("%g of %d: %zu reach a threshold", budgets[i], ORDINARY, reached);
	}
	budget_dispose(&s);
}

static void budget__larger__lowers_every_threshold(void **state)
{
	struct budget_line lines[ATTRIBUTES];
	double before[ATTRIBUTES] = {9, 9, 9};
	struct budget_scores s;
	double budget;
	size_t a;

	(void)state;
	draw(&s);
	for (budget = 0.001; budget < 0.4; budget *= 1.5) {
		set_shares(lines, 2, 1, 0.3);
		assert_true(budget_find(&s, budget, 0, lines));
		for (a = 0; a < ATTRIBUTES; a++) {
			assert_true(lines[a].threshold <= before[a]);
			before[a] = lines[a].threshold;
		}
		assert_true(lines[0].reached >= lines[1].reached && lines[1].reached >= lines[2].reached);
	}
	budget_dispose(&s);
}

static void budget__thresholds__have_four_decimals(void **state)
{
	struct budget_line lines[ATTRIBUTES];
	struct budget_scores s;
	size_t a;

	(void)state;
	draw(&s);
	set_shares(lines, 2, 1, 0.3);
	assert_true(budget_find(&s, 0.02, 0, lines));
	for (a = 0; a < ATTRIBUTES; a++)
		assert_true(lines[a].threshold == round(lines[a].threshold * 1e4) / 1e4);
	budget_dispose(&s);
}

/* Whatever the highest score is, with a budget of nothing nothing reaches the threshold. */
static void budget__of_nothing__is_above_every_score(void **state)
{
	unsigned long k;

	(void)state;
	for (k = 0; k <= 10000; k++) {
		moderato_scores scores;
		struct budget_line line = {.share = 1};
		struct budget_scores s = {.n_attributes = 1};

		scores.score[0] = (double)k / 1e4;
		assert_true(budget_add(&s, &scores, 0));
		assert_true(budget_find(&s, 0, 0, &line));
		if (budget_reached(&s, &line) || line.threshold > scores.score[0] + 0.00015)
			fail_msg("score %g: threshold %.17g", scores.score[0], line.threshold);
		budget_dispose(&s);
	}
}

static void budget__counts__are_what_is_reached(void **state)
{
	struct budget_line lines[ATTRIBUTES];
	struct budget_scores s;
	size_t reached = 0;
	size_t caught = 0;
	size_t i;

	(void)state;
	draw(&s);
	set_shares(lines, 1, 1, 1);
	assert_true(budget_find(&s, 0.05, 0, lines));
	for (i = 0; i < s.n; i++) {
		reached += !s.labels[i] && s.v[i * ATTRIBUTES] >= lines[0].threshold;
		caught += (s.labels[i] & 1) && s.v[i * ATTRIBUTES] >= lines[0].threshold;
	}
	assert_int_equal(lines[0].reached, reached);
	assert_int_equal(lines[0].caught, caught);
	assert_int_equal(lines[0].positives, LABELLED / ATTRIBUTES);
	assert_true(caught > 0);
	budget_dispose(&s);
}

static void budget__no_share__has_no_threshold(void **state)
{
	struct budget_line lines[ATTRIBUTES];
	struct budget_scores s;

	(void)state;
	draw(&s);
	set_shares(lines, 1, 0, 1);
	assert_true(budget_find(&s, 0.05, 0, lines));
	assert_true(lines[0].threshold < 1 && lines[1].threshold > 1);
	assert_int_equal(lines[1].reached, 0);
	budget_dispose(&s);
}

static void budget__least__is_kept(void **state)
{
	struct budget_line lines[ATTRIBUTES];
	struct budget_scores s;
	size_t a;

	(void)state;
	draw(&s);
	set_shares(lines, 1, 1, 1);
	assert_true(budget_find(&s, 1, 0.75, lines));
	for (a = 0; a < ATTRIBUTES; a++)
		assert_true(lines[a].threshold == 0.75);
	budget_dispose(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(budget__thresholds__keep_it_and_use_it),
		cmocka_unit_test(budget__larger__lowers_every_threshold),
		cmocka_unit_test(budget__thresholds__have_four_decimals),
		cmocka_unit_test(budget__of_nothing__is_above_every_score),
		cmocka_unit_test(budget__counts__are_what_is_reached),
		cmocka_unit_test(budget__no_share__has_no_threshold),
		cmocka_unit_test(budget__least__is_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
