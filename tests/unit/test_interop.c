/* SPDX-License-Identifier: MIT */
/* With libsvm's own programs: they train on our vectors, and our exported heads give them our
 * margins. Skipped where svm-train and svm-predict are not installed. */
#include "trained.h"

#include <math.h>
#include <sys/wait.h>

#include "moderato/exporter.h"

#define ROWS 200

/* Numbers are compared with what svm-predict prints of them. */
#define TOLERANCE 1e-6

struct fixture {
	char folder[256];
	struct buffer bytes[2]; /* linear heads; an rbf head */
	moderato_bundle *bundle[2];
	moderato_classifier *classifier[2];
	char *texts[ROWS];
	int labels[ROWS];
	size_t n;
	size_t seen;
};

static moderato_error err;

static bool has_program(const char *name)
{
	char command[128];

	snprintf(command, sizeof(command), "command -v %s >/dev/null 2>&1", name);
	return system(command) == 0;
}

/* Every ninth comment of corpus/, whether it is toxic. */
static void keep(void *payload, const moderato_comment *comment)
{
	struct fixture *f = payload;
	size_t i;

	if (f->seen++ % 9 || f->n == ROWS || !comment->n_labels)
		return;
	for (i = 0; i < comment->n_labels; i++)
		if (comment->labels[i].attribute.len == 8 &&
			memcmp(comment->labels[i].attribute.ptr, "toxicity", 8) == 0)
			f->labels[f->n] = comment->labels[i].value;
	f->texts[f->n] = strndup(comment->text.ptr, comment->text.len);
	assert_non_null(f->texts[f->n++]);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));
	moderato_train_options options = small_options();
	size_t i;

	assert_non_null(f);
	*state = f;
	if (!has_program("svm-train") || !has_program("svm-predict"))
		return 0;
	temporary(f->folder, sizeof(f->folder), "");
	each_comment(keep, f);
	assert_int_equal(f->n, ROWS);
	options.bits = 14;
	train_samples(&options, 0, NULL, &f->bytes[0]);
	options.kernel = "rbf";
	options.gamma = 0.7;
	train_samples(&options, 0, NULL, &f->bytes[1]);
	for (i = 0; i < 2; i++) {
		must(moderato_bundle_open_memory(&f->bundle[i], "trained", buffer_view(&f->bytes[i]), &err),
			err);
		must(moderato_classifier_new(&f->classifier[i], f->bundle[i], NULL, &err), err);
	}
	return 0;
}

static int teardown(void **state)
{
	static const char *const files[] = {"rows", "model", "out"};
	struct fixture *f = *state;
	char path[300];
	size_t i;

	for (i = 0; i < COUNT(files) && *f->folder; i++) {
		snprintf(path, sizeof(path), "%s%s", f->folder, files[i]);
		unlink(path);
	}
	if (*f->folder)
		rmdir(f->folder);
	for (i = 0; i < 2; i++) {
		moderato_classifier_free(f->classifier[i]);
		moderato_bundle_free(f->bundle[i]);
		buffer_dispose(&f->bytes[i]);
	}
	for (i = 0; i < f->n; i++)
		free(f->texts[i]);
	free(f);
	return 0;
}

static FILE *open_file(const struct fixture *f, const char *name, const char *mode)
{
	char path[300];
	FILE *file;

	snprintf(path, sizeof(path), "%s%s", f->folder, name);
	file = fopen(path, mode);
	assert_non_null(file);
	return file;
}

static void run(const struct fixture *f, const char *command)
{
	char line[1024];
	int how;

	snprintf(line, sizeof(line), "cd '%s' && %s >/dev/null 2>&1", f->folder, command);
	how = system(line);
	if (!WIFEXITED(how) || WEXITSTATUS(how) != 0)
		fail_msg("%s: %d", command, how);
}

/* The comments' vectors as svmlight lines. */
static void write_rows(const struct fixture *f, size_t which)
{
	FILE *file = open_file(f, "rows", "w");
	moderato_vector vector;
	size_t i;
	size_t k;

	for (i = 0; i < f->n; i++) {
		const moderato_comment comment = {.text = str(f->texts[i])};

		must(moderato_classifier_features(f->classifier[which], &comment, &vector, &err), err);
		fprintf(file, "%d", f->labels[i] ? 1 : -1);
		for (k = 0; k < vector.n; k++) {
			char number[33];

			number[moderato_format_number(number, vector.value[k])] = '\0';
			fprintf(file, " %u:%s", vector.index[k], number);
		}
		fputc('\n', file);
	}
	assert_int_equal(fclose(file), 0);
}

static void read_numbers(const struct fixture *f, double *out)
{
	FILE *file = open_file(f, "out", "r");
	double more;
	size_t i;

	for (i = 0; i < f->n; i++)
		if (fscanf(file, "%lf", &out[i]) != 1)
			fail_msg("svm-predict wrote %zu numbers of %zu", i, f->n);
	assert_int_not_equal(fscanf(file, "%lf", &more), 1);
	fclose(file);
}

static moderato_status to_file(void *payload, const char *data, size_t len, moderato_error *error)
{
	(void)error;
	return fwrite(data, 1, len, payload) == len ? MODERATO_OK : MODERATO_EIO;
}

static void export_head(
	const struct fixture *f, size_t which, size_t attribute, moderato_libsvm_type type)
{
	FILE *file = open_file(f, "model", "w");

	must(moderato_export_libsvm(f->bundle[which], attribute, type, to_file, file, &err), err);
	assert_int_equal(fclose(file), 0);
}

static void need_programs(const struct fixture *f)
{
	if (!*f->folder)
		skip();
}

static void features__of_comments__train_with_svm_train(void **state)
{
	struct fixture *f = *state;
	double predicted[ROWS];
	size_t right = 0;
	size_t i;

	need_programs(f);
	write_rows(f, 0);
	run(f, "svm-train -q -t 0 -c 1 rows model");
	run(f, "svm-predict -q rows model out");
	read_numbers(f, predicted);
	for (i = 0; i < f->n; i++)
		right += (predicted[i] > 0) == f->labels[i];
	if (right < ROWS * 9 / 10)
		fail_msg("svm-train: %zu of %d rows right", right, ROWS);
}

/* Every head of both bundles, in one form. */
static void check_heads(const struct fixture *f, moderato_libsvm_type type,
	void (*check)(const char *attribute, size_t row, double margin, double predicted))
{
	double predicted[ROWS];
	moderato_scores scores;
	size_t which;
	size_t a;
	size_t i;

	for (which = 0; which < 2; which++) {
		write_rows(f, which);
		for (a = 0; a < moderato_bundle_n_attributes(f->bundle[which]); a++) {
			export_head(f, which, a, type);
			run(f, "svm-predict -q rows model out");
			read_numbers(f, predicted);
			for (i = 0; i < f->n; i++) {
				const moderato_comment comment = {.text = str(f->texts[i])};

				must(moderato_classifier_score(f->classifier[which], &comment, &scores, &err), err);
				check(moderato_bundle_describe(f->bundle[which], a), i, scores.margin[a],
					predicted[i]);
			}
		}
	}
}

static void check_margin(const char *head, size_t row, double margin, double predicted)
{
	if (!(fabs(margin - predicted) <= TOLERANCE))
		fail_msg("%s, row %zu: margin %.9g, svm-predict says %.9g", head, row, margin, predicted);
}

static void check_sign(const char *head, size_t row, double margin, double predicted)
{
	if (predicted != 1 && predicted != -1)
		fail_msg("%s, row %zu: svm-predict says %g", head, row, predicted);
	if (fabs(margin) > TOLERANCE && (predicted > 0) != (margin > 0))
		fail_msg("%s, row %zu: margin %.9g, svm-predict says %g", head, row, margin, predicted);
}

static void export__as_svr__predicts_our_margins(void **state)
{
	need_programs(*state);
	check_heads(*state, MODERATO_LIBSVM_SVR, check_margin);
}

static void export__as_svc__predicts_their_signs(void **state)
{
	need_programs(*state);
	check_heads(*state, MODERATO_LIBSVM_SVC, check_sign);
}

/* svm-predict -b 1 writes "labels 1 -1", then the class and both probabilities. */
static void export__as_svc_with_b__predicts_our_scores(void **state)
{
	struct fixture *f = *state;
	moderato_scores scores;
	FILE *file;
	char header[64];
	size_t i;

	need_programs(f);
	write_rows(f, 0);
	export_head(f, 0, 0, MODERATO_LIBSVM_SVC);
	run(f, "svm-predict -q -b 1 rows model out");
	file = open_file(f, "out", "r");
	assert_non_null(fgets(header, sizeof(header), file));
	assert_string_equal(header, "labels 1 -1\n");
	for (i = 0; i < f->n; i++) {
		const moderato_comment comment = {.text = str(f->texts[i])};
		double of_one = 0;

		assert_int_equal(fscanf(file, "%*f %lf %*f", &of_one), 1);
		must(moderato_classifier_score(f->classifier[0], &comment, &scores, &err), err);
		if (fabs(of_one - scores.score[0]) > 2e-6)
			fail_msg("row %zu: score %g, svm-predict says %g", i, scores.score[0], of_one);
	}
	fclose(file);
}

static moderato_status full(void *payload, const char *data, size_t len, moderato_error *error)
{
	(void)payload;
	(void)data;
	(void)len;
	snprintf(error->message, sizeof(error->message), "the disk is full");
	return MODERATO_EIO;
}

static void export__sink_that_fails__is_passed_on(void **state)
{
	struct fixture *f = *state;

	need_programs(f);
	assert_int_equal(moderato_export_libsvm(f->bundle[0], 0, MODERATO_LIBSVM_SVR, full, NULL, &err),
		MODERATO_EIO);
	assert_string_equal(err.message, "the disk is full");
	assert_int_equal(moderato_export_libsvm(f->bundle[0], 9, MODERATO_LIBSVM_SVR, full, NULL, &err),
		MODERATO_EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(features__of_comments__train_with_svm_train),
		cmocka_unit_test(export__as_svr__predicts_our_margins),
		cmocka_unit_test(export__as_svc__predicts_their_signs),
		cmocka_unit_test(export__as_svc_with_b__predicts_our_scores),
		cmocka_unit_test(export__sink_that_fails__is_passed_on),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
