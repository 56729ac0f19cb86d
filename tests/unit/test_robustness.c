/* SPDX-License-Identifier: MIT */
/* What disguises cost: the evaluator's figures, and the trainer's way to them. */
#include "trained.h"

#include <math.h>

#include "dataset/dataset.h"
#include "dataset/text_store.h"
#include "train/trainer_internal.h"
#include "moderato/evaluator.h"

static moderato_evaluator *evaluator(void)
{
	static const char *const names[] = {"spam", "toxicity"};
	moderato_evaluator *e;

	assert_int_equal(moderato_evaluator_new(&e, names, 2, 1, NULL), MODERATO_OK);
	return e;
}

static const moderato_figures *figures_of(moderato_evaluator *e, size_t *n)
{
	const moderato_figures *figures;

	assert_int_equal(moderato_evaluator_figures(e, &figures, n, NULL), MODERATO_OK);
	return figures;
}

/* --- figures --- */

/* Six comments: clean margins rank perfectly; in disguise one of three positives falls below a
 * negative and below the threshold, and one benign comment more is held. */
static const moderato_perturbed_row rows[] = {
	{MODERATO_FAMILY_MASK, 1, 0, 3, 2, 1, 1, 1, 1}, {MODERATO_FAMILY_MASK, 1, 0, 2, 1, 1, 1, 1, 1},
	{MODERATO_FAMILY_MASK, 1, 0, 1, -2, 1, 0, 1, 0},
	{MODERATO_FAMILY_MASK, 0, 1, -1, -1, 0, 0, 0, 0},
	{MODERATO_FAMILY_MASK, 0, 1, -2, 0.5, 0, 1, 0, 1},
	{MODERATO_FAMILY_MASK, 0, 0, -3, -3, 0, 0, 1, 0}, /* not benign: another label is 1 */
};

static void figures__by_hand__are_right(void **state)
{
	moderato_evaluator *e = evaluator();
	const moderato_figures *f;
	size_t n;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(rows); i++)
		assert_int_equal(moderato_evaluator_add_perturbed(e, 1, &rows[i], NULL), MODERATO_OK);
	f = figures_of(e, &n);
	assert_int_equal(n, 3); /* all of spam, all of toxicity, masks of toxicity */
	f += 2;
	assert_string_equal(f->attribute, "toxicity");
	assert_int_equal(f->slice, MODERATO_SLICE_PERTURBATION);
	assert_string_equal(f->name, "mask");
	assert_int_equal(f->n, 6);
	assert_int_equal(f->n_positive, 3);
	assert_true(fabs(f->auc - 7.0 / 9) < 1e-12);
	assert_true(fabs(f->auc_loss - 2.0 / 9) < 1e-12);
	assert_true(fabs(f->recall - 2.0 / 3) < 1e-12);
	assert_true(fabs(f->precision - 2.0 / 3) < 1e-12);
	assert_true(fabs(f->recall_kept - 2.0 / 3) < 1e-12);
	assert_true(f->held_clean == 0 && f->held_perturbed == 0.5 && f->held_rise == 0.5);
	assert_true(isnan(f->ece) && isnan(f->brier) && isnan(f->bpsn_auc));
	assert_true(isnan(f[-1].auc_loss) && isnan(f[-1].held_rise));
	moderato_evaluator_free(e);
}

static void figures__one_class_or_no_policy__are_undefined(void **state)
{
	moderato_evaluator *e = evaluator();
	moderato_perturbed_row row = rows[0];
	const moderato_figures *f;
	size_t n;

	(void)state;
	row.clean_held = row.held = -1;
	row.benign = 1;
	row.clean_positive = 0;
	assert_int_equal(moderato_evaluator_add_perturbed(e, 0, &row, NULL), MODERATO_OK);
	f = figures_of(e, &n);
	assert_int_equal(n, 3);
	assert_int_equal(f[1].slice, MODERATO_SLICE_PERTURBATION);
	assert_int_equal(f[1].n_positive, 1);
	assert_true(isnan(f[1].auc) && isnan(f[1].auc_loss) && isnan(f[1].recall_kept));
	assert_true(isnan(f[1].held_clean) && isnan(f[1].held_rise));
	moderato_evaluator_free(e);
}

static void figures__families__come_in_their_order(void **state)
{
	moderato_evaluator *e = evaluator();
	const moderato_figures *f;
	size_t n;
	int i;

	(void)state;
	for (i = MODERATO_FAMILIES - 1; i >= 0; i--) {
		moderato_perturbed_row row = rows[0];

		row.family = (moderato_family)i;
		assert_int_equal(moderato_evaluator_add_perturbed(e, 0, &row, NULL), MODERATO_OK);
	}
	f = figures_of(e, &n);
	assert_int_equal(n, 2 + MODERATO_FAMILIES);
	for (i = 0; i < MODERATO_FAMILIES; i++)
		assert_string_equal(f[1 + i].name, moderato_family_name((moderato_family)i));
	moderato_evaluator_free(e);
}

static void add__what_cannot_be__is_refused(void **state)
{
	moderato_evaluator *e = evaluator();
	moderato_perturbed_row bad[9];
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad); i++)
		bad[i] = rows[0];
	bad[0].family = (moderato_family)MODERATO_FAMILIES;
	bad[1].label = 2;
	bad[2].benign = -1;
	bad[3].margin = NAN;
	bad[4].clean_margin = INFINITY;
	bad[5].positive = 2;
	bad[6].held = -1; /* but clean_held is not */
	bad[7].clean_held = 2;
	for (i = 0; i < COUNT(bad); i++)
		if (moderato_evaluator_add_perturbed(e, i == 8 ? 2 : 0, &bad[i], NULL) != MODERATO_EINVAL)
			fail_msg("row %zu was taken", i);
	moderato_evaluator_free(e);
}

/* --- the trainer's way --- */

static void read_samples(struct dataset *ds)
{
	size_t i;

	for (i = 0; i < COUNT(samples); i++) {
		const moderato_comment comment = {.text = str(samples[i].text)};

		assert_int_equal(dataset_add(ds, &comment, NULL), MODERATO_OK);
	}
}

static void check_rows(const struct rows *a, const struct rows *b)
{
	const size_t entries = a->start[a->n];

	assert_int_equal(a->n, b->n);
	assert_memory_equal(a->start, b->start, (a->n + 1) * sizeof(*a->start));
	assert_memory_equal(a->index, b->index, entries * sizeof(*a->index));
	assert_memory_equal(a->value, b->value, entries * sizeof(*a->value));
}

static void more_rows__of_the_same_comments__are_the_same(void **state)
{
	const struct space space = SPACE_DEFAULT;
	const struct termset no_sets = {.n = 0};
	const struct dataset_layout layout = {0.0f, true, 2};
	const moderato_comment foreign = {.text = {"quite unheard of vocabulary, xyzzy", 34}};
	uint8_t half[COUNT(samples)];
	struct dataset ds;
	struct dataset_rows first, more, again;
	struct dataset_mark mark;
	size_t n_buckets;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(samples); i++)
		half[i] = i % 2;
	assert_int_equal(dataset_init(&ds, &space, &no_sets, 0, NULL), MODERATO_OK);
	read_samples(&ds);
	n_buckets = ds.n_buckets;
	assert_int_equal(dataset_make_rows(&ds, half, 2, layout, &first, NULL), MODERATO_OK);
	mark = dataset_mark(&ds);
	read_samples(&ds);
	assert_int_equal(dataset_make_more_rows(&ds, mark.n, &first, &more, NULL), MODERATO_OK);
	check_rows(&first.rows, &more.rows);
	dataset_rows_dispose(&more);

	/* words that come and go leave nothing behind */
	assert_int_equal(dataset_add(&ds, &foreign, NULL), MODERATO_OK);
	assert_true(ds.n_buckets > n_buckets);
	assert_true(dataset_rewind(&ds, mark));
	assert_int_equal(ds.n, COUNT(samples));
	assert_int_equal(ds.n_buckets, n_buckets);
	assert_int_equal(dataset_make_rows(&ds, half, 2, layout, &again, NULL), MODERATO_OK);
	check_rows(&first.rows, &again.rows);
	dataset_rows_dispose(&again);
	assert_int_equal(dataset_add(&ds, &foreign, NULL), MODERATO_OK);
	read_samples(&ds);
	assert_int_equal(dataset_make_more_rows(&ds, mark.n + 1, &first, &more, NULL), MODERATO_OK);
	check_rows(&first.rows, &more.rows);
	dataset_rows_dispose(&more);
	dataset_rows_dispose(&first);
	dataset_dispose(&ds);
}

static void texts__come_back_as_they_went(void **state)
{
	struct text_store texts = {.n = 0};
	size_t i;

	(void)state;
	for (i = 0; i < 100; i++) {
		const moderato_comment comment = {.text = {"some text\0and more", i % 19},
			.id = {"identity", i % 9},
			.author = {"bob", i % 4},
			.author_email = {"bob@b.example", i % 14},
			.author_url = {"http://b.example", i % 17}};

		assert_true(text_store_add(&texts, &comment));
	}
	for (i = 0; i < 100; i++) {
		const moderato_comment comment = text_store_get(&texts, i);

		assert_int_equal(comment.text.len, i % 19);
		assert_int_equal(comment.author_url.len, i % 17);
		if (i % 19)
			assert_memory_equal(comment.text.ptr, "some text\0and more", i % 19);
		if (i % 4)
			assert_memory_equal(comment.author.ptr, "bob", i % 4);
	}
	text_store_dispose(&texts);
}

static moderato_trainer *evaluated(const char *perturb, const char *kernel, unsigned jobs)
{
	moderato_train_options options = small_options();
	moderato_trainer *t;
	moderato_error err;

	options.attributes = "toxicity";
	options.protocol = "kfold:3";
	options.kernel = kernel;
	options.perturb = perturb;
	options.perturb_rows = 15;
	options.jobs = jobs;
	must(moderato_trainer_new(&t, &options, &err), err);
	must(add_samples(t, 0, COUNT(samples), &err), err);
	must(moderato_trainer_run(t, &err), err);
	return t;
}

static void protocol__disguises__are_measured_on_held_out_rows(void **state)
{
	static const char *const kernels[] = {"linear", "rbf"};
	const moderato_figures *f;
	const moderato_figures *g;
	size_t k;
	size_t n;
	size_t m;
	size_t i;

	(void)state;
	for (k = 0; k < COUNT(kernels); k++) {
		moderato_trainer *a = evaluated("all", kernels[k], 1);
		moderato_trainer *b = evaluated("all", kernels[k], 3);
		moderato_trainer *c = evaluated(NULL, kernels[k], 1);

		f = figures_of(moderato_trainer_evaluation(a), &n);
		g = figures_of(moderato_trainer_evaluation(b), &m);
		assert_int_equal(n, m);
		for (i = 0; i < n; i++)
			if (f[i].slice == MODERATO_SLICE_PERTURBATION) {
				assert_int_equal(f[i].n, 45);
				assert_true(f[i].auc > 0.5 && f[i].auc == g[i].auc);
				assert_true(f[i].auc_loss == g[i].auc_loss);
				assert_true(isnan(f[i].held_rise));
				/* case is folded away, and invisible characters are dropped */
				if (strcmp(f[i].name, "zero-width") == 0)
					assert_true(fabs(f[i].auc_loss) < 0.05);
			}
		g = figures_of(moderato_trainer_evaluation(c), &m); /* and nothing else has changed */
		assert_int_equal(n, m + MODERATO_FAMILIES);
		assert_true(f[0].auc == g[0].auc && f[0].brier == g[0].brier);
		moderato_trainer_free(a);
		moderato_trainer_free(b);
		moderato_trainer_free(c);
	}
}

/* Comments of one word each that says nothing but itself, labelled by turns. */
static void add_riddles(moderato_trainer *t)
{
	moderato_error err;
	int i;

	for (i = 0; i < 80; i++) {
		char text[] = "zzbcdfzz";
		const moderato_label label = {{"toxicity", 8}, (i * 7 / 5) % 2};
		const moderato_comment comment = {
			.text = {text, 8}, .labels = &label, .n_labels = 1, .source = {"riddles", 7}};

		text[2] = (char)('a' + i % 9);
		text[3] = (char)('k' + i / 9);
		must(moderato_trainer_add(t, &comment, &err), err);
	}
}

/* Were a held-out row's copy trained on, the row would be known. */
static void copies__of_held_out_rows__are_not_trained_on(void **state)
{
	static const char *const protocols[] = {"kfold:4", "group-kfold:4", NULL};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(protocols); i++) {
		moderato_train_options options = small_options();
		const moderato_figures *f;
		moderato_trainer *t;
		moderato_error err;
		size_t n;

		options.attributes = "toxicity";
		options.protocol = protocols[i];
		options.perturb_train = 1;
		options.min_comments = 1;
		must(moderato_trainer_new(&t, &options, &err), err);
		add_riddles(t);
		must(moderato_trainer_run(t, &err), err);
		f = figures_of(moderato_trainer_evaluation(t), &n);
		assert_int_equal(f[0].n, 80); /* copies are not counted */
		if (f[0].auc > 0.75)
			fail_msg("protocol %zu: an AUC of %g", i, f[0].auc);
		moderato_trainer_free(t);
	}
}

static void copies__jobs_and_runs__give_the_same_bytes(void **state)
{
	moderato_str bundle[2];
	moderato_trainer *t[2];
	moderato_error err;
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		moderato_train_options options = small_options();

		options.perturb_train = 0.5;
		options.jobs = i ? 3 : 1;
		must(moderato_trainer_new(&t[i], &options, &err), err);
		must(add_samples(t[i], 0, COUNT(samples), &err), err);
		must(moderato_trainer_run(t[i], &err), err);
		bundle[i] = buffer_view(&t[i]->out.bundle);
		assert_true(t[i]->in.data.n > COUNT(samples) && t[i]->in.data.n < 2 * COUNT(samples));
		assert_int_equal(t[i]->in.data.n, COUNT(samples) + t[i]->in.data.n_copies);
	}
	assert_int_equal(bundle[0].len, bundle[1].len);
	assert_memory_equal(bundle[0].ptr, bundle[1].ptr, bundle[0].len);
	moderato_trainer_free(t[0]);
	moderato_trainer_free(t[1]);
}

static void options__disguises_that_cannot_be_measured__are_refused(void **state)
{
	static const struct {
		const char *protocol;
		const char *perturb;
		double share;
	} table[] = {{NULL, "all", 0.5}, {"kfold:3", "masks", 0.5}, {"kfold:3", "all", 1.5},
		{"kfold:3", "all", -1}, {"kfold:3", "all", NAN}};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		moderato_train_options options = MODERATO_TRAIN_OPTIONS_INIT;
		moderato_trainer *t;

		options.protocol = table[i].protocol;
		options.perturb = table[i].perturb;
		options.perturb_share = table[i].share;
		if (moderato_trainer_new(&t, &options, NULL) != MODERATO_EINVAL || t)
			fail_msg("options %zu were taken", i);
	}
	for (i = 0; i < 3; i++) {
		static const double shares[] = {-0.1, 1.1, NAN};
		moderato_train_options options = MODERATO_TRAIN_OPTIONS_INIT;
		moderato_trainer *t;

		options.perturb_train = shares[i];
		assert_int_equal(moderato_trainer_new(&t, &options, NULL), MODERATO_EINVAL);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures__by_hand__are_right),
		cmocka_unit_test(figures__one_class_or_no_policy__are_undefined),
		cmocka_unit_test(figures__families__come_in_their_order),
		cmocka_unit_test(add__what_cannot_be__is_refused),
		cmocka_unit_test(more_rows__of_the_same_comments__are_the_same),
		cmocka_unit_test(texts__come_back_as_they_went),
		cmocka_unit_test(protocol__disguises__are_measured_on_held_out_rows),
		cmocka_unit_test(copies__of_held_out_rows__are_not_trained_on),
		cmocka_unit_test(copies__jobs_and_runs__give_the_same_bytes),
		cmocka_unit_test(options__disguises_that_cannot_be_measured__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
