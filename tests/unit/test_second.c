/* SPDX-License-Identifier: MIT */
/* The second stage's arithmetic, with libsvm's polynomial kernel as the reference. */
#include "support.h"

#include <math.h>

#include "model/second.h"
#include "model/svm.h"

enum {
	ROWS = 80,
	INPUTS = 5,                                    /* not whole lanes */
	DIMS = 16,                                     /* of the vector */
	FEATURES = INPUTS + INPUTS * (INPUTS + 1) / 2, /* without a vector */
	ALL_FEATURES = FEATURES + (1 + SECOND_CROSSES) * DIMS,
	EVIDENCE_MAX = SECOND_INPUTS_MAX - EMBEDDING_DIMS_MAX,
	FLOATS_MAX = SECOND_INPUTS_MAX * (8 + SECOND_INPUTS_MAX + LINEAR_LANES)
};

/* A stage over numbers of its own. */
struct stage {
	struct second second;
	float floats[FLOATS_MAX];
};

static struct second *stage_init(struct stage *s, size_t n, size_t dims)
{
	memset(s, 0, sizeof(*s));
	second_place(&s->second, n, dims, s->floats);
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
	const size_t n = s->second.n + s->second.dims;
	size_t i;

	for (i = 0; i < n; i++) {
		s->floats[i] = 0;
		s->floats[n + i] = 1;
	}
}

/* Where the weights stand. */
static float *weights_of(struct stage *s)
{
	return s->floats + 2 * (s->second.n + s->second.dims);
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
	stage_init(&s, 3, 0);
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
	stage_init(&s, 1, 0);
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
	double share[SECOND_INPUTS_MAX + 1];
	struct rng rng;
	size_t n;
	size_t i;

	(void)state;
	rng_seed(&rng, 3);
	for (n = 1; n <= EVIDENCE_MAX; n++) {
		const size_t dims = n % 3 * 8;
		double sum;

		stage_init(&s, n, dims);
		draw_all(&rng, s.floats, second_floats(n, dims));
		draw_all(&rng, input, n + dims);
		sum = s.second.bias = 0.25;
		second_shares(&s.second, input, share);
		for (i = 0; i <= n; i++)
			sum += share[i];
		assert_true(fabs(sum - second_margin(&s.second, input)) < 1e-9);
		assert_true(dims || share[n] == 0);
	}
}

static void second__expanded__dot_product_is_the_kernel_less_one(void **state)
{
	static struct stage s;
	float a[INPUTS];
	float b[INPUTS];
	float x[FEATURES];
	float y[FEATURES];
	struct rng rng;
	size_t i;

	(void)state;
	stage_init(&s, INPUTS, 0);
	assert_int_equal(second_features(INPUTS, 0), FEATURES);
	rng_seed(&rng, 4);
	for (i = 0; i < 50; i++) {
		draw_all(&rng, a, INPUTS);
		draw_all(&rng, b, INPUTS);
		second_expand(&s.second, a, x);
		second_expand(&s.second, b, y);
		assert_true(fabs(dot(x, y, FEATURES) - (pow(dot(a, b, INPUTS) + 1, 2) - 1)) < 1e-5);
	}
}

/* With a vector: its own product, and that times each crossed input's. */
static void second__expanded__vector_adds_its_kernel(void **state)
{
	enum { Z = 2 * LINEAR_LANES + DIMS };
	static struct stage s;
	float a[Z] = {0};
	float b[Z] = {0};
	float x[ALL_FEATURES];
	float y[ALL_FEATURES];
	struct rng rng;
	size_t i;

	(void)state;
	stage_init(&s, INPUTS, DIMS);
	assert_int_equal(second_features(INPUTS, DIMS), ALL_FEATURES);
	rng_seed(&rng, 8);
	for (i = 0; i < 50; i++) {
		const size_t stride = second_stride(INPUTS);
		const float *v = a + stride;
		double crossed = 1;
		size_t k;

		draw_all(&rng, a, INPUTS);
		draw_all(&rng, b, INPUTS);
		draw_all(&rng, a + stride, DIMS);
		draw_all(&rng, b + stride, DIMS);
		for (k = 0; k < SECOND_CROSSES; k++)
			crossed += (double)a[s.second.crossed[k]] * (double)b[s.second.crossed[k]];
		second_expand(&s.second, a, x);
		second_expand(&s.second, b, y);
		assert_true(fabs(dot(x, y, ALL_FEATURES) - (pow(dot(a, b, INPUTS) + 1, 2) - 1) -
						 crossed * dot(v, b + stride, DIMS)) < 1e-4);
	}
}

/* `inputs` are standardised already and stand without padding. */
static void check_folded(size_t n, size_t dims)
{
	static struct stage s;
	double weight[ALL_FEATURES];
	float input[INPUTS + DIMS];
	float z[SECOND_Z_MAX];
	float x[ALL_FEATURES];
	struct rng rng;
	size_t i;
	size_t k;

	rng_seed(&rng, 5);
	for (i = 0; i < ALL_FEATURES; i++)
		weight[i] = rng_double(&rng) * 2 - 1;
	stage_init(&s, n, dims);
	plain_inputs(&s);
	second_fold(&s.second, weight, weights_of(&s));
	for (i = 0; i < 50; i++) {
		double linear = 0;

		draw_all(&rng, input, n + dims);
		second_standardise(&s.second, input, z);
		second_expand(&s.second, z, x);
		for (k = 0; k < second_features(n, dims); k++)
			linear += weight[k] * (double)x[k];
		assert_true(fabs(linear - second_margin(&s.second, input)) < 1e-5);
	}
}

static void second__folded__gives_the_margin_of_the_features(void **state)
{
	(void)state;
	check_folded(INPUTS, 0);
	check_folded(INPUTS, DIMS);
	check_folded(1, 8);
}

/* The matrix is symmetric, and the padding of its rows is nothing. */
static void second__folded__is_symmetric(void **state)
{
	const size_t stride = second_stride(INPUTS);
	static struct stage s;
	double weight[FEATURES];
	float to[INPUTS + INPUTS * (INPUTS + LINEAR_LANES)];
	const float *matrix = to + INPUTS;
	size_t i;
	size_t j;

	(void)state;
	for (i = 0; i < FEATURES; i++)
		weight[i] = (double)i + 1;
	memset(to, 0xff, sizeof(to));
	stage_init(&s, INPUTS, 0);
	second_fold(&s.second, weight, to);
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

	stage_init(s, INPUTS, 0);
	plain_inputs(s);
	s->second.bias = -machine->rho;
	for (i = 0; i < machine->n_sv; i++) {
		second_expand(&s->second, p->z + machine->sv[i] * INPUTS, x);
		for (k = 0; k < FEATURES; k++)
			weight[k] += machine->coef[i] * (double)x[k];
		s->second.bias += machine->coef[i];
	}
	second_fold(&s->second, weight, weights_of(s));
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
		cmocka_unit_test(second__expanded__vector_adds_its_kernel),
		cmocka_unit_test(second__folded__gives_the_margin_of_the_features),
		cmocka_unit_test(second__folded__is_symmetric),
		cmocka_unit_test(second__machine_of_libsvm__folds_into_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
