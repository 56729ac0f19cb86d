/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <float.h>
#include <math.h>

#include "model/calibrate.h"

enum { MANY = 20000 };

static double margins[MANY];
static double weights[MANY];
static int8_t labels[MANY];

static double logistic(double a, double b, double margin)
{
	return 1 / (1 + exp(a * margin + b));
}

/* Margins in -3…3, each positive with the probability that a and b give. */
static void fill(double a, double b)
{
	struct rng rng;
	size_t i;

	rng_seed(&rng, 11);
	for (i = 0; i < MANY; i++) {
		margins[i] = rng_double(&rng) * 6 - 3;
		labels[i] = rng_double(&rng) < logistic(a, b, margins[i]) ? 1 : -1;
		weights[i] = 1 + (double)(i % 3);
	}
}

/* Every margin that matters, in rising order, through the whole range of doubles. */
static void expect_sane(const char *name, const struct calibration *c)
{
	static const double far[] = {-INFINITY, -DBL_MAX, -1e100, -1e9, -50, -3, -1e-300, 0, 1e-300, 3,
		50, 1e9, 1e100, DBL_MAX, INFINITY};
	double before = 0;
	double margin;
	size_t i;

	if (!calibration_is_valid(c))
		fail_msg("%s: not valid", name);
	for (i = 0; i < COUNT(far); i++) {
		double p = calibrate(c, far[i]);

		if (!(p >= before && p <= 1))
			fail_msg("%s: %.17g at %g, after %.17g", name, p, far[i], before);
		before = p;
	}
	before = 0;
	for (margin = -5; margin <= 5; margin += 0.001) {
		double p = calibrate(c, margin);

		if (!(p >= before && p <= 1))
			fail_msg("%s: %.17g at %g, after %.17g", name, p, margin, before);
		before = p;
	}
}

static void platt__known_sigmoid__is_found(void **state)
{
	static const struct {
		double a;
		double b;
	} cases[] = {{-1, 0}, {-2.5, 1}, {-0.3, -0.5}, {-4, 5}};
	struct calibration c;
	size_t k;

	(void)state;
	for (k = 0; k < COUNT(cases); k++) {
		fill(cases[k].a, cases[k].b);
		calibrate_platt(margins, labels, NULL, MANY, &c);
		if (fabs(c.a - cases[k].a) > 0.15 || fabs(c.b - cases[k].b) > 0.2)
			fail_msg("case %zu: a %g, b %g", k, c.a, c.b);
		expect_sane("known sigmoid", &c);
	}
}

/* At the minimum both derivatives of the cross-entropy against Platt's targets are 0. */
static void platt__result__is_the_minimum(void **state)
{
	const double margin[] = {-2, -1, -0.5, 0.3, 0.4, 0.9, 1.7, -3};
	const int8_t label[] = {-1, -1, 1, -1, 1, 1, 1, -1};
	struct calibration c;
	double by_a = 0;
	double by_b = 0;
	size_t i;

	(void)state;
	calibrate_platt(margin, label, NULL, 8, &c);
	for (i = 0; i < 8; i++) {
		double target = label[i] > 0 ? 5.0 / 6 : 1.0 / 6;
		double rest = target - calibrate(&c, margin[i]);

		by_a += rest * margin[i];
		by_b += rest;
	}
	assert_true(c.a < 0);
	assert_true(fabs(by_a) < 1e-4 && fabs(by_b) < 1e-4);
}

static void platt__labels_as_0_and_1__are_the_same(void **state)
{
	struct calibration minus;
	struct calibration zero;
	size_t i;

	(void)state;
	fill(-1, 0.5);
	calibrate_platt(margins, labels, NULL, MANY, &minus);
	for (i = 0; i < MANY; i++)
		labels[i] = labels[i] > 0;
	calibrate_platt(margins, labels, NULL, MANY, &zero);
	assert_memory_equal(&minus, &zero, sizeof(zero));
}

/* Both fits: a weight of k is the row listed k times; unusable rows are not there. */
static void fits__weights__are_repetitions(void **state)
{
	static double margin[3 * MANY + 3];
	static int8_t label[3 * MANY + 3];
	static const double odd_margin[] = {(double)NAN, (double)INFINITY, 1, 1, 1};
	static const double odd_weight[] = {1, 1, 0, -1, (double)NAN};
	static double some_margin[1005];
	static int8_t some_label[1005];
	static double some_weight[1005];
	struct calibration listed;
	struct calibration weighed;
	double at;
	size_t n = 0;
	size_t i;
	size_t k;

	(void)state;
	fill(-1.5, 0.5);
	for (i = 0; i < 1000; i++) {
		some_margin[i] = margins[i];
		some_label[i] = labels[i];
		some_weight[i] = weights[i];
		for (k = 0; k < (size_t)weights[i]; k++) {
			margin[n] = margins[i];
			label[n++] = labels[i];
		}
	}
	for (; i < 1005; i++) {
		some_margin[i] = odd_margin[i - 1000];
		some_label[i] = 1;
		some_weight[i] = odd_weight[i - 1000];
	}
	calibrate_platt(margin, label, NULL, n, &listed);
	calibrate_platt(some_margin, some_label, some_weight, 1005, &weighed);
	assert_true(fabs(listed.a - weighed.a) < 1e-9 && fabs(listed.b - weighed.b) < 1e-9);
	assert_int_equal(calibrate_isotonic(margin, label, NULL, n, &listed, NULL), MODERATO_OK);
	assert_int_equal(calibrate_isotonic(some_margin, some_label, some_weight, 1005, &weighed, NULL),
		MODERATO_OK);
	for (at = -4; at < 4; at += 0.01) {
		if (fabs(calibrate(&listed, at) - calibrate(&weighed, at)) > 1e-9)
			fail_msg("isotonic differs at %g", at);
	}
}

static void fits__nothing_to_learn__is_the_plain_logistic(void **state)
{
	static const struct {
		const char *name;
		int8_t label[3];
		double margin[3];
		size_t n;
	} cases[] = {
		{"no rows", {0, 0, 0}, {0, 0, 0}, 0},
		{"one row", {1, 0, 0}, {2, 0, 0}, 1},
		{"all positive", {1, 1, 1}, {-1, 0, 1}, 3},
		{"all negative", {-1, -1, 0}, {-1, 0, 1}, 3},
		{"the other class is not finite", {1, 1, -1}, {0, 1, (double)INFINITY}, 3},
	};
	struct calibration c[2];
	size_t k;

	(void)state;
	for (k = 0; k < COUNT(cases); k++) {
		calibrate_platt(cases[k].margin, cases[k].label, NULL, cases[k].n, &c[0]);
		assert_int_equal(
			calibrate_isotonic(cases[k].margin, cases[k].label, NULL, cases[k].n, &c[1], NULL),
			MODERATO_OK);
		if (c[0].type != CALIBRATION_PLATT || c[0].a != -1 || c[0].b != 0 ||
			memcmp(&c[0], &c[1], sizeof(c[0])) != 0)
			fail_msg("%s: a %g, b %g", cases[k].name, c[0].a, c[0].b);
		expect_sane(cases[k].name, &c[0]);
	}
}

/* Shapes on which a careless fit divides by 0, overflows or falls. */
static void fits__awkward_rows__stay_sane(void **state)
{
	static const struct {
		const char *name;
		double margin[4];
		int8_t label[4];
	} cases[] = {
		{"separable", {-2, -1, 1, 2}, {-1, -1, 1, 1}},
		{"separable the wrong way", {-2, -1, 1, 2}, {1, 1, -1, -1}},
		{"one margin", {0.5, 0.5, 0.5, 0.5}, {1, -1, -1, -1}},
		{"all at 0", {0, 0, 0, 0}, {1, -1, 1, -1}},
		{"huge", {-1e12, -1e11, 1e11, 1e12}, {-1, 1, -1, 1}},
		{"greatest", {-DBL_MAX, -1, 1, DBL_MAX}, {-1, -1, 1, 1}},
		{"tiny", {-1e-300, -1e-310, 1e-310, 1e-300}, {-1, -1, 1, 1}},
		{"neighbours", {1, 1 + DBL_EPSILON, 1 + 2 * DBL_EPSILON, 1 + 3 * DBL_EPSILON},
			{-1, 1, -1, 1}},
	};
	struct calibration c;
	size_t k;

	(void)state;
	for (k = 0; k < COUNT(cases); k++) {
		calibrate_platt(cases[k].margin, cases[k].label, NULL, 4, &c);
		expect_sane(cases[k].name, &c);
		assert_int_equal(
			calibrate_isotonic(cases[k].margin, cases[k].label, NULL, 4, &c, NULL), MODERATO_OK);
		expect_sane(cases[k].name, &c);
	}
}

static void platt__falling_margins__give_the_base_rate(void **state)
{
	struct calibration c;
	double positive = 0;
	size_t i;

	(void)state;
	fill(-2, 1);
	for (i = 0; i < MANY; i++) {
		margins[i] = -margins[i];
		positive += labels[i] > 0;
	}
	calibrate_platt(margins, labels, NULL, MANY, &c);
	assert_true(c.a == 0);
	assert_true(fabs(calibrate(&c, 0) - positive / MANY) < 0.001);
	expect_sane("falling", &c);
}

static void isotonic__small_example__is_as_by_hand(void **state)
{
	/* Pooled: {-3: 0} {-2, -1, 0: 1/3} {1, 1: 1/2} {2: 1}; tied margins are one row first. */
	const double margin[] = {1, -3, -2, -1, 0, 1, 2};
	const int8_t label[] = {1, 0, 1, 0, 0, 0, 1};
	static const struct {
		double margin;
		double p;
	} cases[] = {
		{-9, 1.0 / 6}, /* 0, kept away by the low target 1 / (4 + 2) */
		{-3, 1.0 / 6},
		{-1, 1.0 / 3},
		{0, 1.0 / 3 + (1.0 / 2 - 1.0 / 3) / 2},
		{1, 1.0 / 2},
		{1.5, (1.0 / 2 + 4.0 / 5) / 2},
		{2, 4.0 / 5}, /* 1, kept away by the high target 4 / 5 */
		{99, 4.0 / 5},
	};
	struct calibration c;
	size_t k;

	(void)state;
	assert_int_equal(calibrate_isotonic(margin, label, NULL, 7, &c, NULL), MODERATO_OK);
	assert_int_equal(c.type, CALIBRATION_ISOTONIC);
	assert_int_equal(c.n_knots, 4);
	for (k = 0; k < COUNT(cases); k++) {
		double p = calibrate(&c, cases[k].margin);

		if (fabs(p - cases[k].p) > 1e-12)
			fail_msg("at %g: %.17g, expected %.17g", cases[k].margin, p, cases[k].p);
	}
}

/* Weights that rise make a block of every row: far more than there are knots. */
static void isotonic__many_blocks__fit_into_the_knots(void **state)
{
	struct calibration c;
	double at;
	double worst = 0;
	size_t i;

	(void)state;
	for (i = 0; i < MANY; i++) {
		double p = logistic(-1, 0, (double)(i / 2) / MANY * 20 - 5);

		margins[i] = (double)(i / 2) / MANY * 20 - 5;
		labels[i] = i % 2 ? 1 : -1;
		weights[i] = i % 2 ? p : 1 - p;
	}
	assert_int_equal(calibrate_isotonic(margins, labels, weights, MANY, &c, NULL), MODERATO_OK);
	assert_in_range(c.n_knots, CALIBRATION_KNOTS_MAX / 2, CALIBRATION_KNOTS_MAX);
	expect_sane("many blocks", &c);
	for (at = -4.5; at < 4.5; at += 0.01)
		worst = fmax(worst, fabs(calibrate(&c, at) - logistic(-1, 0, at)));
	assert_true(worst < 0.005);
}

static void isotonic__noisy_sigmoid__is_close(void **state)
{
	struct calibration c;
	double at;

	(void)state;
	fill(-1.5, 0.5);
	assert_int_equal(calibrate_isotonic(margins, labels, NULL, MANY, &c, NULL), MODERATO_OK);
	expect_sane("noisy sigmoid", &c);
	for (at = -2.8; at < 2.8; at += 0.01) {
		if (fabs(calibrate(&c, at) - logistic(-1.5, 0.5, at)) > 0.06)
			fail_msg("at %g: %g", at, calibrate(&c, at));
	}
}

static void isotonic__order_of_rows__does_not_matter(void **state)
{
	struct calibration forward;
	struct calibration backward;
	size_t i;

	(void)state;
	fill(-1, 0);
	assert_int_equal(calibrate_isotonic(margins, labels, NULL, MANY, &forward, NULL), MODERATO_OK);
	for (i = 0; i < MANY / 2; i++) {
		double margin = margins[i];
		int8_t label = labels[i];

		margins[i] = margins[MANY - 1 - i];
		labels[i] = labels[MANY - 1 - i];
		margins[MANY - 1 - i] = margin;
		labels[MANY - 1 - i] = label;
	}
	assert_int_equal(calibrate_isotonic(margins, labels, NULL, MANY, &backward, NULL), MODERATO_OK);
	assert_memory_equal(&forward, &backward, sizeof(forward));
}

static void is_valid__broken_calibrations__are_told(void **state)
{
	static const struct {
		const char *name;
		bool valid;
		struct calibration c;
	} cases[] = {
		{"plain", true, CALIBRATION_PLAIN},
		{"flat", true, {.a = 0, .b = 3}},
		{"falling", false, {.a = 0.1}},
		{"a is not a number", false, {.a = (double)NAN}},
		{"endless b", false, {.a = -1, .b = (double)INFINITY}},
		{"unknown type", false, {.type = (enum calibration_type)7}},
		{"one knot", true, {.type = CALIBRATION_ISOTONIC, .n_knots = 1, .p = {0.5}}},
		{"no knots", false, {.type = CALIBRATION_ISOTONIC}},
		{"knots beyond", false, {.type = CALIBRATION_ISOTONIC, .n_knots = 65}},
		{"equal margins", false,
			{.type = CALIBRATION_ISOTONIC, .n_knots = 2, .margin = {1, 1}, .p = {0, 1}}},
		{"falling p", false,
			{.type = CALIBRATION_ISOTONIC, .n_knots = 2, .margin = {1, 2}, .p = {0.6, 0.5}}},
		{"p above 1", false,
			{.type = CALIBRATION_ISOTONIC, .n_knots = 2, .margin = {1, 2}, .p = {0.5, 1.5}}},
		{"p is not a number", false,
			{.type = CALIBRATION_ISOTONIC, .n_knots = 1, .p = {(double)NAN}}},
		{"endless margin", false,
			{.type = CALIBRATION_ISOTONIC, .n_knots = 1, .margin = {(double)INFINITY}}},
	};
	size_t k;

	(void)state;
	for (k = 0; k < COUNT(cases); k++) {
		if (calibration_is_valid(&cases[k].c) != cases[k].valid)
			fail_msg("%s", cases[k].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(platt__known_sigmoid__is_found),
		cmocka_unit_test(platt__result__is_the_minimum),
		cmocka_unit_test(platt__labels_as_0_and_1__are_the_same),
		cmocka_unit_test(fits__weights__are_repetitions),
		cmocka_unit_test(fits__nothing_to_learn__is_the_plain_logistic),
		cmocka_unit_test(fits__awkward_rows__stay_sane),
		cmocka_unit_test(platt__falling_margins__give_the_base_rate),
		cmocka_unit_test(isotonic__small_example__is_as_by_hand),
		cmocka_unit_test(isotonic__many_blocks__fit_into_the_knots),
		cmocka_unit_test(isotonic__noisy_sigmoid__is_close),
		cmocka_unit_test(isotonic__order_of_rows__does_not_matter),
		cmocka_unit_test(is_valid__broken_calibrations__are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
