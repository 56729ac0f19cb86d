/* SPDX-License-Identifier: MIT */
/* Comments that are read twice: which ones, what comes of it, and what explains it. The encoder is
 * the small golden one, whose weights are random numbers: how well it judges is not tested here. */
#include "trained.h"

#include <math.h>
#include <limits.h>
#include <stdlib.h>

#include "classify/second_reading.h"
#include "moderato/exporter.h"

#define ENCODER "tests/unit/encoder_golden.bin"

/* Bundles trained on the same samples, with and without the encoder. */
static struct buffer bytes, plain_bytes;
static moderato_bundle *bundle;
static moderato_bundle *plain;

static int setup(void **state)
{
	moderato_train_options options = small_options();
	moderato_error err;

	(void)state;
	options.second = "all";
	train_samples(&options, 0, NULL, &plain_bytes);
	must(moderato_bundle_open_memory(&plain, "plain", buffer_view(&plain_bytes), &err), err);
	options.encoder = ENCODER;
	train_samples(&options, 0, NULL, &bytes);
	must(moderato_bundle_open_memory(&bundle, "twice", buffer_view(&bytes), &err), err);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	moderato_bundle_free(bundle);
	moderato_bundle_free(plain);
	buffer_dispose(&bytes);
	buffer_dispose(&plain_bytes);
	return 0;
}

static moderato_classifier *classifier_of(const moderato_bundle *of, moderato_second_reading which)
{
	const moderato_classifier_options options = {.second = which};
	moderato_classifier *c;
	moderato_error err;

	must(moderato_classifier_new(&c, of, &options, &err), err);
	return c;
}

static moderato_scores score(moderato_classifier *c, const char *text)
{
	const moderato_comment comment = {.text = {text, strlen(text)}};
	moderato_scores scores;
	moderato_error err;

	must(moderato_classifier_score(c, &comment, &scores, &err), err);
	return scores;
}

static void check_equal(const moderato_scores *a, const moderato_scores *b)
{
	assert_memory_equal(a->margin, b->margin, a->n * sizeof(*a->margin));
	assert_memory_equal(a->score, b->score, a->n * sizeof(*a->score));
}

/* ---- which comments ---- */

static void reading__never__is_that_of_a_bundle_without_encoder(void **state)
{
	moderato_classifier *never = classifier_of(bundle, MODERATO_SECOND_NEVER);
	moderato_classifier *without = classifier_of(plain, MODERATO_SECOND_ALWAYS);
	size_t i;

	(void)state;
	for (i = 0; i < N_SAMPLES; i++) {
		const moderato_scores a = score(never, samples[i].text);
		const moderato_scores b = score(without, samples[i].text);

		assert_int_equal(a.readings, 1);
		assert_int_equal(b.readings, 1);
		check_equal(&a, &b);
	}
	moderato_classifier_free(never);
	moderato_classifier_free(without);
}

static bool in_doubt(const moderato_scores *scores)
{
	size_t i;

	for (i = 0; i < scores->n; i++)
		if (scores->score[i] >= moderato_bundle_second_from(bundle, i))
			return true;
	return false;
}

static void reading__auto__reads_twice_what_is_in_doubt(void **state)
{
	moderato_classifier *never = classifier_of(bundle, MODERATO_SECOND_NEVER);
	moderato_classifier *sometimes = classifier_of(bundle, MODERATO_SECOND_AUTO);
	moderato_classifier *always = classifier_of(bundle, MODERATO_SECOND_ALWAYS);
	size_t n[3] = {0};
	size_t i;

	(void)state;
	for (i = 0; i < N_SAMPLES; i++) {
		const moderato_scores once = score(never, samples[i].text);
		const moderato_scores twice = score(always, samples[i].text);
		const moderato_scores is = score(sometimes, samples[i].text);

		assert_int_equal(is.readings, in_doubt(&once) ? 2 : 1);
		check_equal(&is, is.readings == 2 ? &twice : &once);
		assert_int_equal(twice.readings, 2);
		assert_true(memcmp(once.margin, twice.margin, sizeof(once.margin)) != 0);
		n[is.readings]++;
	}
	assert_true(n[1] && n[2]);
	moderato_classifier_free(never);
	moderato_classifier_free(sometimes);
	moderato_classifier_free(always);
}

/* Comments that were read once and twice stand in one list: there their margins must be of one
 * scale. */
static void margin__of_two_readings__is_comparable_to_that_of_one(void **state)
{
	moderato_classifier *always = classifier_of(bundle, MODERATO_SECOND_ALWAYS);
	size_t i, k;

	(void)state;
	for (i = 0; i < N_SAMPLES; i++) {
		const moderato_scores twice = score(always, samples[i].text);

		for (k = 0; k < twice.n; k++)
			assert_true(fabs(calibrate(bundle_calibration(bundle, k), twice.margin[k]) -
							 twice.score[k]) < 1e-6);
	}
	moderato_classifier_free(always);
}

static void reading__what_the_encoder_cannot_judge__is_read_once(void **state)
{
	moderato_classifier *always = classifier_of(bundle, MODERATO_SECOND_ALWAYS);

	(void)state;
	assert_int_equal(score(always, "").readings, 1);
	assert_int_equal(
		score(always, "Das ist eine sehr gute Frage, auf die ich leider keine Antwort wei\xC3\x9F.")
			.readings,
		1);
	assert_int_equal(
		score(always, "That is a very good question which I cannot answer.").readings, 2);
	moderato_classifier_free(always);
}

static int readings_by(moderato_second_reading which, const char *policy_says, const char *text)
{
	moderato_classifier *c = classifier_of(bundle, which);
	const moderato_comment comment = {.text = {text, strlen(text)}};
	moderato_policy *policy;
	moderato_verdict verdict;
	moderato_error err;
	char yaml[200];
	int n;

	snprintf(yaml, sizeof(yaml),
		"version: 1\n%srules:\n  - {name: a, when: {links: 9}, action: hold}\n", policy_says);
	must(moderato_policy_parse(&policy, "p", (moderato_str){yaml, strlen(yaml)}, &err), err);
	must(moderato_classifier_screen(c, policy, &comment, &verdict, &err), err);
	n = verdict.scores.readings;
	moderato_policy_free(policy);
	moderato_classifier_free(c);
	return n;
}

static void reading__policy__says_which_unless_the_options_do(void **state)
{
	static const char always[] = "second_reading: always\n";
	static const char never[] = "second_reading: never\n";
	moderato_classifier *c = classifier_of(bundle, MODERATO_SECOND_NEVER);
	const char *sure = NULL;
	const char *doubtful = NULL;
	size_t i;

	(void)state;
	for (i = 0; i < N_SAMPLES; i++) {
		const moderato_scores once = score(c, samples[i].text);

		*(in_doubt(&once) ? &doubtful : &sure) = samples[i].text;
	}
	assert_non_null(sure);
	assert_non_null(doubtful);
	assert_int_equal(readings_by(MODERATO_SECOND_DEFAULT, "", sure), 1);
	assert_int_equal(readings_by(MODERATO_SECOND_DEFAULT, "", doubtful), 2);
	assert_int_equal(readings_by(MODERATO_SECOND_DEFAULT, always, sure), 2);
	assert_int_equal(readings_by(MODERATO_SECOND_DEFAULT, never, doubtful), 1);
	assert_int_equal(readings_by(MODERATO_SECOND_ALWAYS, never, sure), 2);
	assert_int_equal(readings_by(MODERATO_SECOND_NEVER, always, doubtful), 1);
	assert_int_equal(readings_by(MODERATO_SECOND_AUTO, always, sure), 1);
	moderato_classifier_free(c);
}

/* The bundle's file is opened, since only bytes of its own are given back. */
static void forget_encoder__classifiers_that_read_once__score_the_same(void **state)
{
	moderato_classifier *never = classifier_of(bundle, MODERATO_SECOND_NEVER);
	const moderato_classifier_options automatic = {.second = MODERATO_SECOND_AUTO};
	const double from[MODERATO_ATTRIBUTES_MAX] = {0};
	moderato_classifier *c;
	moderato_bundle *file;
	moderato_str copy;
	moderato_error err;
	char path[PATH_MAX];
	FILE *out;
	size_t i;

	(void)state;
	temporary(path, sizeof(path), "file.bundle");
	out = fopen(path, "wb");
	assert_non_null(out);
	assert_int_equal(fwrite(bytes.data, 1, bytes.len, out), bytes.len);
	assert_int_equal(fclose(out), 0);
	must(moderato_bundle_open(&file, path, &err), err);
	remove_temporary(path);
	moderato_bundle_forget_encoder(file);
	c = classifier_of(file, MODERATO_SECOND_NEVER);
	for (i = 0; i < N_SAMPLES; i++) {
		const moderato_scores a = score(never, samples[i].text);
		const moderato_scores b = score(c, samples[i].text);

		check_equal(&a, &b);
	}
	moderato_classifier_free(c);
	moderato_classifier_free(never);
	assert_int_equal(moderato_classifier_new(&c, file, &automatic, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "the bundle's encoder is not in memory any more");
	assert_int_equal(moderato_bundle_with_second(file, from, &copy, &err), MODERATO_EINVAL);
	moderato_bundle_free(file);
}

/* ---- other settings ---- */

static void with_second__other_scores__are_those_of_the_new_bundle(void **state)
{
	double from[MODERATO_ATTRIBUTES_MAX];
	moderato_classifier *c;
	moderato_bundle *other;
	moderato_str made;
	moderato_error err;
	size_t i;

	(void)state;
	for (i = 0; i < MODERATO_ATTRIBUTES_MAX; i++)
		from[i] = 2;
	must(moderato_bundle_with_second(bundle, from, &made, &err), err);
	must(moderato_bundle_open_memory(&other, "other", made, &err), err);
	c = classifier_of(other, MODERATO_SECOND_AUTO);
	for (i = 0; i < N_SAMPLES; i++)
		assert_int_equal(score(c, samples[i].text).readings, 1);
	for (i = 0; i < moderato_bundle_n_attributes(other); i++) {
		assert_true(moderato_bundle_second_from(other, i) > 1.5);
		assert_true(isnan(moderato_bundle_second_from(plain, i)));
	}
	moderato_classifier_free(c);
	moderato_bundle_free(other);
	free((void *)(uintptr_t)made.ptr);
	from[0] = (double)NAN;
	assert_int_equal(moderato_bundle_with_second(bundle, from, &made, &err), MODERATO_EINVAL);
	assert_null(made.ptr);
}

/* ---- where the encoder comes from ---- */

static void train__encoder_of_a_bundle__is_that_encoder(void **state)
{
	moderato_train_options options = small_options();
	struct buffer again = BUFFER_INIT;
	char path[PATH_MAX];
	moderato_trainer *trainer;
	moderato_error err;

	(void)state;
	temporary(path, sizeof(path), "encoder.bundle");
	write_file(path, bytes.data, bytes.len);
	options.second = "all";
	options.encoder = path;
	train_samples(&options, 0, NULL, &again);
	assert_int_equal(again.len, bytes.len);
	assert_memory_equal(again.data, bytes.data, bytes.len);
	buffer_dispose(&again);
	remove_temporary(path);
	options.encoder = "tests/unit/trained.h";
	assert_int_equal(moderato_trainer_new(&trainer, &options, &err), MODERATO_EFORMAT);
	options.encoder = ENCODER;
	options.second = NULL;
	assert_int_equal(moderato_trainer_new(&trainer, &options, &err), MODERATO_EINVAL);
}

static void train__from_a_base__corrects_its_encoder_heads(void **state)
{
	moderato_train_options options = small_options();
	moderato_classifier *before = classifier_of(bundle, MODERATO_SECOND_ALWAYS);
	struct buffer tuned_bytes = BUFFER_INIT;
	char path[PATH_MAX];
	moderato_trainer *trainer;
	moderato_bundle *tuned;
	moderato_classifier *after;
	moderato_error err;
	size_t changed = 0;
	size_t i;

	(void)state;
	temporary(path, sizeof(path), "base.bundle");
	write_file(path, bytes.data, bytes.len);
	options.base = path;
	options.bits = 0;
	options.attributes = "toxicity";
	must(moderato_trainer_new(&trainer, &options, &err), err);
	must(add_samples(trainer, 0, N_SAMPLES, &err), err);
	must(moderato_trainer_run(trainer, &err), err);
	written(trainer, &tuned_bytes);
	moderato_trainer_free(trainer);
	must(moderato_bundle_open_memory(&tuned, "tuned", buffer_view(&tuned_bytes), &err), err);
	after = classifier_of(tuned, MODERATO_SECOND_ALWAYS);
	for (i = 0; i < moderato_bundle_n_attributes(bundle); i++) {
		const int at = moderato_bundle_find(tuned, moderato_bundle_attribute(bundle, i));

		assert_true(at >= 0);
		assert_true(fabs(moderato_bundle_second_from(tuned, (size_t)at) -
						 moderato_bundle_second_from(bundle, i)) < 1e-12);
	}
	for (i = 0; i < N_SAMPLES; i++) {
		const moderato_scores a = score(before, samples[i].text);
		const moderato_scores b = score(after, samples[i].text);

		assert_int_equal(b.readings, 2);
		changed += fabs(a.margin[0] - b.margin[0]) > 1e-6;
	}
	assert_true(changed > 0);
	options.encoder = ENCODER;
	assert_int_equal(moderato_trainer_new(&trainer, &options, &err), MODERATO_EINVAL);
	moderato_classifier_free(before);
	moderato_classifier_free(after);
	moderato_bundle_free(tuned);
	buffer_dispose(&tuned_bytes);
	remove_temporary(path);
}

/* ---- damage ---- */

/* Opens the bundle with a word of the first section of its kind changed, and makes a classifier. */
static moderato_status open_changed(const char *tag, size_t at, uint32_t value)
{
	char *copy = malloc(bytes.len);
	struct bundle_header h;
	const struct bundle_section *s;
	moderato_bundle *changed;
	moderato_classifier *c;
	moderato_error err;
	moderato_status status;

	assert_non_null(copy);
	memcpy(copy, bytes.data, bytes.len);
	memcpy(&h, copy, sizeof(h));
	for (s = (const void *)(copy + sizeof(h)); memcmp(s->tag, tag, sizeof(s->tag)) != 0; s++)
		;
	memcpy(copy + s->offset + at, &value, sizeof(value));
	h.checksum = bundle_checksum((const unsigned char *)copy, bytes.len);
	memcpy(copy, &h, sizeof(h));
	status =
		moderato_bundle_open_memory(&changed, "changed", (moderato_str){copy, bytes.len}, &err);
	if (!status) {
		status = moderato_classifier_new(&c, changed, NULL, &err);
		moderato_classifier_free(c);
	}
	moderato_bundle_free(changed);
	free(copy);
	return status;
}

static void encoder_head__damaged__is_refused(void **state)
{
	const size_t floats = sizeof(struct bundle_encoder_head);

	(void)state;
	assert_int_equal(open_changed("ENCH", floats, 0x3f000000), MODERATO_OK);
	assert_int_equal(open_changed("ENCH", floats, 0x7f800000), MODERATO_EFORMAT); /* infinite */
	assert_int_equal(open_changed("ENCH", 0, 0), MODERATO_EFORMAT);
	assert_int_equal(open_changed("ENCH", 0, 1u << 31), MODERATO_EFORMAT);
	assert_int_equal(open_changed("ENCH", 4, 3), MODERATO_EFORMAT);
	assert_int_equal(open_changed("ENCO", 0, 0), MODERATO_EFORMAT);
}

/* ---- explanations ---- */

static void explain__a_comment_read_twice__sums_to_its_margin(void **state)
{
	moderato_classifier *c = classifier_of(bundle, MODERATO_SECOND_ALWAYS);
	size_t i, k;

	(void)state;
	for (i = 0; i < N_SAMPLES; i++) {
		const moderato_comment comment = {.text = {samples[i].text, strlen(samples[i].text)}};
		const moderato_scores scores = score(c, samples[i].text);
		moderato_explanation e;
		moderato_error err;
		double sum;
		bool named = false;

		must(moderato_classifier_explain(c, &comment, 0, &e, &err), err);
		sum = e.bias;
		for (k = 0; k < e.n_shares; k++) {
			sum += e.shares[k].share;
			named |= strcmp(e.shares[k].feature, "encoder: what it makes of the text") == 0;
		}
		assert_true(named);
		assert_true(fabs(sum - scores.margin[0]) < 1e-5);
		assert_true(fabs(e.margin - scores.margin[0]) < 1e-12);
	}
	moderato_classifier_free(c);
}

/* The margin's part that is the encoder's. */
static double encoder_part(moderato_classifier *c, const char *text)
{
	const struct encoder_head *head = &bundle->encoder_heads[0];

	score(c, text);
	return head->scale * encoder_head_vector_part(head, second_reading_vector_for(c, head));
}

/* A long comment is judged by the mean of its windows and the one that the head finds worst. */
static void reading__a_long_comment__counts_its_worst_window(void **state)
{
	moderato_classifier *c = classifier_of(bundle, MODERATO_SECOND_ALWAYS);
	const struct encoder_head *head = &bundle->encoder_heads[0];
	char text[600] = "";
	double most = -INFINITY;
	double mean = 0;
	size_t i, k;

	(void)state;
	for (i = 0; i < 12; i++)
		strcat(text, i == 7 ? "what a stupid moron you are. " : "We walked along the river. ");
	score(c, text);
	assert_true(c->reading.windows.n > 2);
	for (k = 0; k < c->reading.windows.n; k++) {
		const double part =
			encoder_head_vector_part(head, c->reading.windows.vector + k * head->width);

		most = part > most ? part : most;
		mean += part / (double)c->reading.windows.n;
	}
	assert_true(most > mean);
	assert_true(fabs(encoder_head_vector_part(head, second_reading_vector_for(c, head)) -
					 (most + mean) / 2) < 1e-4);
	moderato_classifier_free(c);
}

/* Of a long comment the words of that window are explained. */
static void occlusion__a_long_comment__explains_its_worst_window(void **state)
{
	moderato_classifier *c = classifier_of(bundle, MODERATO_SECOND_ALWAYS);
	const struct encoder_head *head = &bundle->encoder_heads[0];
	double share[200] = {0};
	char text[600] = "";
	size_t first, end, named = 0;
	size_t i;

	(void)state;
	for (i = 0; i < 12; i++)
		strcat(text, i == 7 ? "what a stupid moron you are. " : "We walked along the river. ");
	score(c, text);
	assert_true(c->doc.words.n < 200);
	windows_pieces(&c->reading.windows, second_reading_worst(c, head), &first, &end);
	assert_true(occlusion_add(c, 0, share));
	for (i = 0; i < c->doc.words.n; i++)
		named += share[i] != 0;
	assert_true(named > 0 && named <= end - first);
	moderato_classifier_free(c);
}

static void occlusion__each_word__is_what_the_encoder_loses_without_it(void **state)
{
	moderato_classifier *c = classifier_of(bundle, MODERATO_SECOND_ALWAYS);
	const double all = encoder_part(c, "one fine day");
	const double without[] = {all - encoder_part(c, "fine day"), all - encoder_part(c, "one day"),
		all - encoder_part(c, "one fine")};
	double share[3] = {0, 0, 0};
	size_t i;

	(void)state;
	score(c, "one fine day");
	assert_int_equal(c->doc.words.n, 3);
	assert_true(occlusion_add(c, 0, share));
	for (i = 0; i < 3; i++)
		assert_true(fabs(share[i] - without[i]) < 1e-9);
	moderato_classifier_free(c);
}

static void features__without_such_a_head__are_refused(void **state)
{
	const moderato_comment comment = {.text = {"one fine day", 12}};
	moderato_classifier *c = classifier_of(bundle, MODERATO_SECOND_DEFAULT);
	moderato_classifier *without = classifier_of(plain, MODERATO_SECOND_DEFAULT);
	moderato_vector vector;
	moderato_scores scores;
	moderato_error err;

	(void)state;
	must(moderato_classifier_encoder_features(c, &comment, 0, &vector, &err), err);
	assert_true(vector.n > 0);
	assert_int_equal(moderato_classifier_encoder_features(
						 c, &comment, moderato_bundle_n_attributes(bundle), &vector, &err),
		MODERATO_EINVAL);
	assert_int_equal(vector.n, 0);
	assert_int_equal(
		moderato_classifier_encoder_features(without, &comment, 0, &vector, &err), MODERATO_EINVAL);
	must(moderato_classifier_features(c, &comment, &vector, &err), err);
	must(moderato_classifier_score_vector(c, &vector, &scores, &err), err);
	assert_int_equal(scores.readings, 1);
	moderato_classifier_free(c);
	moderato_classifier_free(without);
}

static void verdict_json__a_comment_read_twice__says_so(void **state)
{
	const moderato_comment comment = {.text = {"one fine day", 12}};
	const moderato_second_reading modes[] = {MODERATO_SECOND_ALWAYS, MODERATO_SECOND_NEVER};
	moderato_policy *policy;
	moderato_error err;
	size_t i;

	(void)state;
	must(moderato_policy_default(&policy, &err), err);
	for (i = 0; i < 2; i++) {
		moderato_classifier *c = classifier_of(bundle, modes[i]);
		moderato_verdict verdict;
		char *text = NULL;
		size_t len = 0, cap = 0;

		must(moderato_classifier_screen(c, policy, &comment, &verdict, &err), err);
		must(moderato_verdict_json(c, &comment, &verdict, 0, NULL, &text, &len, &cap, &err), err);
		assert_int_equal(strstr(text, "\"readings\":2") != NULL, i == 0);
		free(text);
		moderato_classifier_free(c);
	}
	moderato_policy_free(policy);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reading__never__is_that_of_a_bundle_without_encoder),
		cmocka_unit_test(reading__auto__reads_twice_what_is_in_doubt),
		cmocka_unit_test(forget_encoder__classifiers_that_read_once__score_the_same),
		cmocka_unit_test(margin__of_two_readings__is_comparable_to_that_of_one),
		cmocka_unit_test(reading__what_the_encoder_cannot_judge__is_read_once),
		cmocka_unit_test(reading__policy__says_which_unless_the_options_do),
		cmocka_unit_test(with_second__other_scores__are_those_of_the_new_bundle),
		cmocka_unit_test(train__encoder_of_a_bundle__is_that_encoder),
		cmocka_unit_test(train__from_a_base__corrects_its_encoder_heads),
		cmocka_unit_test(encoder_head__damaged__is_refused),
		cmocka_unit_test(explain__a_comment_read_twice__sums_to_its_margin),
		cmocka_unit_test(reading__a_long_comment__counts_its_worst_window),
		cmocka_unit_test(occlusion__a_long_comment__explains_its_worst_window),
		cmocka_unit_test(occlusion__each_word__is_what_the_encoder_loses_without_it),
		cmocka_unit_test(features__without_such_a_head__are_refused),
		cmocka_unit_test(verdict_json__a_comment_read_twice__says_so),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
