/* SPDX-License-Identifier: MIT */
/* The site: comments on a shipyard's blog in sixteen threads. Its spam speaks of hulls and
 * varnish, which the base has never seen; one advertisement comes in eight variants, each in a
 * thread of its own. */
#include "trained.h"

#include <math.h>

#include "train/tuner_internal.h"
#include "moderato/tuner.h"

static char base_path[256];
static char bare_path[256]; /* the same without a sample of what it was trained on */
static moderato_error err;

static void make_bundle(char path[256], int rehearsal)
{
	moderato_train_options options = small_options();
	struct buffer bytes = BUFFER_INIT;

	options.rehearsal = rehearsal;
	train_samples(&options, 0, NULL, &bytes);
	temporary(path, 256, "base.bundle");
	write_file(path, bytes.data, bytes.len);
	buffer_dispose(&bytes);
}

static int make_base(void **state)
{
	(void)state;
	make_bundle(base_path, 0);
	make_bundle(bare_path, -1);
	return 0;
}

static int remove_base(void **state)
{
	(void)state;
	remove_temporary(base_path);
	remove_temporary(bare_path);
	return 0;
}

static const char *const goods[] = {"the keel of my schooner", "oak planks for the deck",
	"your rigging photographs", "a mast from the old yard", "how the sails were sewn"};
static const char *const bads[] = {"free money for your hull", "varnish agency, best price",
	"guest post about varnish", "hull insurance offers", "varnish your rankings"};

static void site_text(char text[160], size_t i, bool spam)
{
	snprintf(text, 160, "%s, %c%c and %zu", (spam ? bads : goods)[i % 5], (char)('a' + i % 26),
		(char)('a' + i / 5), i * 7919 % 97);
}

static moderato_status add(
	moderato_tuner *tuner, const char *text, const char *thread, const char *attribute, int value)
{
	const moderato_label label = {str(attribute), value};
	const moderato_comment comment = {
		.text = str(text), .group = str(thread), .labels = &label, .n_labels = 1};

	return moderato_tuner_add(tuner, &comment, &err);
}

static void add_site(moderato_tuner *tuner)
{
	char text[256];
	char thread[16];
	size_t i;

	for (i = 0; i < 160; i++) {
		const bool spam = i % 3 == 0;

		snprintf(thread, sizeof(thread), "thread-%zu", i / 10);
		site_text(text, i, spam);
		must(add(tuner, text, thread, "spam", spam), err);
	}
	for (i = 0; i < 8; i++) {
		snprintf(thread, sizeof(thread), "thread-%zu", i * 2);
		snprintf(text, sizeof(text),
			"We restore wooden boats of every size with the finest marine varnish, ask %c%c%c "
			"for an offer today and save a third of the price on your first order",
			(char)('k' + i), (char)('p' + i), (char)('d' + i));
		must(add(tuner, text, thread, "spam", 1), err);
	}
}

static moderato_tuner *new_tuner_on(const char *base, unsigned jobs)
{
	const moderato_tune_options options = {.base = base, .seed = 3, .jobs = jobs};
	moderato_tuner *tuner;

	must(moderato_tuner_new(&tuner, &options, &err), err);
	return tuner;
}

static moderato_tuner *new_tuner(unsigned jobs)
{
	return new_tuner_on(base_path, jobs);
}

static void split__threads_and_near_duplicates__are_on_one_side(void **state)
{
	moderato_tuner *t = new_tuner(1);
	const moderato_tune_plan *plan = moderato_tuner_plan_of(t);
	size_t i;
	size_t k;

	(void)state;
	add_site(t);
	must(moderato_tuner_split(t, &err), err);
	assert_int_equal(plan->n_comments, 168);
	assert_int_equal(plan->n_threads, 16);
	assert_int_equal(plan->n_clusters, 1);
	assert_int_equal(plan->n_similar, 8);
	assert_int_equal(plan->n_trained + plan->n_held, 168);
	assert_in_range(plan->n_held, 168 / 4 - 12, 168 / 4 + 12);
	for (i = 0; i < 160; i++)
		for (k = i / 10 * 10; k < i; k++)
			assert_int_equal(tuner_holds_out(t, i), tuner_holds_out(t, k));
	for (i = 161; i < 168; i++)
		assert_int_equal(tuner_holds_out(t, i), tuner_holds_out(t, 160));
	assert_int_equal(moderato_tuner_split(t, &err), MODERATO_EINVAL);
	assert_int_equal(add(t, "late", "thread-1", "spam", 0), MODERATO_EINVAL);
	moderato_tuner_free(t);
}

static void tuner_bytes(moderato_tuner *tuner, struct buffer *out)
{
	char path[256];

	temporary(path, sizeof(path), "tuned.bundle");
	must(moderato_tuner_write(tuner, path, &err), err);
	read_file(path, out);
	remove_temporary(path);
}

static void run__what_the_base_does_not_know__is_learned(void **state)
{
	struct buffer bytes[2] = {BUFFER_INIT, BUFFER_INIT};
	unsigned jobs;

	(void)state;
	for (jobs = 1; jobs <= 2; jobs++) {
		moderato_tuner *t = new_tuner(jobs);
		const moderato_tune_plan *plan = moderato_tuner_plan_of(t);

		add_site(t);
		must(moderato_tuner_run(t, &err), err);
		assert_int_equal(plan->n_rows, 1);
		assert_int_equal(plan->n_taken, 1);
		assert_string_equal(plan->rows[0].attribute, "spam");
		assert_int_equal(plan->rows[0].outcome, MODERATO_TUNED);
		assert_true(plan->rows[0].auc > 0.95);
		assert_true(plan->rows[0].auc > plan->rows[0].base_auc + 0.05);
		assert_non_null(strstr(moderato_tuner_card(t).ptr, "## Tuned to a site"));
		tuner_bytes(t, &bytes[jobs - 1]);
		moderato_tuner_free(t);
	}
	assert_int_equal(bytes[0].len, bytes[1].len);
	assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].len);
	buffer_dispose(&bytes[0]);
	buffer_dispose(&bytes[1]);
}

/* The very comments that the base was trained on, their labels as they are or the other way round.
 */
static void add_known(moderato_tuner *t, int flip)
{
	char thread[16];
	size_t i;

	for (i = 0; i < COUNT(samples); i++) {
		snprintf(thread, sizeof(thread), "thread-%zu", i);
		if (samples[i].spam >= 0)
			must(add(t, samples[i].text, thread, "spam", samples[i].spam ^ flip), err);
	}
}

/* What is trained on says the contrary of what is held out: the tuned head must lose. */
static void run__worse_than_the_base__is_not_taken(void **state)
{
	moderato_tuner *t = new_tuner_on(bare_path, 1);
	const moderato_tune_plan *plan = moderato_tuner_plan_of(t);
	size_t i;

	(void)state;
	add_known(t, 0);
	must(moderato_tuner_split(t, &err), err);
	for (i = 0; i < t->texts.n; i++)
		if (!tuner_holds_out(t, i))
			t->labels[i * MODERATO_ATTRIBUTES_MAX] ^= 1;
	must(moderato_tuner_run(t, &err), err);
	assert_int_equal(plan->rows[0].outcome, MODERATO_TUNED_WORSE);
	assert_true(plan->rows[0].auc < plan->rows[0].base_auc);
	assert_int_equal(plan->n_taken, 0);
	assert_int_equal(moderato_tuner_write(t, "/nonexistent/x.bundle", &err), MODERATO_EINVAL);
	assert_null(moderato_tuner_card(t).ptr);
	moderato_tuner_free(t);
}

/* With too few comments to see what is forgotten, that the base has all of them the wrong way round
 * is reason enough. */
static void run__labels_the_wrong_way_round__are_not_taken(void **state)
{
	const char *const bases[] = {base_path, bare_path};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bases); i++) {
		const moderato_tune_options options = {
			.base = bases[i], .seed = 3, .jobs = 1, .hold_out = 2};
		const moderato_tune_plan *plan;
		moderato_tuner *t;

		must(moderato_tuner_new(&t, &options, &err), err);
		plan = moderato_tuner_plan_of(t);
		add_known(t, 1);
		must(moderato_tuner_run(t, &err), err);
		assert_true(plan->rows[0].base_auc < 0.1);
		assert_int_equal(plan->rows[0].outcome, MODERATO_TUNED_CONTRARY);
		assert_true(isnan(plan->rows[0].known.auc));
		assert_int_equal(plan->n_measured, 0);
		assert_int_equal(plan->n_taken, 0);
		moderato_tuner_free(t);
	}
}

static void run__too_few_of_a_label__keeps_the_base(void **state)
{
	moderato_tuner *t = new_tuner(1);
	const moderato_tune_plan *plan = moderato_tuner_plan_of(t);
	char thread[16];
	size_t i;

	(void)state;
	add_site(t);
	for (i = 0; i < 6; i++) {
		snprintf(thread, sizeof(thread), "other-%zu", i);
		must(add(t, samples[i].text, thread, "toxicity", i % 2), err);
	}
	must(moderato_tuner_run(t, &err), err);
	assert_int_equal(plan->n_rows, 2);
	assert_int_equal(plan->rows[0].outcome, MODERATO_TUNED);
	assert_int_equal(plan->rows[1].outcome, MODERATO_TUNED_FEW);
	assert_int_equal(plan->n_taken, 1);
	moderato_tuner_free(t);

	t = new_tuner(1);
	for (i = 0; i < 12; i++) {
		snprintf(thread, sizeof(thread), "other-%zu", i);
		must(add(t, samples[i].text, thread, "toxicity", i % 2), err);
	}
	assert_int_equal(moderato_tuner_run(t, &err), MODERATO_EINVAL);
	assert_non_null(strstr(err.message, "no attribute has the comments"));
	moderato_tuner_free(t);
}

static void inputs__that_cannot_be__are_named(void **state)
{
	static const struct {
		moderato_tune_options options;
		const char *message;
	} cases[] = {
		{{.base = NULL}, "base: expected a bundle"},
		{{.base = base_path, .hold_out = 1}, "hold-out: expected one part in 2 to 100"},
		{{.base = base_path, .hold_out = 101}, "hold-out: expected one part in 2 to 100"},
		{{.base = "/nonexistent/x.bundle"}, "/nonexistent/x.bundle"},
	};
	moderato_tuner *t;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		assert_true(moderato_tuner_new(&t, &cases[i].options, &err) < 0);
		assert_null(t);
		assert_non_null(strstr(err.message, cases[i].message));
	}
	t = new_tuner(1);
	assert_int_equal(moderato_tuner_run(t, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "no comment has a label");
	assert_int_equal(add(t, "x", NULL, "spam", 2), MODERATO_EINVAL);
	assert_int_equal(add(t, "x", "one", "spam", 1), MODERATO_OK);
	assert_int_equal(add(t, "y", "one", "spam", 0), MODERATO_OK);
	assert_int_equal(moderato_tuner_split(t, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "too few threads to hold one part in 4 out: 1");
	moderato_tuner_free(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(split__threads_and_near_duplicates__are_on_one_side),
		cmocka_unit_test(run__what_the_base_does_not_know__is_learned),
		cmocka_unit_test(run__worse_than_the_base__is_not_taken),
		cmocka_unit_test(run__labels_the_wrong_way_round__are_not_taken),
		cmocka_unit_test(run__too_few_of_a_label__keeps_the_base),
		cmocka_unit_test(inputs__that_cannot_be__are_named),
	};

	return cmocka_run_group_tests(tests, make_base, remove_base);
}
