/* SPDX-License-Identifier: MIT */
/* The second stage's arithmetic, with libsvm's polynomial kernel as the reference. */
#include "support.h"

#include <math.h>

#include "model/second.h"
#include "model/svm.h"

enum {
	ROWS = 80,
	INPUTS = 5,                                    /* not whole lanes */
	FEATURES = INPUTS + INPUTS * (INPUTS + 1) / 2, /* second_features(INPUTS) */
	FLOATS_MAX = SECOND_INPUTS_MAX * (3 + SECOND_INPUTS_MAX + LINEAR_LANES)
};

/* A stage over numbers of its own. */
struct stage {
	struct second second;
	float floats[FLOATS_MAX];
};

static struct second *stage_init(struct stage *s, size_t n)
{
	float *floats = s->floats;

	memset(s, 0, sizeof(*s));
	s->second = (struct second){.n = n,
		.mean = floats,
		.inverse = floats + n,
		.weight = floats + 2 * n,
		.matrix = floats + 3 * n};
	return &s->second;
}

static void draw_all(struct rng *rng, float *out, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		out[i] = (float)draw_signed(rng);
}

/* Mean 0 and deviation 1: inputs are standardised already. */
static void plain_inputs(struct stage *s)
{
	size_t i;

	for (i = 0; i < s->second.n; i++) {
		s->floats[i] = 0;
		s->floats[s->second.n + i] = 1;
	}
}

static double dot(const float *a, const float *b, size_t n)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		sum += (double)a[i] * (double)b[i];
	return sum;
}

static void second__inputs__are_standardised_and_clipped(void **state)
{
	static struct stage s;
	const float input[3] = {3, 1000, -1000};
	float z[LINEAR_LANES];
	size_t i;

	(void)state;
	stage_init(&s, 3);
	s.floats[0] = 1;                                /* a mean */
	s.floats[3] = s.floats[4] = s.floats[5] = 0.5f; /* a deviation of 2 */
	second_standardise(&s.second, input, z);
	assert_true(z[0] == 1 && z[1] == SECOND_CLIP && z[2] == -SECOND_CLIP);
	for (i = 3; i < second_stride(3); i++)
		assert_true(z[i] == 0);
}

static void second__clip__holds_at_its_edge(void **state)
{
	static const float near[] = {SECOND_CLIP - 0.5f, SECOND_CLIP, SECOND_CLIP + 0.5f};
	static struct stage s;
	float z[LINEAR_LANES];
	size_t i;

	(void)state;
	stage_init(&s, 1);
	plain_inputs(&s);
	for (i = 0; i < 3; i++) {
		second_standardise(&s.second, &near[i], z);
		assert_true(z[0] == (i ? SECOND_CLIP : near[0]));
	}
}

static void second__shares_and_bias__sum_to_the_margin(void **state)
{
	static struct stage s;
	float input[SECOND_INPUTS_MAX];
	double share[SECOND_INPUTS_MAX];
	struct rng rng;
	size_t n;
	size_t i;

	(void)state;
	rng_seed(&rng, 3);
	for (n = 1; n <= SECOND_INPUTS_MAX; n++) {
		double sum;

		stage_init(&s, n);
		draw_all(&rng, s.floats, second_floats(n));
		draw_all(&rng, input, n);
		sum = s.second.bias = 0.25;
		second_shares(&s.second, input, share);
		for (i = 0; i < n; i++)
			sum += share[i];
		assert_true(fabs(sum - second_margin(&s.second, input)) < 1e-9);
	}
}

static void second__expanded__dot_product_is_the_kernel_less_one(void **state)
{
	float a[INPUTS];
	float b[INPUTS];
	float x[FEATURES];
	float y[FEATURES];
	struct rng rng;
	size_t i;

	(void)state;
	assert_int_equal(second_features(INPUTS), FEATURES);
	rng_seed(&rng, 4);
	for (i = 0; i < 50; i++) {
		draw_all(&rng, a, INPUTS);
		draw_all(&rng, b, INPUTS);
		second_expand(a, INPUTS, x);
		second_expand(b, INPUTS, y);
		assert_true(fabs(dot(x, y, FEATURES) - (pow(dot(a, b, INPUTS) + 1, 2) - 1)) < 1e-5);
	}
}

static void second__folded__gives_the_margin_of_the_features(void **state)
{
	static struct stage s;
	double weight[FEATURES];
	float z[INPUTS];
	float x[FEATURES];
	struct rng rng;
	size_t i;
	size_t k;

	(void)state;
	rng_seed(&rng, 5);
	for (i = 0; i < FEATURES; i++)
		weight[i] = rng_double(&rng) * 2 - 1;
	stage_init(&s, INPUTS);
	plain_inputs(&s);
	second_fold(weight, INPUTS, s.floats + 2 * INPUTS, s.floats + 3 * INPUTS);
	for (i = 0; i < 50; i++) {
		double linear = 0;

		draw_all(&rng, z, INPUTS);
		second_expand(z, INPUTS, x);
		for (k = 0; k < FEATURES; k++)
			linear += weight[k] * (double)x[k];
		assert_true(fabs(linear - second_margin(&s.second, z)) < 1e-5);
	}
}

/* The matrix is symmetric, and the padding of its rows is nothing. */
static void second__folded__is_symmetric(void **state)
{
	const size_t stride = second_stride(INPUTS);
	double weight[FEATURES];
	float w[INPUTS];
	float matrix[INPUTS * (INPUTS + LINEAR_LANES)];
	size_t i;
	size_t j;

	(void)state;
	for (i = 0; i < FEATURES; i++)
		weight[i] = (double)i + 1;
	memset(matrix, 0xff, sizeof(matrix));
	second_fold(weight, INPUTS, w, matrix);
	for (i = 0; i < INPUTS; i++) {
		for (j = 0; j < INPUTS; j++)
			assert_true(matrix[i * stride + j] == matrix[j * stride + i]);
		for (; j < stride; j++)
			assert_true(matrix[i * stride + j] == 0);
	}
}

/* --- against libsvm --- */

struct problem {
	float z[ROWS * INPUTS];
	size_t start[ROWS + 1];
	uint32_t index[ROWS * INPUTS];
	uint32_t pick[ROWS];
	int8_t label[ROWS];
};

/* Labelled by the sign of a product, which no linear head can learn. */
static void fill(struct problem *p)
{
	struct rng rng;
	uint32_t i;
	uint32_t k;

	rng_seed(&rng, 6);
	draw_all(&rng, p->z, ROWS * INPUTS);
	for (i = 0; i < ROWS; i++) {
		const float *z = p->z + i * INPUTS;

		p->start[i + 1] = (i + 1) * INPUTS;
		for (k = 0; k < INPUTS; k++)
			p->index[i * INPUTS + k] = k;
		p->pick[i] = i;
		p->label[i] = z[0] * z[1] + 0.3f * z[2] > 0 ? 1 : -1;
	}
}

static double kernel_margin_of(
	const struct svm_machine *machine, const struct problem *p, const float *z)
{
	double margin = -machine->rho;
	size_t i;

	for (i = 0; i < machine->n_sv; i++)
		margin += machine->coef[i] * pow(dot(p->z + machine->sv[i] * INPUTS, z, INPUTS) + 1, 2);
	return margin;
}

/* Support vectors expanded and added up are the weights; what each adds by the kernel's 1 is bias.
 */
static void fold_machine(
	const struct svm_machine *machine, const struct problem *p, struct stage *s)
{
	double weight[FEATURES] = {0};
	float x[FEATURES];
	size_t i;
	size_t k;

	stage_init(s, INPUTS);
	plain_inputs(s);
	s->second.bias = -machine->rho;
	for (i = 0; i < machine->n_sv; i++) {
		second_expand(p->z + machine->sv[i] * INPUTS, INPUTS, x);
		for (k = 0; k < FEATURES; k++)
			weight[k] += machine->coef[i] * (double)x[k];
		s->second.bias += machine->coef[i];
	}
	second_fold(weight, INPUTS, s->floats + 2 * INPUTS, s->floats + 3 * INPUTS);
}

static void second__machine_of_libsvm__folds_into_it(void **state)
{
	static struct problem p;
	static struct stage s;
	const struct rows rows = {p.start, p.index, p.z, ROWS};
	const struct svm_task task = {.rows = &rows,
		.pick = p.pick,
		.label = p.label,
		.n = ROWS,
		.n_features = INPUTS,
		.c = 2,
		.weight_positive = 1.5,
		.tolerance = 1e-6,
		.seed = 1};
	const struct kernel_params kernel = {KERNEL_POLY, 2, 1, 1};
	struct svm_machine machine;
	moderato_error err;
	size_t right = 0;
	size_t i;

	(void)state;
	fill(&p);
	if (svm_solve(&task, &kernel, &machine, &err))
		fail_msg("%s", err.message);
	fold_machine(&machine, &p, &s);
	for (i = 0; i < ROWS; i++) {
		const float *z = p.z + i * INPUTS;
		const double expected = kernel_margin_of(&machine, &p, z);
		const double margin = second_margin(&s.second, z);

		if (fabs(margin - expected) > 1e-4)
			fail_msg("row %zu: %.9g, by the kernel %.9g", i, margin, expected);
		right += margin * p.label[i] > 0;
	}
	assert_true(right > ROWS * 9 / 10);
	svm_machine_dispose(&machine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(second__inputs__are_standardised_and_clipped),
		cmocka_unit_test(second__clip__holds_at_its_edge),
		cmocka_unit_test(second__shares_and_bias__sum_to_the_margin),
		cmocka_unit_test(second__expanded__dot_product_is_the_kernel_less_one),
		cmocka_unit_test(second__folded__gives_the_margin_of_the_features),
		cmocka_unit_test(second__folded__is_symmetric),
		cmocka_unit_test(second__machine_of_libsvm__folds_into_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
