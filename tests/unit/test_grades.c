/* SPDX-License-Identifier: MIT */
/* An encoder's grades: the file, and what the linear heads learn from it. */
#include "opened.h"
#include "trained.h"

#include <math.h>

#include "base/hash.h"
#include "train/grades.h"

enum { HEADER = sizeof(GRADES_HEADER) - 1, RECORD = 8 + GRADES_N };

static moderato_error err;

/* The record of a text, all attributes of which have one grade. */
static void put_record(unsigned char *at, const char *text, unsigned char grade)
{
	const uint64_t hash = hash_fnv1a(0, text, strlen(text));
	size_t k;

	for (k = 0; k < 8; k++)
		at[k] = (unsigned char)(hash >> (8 * k));
	memset(at + 8, grade, GRADES_N);
}

static int record_order(const void *a, const void *b)
{
	const uint64_t x = hash_load8(a), y = hash_load8(b);

	return (x > y) - (x < y);
}

/* A file of grades for these texts. Returns its length. */
static size_t file_of(
	unsigned char *file, const char *const *texts, const unsigned char *grade, size_t n)
{
	size_t i;

	memcpy(file, GRADES_HEADER, HEADER);
	for (i = 0; i < n; i++)
		put_record(file + HEADER + i * RECORD, texts[i], grade[i]);
	qsort(file + HEADER, n, RECORD, record_order);
	return HEADER + n * RECORD;
}

static void grades__high_low_between_and_none__are_labels(void **state)
{
	static const char *const texts[] = {"high", "low", "between", "at 0.8", "below", "at 0.1"};
	static const unsigned char grade[] = {254, 0, 127, 203, 202, 25};
	static const int8_t label[] = {1, 0, LABEL_UNKNOWN, 1, LABEL_UNKNOWN, 0};
	unsigned char file[HEADER + COUNT(texts) * RECORD];
	struct grades grades = {.n = 0};
	char path[256];
	size_t i;

	(void)state;
	temporary(path, sizeof(path), "grades");
	write_file(path, file, file_of(file, texts, grade, COUNT(texts)));
	must(grades_read(&grades, path, &err), err);
	for (i = 0; i < COUNT(texts); i++)
		assert_true(grades_look_up(&grades, str(texts[i])));
	assert_true(grades_look_up(&grades, str("not among them")));
	for (i = 0; i < COUNT(texts); i++) {
		assert_int_equal(grades_label(&grades, i, "toxicity"), label[i]);
		assert_int_equal(grades_label(&grades, i, "identity_attack"), label[i]);
		assert_int_equal(grades_label(&grades, i, "spam"), LABEL_UNKNOWN);
	}
	assert_int_equal(grades_label(&grades, i, "toxicity"), LABEL_UNKNOWN);
	assert_int_equal(grades_label(&grades, i + 1, "toxicity"), LABEL_UNKNOWN);
	grades_dispose(&grades);
	remove_temporary(path);
}

static void check_refused(const void *file, size_t len, const char *message)
{
	struct grades grades = {.n = 0};
	char path[256];

	temporary(path, sizeof(path), "grades");
	write_file(path, file, len);
	assert_int_equal(grades_read(&grades, path, &err), MODERATO_EINVAL);
	assert_non_null(strstr(err.message, message));
	grades_dispose(&grades);
	remove_temporary(path);
}

static void grades__damaged__are_refused(void **state)
{
	static const char *const texts[] = {"one", "two", "three"};
	static const unsigned char grade[] = {1, 2, 3};
	unsigned char file[HEADER + COUNT(texts) * RECORD];
	const size_t len = file_of(file, texts, grade, COUNT(texts));

	(void)state;
	check_refused("", 0, "not a file of grades");
	check_refused(file, HEADER - 1, "not a file of grades");
	check_refused("moderato grades 2\n", HEADER, "not a file of grades");
	check_refused(file, len - 1, "cut off in its last grade");
	memcpy(file + HEADER + RECORD, file + HEADER, RECORD);
	check_refused(file, len, "grade 2 is not in order");
}

/* A harmless sample whose toxicity nobody judged. */
#define UNJUDGED "A lovely walk by the harbour"

/* The margin of its toxicity, by a bundle trained with these options. */
static double trained_margin(const moderato_train_options *options)
{
	const moderato_comment comment = {.text = str(UNJUDGED)};
	moderato_scores scores;
	double margin;

	train_samples(options, 0, NULL, &bytes);
	open_bundle("graded");
	must(moderato_classifier_score(classifier, &comment, &scores, &err), err);
	margin = scores.margin[moderato_bundle_find(bundle, "toxicity")];
	close_bundle(NULL);
	return margin;
}

static void train__grades__stand_in_for_labels(void **state)
{
	const char *const text = UNJUDGED;
	const unsigned char grade = 254;
	unsigned char file[HEADER + RECORD];
	moderato_train_options options = small_options();
	moderato_trainer *trainer;
	char path[256];
	double without;

	(void)state;
	without = trained_margin(&options);
	temporary(path, sizeof(path), "grades");
	write_file(path, file, file_of(file, &text, &grade, 1));
	options.grades = path;
	assert_true(trained_margin(&options) > without);
	options.source_weights = "encoder-grades=0";
	assert_true(fabs(trained_margin(&options) - without) < 1e-9);
	options.protocol = "kfold:2";
	assert_int_equal(moderato_trainer_new(&trainer, &options, &err), MODERATO_EINVAL);
	assert_non_null(strstr(err.message, "grades"));
	remove_temporary(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grades__high_low_between_and_none__are_labels),
		cmocka_unit_test(grades__damaged__are_refused),
		cmocka_unit_test(train__grades__stand_in_for_labels),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
