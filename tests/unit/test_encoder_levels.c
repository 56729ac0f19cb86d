/* SPDX-License-Identifier: MIT */
/* The encoder's vectors are the same bit for bit at every SIMD level and however comments are read
 * together; what its loops approximate is near to what libm says. */
#include "support.h"

#include <math.h>

#include "base/simd.h"
#include "encode/encoder_kernels.h"
#include "random_encoder.h"

static struct arena arena;

static int teardown(void **state)
{
	(void)state;
	arena_dispose(&arena);
	return 0;
}

/* Runs `check` at each level of this machine that has loops of its own. The default level is used
 * again afterwards. */
static void at_each_level(void (*check)(const char *level, const void *what), const void *what)
{
	const enum simd_level best = simd_level();
	const struct encoder_kernel *last = NULL;
	enum simd_level level;

	for (level = SIMD_SCALAR; level <= SIMD_NEON; level++)
		if (simd_use(level) && encoder_kernel() != last) {
			last = encoder_kernel();
			check(last->name, what);
		}
	simd_use(best);
}

/* --- vectors --- */

/* An encoder with comments for it, and their vectors at the plainest level, each read alone. */
struct reading {
	struct encoder e;
	uint32_t *ids, *lengths;
	size_t n;
	float *vectors;
};

static const struct encoder shapes[] = {
	{.width = 16, .heads = 1, .inner = 16, .n_layers = 2, .places = 70, .n_pieces = 40},
	{.width = 48, .heads = 3, .inner = 80, .n_layers = 3, .places = 40, .n_pieces = 300},
	{.width = 80, .heads = 1, .inner = 16, .n_layers = 1, .places = 35, .n_pieces = 300},
	{.width = 96, .heads = 2, .inner = 208, .n_layers = 1, .places = 33, .n_pieces = 300},
	{.width = 384, .heads = 12, .inner = 1536, .n_layers = 1, .places = 19, .n_pieces = 300},
};

static void read_alone(const struct reading *r, float *vectors)
{
	const uint32_t *ids = r->ids;
	size_t i;

	for (i = 0; i < r->n; ids += r->lengths[i++]) {
		arena_reset(&arena);
		assert_true(
			encoder_vectors(&r->e, &arena, ids, r->lengths + i, 1, vectors + i * r->e.width));
	}
}

/* Comments of all lengths, the longest first and last. */
static void reading_init(struct reading *r, const struct encoder *shape)
{
	struct rng rng;
	size_t i, total = shape->places;

	rng_seed(&rng, 3);
	random_encoder_init(&r->e, shape);
	r->n = shape->places + 1;
	r->lengths = malloc(r->n * sizeof(*r->lengths));
	assert_non_null(r->lengths);
	r->lengths[0] = shape->places;
	for (i = 1; i < r->n; i++)
		total += r->lengths[i] = (uint32_t)i;
	r->ids = malloc(total * sizeof(*r->ids));
	r->vectors = malloc(r->n * shape->width * sizeof(*r->vectors));
	assert_true(r->ids && r->vectors);
	for (i = 0; i < total; i++)
		r->ids[i] = (uint32_t)rng_below(&rng, shape->n_pieces);
	simd_use(SIMD_SCALAR);
	read_alone(r, r->vectors);
}

static void reading_dispose(struct reading *r)
{
	random_encoder_dispose(&r->e);
	free(r->ids);
	free(r->lengths);
	free(r->vectors);
}

static void expect_vectors(
	const char *level, const char *how, const struct reading *r, const float *got)
{
	const size_t width = r->e.width;
	size_t i;

	for (i = 0; i < r->n * width; i++)
		if (memcmp(&got[i], &r->vectors[i], sizeof(*got)) != 0)
			fail_msg("%s, %s, width %zu: number %zu of a comment of %u is %.9g, not %.9g", level,
				how, width, i % width, r->lengths[i / width], (double)got[i],
				(double)r->vectors[i]);
}

static void check_reading(const char *level, const void *what)
{
	const struct reading *r = what;
	float *got = calloc(r->n * r->e.width, sizeof(*got));

	assert_non_null(got);
	read_alone(r, got);
	expect_vectors(level, "alone", r, got);
	memset(got, 0, r->n * r->e.width * sizeof(*got));
	arena_reset(&arena);
	assert_true(encoder_vectors(&r->e, &arena, r->ids, r->lengths, r->n, got));
	expect_vectors(level, "together", r, got);
	free(got);
}

static void vectors__every_level_length_and_batch__are_the_same_bits(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(shapes); i++) {
		struct reading r;

		reading_init(&r, &shapes[i]);
		at_each_level(check_reading, &r);
		reading_dispose(&r);
	}
}

/* --- products --- */

/* Writes codes as the level wants them, and reads them. */
static void put_code(void *codes, int i, int code)
{
	if (encoder_kernel()->code_bytes == 2)
		((int16_t *)codes)[i] = (int16_t)code;
	else
		((int8_t *)codes)[i] = (int8_t)code;
}

static int get_code(const void *codes, int i)
{
	return encoder_kernel()->code_bytes == 2 ? ((const int16_t *)codes)[i]
											 : ((const int8_t *)codes)[i];
}

/* Sums at both ends of what int8 gives: nothing may saturate, and the sum is exact. */
static void check_product(const char *level, const void *unused)
{
	enum { ROWS = 48, COLS = 4096, TOKENS = 11 };
	static uint8_t weight[ROWS * COLS];
	static int16_t code[TOKENS * COLS];
	static float out[TOKENS][ROWS], scale[ROWS], bias[ROWS], token_scale[TOKENS];
	static int32_t excess[TOKENS];
	const struct encoder_matrix m = {ROWS, COLS, weight, scale, bias};
	const struct encoder_codes codes = {code, token_scale, excess};
	int t, r, i, sign;

	(void)unused;
	for (r = 0; r < ROWS * COLS; r++)
		weight[r] = r / (16 * COLS) == 1 ? 1 : 255; /* -127 and 127 */
	for (r = 0; r < ROWS; r++) {
		scale[r] = 1;
		bias[r] = (float)r;
	}
	for (t = 0; t < TOKENS; t++) {
		sign = t % 3 - 1;
		for (i = 0; i < COLS; i++)
			put_code(code, t * COLS + i, 127 * sign);
		token_scale[t] = 1;
		excess[t] = 128 * 127 * sign * COLS;
	}
	encoder_kernel()->product(&m, &codes, TOKENS, out[0]);
	for (t = 0; t < TOKENS; t++)
		for (r = 0; r < ROWS; r++) {
			const int sum = (r / 16 == 1 ? -127 : 127) * 127 * (t % 3 - 1) * COLS;

			if (out[t][r] != (float)sum + (float)r)
				fail_msg("%s: row %d of token %d is %g", level, r, t, (double)out[t][r]);
		}
}

static void product__largest_sums__are_exact(void **state)
{
	(void)state;
	at_each_level(check_product, NULL);
}

/* Codes of a row, and what they are turned into by the least and the largest number in it. */
static void check_codes(const char *level, const void *unused)
{
	enum { COLS = 48 };
	float x[3][COLS] = {{0}};
	int16_t code[3 * COLS];
	float scale[3];
	int32_t excess[3];
	const struct encoder_codes codes = {code, scale, excess};
	int i;

	(void)unused;
	for (i = 0; i < COLS; i++)
		x[1][i] = (float)(i - 47) * 127.0f / 47;
	x[2][17] = -1e-30f;
	encoder_kernel()->quantise(x[0], 3, COLS, &codes);
	for (i = 0; i < COLS; i++)
		if (get_code(code, i) != 0 ||
			get_code(code, COLS + i) != (int)rint((i - 47) * 127.0 / 47) ||
			get_code(code, 2 * COLS + i) != (i == 17 ? -127 : 0))
			fail_msg("%s: codes of number %d are %d, %d and %d", level, i, get_code(code, i),
				get_code(code, COLS + i), get_code(code, 2 * COLS + i));
	assert_true(scale[0] == 0 && scale[1] == 1);
	assert_true(fabs((double)scale[2] * 127e30 - 1) < 1e-6);
	assert_int_equal(excess[0], 0);
	assert_int_equal(excess[2], -127 * 128);
}

static void quantise__ends_of_the_range__are_127_and_zero(void **state)
{
	(void)state;
	at_each_level(check_codes, NULL);
}

/* --- approximations --- */

enum { STEPS = 1 << 16 };

static float *steps_from(double begin, double end)
{
	float *x = malloc(STEPS * sizeof(*x));
	int i;

	assert_non_null(x);
	for (i = 0; i < STEPS; i++)
		x[i] = (float)(begin + (end - begin) * i / (STEPS - 1));
	return x;
}

static void check_exponential(const char *level, const void *unused)
{
	float *x = steps_from(-87, 0), *y = steps_from(-87, 0);
	int i;

	(void)unused;
	encoder_kernel()->exponential(y, STEPS);
	for (i = 0; i < STEPS; i++)
		if (fabs((double)y[i] / exp((double)x[i]) - 1) > 2e-7)
			fail_msg("%s: exp(%.9g) is %.9g", level, (double)x[i], (double)y[i]);
	for (i = 0; i < 16; i++)
		y[i] = i % 2 ? -INFINITY : -1e30f;
	encoder_kernel()->exponential(y, 16);
	for (i = 0; i < 16; i++)
		assert_true(y[i] >= 0 && y[i] < 1e-37f);
	free(x);
	free(y);
}

static void exponential__all_that_softmax_gives__is_libms(void **state)
{
	(void)state;
	at_each_level(check_exponential, NULL);
}

static void check_gelu_between(const char *level, double begin, double end, double most)
{
	float *x = steps_from(begin, end), *y = steps_from(begin, end);
	int i;

	encoder_kernel()->gelu(y, STEPS);
	for (i = 0; i < STEPS; i++) {
		const double v = (double)x[i];

		if (fabs((double)y[i] - v * (1 + erf(v / sqrt(2))) / 2) > most)
			fail_msg("%s: gelu(%.9g) is %.9g", level, v, (double)y[i]);
	}
	free(x);
	free(y);
}

static void check_gelu(const char *level, const void *unused)
{
	(void)unused;
	check_gelu_between(level, -8, 8, 2e-6);
	check_gelu_between(level, -1e9, 1e9, 1e9 * 1e-6);
}

static void gelu__any_number__is_libms(void **state)
{
	(void)state;
	at_each_level(check_gelu, NULL);
}

static void check_norm(const char *level, const void *unused)
{
	enum { WIDTH = 80 };
	float x[WIDTH], y[WIDTH], weight[WIDTH], bias[WIDTH];
	const struct encoder_norm norm = {weight, bias};
	double sum = 0, squares = 0;
	struct rng rng;
	int i;

	(void)unused;
	rng_seed(&rng, 2);
	for (i = 0; i < WIDTH; i++) {
		x[i] = (float)draw_signed(&rng);
		y[i] = (float)draw_signed(&rng) + 2;
		weight[i] = (float)draw_signed(&rng);
		bias[i] = (float)draw_signed(&rng);
		sum += (double)x[i] + (double)y[i];
	}
	for (i = 0; i < WIDTH; i++)
		squares += pow((double)x[i] + (double)y[i] - sum / WIDTH, 2);
	for (i = 0; i < WIDTH; i++)
		y[i] += x[i];
	memcpy(x, y, sizeof(x));
	encoder_kernel()->normalise(&norm, NULL, 1, WIDTH, x);
	for (i = 0; i < WIDTH; i++) {
		const double expected =
			((double)y[i] - sum / WIDTH) / sqrt(squares / WIDTH + 1e-12) * (double)weight[i] +
			(double)bias[i];

		if (fabs((double)x[i] - expected) > 2e-6)
			fail_msg("%s: number %d is %.9g, not %.9g", level, i, (double)x[i], expected);
	}
}

static void normalise__a_row__is_libms(void **state)
{
	(void)state;
	at_each_level(check_norm, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(vectors__every_level_length_and_batch__are_the_same_bits),
		cmocka_unit_test(product__largest_sums__are_exact),
		cmocka_unit_test(quantise__ends_of_the_range__are_127_and_zero),
		cmocka_unit_test(exponential__all_that_softmax_gives__is_libms),
		cmocka_unit_test(gelu__any_number__is_libms),
		cmocka_unit_test(normalise__a_row__is_libms),
	};

	return cmocka_run_group_tests(tests, NULL, teardown);
}
