/* SPDX-License-Identifier: MIT */
/* Our descent against LIBLINEAR, by the authors of the method, and both against the problem itself.
 */
#include "support.h"

#include <linear.h>
#include <math.h>

#include "model/descent.h"

/* The first rows are short; then one phrase many times over, longer than all others: what makes the
 * descent visit rows by themselves. */
enum { ROWS = 600, PHRASE = 6, TWICE = 90, FEATURES = 200, WORDS_MAX = 12 };

static struct {
	struct rows rows;
	size_t start[ROWS + 1];
	uint32_t index[ROWS * WORDS_MAX];
	float value[ROWS * WORDS_MAX];
	uint32_t pick[ROWS + TWICE];
	int8_t label[ROWS + TWICE];
	float scale[FEATURES];
} f;

struct solution {
	double weight[FEATURES];
	double bias;
	double objective;
	double slope; /* length of the gradient */
};

static size_t put_words(size_t n, struct rng *rng, double length)
{
	const size_t from = n;
	double sum = 0;
	unsigned k;

	for (k = 0; k < WORDS_MAX; k++) { /* each feature from a band of its own: none twice */
		const uint32_t band = FEATURES / WORDS_MAX;

		if (rng_double(rng) < 0.4)
			continue;
		f.index[n] = k * band + (uint32_t)(band * pow(rng_double(rng), 3));
		f.value[n] = (float)(rng_double(rng) + 0.1);
		sum += (double)f.value[n] * (double)f.value[n];
		n++;
	}
	for (k = 0; from + k < n; k++)
		f.value[from + k] *= (float)(length / sqrt(sum));
	return n;
}

static int8_t label_of(size_t row, struct rng *rng)
{
	double side = rng_double(rng) - 0.6;
	size_t e;

	for (e = f.start[row]; e < f.start[row + 1]; e++)
		side += (f.index[e] * 7 % 5 < 2 ? 1 : -1) * (double)f.value[e];
	return side > 0 ? 1 : -1;
}

static int fill(void **state)
{
	struct rng rng;
	size_t n = 0;
	uint32_t i;

	rng_seed(&rng, 7);
	(void)state;
	for (i = 0; i < FEATURES; i++)
		f.scale[i] = (float)(0.3 + 2 * rng_double(&rng));
	for (i = 0; i < ROWS; i++) {
		struct rng same;

		rng_seed(&same, 5);
		f.start[i] = n;
		n = i < ROWS - PHRASE ? put_words(n, &rng, 1) : put_words(n, &same, 6);
		f.start[i + 1] = n;
		f.pick[i] = i;
		f.label[i] = label_of(i, &rng);
	}
	for (i = 0; i < TWICE; i++) {
		f.pick[ROWS + i] = i * 5;
		f.label[ROWS + i] = f.label[i * 5];
	}
	f.rows = (struct rows){f.start, f.index, f.value, ROWS};
	return 0;
}

static struct svm_task new_task(double c, double tolerance, bool scaled)
{
	return (struct svm_task){
		.rows = &f.rows,
		.pick = f.pick,
		.label = f.label,
		.n = ROWS + TWICE,
		.scale = scaled ? f.scale : NULL,
		.n_features = FEATURES,
		.c = c,
		.weight_positive = 1.5,
		.tolerance = tolerance,
		.seed = 3,
	};
}

static double value_of(const struct svm_task *task, size_t e)
{
	return (double)f.value[e] * (task->scale ? (double)f.scale[f.index[e]] : 1);
}

/* ½(|w|² + b²) + C Σ weight · max(0, 1 - margin)², and its gradient. */
static void measure(const struct svm_task *task, struct solution *s)
{
	double slope[FEATURES + 1];
	double sum = s->bias * s->bias;
	double losses = 0;
	size_t e;
	size_t i;

	memcpy(slope, s->weight, sizeof(s->weight));
	slope[FEATURES] = s->bias;
	for (i = 0; i < FEATURES; i++)
		sum += s->weight[i] * s->weight[i];
	for (i = 0; i < task->n; i++) {
		const uint32_t row = task->pick[i];
		const double cost = task->c * (task->label[i] > 0 ? task->weight_positive : 1);
		double margin = s->bias;
		double lacking;

		for (e = f.start[row]; e < f.start[row + 1]; e++)
			margin += s->weight[f.index[e]] * value_of(task, e);
		lacking = fmax(0, 1 - margin * task->label[i]);
		losses += cost * lacking * lacking;
		for (e = f.start[row]; e < f.start[row + 1]; e++)
			slope[f.index[e]] -= 2 * cost * lacking * task->label[i] * value_of(task, e);
		slope[FEATURES] -= 2 * cost * lacking * task->label[i];
	}
	s->objective = sum / 2 + losses;
	s->slope = 0;
	for (i = 0; i <= FEATURES; i++)
		s->slope = hypot(s->slope, slope[i]);
}

/* --- LIBLINEAR --- */

static void print_nothing(const char *text)
{
	(void)text;
}

/* The row as LIBLINEAR takes it: indices from 1, the bias as one more feature, then index -1. */
static void put_nodes(const struct svm_task *task, uint32_t row, struct feature_node *node)
{
	size_t e;

	for (e = f.start[row]; e < f.start[row + 1]; e++)
		*node++ = (struct feature_node){(int)f.index[e] + 1, value_of(task, e)};
	*node++ = (struct feature_node){FEATURES + 1, 1};
	node->index = -1;
}

static void solve_by_liblinear(const struct svm_task *task, struct solution *s)
{
	static struct feature_node nodes[ROWS + TWICE][WORDS_MAX + 2];
	struct feature_node *x[ROWS + TWICE];
	double y[ROWS + TWICE];
	int positive = 1;
	double positive_weight = task->weight_positive;
	const struct parameter parameter = {
		.solver_type = L2R_L2LOSS_SVC_DUAL,
		.eps = task->tolerance > 0 ? task->tolerance : 0.1, /* 0.1 is LIBLINEAR's default */
		.C = task->c,
		.nr_weight = 1,
		.weight_label = &positive,
		.weight = &positive_weight,
		.p = 0.1, /* for regression only, but checked */
	};
	const struct problem problem = {
		.l = (int)task->n, .n = FEATURES + 1, .y = y, .x = x, .bias = -1};
	struct model *model;
	double sign;
	size_t i;

	for (i = 0; i < task->n; i++) {
		put_nodes(task, task->pick[i], nodes[i]);
		x[i] = nodes[i];
		y[i] = task->label[i];
	}
	assert_null(check_parameter(&problem, &parameter));
	set_print_string_function(print_nothing);
	srand(task->seed); /* it visits the rows in an order drawn from rand() */
	model = train(&problem, &parameter);
	sign = model->label[0] == 1 ? 1 : -1; /* its one vector is positive for label[0] */
	for (i = 0; i < FEATURES; i++)
		s->weight[i] = sign * model->w[i];
	s->bias = sign * model->w[FEATURES];
	free_and_destroy_model(&model);
}

/* --- both --- */

static void solve_both(const struct svm_task *task, struct solution *ours, struct solution *theirs)
{
	struct descent_report report;

	assert_int_equal(descent_solve(task, ours->weight, &ours->bias, &report, NULL), MODERATO_OK);
	if (!report.converged)
		fail_msg("cost %g: not converged", task->c);
	solve_by_liblinear(task, theirs);
	measure(task, ours);
	measure(task, theirs);
}

static double distance(const struct solution *a, const struct solution *b)
{
	double sum = a->bias - b->bias;
	size_t j;

	for (j = 0; j < FEATURES; j++)
		sum = hypot(sum, a->weight[j] - b->weight[j]);
	return sum;
}

static const struct {
	double c;
	bool scaled;
} cases[] = {{0.03, false}, {0.3, false}, {0.5, false}, {0.01, true}, {0.03, true}, {0.1, true}};

enum { N_CASES = COUNT(cases) };

/* There is one minimum only: whoever goes all the way has the same weights. */
static void descent__tight_tolerance__gives_the_weights_of_liblinear(void **state)
{
	static const struct solution nothing;
	struct solution ours;
	struct solution theirs;
	size_t c;

	(void)state;
	for (c = 0; c < N_CASES; c++) {
		const struct svm_task task = new_task(cases[c].c, 1e-6, cases[c].scaled);
		double far;

		solve_both(&task, &ours, &theirs);
		far = distance(&ours, &theirs) / distance(&theirs, &nothing);
		if (far > 1e-5)
			fail_msg("case %zu: apart by %g of the weights' length", c, far);
		if (fabs(ours.objective / theirs.objective - 1) > 1e-9)
			fail_msg(
				"case %zu: objective %.17g, expected %.17g", c, ours.objective, theirs.objective);
	}
}

/* Without anyone's word for it: the objective is at least as curved as ½|w|², so that weights are
 * no further from the minimum than the gradient is long. */
static void descent__tight_tolerance__ends_at_the_minimum(void **state)
{
	struct solution ours;
	struct solution theirs;
	size_t c;

	(void)state;
	for (c = 0; c < N_CASES; c++) {
		const struct svm_task task = new_task(cases[c].c, 1e-8, cases[c].scaled);

		solve_both(&task, &ours, &theirs);
		if (ours.slope > 1e-4)
			fail_msg("case %zu: gradient %g, LIBLINEAR's %g", c, ours.slope, theirs.slope);
	}
}

/* Where both stop early they stop at places of their own, but none of them higher up. */
static void descent__default_tolerance__objective_is_as_good_as_liblinears(void **state)
{
	struct solution ours;
	struct solution theirs;
	size_t c;

	(void)state;
	for (c = 0; c < N_CASES; c++) {
		const struct svm_task task = new_task(cases[c].c, 0, cases[c].scaled);

		solve_both(&task, &ours, &theirs);
		if (ours.objective > theirs.objective * 1.001)
			fail_msg("case %zu: objective %.17g, LIBLINEAR's %.17g", c, ours.objective,
				theirs.objective);
	}
}

static void descent__same_seed__same_bits(void **state)
{
	struct svm_task task = new_task(0.3, 0, false);
	struct descent_report report;
	struct solution s[3];
	size_t run;

	(void)state;
	for (run = 0; run < 3; run++) {
		task.seed = run < 2 ? 42 : 43;
		srand((unsigned)run); /* what the host draws does not matter */
		assert_int_equal(
			descent_solve(&task, s[run].weight, &s[run].bias, &report, NULL), MODERATO_OK);
	}
	assert_memory_equal(s[0].weight, s[1].weight, sizeof(s[0].weight));
	assert_true(s[0].bias == s[1].bias);
	assert_memory_not_equal(s[0].weight, s[2].weight, sizeof(s[0].weight));
}

static void descent__tolerance_out_of_reach__is_said(void **state)
{
	const struct svm_task task = new_task(1e6, 1e-300, false);
	struct descent_report report;
	struct solution s;

	(void)state;
	assert_int_equal(descent_solve(&task, s.weight, &s.bias, &report, NULL), MODERATO_OK);
	assert_false(report.converged);
	assert_int_equal(report.passes, DESCENT_PASSES_MAX);
}

static void descent__bad_task__is_refused(void **state)
{
	struct svm_task task = new_task(1, 0, false);
	struct descent_report report;
	struct solution s;

	(void)state;
	task.c = 0;
	assert_int_equal(descent_solve(&task, s.weight, &s.bias, &report, NULL), MODERATO_EINVAL);
	task = new_task(1, 0, false);
	task.n = 0;
	assert_int_equal(descent_solve(&task, s.weight, &s.bias, &report, NULL), MODERATO_EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(descent__tight_tolerance__gives_the_weights_of_liblinear),
		cmocka_unit_test(descent__tight_tolerance__ends_at_the_minimum),
		cmocka_unit_test(descent__default_tolerance__objective_is_as_good_as_liblinears),
		cmocka_unit_test(descent__same_seed__same_bits),
		cmocka_unit_test(descent__tolerance_out_of_reach__is_said),
		cmocka_unit_test(descent__bad_task__is_refused),
	};

	return cmocka_run_group_tests(tests, fill, NULL);
}
