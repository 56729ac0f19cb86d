/* SPDX-License-Identifier: MIT */
/* Any allocation may fail: scoring, explaining, disguises, exports, reports, the encoder. */
#include "alloc_case.h"
#include "trained.h"

#include "encode/encoder_file.h"
#include "encode/pieces.h"
#include "moderato/exporter.h"
#include "moderato/perturb.h"
#include "moderato/report.h"

/* --- bundles --- */

static struct buffer bytes[3] = {BUFFER_INIT, BUFFER_INIT, BUFFER_INIT}; /* linear; rbf; second */
static char path[256];

static int setup(void **state)
{
	moderato_train_options options = small_options();

	(void)state;
	share_counts();
	train_samples(&options, 0, "bicycle\nharbour\n", &bytes[0]);
	options.kernel = "rbf";
	train_samples(&options, 0, NULL, &bytes[1]);
	options = small_options();
	options.attributes = "toxicity";
	options.second = "all";
	train_samples(&options, 0, NULL, &bytes[2]);
	temporary(path, sizeof(path), "test.bundle");
	write_file(path, bytes[0].data, bytes[0].len);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	remove_temporary(path);
	buffer_dispose(&bytes[0]);
	buffer_dispose(&bytes[1]);
	buffer_dispose(&bytes[2]);
	unshare_counts();
	return 0;
}

/* --- scoring --- */

/* Everything that can be asked of a classifier. */
static moderato_status ask(
	moderato_classifier *c, const moderato_policy *policy, uint64_t *digest, moderato_error *err)
{
	const moderato_comment comment = {.text = str(hostile), .author = str("bob")};
	moderato_explanation e = {.n_shares = 0};
	moderato_vector vector = {.n = 0};
	moderato_verdict verdict;
	moderato_scores scores;
	moderato_status status;
	char *text = NULL;
	size_t len = 0;
	size_t cap = 0;

	status = moderato_classifier_score(c, &comment, &scores, err);
	if (!status)
		mix(digest, &scores, sizeof(scores));
	if (!status)
		status = moderato_classifier_features(c, &comment, &vector, err);
	if (!status)
		mix(digest, vector.value, vector.n * sizeof(*vector.value));
	if (!status)
		status = moderato_classifier_score_vector(c, &vector, &scores, err);
	if (!status)
		status = moderato_classifier_screen(c, policy, &comment, &verdict, err);
	if (!status)
		status = moderato_verdict_json(c, &comment, &verdict,
			MODERATO_WITH_TEXT | MODERATO_WITH_MARGINS | MODERATO_WITH_SPANS |
				MODERATO_WITH_EXPLAIN,
			NULL, &text, &len, &cap, err);
	if (!status)
		mix(digest, text, len);
	if (!status && moderato_classifier_explain_top(c, &comment, 0, 3, &e, err) == MODERATO_ENOMEM)
		status = MODERATO_ENOMEM;
	if (!status && e.n_shares)
		mix(digest, e.shares[0].feature, strlen(e.shares[0].feature));
	free(text);
	return status;
}

/* Having failed, the same classifier must give what it would have given. */
static void ask_again(moderato_classifier *c, const moderato_policy *policy)
{
	static uint64_t expected[3];
	moderato_error err;
	uint64_t digest = 0;
	size_t which;

	counting = false;
	must(ask(c, policy, &digest, &err), err);
	for (which = 0; which < 3 && expected[which] && expected[which] != digest;)
		which++;
	assert_in_range(which, 0, 2); /* one digest for each of the three bundles */
	expected[which] = digest;
	counting = true;
}

static moderato_status open_and_ask(const void *what, uint64_t *digest, moderato_error *err)
{
	const struct buffer *from = what;
	moderato_bundle *bundle = NULL;
	moderato_classifier *c = NULL;
	moderato_policy *policy = NULL;
	moderato_status status;

	status = from ? moderato_bundle_open_memory(&bundle, "memory", buffer_view(from), err)
				  : moderato_bundle_open(&bundle, path, err);
	if (!status)
		status = moderato_classifier_new(&c, bundle, NULL, err);
	if (!status)
		status = moderato_policy_default(&policy, err);
	if (!status) {
		status = ask(c, policy, digest, err);
		if (status)
			ask_again(c, policy);
	}
	moderato_policy_free(policy);
	moderato_classifier_free(c);
	moderato_bundle_free(bundle);
	return status;
}

static void score__any_allocation_fails__is_said(void **state)
{
	struct sweep table[] = {
		{"linear bundle from a file", open_and_ask, NULL, 400, 0, 0},
		{"linear bundle from memory", open_and_ask, &bytes[0], 400, 0, 0},
		{"rbf bundle from memory", open_and_ask, &bytes[1], 400, 0, 0},
		{"bundle with a second stage", open_and_ask, &bytes[2], 400, 0, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
}

/* --- disguises --- */

static moderato_status disguise(const void *what, uint64_t *digest, moderato_error *err)
{
	const moderato_comment comment = {
		.text = str(hostile), .extra = str("\"spans\":[[0,2]],\"more\":[1,{\"x\":2}]")};
	moderato_perturbed perturbed = MODERATO_PERTURBED_INIT;
	moderato_perturber *p;
	moderato_status status = moderato_perturber_new(&p, NULL, err);
	char *text = NULL;
	size_t len = 0;
	size_t cap = 0;
	int i;

	(void)what;
	for (i = 0; !status && i < MODERATO_FAMILIES; i++) {
		status = moderato_perturb(p, &comment, (moderato_family)i, &perturbed, err);
		if (!status)
			status = moderato_perturbed_json(
				p, &comment, (moderato_family)i, &perturbed, 1, &text, &len, &cap, err);
	}
	if (!status)
		mix(digest, text, len);
	free(text);
	moderato_perturbed_dispose(&perturbed);
	moderato_perturber_free(p);
	return status;
}

static void perturb__any_allocation_fails__is_said(void **state)
{
	struct sweep s = {"every family", disguise, NULL, SIZE_MAX, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

/* --- exports --- */

static moderato_status export_head(const void *what, uint64_t *digest, moderato_error *err)
{
	moderato_bundle *bundle;
	moderato_status status;

	status = moderato_bundle_open_memory(&bundle, "memory", buffer_view(what), err);
	if (!status)
		status = moderato_export_libsvm(bundle, 0, MODERATO_LIBSVM_SVR, mix_in, digest, err);
	moderato_bundle_free(bundle);
	return status;
}

static void export__any_allocation_fails__is_said(void **state)
{
	struct sweep table[] = {
		{"export linear", export_head, &bytes[0], SIZE_MAX, 0, 0},
		{"export rbf", export_head, &bytes[1], SIZE_MAX, 0, 0},
	};
	size_t i;

	(void)state;
	need_own_malloc();
	for (i = 0; i < COUNT(table); i++)
		sweep(&table[i]);
}

/* --- reports --- */

/* A report of two comments. */
static moderato_status report(const void *what, uint64_t *digest, moderato_error *err)
{
	const moderato_comment comments[] = {
		{.text = str(hostile), .id = str("1"), .source = str("a")}, {.text = str("fine")}};
	moderato_bundle *bundle = NULL;
	moderato_report *r = NULL;
	moderato_str json = {NULL, 0};
	moderato_status status;
	size_t i;

	(void)what;
	status = moderato_bundle_open_memory(&bundle, "memory", buffer_view(&bytes[0]), err);
	if (!status)
		status = moderato_report_new(&r, bundle, NULL, err);
	if (!status)
		status = moderato_report_name_bundle(r, "a/b", err);
	if (!status)
		status = moderato_report_name_corpus(r, "c", err);
	for (i = 0; !status && i < COUNT(comments); i++)
		status = moderato_report_add(r, 0, &comments[i], (double)i, 0.5, (int)i, err);
	if (!status)
		status = moderato_report_json(r, NULL, 0, &json, err);
	if (!status)
		mix(digest, json.ptr, json.len);
	moderato_report_free(r);
	moderato_bundle_free(bundle);
	return status;
}

static void report__any_allocation_fails__is_said(void **state)
{
	struct sweep s = {"report", report, NULL, 400, 0, 0};

	(void)state;
	need_own_malloc();
	sweep(&s);
}

/* --- the encoder --- */

static moderato_status read_and_encode(const void *what, uint64_t *digest, moderato_error *err)
{
	const struct text text = {hostile, sizeof(hostile) - 1, NULL};
	struct arena arena = ARENA_INIT;
	struct encoder_file f;
	struct pieces pieces;
	float vector[ENCODER_WIDTH_MAX];
	uint32_t length;
	moderato_status status = encoder_file_read(&f, "golden", buffer_view(what), err);

	if (!status) {
		if (!pieces_of(&f.vocabulary, &text, f.encoder.places, &arena, &pieces))
			status = fail_no_memory(err);
		length = status ? 0 : (uint32_t)pieces.n;
		if (!status && !encoder_vectors(&f.encoder, &arena, pieces.ids, &length, 1, vector))
			status = fail_no_memory(err);
		if (!status)
			mix(digest, vector, f.encoder.width * sizeof(*vector));
	}
	encoder_file_dispose(&f);
	arena_dispose(&arena);
	return status;
}

static void encoder__any_allocation_fails__is_said(void **state)
{
	struct buffer golden = BUFFER_INIT;
	struct sweep s = {"encoder", read_and_encode, &golden, 1000, 0, 0};

	(void)state;
	need_own_malloc();
	read_file("tests/unit/encoder_golden.bin", &golden);
	sweep(&s);
	buffer_dispose(&golden);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(score__any_allocation_fails__is_said),
		cmocka_unit_test(perturb__any_allocation_fails__is_said),
		cmocka_unit_test(export__any_allocation_fails__is_said),
		cmocka_unit_test(report__any_allocation_fails__is_said),
		cmocka_unit_test(encoder__any_allocation_fails__is_said),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
