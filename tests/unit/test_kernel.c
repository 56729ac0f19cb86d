/* SPDX-License-Identifier: MIT */
/* Margins without libsvm, and the model files that libsvm's own svm-predict reads. */
#include "support.h"

#include <math.h>
#include <unistd.h>

#include "model/kernel.h"
#include "model/libsvm_text.h"

enum { VECTORS = 30, ROWS = 25, FEATURES = 12 };

/* A head of random sparse vectors, and random sparse rows to score. */
struct fixture {
	struct kernel_head head;
	uint64_t start[VECTORS + 1];
	uint32_t index[VECTORS * FEATURES];
	float value[VECTORS * FEATURES];
	double coef[VECTORS];
	double norm[VECTORS];
	uint32_t row_index[ROWS][FEATURES];
	double row_value[ROWS][FEATURES];
	size_t row_len[ROWS];
};

static const struct {
	const char *name;
	struct kernel_params params;
} kernels[] = {
	{"linear", {KERNEL_LINEAR, 0, 0, 0}},
	{"polynomial", {KERNEL_POLY, 3, 0.3, 0.5}},
	{"rbf", {KERNEL_RBF, 0, 0.2, 0}},
	{"sigmoid", {KERNEL_SIGMOID, 0, 0.1, -0.3}},
};

enum { KERNELS = COUNT(kernels) };

static void fill(struct fixture *f, const struct kernel_params *params)
{
	struct rng rng;
	uint64_t n = 0;
	size_t i;
	uint32_t j;

	rng_seed(&rng, 5);
	memset(f, 0, sizeof(*f));
	for (i = 0; i < VECTORS; i++) {
		f->start[i] = n;
		f->coef[i] = draw_signed(&rng);
		for (j = 0; j < FEATURES; j++) {
			if (i == 3 || draw_signed(&rng) < 0) /* vector 3 is empty */
				continue;
			f->index[n] = j;
			f->value[n++] = (float)draw_signed(&rng);
		}
	}
	f->start[VECTORS] = n;
	f->head = (struct kernel_head){
		*params, VECTORS, f->start, f->index, f->value, f->coef, f->norm, draw_signed(&rng)};
	kernel_norms(&f->head, f->norm);
	for (i = 0; i < ROWS; i++) {
		for (j = 0; j < FEATURES; j++) {
			size_t at = f->row_len[i];

			if (i == 7 || draw_signed(&rng) < 0) /* row 7 is empty */
				continue;
			f->row_index[i][at] = j;
			f->row_value[i][at] = draw_signed(&rng);
			f->row_len[i]++;
		}
	}
}

static double margin_of(const struct fixture *f, size_t row)
{
	return kernel_margin(&f->head, f->row_index[row], f->row_value[row], f->row_len[row]);
}

/* The same margin densely and in the plainest way. */
static double plain_margin(const struct fixture *f, size_t row)
{
	const struct kernel_params *k = &f->head.params;
	double sum = -f->head.rho;
	size_t i;
	size_t at;

	for (i = 0; i < VECTORS; i++) {
		double difference[FEATURES] = {0};
		double s[FEATURES] = {0};
		double dot = 0;
		double squared = 0;
		double value = 0;

		for (at = f->start[i]; at < f->start[i + 1]; at++)
			difference[f->index[at]] = s[f->index[at]] = (double)f->value[at];
		for (at = 0; at < f->row_len[row]; at++) {
			dot += s[f->row_index[row][at]] * f->row_value[row][at];
			difference[f->row_index[row][at]] -= f->row_value[row][at];
		}
		for (at = 0; at < FEATURES; at++)
			squared += difference[at] * difference[at];
		switch (k->type) {
		case KERNEL_LINEAR:
			value = dot;
			break;
		case KERNEL_POLY:
			value = pow(k->gamma * dot + k->coef0, k->degree);
			break;
		case KERNEL_RBF:
			value = exp(-k->gamma * squared);
			break;
		case KERNEL_SIGMOID:
			value = tanh(k->gamma * dot + k->coef0);
			break;
		}
		sum += f->coef[i] * value;
	}
	return sum;
}

static void kernel_margin__every_kernel__is_the_plain_sum(void **state)
{
	static struct fixture f;
	size_t k;
	size_t row;

	(void)state;
	for (k = 0; k < KERNELS; k++) {
		fill(&f, &kernels[k].params);
		for (row = 0; row < ROWS; row++) {
			if (fabs(margin_of(&f, row) - plain_margin(&f, row)) > 1e-12)
				fail_msg("%s, row %zu: %.17g, expected %.17g", kernels[k].name, row,
					margin_of(&f, row), plain_margin(&f, row));
		}
	}
}

/* In a much longer vector the indices are looked for instead of merged; the products are the same
 * and in the same order. */
static void kernel_margin__a_long_vector__is_the_plain_sum(void **state)
{
	enum { LONG = 5000 };
	static uint32_t index[LONG];
	static double value[LONG];
	static const uint64_t start[] = {0, 0, 1, 2, 3, 8, 12};
	static const uint32_t at[] = {0, 14998, 4, 3, 4, 6, 9000, 9003, 14996, 14997, 14998, 20000};
	static const float of[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
	static const double coef[] = {1, -1, 2, -2, 0.5, 0.25};
	const struct kernel_head head = {
		{KERNEL_LINEAR, 0, 0, 0}, COUNT(coef), start, at, of, coef, NULL, 0};
	double expected = 0;
	struct rng rng;
	size_t i;
	size_t k;

	(void)state;
	rng_seed(&rng, 9);
	for (i = 0; i < LONG; i++) {
		index[i] = (uint32_t)(3 * i + 1); /* 1, 4, …, 14998 */
		value[i] = draw_signed(&rng);
	}
	for (i = 0; i < COUNT(coef); i++) {
		double sum = 0;

		for (k = start[i]; k < start[i + 1]; k++)
			if (at[k] % 3 == 1 && at[k] <= 14998)
				sum += (double)of[k] * value[at[k] / 3];
		expected += coef[i] * sum;
	}
	assert_true(kernel_margin(&head, index, value, LONG) == expected);
}

static void kernel_margin__no_vectors__is_minus_rho(void **state)
{
	const uint64_t start[] = {0};
	const struct kernel_head head = {.params = {KERNEL_RBF, 0, 1, 0}, .start = start, .rho = 0.25};

	(void)state;
	assert_true(kernel_margin(&head, NULL, NULL, 0) == -0.25);
}

/* A row equal to a vector: rounding must not make the distance negative. */
static void kernel_margin__rbf_at_a_vector__is_at_most_1(void **state)
{
	static struct fixture f;
	double value[FEATURES];
	size_t i;

	(void)state;
	fill(&f, &kernels[2].params);
	f.head.params.gamma = 1e15;
	for (i = 0; i < VECTORS; i++) {
		struct kernel_head one = f.head;
		double unit = 1;
		uint64_t begin = f.start[i];
		size_t n = (size_t)(f.start[i + 1] - begin);
		size_t k;

		for (k = 0; k < n; k++)
			value[k] = (double)f.value[begin + k];
		one.n_sv = 1;
		one.start = &f.start[i];
		one.norm = &f.norm[i];
		one.coef = &unit;
		one.rho = 0;
		assert_true(kernel_margin(&one, &f.index[begin], value, n) <= 1);
	}
}

static void fold_linear__weights__give_the_machines_margins(void **state)
{
	const size_t start[] = {0, 2, 3, 3, 5};
	const uint32_t index[] = {0, 2, 1, 0, 1};
	const float value[] = {1, 2, 4, -1, 0.5F};
	const struct rows rows = {start, index, value, 4};
	double coef[] = {0.5, -1, 2};
	uint32_t sv[] = {0, 2, 3};
	const struct svm_machine machine = {.n_sv = 3, .coef = coef, .sv = sv, .rho = 0.5};
	const double expected[] = {0.5 - 2, 1, 1, 0};
	double weight[4] = {9, 9, 9, 9};

	(void)state;
	kernel_fold_linear(&machine, &rows, weight, 4);
	assert_memory_equal(weight, expected, sizeof(expected));
}

/* Model files */

static moderato_status to_buffer(void *sink, const char *text, size_t len)
{
	buffer_add(sink, text, len);
	return MODERATO_OK;
}

static moderato_status refuse(void *sink, const char *text, size_t len)
{
	(void)text;
	(void)len;
	++*(int *)sink;
	return MODERATO_EIO;
}

static void libsvm_text__small_heads__are_written_so(void **state)
{
	static const double weight[] = {0, 0.1, 0, -2};
	static const struct libsvm_sigmoid sigmoid = {-1.5, 0.25};
	const uint64_t start[] = {0, 1, 3};
	const uint32_t index[] = {4, 0, 2};
	const float value[] = {1, 0.5F, 2};
	const double coef[] = {-1, 0.75};
	const struct kernel_head head = {
		{KERNEL_POLY, 2, 0.5, 1}, 2, start, index, value, coef, NULL, 0.125};
	struct buffer text = BUFFER_INIT;

	(void)state;
	assert_int_equal(
		libsvm_text_linear(weight, 4, 0.5, LIBSVM_FORM_MARGIN, &sigmoid, to_buffer, &text, NULL),
		MODERATO_OK);
	assert_string_equal(buffer_cstr(&text),
		"svm_type epsilon_svr\nkernel_type linear\nnr_class 2\ntotal_sv 1\nrho -0.5\nSV\n"
		"1 2:0.1 4:-2 \n");
	buffer_clear(&text);
	assert_int_equal(libsvm_text_kernel(&head, LIBSVM_FORM_CLASS, &sigmoid, to_buffer, &text, NULL),
		MODERATO_OK);
	assert_string_equal(buffer_cstr(&text),
		"svm_type c_svc\nkernel_type polynomial\ndegree 2\ngamma 0.5\ncoef0 1\nnr_class 2\n"
		"total_sv 2\nrho 0.125\nlabel 1 -1\nprobA -1.5\nprobB 0.25\nnr_sv 1 1\nSV\n"
		"0.75 1:0.5 3:2 \n-1 5:1 \n");
	buffer_dispose(&text);
}

static void libsvm_text__bad_number_or_sink__is_an_error(void **state)
{
	const double weight[] = {1, (double)NAN};
	const struct libsvm_sigmoid sigmoid = {-(double)INFINITY, 0};
	struct buffer text = BUFFER_INIT;
	moderato_error err = {.message = ""};
	int calls = 0;

	(void)state;
	assert_int_equal(
		libsvm_text_linear(weight, 2, 0, LIBSVM_FORM_MARGIN, NULL, to_buffer, &text, &err),
		MODERATO_EINVAL);
	assert_non_null(strstr(err.message, "finite"));
	assert_int_equal(libsvm_text_linear(weight, 1, (double)INFINITY, LIBSVM_FORM_MARGIN, NULL,
						 to_buffer, &text, NULL),
		MODERATO_EINVAL);
	assert_int_equal(
		libsvm_text_linear(weight, 1, 0, LIBSVM_FORM_CLASS, &sigmoid, to_buffer, &text, NULL),
		MODERATO_EINVAL);
	assert_int_equal(
		libsvm_text_linear(weight, 1, 0, LIBSVM_FORM_MARGIN, NULL, refuse, &calls, NULL),
		MODERATO_EIO);
	assert_int_equal(calls, 1);
	buffer_dispose(&text);
}

static moderato_status refuse_third(void *sink, const char *text, size_t len)
{
	(void)text;
	(void)len;
	return ++*(int *)sink < 3 ? MODERATO_OK : MODERATO_EIO;
}

static void libsvm_text__large_head__comes_in_chunks_and_can_be_stopped(void **state)
{
	enum { MANY = 100000 };
	double *weight = malloc(MANY * sizeof(*weight));
	struct buffer text = BUFFER_INIT;
	int calls = 0;
	size_t i;

	(void)state;
	assert_non_null(weight);
	for (i = 0; i < MANY; i++)
		weight[i] = 1.0 / (double)(i + 1);
	assert_int_equal(
		libsvm_text_linear(weight, MANY, 0, LIBSVM_FORM_MARGIN, NULL, refuse_third, &calls, NULL),
		MODERATO_EIO);
	assert_int_equal(calls, 3);
	assert_int_equal(
		libsvm_text_linear(weight, MANY, 0, LIBSVM_FORM_MARGIN, NULL, to_buffer, &text, NULL),
		MODERATO_OK);
	assert_non_null(strstr(buffer_cstr(&text), " 100000:1e-05 \n"));
	buffer_dispose(&text);
	free(weight);
}

/* With the real svm-predict */

struct folder {
	char path[256];
	char file[3][300]; /* rows, model, predictions */
};

static bool have_svm_predict(void)
{
	return system("command -v svm-predict >/dev/null 2>&1") == 0;
}

static void folder_open(struct folder *folder)
{
	static const char *const names[] = {"rows", "model", "predictions"};
	const char *base = getenv("TMPDIR");
	size_t i;

	snprintf(folder->path, sizeof(folder->path), "%s/moderato-XXXXXX",
		base && *base && strlen(base) < 200 ? base : "/tmp");
	assert_non_null(mkdtemp(folder->path));
	for (i = 0; i < 3; i++)
		snprintf(folder->file[i], sizeof(folder->file[i]), "%s/%s", folder->path, names[i]);
}

static void folder_remove(const struct folder *folder)
{
	size_t i;

	for (i = 0; i < 3; i++)
		unlink(folder->file[i]);
	rmdir(folder->path);
}

static void write_rows(const struct folder *folder, const struct fixture *f)
{
	FILE *file = fopen(folder->file[0], "w");
	size_t i;
	size_t k;

	assert_non_null(file);
	for (i = 0; i < ROWS; i++) {
		fputs("0", file);
		for (k = 0; k < f->row_len[i]; k++)
			fprintf(file, " %u:%.17g", f->row_index[i][k] + 1, f->row_value[i][k]);
		fputs("\n", file);
	}
	assert_int_equal(fclose(file), 0);
}

/* Run svm-predict; its predictions come back as a file to read. */
static FILE *predict(const struct folder *folder, struct buffer *model, const char *options)
{
	FILE *file = fopen(folder->file[1], "w");
	char command[1200];

	assert_non_null(file);
	assert_false(model->failed);
	assert_int_equal(fwrite(model->data, 1, model->len, file), model->len);
	assert_int_equal(fclose(file), 0);
	snprintf(command, sizeof(command), "svm-predict %s '%s' '%s' '%s' >/dev/null 2>&1", options,
		folder->file[0], folder->file[1], folder->file[2]);
	assert_int_equal(system(command), 0);
	file = fopen(folder->file[2], "r");
	assert_non_null(file);
	buffer_dispose(model);
	return file;
}

static double linear_margin(const struct fixture *f, const double *weight, double bias, size_t row)
{
	size_t k;

	for (k = 0; k < f->row_len[row]; k++)
		bias += weight[f->row_index[row][k]] * f->row_value[row][k];
	return bias;
}

static void expect_margins(const char *name, FILE *predictions, const double *margin)
{
	double got;
	size_t row;

	for (row = 0; row < ROWS; row++) {
		if (fscanf(predictions, "%lf", &got) != 1)
			fail_msg("%s: no line %zu", name, row);
		if (fabs(got - margin[row]) > 1e-9)
			fail_msg("%s, row %zu: svm-predict %.17g, ours %.17g", name, row, got, margin[row]);
	}
	fclose(predictions);
}

static void expect_labels(const char *name, FILE *predictions, const double *margin)
{
	double got;
	size_t row;

	for (row = 0; row < ROWS; row++) {
		if (fscanf(predictions, "%lf", &got) != 1)
			fail_msg("%s: no line %zu", name, row);
		if (fabs(margin[row]) > 1e-9 && got != (margin[row] > 0 ? 1 : -1))
			fail_msg("%s, row %zu: svm-predict %g, our margin %g", name, row, got, margin[row]);
	}
	fclose(predictions);
}

/* The probability of label 1, the first column; svm-predict prints six digits. */
static void expect_probabilities(
	const char *name, FILE *predictions, const double *margin, const struct libsvm_sigmoid *sigmoid)
{
	char line[128];
	size_t row;

	assert_non_null(fgets(line, sizeof(line), predictions));
	assert_string_equal(line, "labels 1 -1\n");
	for (row = 0; row < ROWS; row++) {
		double p = 1 / (1 + exp(sigmoid->a * margin[row] + sigmoid->b));
		double label;
		double one;
		double other;

		if (fscanf(predictions, "%lf %lf %lf", &label, &one, &other) != 3)
			fail_msg("%s: no line %zu", name, row);
		if (fabs(one - p) > 1e-5 || fabs(other - (1 - p)) > 1e-5 || label != (p > 0.5 ? 1 : -1))
			fail_msg("%s, row %zu: svm-predict %g %g, ours %g", name, row, label, one, p);
	}
	fclose(predictions);
}

static const struct libsvm_sigmoid some_sigmoid = {-1.7, 0.3};

static void put_kernel(struct buffer *text, const struct fixture *f, enum libsvm_form form)
{
	assert_int_equal(
		libsvm_text_kernel(&f->head, form, &some_sigmoid, to_buffer, text, NULL), MODERATO_OK);
}

static void libsvm_text__kernel_heads__svm_predict_agrees(void **state)
{
	static struct fixture f;
	struct folder folder;
	double margin[ROWS];
	size_t k;
	size_t row;

	(void)state;
	if (!have_svm_predict())
		skip();
	folder_open(&folder);
	for (k = 0; k < KERNELS; k++) {
		struct buffer text = BUFFER_INIT;

		fill(&f, &kernels[k].params);
		write_rows(&folder, &f);
		for (row = 0; row < ROWS; row++)
			margin[row] = margin_of(&f, row);
		put_kernel(&text, &f, LIBSVM_FORM_MARGIN);
		expect_margins(kernels[k].name, predict(&folder, &text, ""), margin);
		put_kernel(&text, &f, LIBSVM_FORM_CLASS);
		expect_labels(kernels[k].name, predict(&folder, &text, ""), margin);
		put_kernel(&text, &f, LIBSVM_FORM_CLASS);
		expect_probabilities(
			kernels[k].name, predict(&folder, &text, "-b 1"), margin, &some_sigmoid);
	}
	folder_remove(&folder);
}

static void put_linear(
	struct buffer *text, const double *weight, double bias, enum libsvm_form form)
{
	assert_int_equal(
		libsvm_text_linear(weight, FEATURES, bias, form, &some_sigmoid, to_buffer, text, NULL),
		MODERATO_OK);
}

static void libsvm_text__linear_heads__svm_predict_agrees(void **state)
{
	static const struct {
		const char *name;
		double bias;
		double weight[FEATURES];
	} cases[] = {
		{"some weights", 0.3, {0.1, 0, -2.0 / 3, 1e-20, 0, 5e5, 0, 0, 0, 0, 0, 1}},
		{"no bias", 0, {0, 0, 1, -1}},
		{"no weights", -0.4, {0}},
	};
	static struct fixture f;
	struct folder folder;
	double margin[ROWS];
	size_t c;
	size_t row;

	(void)state;
	if (!have_svm_predict())
		skip();
	folder_open(&folder);
	fill(&f, &kernels[0].params);
	write_rows(&folder, &f);
	for (c = 0; c < COUNT(cases); c++) {
		struct buffer text = BUFFER_INIT;

		for (row = 0; row < ROWS; row++)
			margin[row] = linear_margin(&f, cases[c].weight, cases[c].bias, row);
		put_linear(&text, cases[c].weight, cases[c].bias, LIBSVM_FORM_MARGIN);
		expect_margins(cases[c].name, predict(&folder, &text, ""), margin);
		put_linear(&text, cases[c].weight, cases[c].bias, LIBSVM_FORM_CLASS);
		expect_labels(cases[c].name, predict(&folder, &text, ""), margin);
		put_linear(&text, cases[c].weight, cases[c].bias, LIBSVM_FORM_CLASS);
		expect_probabilities(cases[c].name, predict(&folder, &text, "-b 1"), margin, &some_sigmoid);
	}
	folder_remove(&folder);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(kernel_margin__every_kernel__is_the_plain_sum),
		cmocka_unit_test(kernel_margin__a_long_vector__is_the_plain_sum),
		cmocka_unit_test(kernel_margin__no_vectors__is_minus_rho),
		cmocka_unit_test(kernel_margin__rbf_at_a_vector__is_at_most_1),
		cmocka_unit_test(fold_linear__weights__give_the_machines_margins),
		cmocka_unit_test(libsvm_text__small_heads__are_written_so),
		cmocka_unit_test(libsvm_text__bad_number_or_sink__is_an_error),
		cmocka_unit_test(libsvm_text__large_head__comes_in_chunks_and_can_be_stopped),
		cmocka_unit_test(libsvm_text__kernel_heads__svm_predict_agrees),
		cmocka_unit_test(libsvm_text__linear_heads__svm_predict_agrees),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
