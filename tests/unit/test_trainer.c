/* SPDX-License-Identifier: MIT */
/* The trainer through its public face: what it takes, what it refuses, and that the same corpora
 * give the same bytes. */
#include "trained.h"

#include <math.h>

#include "train/trainer_internal.h"

static moderato_error err;

static void check_bytes(const char *name, const struct buffer *a, const struct buffer *b, bool same)
{
	if ((a->len == b->len && memcmp(a->data, b->data, a->len) == 0) != same)
		fail_msg("%s: expected %s bytes", name, same ? "the same" : "other");
}

static void train__again_or_with_jobs__gives_the_same_bytes(void **state)
{
	static const struct {
		const char *kernel;
		const char *solver;
		const char *costs;
	} cases[] = {{"linear", NULL, "0.3,1"}, {"rbf", NULL, "0.3,1"}, {"linear", "descent", "0.3,1"},
		{"linear", "descent", "1"}};
	struct buffer first = BUFFER_INIT;
	struct buffer other = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		moderato_train_options options = small_options();

		options.kernel = cases[i].kernel;
		options.solver = cases[i].solver;
		options.c = cases[i].costs;
		train_samples(&options, 0, NULL, &first);
		train_samples(&options, 0, NULL, &other);
		check_bytes("again", &first, &other, true);
		options.jobs = 2;
		train_samples(&options, 0, NULL, &other);
		check_bytes("two jobs", &first, &other, true);
		options.jobs = 5;
		train_samples(&options, 0, NULL, &other);
		check_bytes("five jobs", &first, &other, true);
		options.jobs = 0;
		train_samples(&options, 0, NULL, &other);
		check_bytes("all cores", &first, &other, true);
		options.seed = 2;
		train_samples(&options, 0, NULL, &other);
		check_bytes("another seed", &first, &other, false);
	}
	buffer_dispose(&first);
	buffer_dispose(&other);
}

static void train__the_same_trainer_twice__gives_the_same_bytes(void **state)
{
	const moderato_train_options options = small_options();
	struct buffer first = BUFFER_INIT;
	struct buffer second = BUFFER_INIT;
	moderato_trainer *trainer;

	(void)state;
	must(moderato_trainer_new(&trainer, &options, &err), err);
	assert_int_equal(moderato_trainer_write(trainer, "/nowhere", &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "nothing has been trained");
	assert_null(moderato_trainer_evaluation(trainer));
	must(add_samples(trainer, 0, COUNT(samples), &err), err);
	must(moderato_trainer_run(trainer, &err), err);
	written(trainer, &first);
	must(moderato_trainer_run(trainer, &err), err);
	written(trainer, &second);
	check_bytes("second run", &first, &second, true);
	assert_non_null(moderato_trainer_evaluation(trainer));
	assert_int_equal(moderato_trainer_write(trainer, "/nowhere/at/all.bundle", &err), MODERATO_EIO);
	moderato_trainer_free(trainer);
	moderato_trainer_free(NULL);
	buffer_dispose(&first);
	buffer_dispose(&second);
}

/* --- what is refused --- */

struct bad_option {
	const char *name;
	moderato_train_options options;
	const char *message;
};

static const struct bad_option bad_options[] = {
	{"solver", {.solver = "sgd"}, "solver 'sgd': expected auto, descent or libsvm"},
	{"kernel", {.kernel = "RBF"}, "kernel 'RBF': expected linear, rbf, poly or sigmoid"},
	{"calibration", {.calibration = "none"}, "calibration 'none': expected platt or isotonic"},
	{"descent's kernel", {.solver = "descent", .kernel = "rbf"}, "descent has no rbf kernel"},
	{"gamma", {.kernel = "rbf", .gamma = -1},
		"kernel: gamma and degree (at most 100) are not negative"},
	{"gamma no number", {.kernel = "rbf", .gamma = NAN},
		"kernel: gamma and degree (at most 100) are not negative"},
	{"degree", {.kernel = "poly", .degree = 101},
		"kernel: gamma and degree (at most 100) are not negative"},
	{"bits too few", {.bits = 7}, "bits 7: expected 8 to 22"},
	{"bits too many", {.bits = 23}, "bits 23: expected 8 to 22"},
	{"letters falling", {.chars_min = 4, .chars_max = 3},
		"letters in a row 4-3: expected 1 to 8, rising"},
	{"letters from none", {.chars_max = 3}, "letters in a row 0-3: expected 1 to 8, rising"},
	{"letters too many", {.chars_min = 2, .chars_max = 9},
		"letters in a row 2-9: expected 1 to 8, rising"},
	{"cost", {.c = "1,x"}, "cost: 'x' is not a number above 0"},
	{"cost 0", {.c = "0"}, "cost: '0' is not a number above 0"},
	{"cost infinite", {.c = "inf"}, "cost: 'inf' is not a number above 0"},
	{"cost balanced", {.c = "balanced"}, "cost: 'balanced' is not a number above 0"},
	{"no cost", {.c = ","}, "cost: no value"},
	{"many costs", {.c = "1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17"}, "cost: more than 16 values"},
	{"positive", {.positive = "-1"}, "positive weight: '-1' is not a number above 0"},
	{"folds 1", {.folds = 1},
		"folds 1: expected one cost and one positive weight, for want of folds to choose by"},
	{"folds 1 positive", {.folds = 1, .c = "1", .positive = "1,2"},
		"folds 1: expected one cost and one positive weight, for want of folds to choose by"},
	{"folds 1 calibration", {.folds = 1, .c = "1", .calibration = "isotonic"},
		"folds 1: no calibration without held-out folds"},
	{"folds 101", {.folds = 101}, "folds 101: expected 1 to 100"},
	{"weight", {.source_weights = "odd"},
		"source weight 'odd': expected SOURCE=WEIGHT with a weight of 0 to 100"},
	{"weight of nothing", {.source_weights = "=1"},
		"source weight '=1': expected SOURCE=WEIGHT with a weight of 0 to 100"},
	{"weight negative", {.source_weights = "even=1,odd=-1"},
		"source weight 'odd=-1': expected SOURCE=WEIGHT with a weight of 0 to 100"},
	{"weight too large", {.source_weights = "odd=101"},
		"source weight 'odd=101': expected SOURCE=WEIGHT with a weight of 0 to 100"},
	{"assume", {.assume = "spam:odd"},
		"assume 'spam:odd': expected ATTRIBUTE=0:SOURCE,… or ATTRIBUTE=1:SOURCE,…"},
	{"assume 2", {.assume = "spam=0:even;spam=2:odd"},
		"assume 'spam=2:odd': expected ATTRIBUTE=0:SOURCE,… or ATTRIBUTE=1:SOURCE,…"},
	{"assume nothing", {.assume = "spam=0:"},
		"assume 'spam=0:': expected ATTRIBUTE=0:SOURCE,… or ATTRIBUTE=1:SOURCE,…"},
	{"protocol", {.protocol = "loo"},
		"protocol 'loo': expected kfold:N, group-kfold:N, leave-group-out or leave-source-out"},
	{"protocol folds", {.protocol = "kfold:1"},
		"protocol 'kfold:1': expected kfold:N, group-kfold:N, leave-group-out or leave-source-out"},
	{"protocol half folds", {.protocol = "group-kfold:2.5"},
		"protocol 'group-kfold:2.5': expected kfold:N, group-kfold:N, leave-group-out or "
		"leave-source-out"},
	{"attribute", {.attributes = "a_name_that_is_far_too_long_for_any_attribute"},
		"attributes: at most 15, of at most 39 letters"},
	{"attributes", {.attributes = "a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p"},
		"attributes: at most 15, of at most 39 letters"},
};

static void options__each_bad_one__is_named(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(bad_options); i++) {
		moderato_trainer *trainer;
		const moderato_status status =
			moderato_trainer_new(&trainer, &bad_options[i].options, &err);

		if (status != MODERATO_EINVAL || trainer ||
			strcmp(err.message, bad_options[i].message) != 0)
			fail_msg("%s: status %d, '%s'", bad_options[i].name, (int)status, err.message);
	}
}

/* Train on samples [from, to) and expect a refusal. */
static void check_run(const char *name, const moderato_train_options *options, size_t from,
	size_t to, const char *message)
{
	moderato_trainer *trainer;
	moderato_status status;

	must(moderato_trainer_new(&trainer, options, &err), err);
	must(add_samples(trainer, from, to, &err), err);
	status = moderato_trainer_run(trainer, &err);
	if (status != MODERATO_EINVAL || strcmp(err.message, message) != 0)
		fail_msg("%s: status %d, '%s'", name, (int)status, err.message);
	assert_int_equal(moderato_trainer_write(trainer, "/nowhere", NULL), MODERATO_EINVAL);
	moderato_trainer_free(trainer);
}

static void train__nothing_to_learn__is_named(void **state)
{
	moderato_train_options options = small_options();

	(void)state;
	check_run("empty", &options, 0, 0, "the corpus is empty");
	check_run("one class", &options, 0, 20,
		"spam: 0 positive and 18 negative comments: training needs at least 4 of each");
	options.attributes = "toxicity";
	check_run("one class of toxicity", &options, 20, 60,
		"toxicity: 0 positive and 37 negative comments: training needs at least 4 of each");
	options.attributes = "toxicity,threat";
	check_run(
		"unknown attribute", &options, 0, 60, "no comment is labelled for attribute 'threat'");
	options.attributes = "severe_toxicity";
	check_run("nothing to derive it from", &options, 0, 60,
		"no comment is labelled for attribute 'severe_toxicity'");
	options.attributes = NULL;
	options.source_weights = "even=1,third=0.5";
	check_run("unknown source", &options, 0, 60,
		"weight for source 'third': no comment is of that source");
	options.source_weights = "odd=0,even=0";
	check_run("no source", &options, 0, 60,
		"spam: 0 positive and 0 negative comments: training needs at least 4 of each");
}

static void train__no_labels__is_refused(void **state)
{
	const moderato_train_options options = small_options();
	moderato_trainer *trainer;

	(void)state;
	must(moderato_trainer_new(&trainer, &options, &err), err);
	must(add_comment(trainer, "", -1, -1, NULL, NULL, &err), err);
	must(add_comment(trainer, "hello", -1, -1, NULL, NULL, &err), err);
	assert_int_equal(moderato_trainer_run(trainer, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "no comment has a label");
	moderato_trainer_free(trainer);
}

/* What a bundle could not hold is refused before anything is trained. */
static void train__attribute_of_a_bad_name__is_refused(void **state)
{
	static const char *const names[] = {
		"", "Toxicity", "is toxic", "a_name_that_is_far_too_long_for_any_attribute"};
	moderato_train_options options = small_options();
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(names); i++) {
		const moderato_label label = {str(names[i]), 1};
		const moderato_comment comment = {.text = str("hello"), .labels = &label, .n_labels = 1};
		moderato_trainer *trainer;
		char message[160];

		snprintf(message, sizeof(message),
			"attribute '%s': expected a name of 1 to 39 of a to z, 0 to 9 and _", names[i]);
		options.attributes = NULL;
		must(moderato_trainer_new(&trainer, &options, &err), err);
		must(add_samples(trainer, 0, COUNT(samples), &err), err);
		must(moderato_trainer_add(trainer, &comment, &err), err);
		assert_int_equal(moderato_trainer_run(trainer, &err), MODERATO_EINVAL);
		assert_string_equal(err.message, message);
		moderato_trainer_free(trainer);
	}
}

static void add__label_of_two__is_refused(void **state)
{
	const moderato_train_options options = small_options();
	const moderato_label label = {{"spam", 4}, 2};
	const moderato_comment comment = {.text = str("hello"), .labels = &label, .n_labels = 1};
	moderato_trainer *trainer;

	(void)state;
	must(moderato_trainer_new(&trainer, &options, &err), err);
	assert_int_equal(moderato_trainer_add(trainer, &comment, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "a label of 2: expected 0 or 1");
	moderato_trainer_free(trainer);
}

/* Threads take comments in later; what is wrong with one is told at once, and it alone is lost. */
static void add__bad_comment_among_many__is_told_at_once(void **state)
{
	static char too_long[MODERATO_COMMENT_BYTES_MAX + 1];
	const moderato_label label = {{"toxicity", 8}, 3};
	const moderato_comment bad[] = {
		{.text = {too_long, sizeof(too_long)}},
		{.text = str("hello"), .title = {too_long, sizeof(too_long)}},
		{.text = str("hello"), .parent = {too_long, sizeof(too_long)}},
		{.text = str("hello"), .labels = &label, .n_labels = 1},
	};
	moderato_train_options options = small_options();
	struct buffer good = BUFFER_INIT;
	struct buffer both = BUFFER_INIT;
	size_t with_bad;
	size_t i;

	(void)state;
	memset(too_long, 'a', sizeof(too_long));
	options.jobs = 2;
	for (with_bad = 0; with_bad < 2; with_bad++) {
		moderato_trainer *trainer;

		must(moderato_trainer_new(&trainer, &options, &err), err);
		for (i = 0; i < 6 * COUNT(bad); i++) {
			must(add_samples(trainer, 0, COUNT(samples), &err), err);
			if (with_bad)
				assert_int_equal(moderato_trainer_add(trainer, &bad[i % COUNT(bad)], &err),
					i % COUNT(bad) == 3 ? MODERATO_EINVAL : MODERATO_ELIMIT);
		}
		must(moderato_trainer_run(trainer, &err), err);
		written(trainer, with_bad ? &both : &good);
		moderato_trainer_free(trainer);
	}
	check_bytes("with bad ones", &good, &both, true);
	buffer_dispose(&good);
	buffer_dispose(&both);
}

static int count_steps(void *payload, const char *step, size_t done, size_t total)
{
	size_t *left = payload;

	assert_non_null(step);
	assert_true(done <= total);
	return (*left)-- > 1;
}

static void train__progress_says_no__is_cancelled(void **state)
{
	static const char *const protocols[] = {NULL, "kfold:3"};
	moderato_train_options options = small_options();
	struct buffer bytes = BUFFER_INIT;
	size_t left;
	size_t i;

	(void)state;
	options.progress = count_steps;
	options.payload = &left;
	for (i = 0; i < 2; i++) {
		options.protocol = protocols[i];
		left = 1;
		check_run("at once", &options, 0, 60, i ? "cancelled" : "spam: cancelled");
		left = 4; /* a head takes two folds and the final training */
		check_run("later", &options, 0, 60, i ? "cancelled" : "toxicity: cancelled");
	}
	options.protocol = NULL;
	left = SIZE_MAX;
	train_samples(&options, 0, NULL, &bytes);
	assert_true(left <= SIZE_MAX - 4);
	buffer_dispose(&bytes);
}

/* --- solvers and kernels --- */

/* Labels that contradict each other, at a cost that forgives nothing. */
static void train__solver_gives_up__the_bundle_says_so(void **state)
{
	moderato_train_options options = small_options();
	struct buffer bytes = BUFFER_INIT;
	moderato_trainer *trainer;
	moderato_bundle *bundle;
	int i;

	(void)state;
	options.solver = "descent";
	options.c = "1e9";
	must(moderato_trainer_new(&trainer, &options, &err), err);
	for (i = 0; i < 40; i++)
		must(add_comment(
				 trainer, i % 4 < 2 ? "yes it is" : "no it is not", i % 2, -1, NULL, NULL, &err),
			err);
	must(moderato_trainer_run(trainer, &err), err);
	written(trainer, &bytes);
	moderato_trainer_free(trainer);
	must(moderato_bundle_open_memory(&bundle, "trained", buffer_view(&bytes), &err), err);
	assert_non_null(strstr(moderato_bundle_describe(bundle, 0), "stopped before it converged"));
	moderato_bundle_free(bundle);
	buffer_dispose(&bytes);
}

/* The margins of all samples for an attribute. */
static void score_samples(const struct buffer *bytes, const char *attribute, double *margin)
{
	moderato_bundle *bundle;
	moderato_classifier *classifier;
	moderato_scores scores;
	size_t i;
	int a;

	must(moderato_bundle_open_memory(&bundle, "trained", buffer_view(bytes), &err), err);
	must(moderato_classifier_new(&classifier, bundle, NULL, &err), err);
	a = moderato_bundle_find(bundle, attribute);
	assert_true(a >= 0);
	for (i = 0; i < COUNT(samples); i++) {
		const moderato_comment comment = {.text = str(samples[i].text)};

		must(moderato_classifier_score(classifier, &comment, &scores, &err), err);
		margin[i] = scores.margin[a];
	}
	moderato_classifier_free(classifier);
	moderato_bundle_free(bundle);
}

/* The share of pairs of samples that two lists of margins order alike. */
static double agreement(const double *a, const double *b)
{
	size_t pairs = 0;
	size_t alike = 0;
	size_t i;
	size_t k;

	for (i = 0; i < COUNT(samples); i++)
		for (k = 0; k < i; k++) {
			pairs++;
			alike += (a[i] < a[k]) == (b[i] < b[k]);
		}
	return (double)alike / (double)pairs;
}

static void train__both_solvers__rank_alike(void **state)
{
	moderato_train_options options = small_options();
	struct buffer bytes = BUFFER_INIT;
	double svm[COUNT(samples)];
	double linear[COUNT(samples)];

	(void)state;
	options.bits = 14;
	options.solver = "libsvm";
	train_samples(&options, 0, NULL, &bytes);
	score_samples(&bytes, "toxicity", svm);
	options.solver = "descent";
	train_samples(&options, 0, NULL, &bytes);
	score_samples(&bytes, "toxicity", linear);
	if (agreement(svm, linear) < 0.85) /* hinge and squared hinge */
		fail_msg("the solvers order %g of all pairs alike", agreement(svm, linear));
	buffer_dispose(&bytes);
}

static void train__each_kernel__tells_the_classes_apart(void **state)
{
	static const struct {
		const char *kernel;
		const char *calibration;
		double gamma;
		const char *positive;
		const char *description;
	} table[] = {
		{"linear", "platt", 0, "1", "linear, C 1, positive weight 1 by libsvm, Platt scaling"},
		{"linear", "isotonic", 0, "balanced",
			"linear, C 1, positive weight balanced by libsvm, isotonic regression"},
		{"rbf", NULL, 0, "2", "rbf kernel, C 1, positive weight 2, "},
		{"poly", "isotonic", 1, "balanced", "poly kernel, C 1, positive weight balanced, "},
		{"sigmoid", "platt", 0.5, "1", "sigmoid kernel, C 1, positive weight 1, "},
	};
	double margin[COUNT(samples)];
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		moderato_train_options options = small_options();
		struct buffer bytes = BUFFER_INIT;
		moderato_bundle *bundle;
		size_t wrong = 0;

		options.kernel = table[i].kernel;
		options.calibration = table[i].calibration;
		options.gamma = table[i].gamma;
		options.positive = table[i].positive;
		options.bits = 12;
		train_samples(&options, 0, NULL, &bytes);
		must(moderato_bundle_open_memory(&bundle, "trained", buffer_view(&bytes), &err), err);
		if (strncmp(moderato_bundle_describe(bundle, 0), table[i].description,
				strlen(table[i].description)) != 0)
			fail_msg("%s: %s", table[i].kernel, moderato_bundle_describe(bundle, 0));
		moderato_bundle_free(bundle);
		score_samples(&bytes, "spam", margin);
		for (k = 0; k < COUNT(samples); k++)
			wrong += samples[k].spam >= 0 && (margin[k] > 0) != (samples[k].spam == 1);
		if (wrong > 3)
			fail_msg("%s kernel: %zu of %zu wrong", table[i].kernel, wrong, COUNT(samples));
		buffer_dispose(&bytes);
	}
}

/* --- protocols --- */

/* The row of the figures for an attribute's slice. */
static const moderato_figures *find_figures(
	moderato_evaluator *evaluator, const char *attribute, moderato_slice slice, size_t *count)
{
	const moderato_figures *figures;
	const moderato_figures *found = NULL;
	size_t n;
	size_t i;

	must(moderato_evaluator_figures(evaluator, &figures, &n, &err), err);
	*count = 0;
	for (i = 0; i < n; i++)
		if (strcmp(figures[i].attribute, attribute) == 0 && figures[i].slice == slice) {
			found = found ? found : &figures[i];
			++*count;
		}
	return found;
}

static void protocol__each__judges_every_row_once(void **state)
{
	static const struct {
		const char *protocol;
		size_t folds;
	} table[] = {
		{"kfold:4", 4}, {"group-kfold:3", 3}, {"leave-group-out", 6}, {"leave-source-out", 2}};
	char group[16];
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		moderato_train_options options = small_options();
		const moderato_figures *all;
		moderato_trainer *trainer;
		size_t n;

		options.protocol = table[i].protocol;
		options.jobs = 2;
		options.bits = 12;
		must(moderato_trainer_new(&trainer, &options, &err), err);
		for (k = 0; k < COUNT(samples); k++) {
			snprintf(group, sizeof(group), "%zu", k % 6 / 2);
			must(add_comment(trainer, samples[k].text, samples[k].toxicity, samples[k].spam,
					 k % 2 ? "odd" : "even", group, &err),
				err);
		}
		must(moderato_trainer_run(trainer, &err), err);
		all =
			find_figures(moderato_trainer_evaluation(trainer), "toxicity", MODERATO_SLICE_ALL, &n);
		assert_non_null(all);
		assert_int_equal(all->n, 57);
		assert_int_equal(all->n_positive, 20);
		if (!(all->auc > 0.75))
			fail_msg("%s: AUC %g", table[i].protocol, all->auc);
		find_figures(moderato_trainer_evaluation(trainer), "toxicity", MODERATO_SLICE_FOLD, &n);
		if (n != table[i].folds)
			fail_msg("%s: %zu folds", table[i].protocol, n);
		assert_int_equal(moderato_trainer_write(trainer, "/nowhere", NULL), MODERATO_EINVAL);
		moderato_trainer_free(trainer);
	}
}

/* --- labels, sources, term sets --- */

/* How many rows an attribute's figures are about, in all and by source. */
static void count_rows(const moderato_train_options *options, const char *attribute, size_t *all,
	size_t *first_source, size_t *n_sources)
{
	moderato_trainer *trainer;
	const moderato_figures *figures;
	size_t n;

	must(moderato_trainer_new(&trainer, options, &err), err);
	must(add_samples(trainer, 0, COUNT(samples), &err), err);
	must(moderato_trainer_run(trainer, &err), err);
	figures = find_figures(moderato_trainer_evaluation(trainer), attribute, MODERATO_SLICE_ALL, &n);
	assert_non_null(figures);
	*all = figures->n;
	figures = find_figures(
		moderato_trainer_evaluation(trainer), attribute, MODERATO_SLICE_SOURCE, n_sources);
	*first_source = figures ? figures->n : 0;
	moderato_trainer_free(trainer);
}

static void labels__partial_assumed_or_left_out__count_as_such(void **state)
{
	static const struct {
		const char *name;
		const char *assume;
		const char *weights;
		const char *attribute;
		size_t all;
		size_t sources;
	} table[] = {
		{"partial", NULL, NULL, "toxicity", 57, 2},
		{"partial too", NULL, NULL, "spam", 57, 2},
		{"one source assumed", "toxicity=0:odd", NULL, "toxicity", 59, 2},
		{"both", "toxicity=0:odd,even", NULL, "toxicity", 60, 2},
		{"of another attribute", "spam=0:odd,even", NULL, "toxicity", 57, 2},
		{"of no source of ours", "toxicity=0:elsewhere", NULL, "toxicity", 57, 2},
		{"weighted", NULL, "odd=2.5", "toxicity", 57, 2},
		{"lightly weighted", NULL, "even=0.5", "toxicity", 57, 2},
		{"left out", NULL, "odd=0", "toxicity", 29, 0} /* one source is no slice */,
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		moderato_train_options options = small_options();
		size_t all;
		size_t first;
		size_t n_sources;

		options.assume = table[i].assume;
		options.source_weights = table[i].weights;
		count_rows(&options, table[i].attribute, &all, &first, &n_sources);
		if (all != table[i].all || n_sources != table[i].sources || first > all)
			fail_msg("%s: %zu rows of %zu sources", table[i].name, all, n_sources);
	}
}

static void termset__words_pairs_and_more__are_counted(void **state)
{
	static const char text[] = "# a note\nbicycle\nfree money\nfree  money\nBICYCLE\n"
							   "\"harbour\",3\nthe three little pigs\n,\n\nhouse,text\n";
	const moderato_train_options options = small_options();
	moderato_trainer *trainer;
	size_t n_terms;
	size_t n_dropped;
	char path[256];
	size_t i;

	(void)state;
	temporary(path, sizeof(path), "terms.csv");
	write_file(path, text, sizeof(text) - 1);
	must(moderato_trainer_new(&trainer, &options, &err), err);
	must(moderato_trainer_add_termset(trainer, "things", path, &n_terms, &n_dropped, &err), err);
	assert_int_equal(n_terms, 4);
	assert_int_equal(n_dropped, 1);
	assert_int_equal(
		moderato_trainer_add_termset(trainer, "", path, NULL, NULL, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "term set '': a name of 1 to 31 letters");
	for (i = 1; moderato_trainer_add_termset(trainer, "more", path, NULL, NULL, &err) == 0; i++)
		assert_true(i < 64);
	assert_non_null(strstr(err.message, "term sets"));
	must(add_samples(trainer, 0, COUNT(samples), &err), err);
	assert_int_equal(
		moderato_trainer_add_termset(trainer, "late", path, NULL, NULL, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "term sets are added before comments");
	remove_temporary(path);
	must(moderato_trainer_run(trainer, &err), err);
	moderato_trainer_free(trainer);
}

/* --- foreign vectors --- */

static void write_vectors(char *path, size_t size)
{
	char text[4096];
	size_t len = 0;
	size_t i;

	for (i = 0; i < 60; i++)
		len += (size_t)snprintf(text + len, sizeof(text) - len, "%s 1:%g 3:%g 7:1 # row\n",
			i % 2 ? "+1" : "-1", i % 2 ? 0.5 + (double)i / 100 : -0.5, (double)(i % 7) / 7);
	temporary(path, size, "vectors.txt");
	write_file(path, text, len);
}

static void vectors__trained_on__score_and_read_no_comments(void **state)
{
	static const char *const kernels[] = {"linear", "rbf"};
	static const unsigned index[] = {1, 3};
	static const double value[] = {0.9, 0.1};
	const moderato_vector positive = {index, value, 2};
	const moderato_comment comment = {.text = str("hello")};
	char path[256];
	size_t i;

	(void)state;
	write_vectors(path, sizeof(path));
	for (i = 0; i < 2; i++) {
		moderato_train_options options = small_options();
		struct buffer bytes = BUFFER_INIT;
		moderato_trainer *trainer;
		moderato_bundle *bundle;
		moderato_classifier *classifier;
		moderato_scores scores;

		options.attributes = "ham_or_spam";
		options.kernel = kernels[i];
		must(moderato_trainer_new(&trainer, &options, &err), err);
		must(moderato_trainer_add_vectors(trainer, path, &err), err);
		assert_int_equal(moderato_trainer_add(trainer, &comment, &err), MODERATO_EINVAL);
		must(moderato_trainer_run(trainer, &err), err);
		written(trainer, &bytes);
		moderato_trainer_free(trainer);
		must(moderato_bundle_open_memory(&bundle, "vectors", buffer_view(&bytes), &err), err);
		must(moderato_classifier_new(&classifier, bundle, NULL, &err), err);
		must(moderato_classifier_score_vector(classifier, &positive, &scores, &err), err);
		assert_true(scores.margin[0] > 0 && scores.score[0] > 0.5);
		assert_int_equal(
			moderato_classifier_score(classifier, &comment, &scores, &err), MODERATO_EINVAL);
		moderato_classifier_free(classifier);
		moderato_bundle_free(bundle);
		buffer_dispose(&bytes);
	}
	remove_temporary(path);
}

static void vectors__bad_ones__are_refused(void **state)
{
	static const struct {
		const char *name;
		const char *text;
		moderato_status added;
		const char *message;
	} table[] = {
		{"all empty", "1\n1\n1\n1\n-1\n-1\n-1\n-1\n", MODERATO_OK, "the vectors are all empty"},
		{"no rows", "# nothing\n", MODERATO_OK, "the corpus is empty"},
		{"beyond float", "1 1:1\n1 1:1e300\n", MODERATO_EFORMAT,
			":2: pair 1: expected a value below 1e38"},
		{"one class", "1 1:1\n1 1:1\n1 1:1\n1 1:1\n", MODERATO_OK,
			"4 positive and 0 negative comments"},
	};
	moderato_train_options options = small_options();
	char path[256];
	size_t i;

	(void)state;
	options.attributes = "spam";
	for (i = 0; i < COUNT(table); i++) {
		moderato_trainer *trainer;
		moderato_status status;

		temporary(path, sizeof(path), "vectors.txt");
		write_file(path, table[i].text, strlen(table[i].text));
		must(moderato_trainer_new(&trainer, &options, &err), err);
		status = moderato_trainer_add_vectors(trainer, path, &err);
		assert_int_equal(status, table[i].added);
		if (!status)
			assert_int_equal(moderato_trainer_run(trainer, &err), MODERATO_EINVAL);
		if (!strstr(err.message, table[i].message))
			fail_msg("%s: '%s'", table[i].name, err.message);
		moderato_trainer_free(trainer);
		remove_temporary(path);
	}
}

/* --- the record --- */

static void record__names_with_line_ends__cannot_break_the_facts(void **state)
{
	moderato_train_options options = small_options();
	struct buffer bytes = BUFFER_INIT;
	moderato_trainer *trainer;
	moderato_bundle *bundle;
	const char *key;
	const char *value;
	char path[256];
	bool found[2] = {false, false};
	size_t i;

	(void)state;
	options.command = "moderato train \\\n\t-o x";
	options.notes = "Notes.\n";
	temporary(path, sizeof(path), "a\nb\tc.jsonl");
	write_file(path, "", 0);
	must(moderato_trainer_new(&trainer, &options, &err), err);
	must(moderato_trainer_add_corpus(trainer, path, &err), err);
	must(add_samples(trainer, 0, COUNT(samples), &err), err);
	must(moderato_trainer_run(trainer, &err), err);
	written(trainer, &bytes);
	moderato_trainer_free(trainer);
	must(moderato_bundle_open_memory(&bundle, "trained", buffer_view(&bytes), &err), err);
	for (i = 0; moderato_bundle_fact(bundle, i, &key, &value); i++) {
		found[0] |= !strcmp(key, "command") && !strcmp(value, "moderato train \\ \t-o x");
		found[1] |= !strcmp(key, "corpus a b c.jsonl") && !strncmp(value, "0 bytes, hash ", 14);
	}
	assert_true(found[0] && found[1]);
	moderato_bundle_free(bundle);
	buffer_dispose(&bytes);
	remove_temporary(path);
}

/* One advertisement in three threads, each time a little other. */
static void near_duplicates__in_many_groups__are_one_group(void **state)
{
	static const char *const variants[] = {
		"varnish, write to Anna", "varnish! write to Bert", "varnish - please write to Carla"};
	int near;

	(void)state;
	for (near = 0; near <= 1; near++) {
		moderato_train_options options = small_options();
		uint64_t group[COUNT(variants)];
		moderato_trainer *trainer;
		size_t n;
		size_t i;

		options.near_duplicates = near;
		options.perturb_train = 0.5;
		must(moderato_trainer_new(&trainer, &options, &err), err);
		must(add_samples(trainer, 0, COUNT(samples), &err), err);
		for (i = 0; i < COUNT(variants); i++) {
			char text[256];
			char thread[8];

			snprintf(thread, sizeof(thread), "t%zu", i);
			snprintf(text, sizeof(text),
				"We restore wooden boats of every size with the finest marine %s for an offer "
				"today and save a third of the price on your first order",
				variants[i]);
			must(add_comment(trainer, text, 0, 1, "site", thread, &err), err);
		}
		must(moderato_trainer_run(trainer, &err), err);
		for (i = trainer->in.data.n, n = 0; n < COUNT(variants);) {
			const struct dataset_comment *row = &trainer->in.data.comments[--i];

			if (!row->copy)
				group[n++] = row->group;
			else
				assert_true(row->group == row[-1].group);
		}
		assert_int_equal(group[0] == group[1], near);
		assert_int_equal(group[1] == group[2], near);
		moderato_trainer_free(trainer);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(train__again_or_with_jobs__gives_the_same_bytes),
		cmocka_unit_test(train__the_same_trainer_twice__gives_the_same_bytes),
		cmocka_unit_test(options__each_bad_one__is_named),
		cmocka_unit_test(train__nothing_to_learn__is_named),
		cmocka_unit_test(train__no_labels__is_refused),
		cmocka_unit_test(train__attribute_of_a_bad_name__is_refused),
		cmocka_unit_test(add__label_of_two__is_refused),
		cmocka_unit_test(add__bad_comment_among_many__is_told_at_once),
		cmocka_unit_test(train__progress_says_no__is_cancelled),
		cmocka_unit_test(train__solver_gives_up__the_bundle_says_so),
		cmocka_unit_test(train__both_solvers__rank_alike),
		cmocka_unit_test(train__each_kernel__tells_the_classes_apart),
		cmocka_unit_test(protocol__each__judges_every_row_once),
		cmocka_unit_test(labels__partial_assumed_or_left_out__count_as_such),
		cmocka_unit_test(termset__words_pairs_and_more__are_counted),
		cmocka_unit_test(vectors__trained_on__score_and_read_no_comments),
		cmocka_unit_test(vectors__bad_ones__are_refused),
		cmocka_unit_test(record__names_with_line_ends__cannot_break_the_facts),
		cmocka_unit_test(near_duplicates__in_many_groups__are_one_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
