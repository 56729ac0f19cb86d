/* SPDX-License-Identifier: MIT */
/* Newton's method against the problem itself, and against coordinate descent. */
#include "support.h"

#include <math.h>

#include "model/descent.h"
#include "model/newton.h"

/* Not a whole number of blocks of rows, nor of vectors of features. */
enum { ROWS = 301, FEATURES = 29 };

static struct {
	struct rows rows;
	size_t start[ROWS + 1];
	uint32_t index[ROWS * FEATURES];
	float value[ROWS * FEATURES];
	uint32_t pick[ROWS];
	int8_t label[ROWS];
	struct svm_task task;
} f;

/* Dense rows whose features hang together, labels that no plane tells apart; a part of the features
 * is missing now and then. */
static int fill(void **state)
{
	struct rng rng;
	size_t n = 0;
	uint32_t i;
	uint32_t k;

	(void)state;
	rng_seed(&rng, 11);
	for (i = 0; i < ROWS; i++) {
		const double common = rng_double(&rng) - 0.5;
		double side = rng_double(&rng) - 0.5;

		for (k = 0; k < FEATURES; k++) {
			const double value = 3 * common + rng_double(&rng) - 0.5;

			if (rng_double(&rng) < 0.1)
				continue;
			f.index[n] = k;
			f.value[n++] = (float)value;
			side += k % 3 ? 0.3 * value : -0.6 * value;
		}
		f.start[i + 1] = n;
		f.pick[i] = i;
		f.label[i] = side > 0 ? 1 : -1;
	}
	f.rows = (struct rows){f.start, f.index, f.value, ROWS};
	f.task = (struct svm_task){.rows = &f.rows,
		.pick = f.pick,
		.label = f.label,
		.n = ROWS,
		.n_features = FEATURES,
		.c = 0.5,
		.weight_positive = 1.7,
		.seed = 1};
	return 0;
}

/* Length of the objective's gradient. */
static double slope(const double *weight, double bias)
{
	double gradient[FEATURES];
	double gradient_bias = bias;
	double sum = 0;
	size_t i;
	size_t e;

	memcpy(gradient, weight, sizeof(gradient));
	for (i = 0; i < ROWS; i++) {
		const double y = f.label[i];
		const double c = y > 0 ? f.task.c * f.task.weight_positive : f.task.c;
		double margin = bias;

		for (e = f.start[i]; e < f.start[i + 1]; e++)
			margin += weight[f.index[e]] * (double)f.value[e];
		if (y * margin >= 1)
			continue;
		for (e = f.start[i]; e < f.start[i + 1]; e++)
			gradient[f.index[e]] -= 2 * c * y * (1 - y * margin) * (double)f.value[e];
		gradient_bias -= 2 * c * y * (1 - y * margin);
	}
	for (i = 0; i < FEATURES; i++)
		sum += gradient[i] * gradient[i];
	return sqrt(sum + gradient_bias * gradient_bias);
}

static void newton__ends__at_the_minimum(void **state)
{
	static const double costs[] = {1e-4, 0.5, 100};
	const double zero[FEATURES] = {0};
	double weight[FEATURES];
	double bias;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(costs); i++) {
		f.task.c = costs[i];
		assert_int_equal(newton_solve(&f.task, weight, &bias, NULL), MODERATO_OK);
		if (!(slope(weight, bias) <= 2e-6 * slope(zero, 0)))
			fail_msg("C %g: %g is left of %g", costs[i], slope(weight, bias), slope(zero, 0));
	}
	f.task.c = 0.5;
}

static void newton__solves__what_descent_does(void **state)
{
	struct descent_report report;
	double weight[FEATURES];
	double other[FEATURES];
	double bias;
	double other_bias;
	size_t i;

	(void)state;
	f.task.tolerance = 1e-8;
	f.task.passes_max = 200000;
	assert_int_equal(newton_solve(&f.task, weight, &bias, NULL), MODERATO_OK);
	assert_int_equal(descent_solve(&f.task, other, &other_bias, &report, NULL), MODERATO_OK);
	assert_true(report.converged);
	for (i = 0; i < FEATURES; i++)
		assert_true(fabs(weight[i] - other[i]) < 1e-5);
	assert_true(fabs(bias - other_bias) < 1e-5);
}

static void newton__row_listed_twice__counts_twice(void **state)
{
	static uint32_t pick[ROWS * 2];
	static int8_t label[ROWS * 2];
	struct svm_task twice = f.task;
	double weight[FEATURES];
	double other[FEATURES];
	double bias;
	double other_bias;
	size_t i;

	(void)state;
	for (i = 0; i < ROWS * 2; i++) {
		pick[i] = (uint32_t)(i / 2);
		label[i] = f.label[i / 2];
	}
	twice.pick = pick;
	twice.label = label;
	twice.n = ROWS * 2;
	twice.c /= 2;
	assert_int_equal(newton_solve(&f.task, weight, &bias, NULL), MODERATO_OK);
	assert_int_equal(newton_solve(&twice, other, &other_bias, NULL), MODERATO_OK);
	for (i = 0; i < FEATURES; i++)
		assert_true(fabs(weight[i] - other[i]) < 1e-5);
}

static void newton__bad_task__is_refused(void **state)
{
	struct svm_task task = f.task;
	double weight[FEATURES];
	double bias;
	moderato_error err;

	(void)state;
	task.n_features = NEWTON_FEATURES_MAX;
	assert_int_equal(newton_solve(&task, weight, &bias, &err), MODERATO_EINVAL);
	assert_non_null(strstr(err.message, "4096 features"));
	task = f.task;
	task.c = -1;
	assert_int_equal(newton_solve(&task, weight, &bias, &err), MODERATO_EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(newton__ends__at_the_minimum),
		cmocka_unit_test(newton__solves__what_descent_does),
		cmocka_unit_test(newton__row_listed_twice__counts_twice),
		cmocka_unit_test(newton__bad_task__is_refused),
	};

	return cmocka_run_group_tests(tests, fill, NULL);
}
