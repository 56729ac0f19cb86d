/* SPDX-License-Identifier: MIT */
/* libsvm behind its door against libsvm itself, and what it shares with the descent. */
#include "support.h"

#include <math.h>
#include <libsvm/svm.h>

#include "model/svm.h"
#include "model/descent.h"
#include "model/kernel.h"

enum { ROWS = 120, FEATURES = 4, PICKS_MAX = 2 * ROWS };

/* Dense rows of FEATURES values in -1…1, but for zeros left out. */
struct fixture {
	struct rows rows;
	size_t start[ROWS + 1];
	uint32_t index[ROWS * FEATURES];
	float value[ROWS * FEATURES];
	double dense[ROWS][FEATURES];
	uint32_t pick[PICKS_MAX];
	int8_t label[PICKS_MAX];
};

enum shape { LINEAR_SHAPE, XOR_SHAPE };

static int8_t label_of(const double *x, enum shape shape)
{
	double side = shape == XOR_SHAPE ? x[0] * x[1] : x[0] + 0.5 * x[1] - 0.3 * x[3] + 0.2;

	return side > 0 ? 1 : -1;
}

static void fill(struct fixture *f, enum shape shape)
{
	struct rng rng;
	size_t n = 0;
	uint32_t i;
	uint32_t j;

	rng_seed(&rng, 7);
	memset(f, 0, sizeof(*f));
	for (i = 0; i < ROWS; i++) {
		f->start[i] = n;
		for (j = 0; j < FEATURES; j++) {
			float value = (i + j) % 5 ? (float)draw_signed(&rng) : 0;

			f->dense[i][j] = (double)value;
			if (value == 0)
				continue;
			f->index[n] = j;
			f->value[n++] = value;
		}
		f->pick[i] = i;
		f->label[i] = i % 17 ? label_of(f->dense[i], shape) : (int8_t)(i % 2 ? 1 : -1);
	}
	f->start[ROWS] = n;
	f->rows = (struct rows){f->start, f->index, f->value, ROWS};
}

static struct svm_task new_task(const struct fixture *f)
{
	return (struct svm_task){
		.rows = &f->rows,
		.pick = f->pick,
		.label = f->label,
		.n = ROWS,
		.n_features = FEATURES,
		.c = 2,
		.weight_positive = 1.5,
		.tolerance = 1e-6,
		.seed = 1,
	};
}

/* The machine's margin, computed densely. */
static double machine_margin(
	const struct svm_machine *machine, const struct fixture *f, const double *x)
{
	double sum = -machine->rho;
	size_t i;
	size_t j;

	for (i = 0; i < machine->n_sv; i++) {
		const double *sv = f->dense[machine->sv[i]];
		double product = 0;
		double distance = 0;

		for (j = 0; j < FEATURES; j++) {
			product += sv[j] * x[j];
			distance += (sv[j] - x[j]) * (sv[j] - x[j]);
		}
		switch (machine->kernel.type) {
		case KERNEL_LINEAR:
			break;
		case KERNEL_POLY:
			product = pow(
				machine->kernel.gamma * product + machine->kernel.coef0, machine->kernel.degree);
			break;
		case KERNEL_RBF:
			product = exp(-machine->kernel.gamma * distance);
			break;
		case KERNEL_SIGMOID:
			product = tanh(machine->kernel.gamma * product + machine->kernel.coef0);
			break;
		}
		sum += machine->coef[i] * product;
	}
	return sum;
}

static void say_nothing(const char *text)
{
	(void)text;
}

/* The margins of all rows by libsvm itself, signed for the label 1. */
static void reference(
	const struct fixture *f, const struct svm_task *task, struct kernel_params k, double *margin)
{
	static struct svm_node nodes[ROWS][FEATURES + 1];
	static struct svm_node *x[PICKS_MAX];
	static double y[PICKS_MAX];
	int label = 1;
	double weight = task->weight_positive;
	struct svm_problem problem = {(int)task->n, y, x};
	const int kernels[] = {LINEAR, POLY, RBF, SIGMOID};
	struct svm_parameter parameter = {
		.svm_type = C_SVC,
		.kernel_type = kernels[k.type],
		.degree = k.degree,
		.gamma = k.gamma,
		.coef0 = k.coef0,
		.cache_size = 10,
		.eps = task->tolerance,
		.C = task->c,
		.nr_weight = 1,
		.weight_label = &label,
		.weight = &weight,
		.shrinking = 1,
	};
	struct svm_model *model;
	size_t i;
	int j;

	for (i = 0; i < ROWS; i++) {
		for (j = 0; j < FEATURES; j++)
			nodes[i][j] = (struct svm_node){j + 1, f->dense[i][j]};
		nodes[i][FEATURES].index = -1;
	}
	for (i = 0; i < task->n; i++) {
		x[i] = nodes[task->pick[i]];
		y[i] = task->label[i];
	}
	svm_set_print_string_function(say_nothing);
	model = svm_train(&problem, &parameter);
	for (i = 0; i < ROWS; i++) {
		svm_predict_values(model, nodes[i], &margin[i]);
		margin[i] *= model->label[0];
	}
	svm_free_and_destroy_model(&model);
}

static void expect_machine(const char *name, const struct svm_machine *machine,
	const struct fixture *f, const double *margin, double slack)
{
	size_t i;

	for (i = 0; i < ROWS; i++) {
		double got = machine_margin(machine, f, f->dense[i]);

		if (fabs(got - margin[i]) > slack)
			fail_msg("%s, row %zu: %.17g, expected %.17g", name, i, got, margin[i]);
	}
	for (i = 1; i < machine->n_sv; i++) {
		if (machine->sv[i] <= machine->sv[i - 1])
			fail_msg("%s: support vectors do not rise", name);
	}
}

static void svm__every_kernel__gives_the_margins_of_libsvm(void **state)
{
	static const struct {
		const char *name;
		struct kernel_params kernel;
		enum shape shape;
	} cases[] = {
		{"linear", {KERNEL_LINEAR, 0, 0, 0}, LINEAR_SHAPE},
		{"linear on xor", {KERNEL_LINEAR, 0, 0, 0}, XOR_SHAPE},
		{"polynomial", {KERNEL_POLY, 3, 0.7, 1}, XOR_SHAPE},
		{"rbf", {KERNEL_RBF, 0, 1.3, 0}, XOR_SHAPE},
		{"sigmoid", {KERNEL_SIGMOID, 0, 0.4, 0.1}, LINEAR_SHAPE},
	};
	static struct fixture f;
	double margin[ROWS];
	struct svm_machine machine;
	moderato_error err;
	size_t c;

	(void)state;
	for (c = 0; c < COUNT(cases); c++) {
		struct svm_task task;

		fill(&f, cases[c].shape);
		task = new_task(&f);
		reference(&f, &task, cases[c].kernel, margin);
		assert_int_equal(svm_solve(&task, &cases[c].kernel, &machine, &err), MODERATO_OK);
		expect_machine(cases[c].name, &machine, &f, margin, 1e-11);
		svm_machine_dispose(&machine);
		assert_null(machine.coef);
	}
}

static void svm__rbf_on_xor__tells_the_classes_apart(void **state)
{
	const struct kernel_params rbf = {KERNEL_RBF, 0, 2, 0};
	static struct fixture f;
	struct svm_machine machine;
	struct svm_task task;
	size_t right = 0;
	size_t i;

	(void)state;
	fill(&f, XOR_SHAPE);
	task = new_task(&f);
	task.c = 20;
	task.tolerance = 0; /* libsvm's default */
	assert_int_equal(svm_solve(&task, &rbf, &machine, NULL), MODERATO_OK);
	for (i = 0; i < ROWS; i++)
		right += (machine_margin(&machine, &f, f.dense[i]) > 0) == (f.label[i] > 0);
	svm_machine_dispose(&machine);
	assert_in_range(right, ROWS * 9 / 10, ROWS);
}

/* List the rows of one label twice. */
static void double_positives(struct fixture *f, struct svm_task *task)
{
	size_t i;

	for (i = 0; i < ROWS; i++) {
		if (f->label[i] < 0)
			continue;
		f->pick[task->n] = f->pick[i];
		f->label[task->n++] = 1;
	}
}

static void svm__row_picked_twice__is_one_vector_and_weighs_double(void **state)
{
	const struct kernel_params rbf = {KERNEL_RBF, 0, 1, 0};
	static struct fixture f;
	double margin[ROWS];
	struct svm_machine machine;
	struct svm_task task;

	(void)state;
	fill(&f, XOR_SHAPE);
	task = new_task(&f);
	task.tolerance = 1e-8;
	task.weight_positive = 2;
	reference(&f, &task, rbf, margin);
	task.weight_positive = 1;
	double_positives(&f, &task);
	assert_int_equal(svm_solve(&task, &rbf, &machine, NULL), MODERATO_OK);
	expect_machine("doubled", &machine, &f, margin, 1e-6);
	svm_machine_dispose(&machine);
}

/* The labels' order decides libsvm's label[0] in some of its versions. */
static void solvers__first_label_negative_or_positive__margin_is_positive_for_1(void **state)
{
	const struct kernel_params linear = {.type = KERNEL_LINEAR};
	static struct fixture f;
	int8_t first;

	(void)state;
	for (first = -1; first <= 1; first = (int8_t)(first + 2)) {
		struct svm_machine machine;
		struct descent_report report;
		struct svm_task task;
		double weight[FEATURES];
		double bias;
		size_t i;

		fill(&f, LINEAR_SHAPE);
		task = new_task(&f);
		for (i = 0; f.label[i] != first; i++)
			;
		f.pick[i] = 0;
		f.pick[0] = (uint32_t)i;
		f.label[i] = f.label[0];
		f.label[0] = first;
		assert_int_equal(svm_solve(&task, &linear, &machine, NULL), MODERATO_OK);
		kernel_fold_linear(&machine, &f.rows, weight, FEATURES);
		svm_machine_dispose(&machine);
		if (!(weight[0] > 0))
			fail_msg("libsvm, first label %d: weight %g", first, weight[0]);
		assert_int_equal(descent_solve(&task, weight, &bias, &report, NULL), MODERATO_OK);
		if (!(weight[0] > 0))
			fail_msg("descent, first label %d: weight %g", first, weight[0]);
	}
}

static void solvers__bad_task__is_refused(void **state)
{
	static const struct kernel_params rbf = {KERNEL_RBF, 0, 1, 0};
	static const struct {
		const char *name;
		double c;
		double weight;
		double tolerance;
		uint32_t pick;
		int8_t label;
		size_t n;
		const char *message; /* is in it */
	} cases[] = {
		{"no cost", 0, 1, 0, 0, 1, ROWS, "cost"},
		{"cost is not a number", (double)NAN, 1, 0, 0, 1, ROWS, "cost"},
		{"endless cost", (double)INFINITY, 1, 0, 0, 1, ROWS, "cost"},
		{"no weight", 1, 0, 0, 0, 1, ROWS, "weight"},
		{"negative tolerance", 1, 1, -1, 0, 1, ROWS, "tolerance"},
		{"row out of range", 1, 1, 0, ROWS, 1, ROWS, "row 0"},
		{"label 0", 1, 1, 0, 0, 0, ROWS, "row 0"},
		{"no rows", 1, 1, 0, 0, 1, 0, "both classes"},
		{"one class", 1, 1, 0, 0, 1, 1, "both classes"},
	};
	static struct fixture f;
	size_t c;

	(void)state;
	for (c = 0; c < COUNT(cases); c++) {
		struct svm_machine machine;
		struct descent_report report;
		moderato_error err[2] = {{.message = ""}, {.message = ""}};
		double weight[FEATURES];
		double bias;
		struct svm_task task;

		fill(&f, LINEAR_SHAPE);
		task = new_task(&f);
		task.c = cases[c].c;
		task.weight_positive = cases[c].weight;
		task.tolerance = cases[c].tolerance;
		task.n = cases[c].n;
		f.pick[0] = cases[c].pick;
		f.label[0] = cases[c].label;
		if (svm_solve(&task, &rbf, &machine, &err[0]) != MODERATO_EINVAL ||
			descent_solve(&task, weight, &bias, &report, &err[1]) != MODERATO_EINVAL ||
			!strstr(err[0].message, cases[c].message) || strcmp(err[0].message, err[1].message))
			fail_msg("%s: \"%s\", \"%s\"", cases[c].name, err[0].message, err[1].message);
	}
}

static void svm__bad_kernel__is_refused(void **state)
{
	static const struct kernel_params cases[] = {
		{KERNEL_RBF, 0, -1, 0},
		{KERNEL_RBF, 0, (double)NAN, 0},
		{KERNEL_POLY, -1, 1, 0},
		{KERNEL_SIGMOID, 0, 1, (double)INFINITY},
	};
	static struct fixture f;
	struct svm_machine machine;
	struct svm_task task;
	size_t c;

	(void)state;
	fill(&f, LINEAR_SHAPE);
	task = new_task(&f);
	for (c = 0; c < COUNT(cases); c++) {
		if (svm_solve(&task, &cases[c], &machine, NULL) != MODERATO_EINVAL)
			fail_msg("kernel %zu was taken", c);
	}
}

static void version__is_that_of_the_header(void **state)
{
	char expected[32];

	(void)state;
	snprintf(
		expected, sizeof(expected), "libsvm %d.%02d", libsvm_version / 100, libsvm_version % 100);
	assert_string_equal(svm_library_version(), expected);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(svm__every_kernel__gives_the_margins_of_libsvm),
		cmocka_unit_test(svm__rbf_on_xor__tells_the_classes_apart),
		cmocka_unit_test(svm__row_picked_twice__is_one_vector_and_weighs_double),
		cmocka_unit_test(solvers__first_label_negative_or_positive__margin_is_positive_for_1),
		cmocka_unit_test(solvers__bad_task__is_refused),
		cmocka_unit_test(svm__bad_kernel__is_refused),
		cmocka_unit_test(version__is_that_of_the_header),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
