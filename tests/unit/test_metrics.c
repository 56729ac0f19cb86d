/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <math.h>

#include "measure/metrics.h"

#define N_MAX 400

/* A data set that a test may change. */
struct sample {
	double score[N_MAX];
	int8_t label[N_MAX];
	double weight[N_MAX];
	uint8_t in_group[N_MAX];
	size_t n;
};

static struct metric_rows rows_of(const struct sample *s, bool weighted)
{
	struct metric_rows rows = {s->score, s->label, weighted ? s->weight : NULL, s->n};

	return rows;
}

/* Scores of few values, so that many tie; every tenth label is unknown; some weights are 0. */
static void fill_random(struct sample *s, size_t n, uint64_t seed, unsigned n_values)
{
	struct rng rng;
	size_t i;

	rng_seed(&rng, seed);
	s->n = n;
	for (i = 0; i < n; i++) {
		s->score[i] = (double)rng_below(&rng, n_values) / n_values;
		s->label[i] = rng_below(&rng, 10) ? rng_double(&rng) < 0.2 + 0.5 * s->score[i] : -1;
		s->weight[i] = rng_below(&rng, 8) ? rng_double(&rng) * 3 : 0;
		s->in_group[i] = rng_below(&rng, 3) == 0;
	}
}

static void shuffle(struct sample *s, uint64_t seed)
{
	struct rng rng;
	size_t i;

	rng_seed(&rng, seed);
	for (i = s->n; i-- > 1;) {
		size_t j = rng_below(&rng, i + 1);
		double score = s->score[i];
		double weight = s->weight[i];
		int8_t label = s->label[i];

		s->score[i] = s->score[j];
		s->weight[i] = s->weight[j];
		s->label[i] = s->label[j];
		s->score[j] = score;
		s->weight[j] = weight;
		s->label[j] = label;
	}
}

static struct metric_ranking rank(const struct metric_rows *rows)
{
	struct metric_ranking ranking;
	moderato_error err;

	assert_int_equal(metric_rank(&ranking, rows, &err), MODERATO_OK);
	return ranking;
}

static double auc_of(const struct metric_rows *rows)
{
	struct metric_ranking ranking = rank(rows);
	double auc = metric_auc(&ranking);

	metric_ranking_dispose(&ranking);
	return auc;
}

/* The definition, pair by pair; `one_side` and `zero_side` choose by group: 0 outside, 1 inside,
 * -1 either. */
static double brute_force_auc(
	const struct metric_rows *rows, const uint8_t *in_group, int one_side, int zero_side)
{
	double pairs = 0;
	double all = 0;
	size_t i;
	size_t j;

	for (i = 0; i < rows->n; i++) {
		if (rows->label[i] != 1 || (one_side >= 0 && in_group[i] != one_side))
			continue;
		for (j = 0; j < rows->n; j++) {
			double w = rows->weight ? rows->weight[i] * rows->weight[j] : 1;

			if (rows->label[j] != 0 || (zero_side >= 0 && in_group[j] != zero_side))
				continue;
			all += w;
			if (rows->score[i] > rows->score[j])
				pairs += w;
			else if (rows->score[i] == rows->score[j])
				pairs += w / 2;
		}
	}
	return all > 0 ? pairs / all : NAN;
}

/* Worked by hand. */
static const struct {
	const char *name;
	double score[8];
	int8_t label[8];
	double weight[8];
	size_t n;
	double auc;
	double average_precision;
	double brier;
} worked[] = {
	{"three pairs of four", {.1, .4, .35, .8}, {0, 0, 1, 1}, {1, 1, 1, 1}, 4, 0.75, 5.0 / 6,
		(.01 + .16 + .4225 + .04) / 4},
	{"perfect", {.9, .8, .2, .1}, {1, 1, 0, 0}, {1, 1, 1, 1}, 4, 1, 1, .1 / 4},
	{"reversed", {.1, .9}, {1, 0}, {1, 1}, 2, 0, 0.5, .81},
	{"all tied", {.5, .5, .5, .5}, {1, 0, 0, 0}, {1, 1, 1, 1}, 4, 0.5, 0.25, .25},
	{"one tie of two pairs", {.5, .5, .1}, {1, 0, 0}, {1, 1, 1}, 3, 0.75, 0.5, .51 / 3},
	/* The one of weight 2 beats zeros of weight 3 + 1, the one of weight 1 only the last:
	 * (2·4 + 1·1) / (3·4). */
	{"weights", {.9, .6, .5, .4}, {1, 0, 1, 0}, {2, 3, 1, 1}, 4, 0.75, (2 + 1 * 3.0 / 6) / 3,
		(2 * .01 + 3 * .36 + .25 + .16) / 7},
	{"weight 0 and unknown labels are left out", {.1, .4, .35, .8, .99, .99}, {0, 0, 1, 1, 0, -1},
		{1, 1, 1, 1, 0, 1}, 6, 0.75, 5.0 / 6, (.01 + .16 + .4225 + .04) / 4},
	{"ones only", {.1, .9}, {1, 1}, {1, 1}, 2, NAN, 1, (.81 + .01) / 2},
	{"zeros only", {.1, .9}, {0, 0}, {1, 1}, 2, NAN, NAN, (.81 + .01) / 2},
	{"nothing", {0}, {0}, {0}, 0, NAN, NAN, NAN},
};

static void auc_and_others__worked_by_hand__agree(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(worked); i++) {
		struct metric_rows rows = {worked[i].score, worked[i].label, worked[i].weight, worked[i].n};
		struct metric_ranking ranking = rank(&rows);

		check_near(worked[i].name, metric_auc(&ranking), worked[i].auc);
		check_near(worked[i].name, metric_average_precision(&ranking), worked[i].average_precision);
		check_near(worked[i].name, metric_brier(&ranking), worked[i].brier);
		metric_ranking_dispose(&ranking);
	}
}

static void auc__random_ties_and_weights__equals_brute_force(void **state)
{
	static struct sample s;
	static const unsigned n_values[] = {1, 2, 7, 50, 1000000};
	size_t i;
	uint64_t seed;

	(void)state;
	for (i = 0; i < COUNT(n_values); i++) {
		for (seed = 0; seed < 20; seed++) {
			struct metric_rows plain;
			struct metric_rows weighted;

			fill_random(&s, 2 + (size_t)seed * 19, seed, n_values[i]);
			plain = rows_of(&s, false);
			weighted = rows_of(&s, true);
			check_near("plain", auc_of(&plain), brute_force_auc(&plain, NULL, -1, -1));
			check_near("weighted", auc_of(&weighted), brute_force_auc(&weighted, NULL, -1, -1));
		}
	}
}

static void bias__random__equals_brute_force(void **state)
{
	static struct sample s;
	uint64_t seed;

	(void)state;
	for (seed = 0; seed < 30; seed++) {
		struct metric_rows rows;
		struct metric_bias bias;
		moderato_error err;

		fill_random(&s, 10 + (size_t)seed * 10, seed, 20);
		rows = rows_of(&s, seed % 2);
		assert_int_equal(metric_bias(&bias, &rows, s.in_group, &err), MODERATO_OK);
		check_near("subgroup", bias.subgroup_auc, brute_force_auc(&rows, s.in_group, 1, 1));
		check_near("bpsn", bias.bpsn_auc, brute_force_auc(&rows, s.in_group, 0, 1));
		check_near("bnsp", bias.bnsp_auc, brute_force_auc(&rows, s.in_group, 1, 0));
	}
}

static void bias__group_scored_too_high__shows_in_bpsn_only(void **state)
{
	/* Ones and zeros of the group are told apart, but its zeros lie above the background's ones. */
	static const double score[] = {.9, .8, .5, .1};
	static const int8_t label[] = {1, 0, 1, 0};
	static const uint8_t in_group[] = {1, 1, 0, 0};
	static const uint8_t nobody[] = {0, 0, 0, 0};
	struct metric_rows rows = {score, label, NULL, 4};
	struct metric_bias bias;

	(void)state;
	assert_int_equal(metric_bias(&bias, &rows, in_group, NULL), MODERATO_OK);
	check_near("subgroup", bias.subgroup_auc, 1);
	check_near("bpsn", bias.bpsn_auc, 0);
	check_near("bnsp", bias.bnsp_auc, 1);
	assert_int_equal(metric_bias(&bias, &rows, nobody, NULL), MODERATO_OK);
	check_near("empty group", bias.subgroup_auc, NAN);
	check_near("empty group", bias.bpsn_auc, NAN);
	check_near("empty group", bias.bnsp_auc, NAN);
}

static void figures__rows_in_another_order__are_the_same_bits(void **state)
{
	static struct sample s;
	double before[2][6];
	double interval[2][2];
	int i;

	(void)state;
	fill_random(&s, N_MAX, 5, 40);
	for (i = 0; i < 2; i++) {
		struct metric_rows rows = rows_of(&s, true);
		struct metric_ranking ranking = rank(&rows);

		before[i][0] = metric_auc(&ranking);
		before[i][1] = metric_average_precision(&ranking);
		before[i][2] = metric_brier(&ranking);
		before[i][3] = metric_log_loss(&ranking);
		before[i][4] = metric_ece(&ranking, METRIC_BINS);
		before[i][5] = metric_best_f1(&ranking).threshold;
		metric_ranking_dispose(&ranking);
		assert_int_equal(metric_auc_interval(interval[i], &rows, 50, 1, NULL), MODERATO_OK);
		shuffle(&s, 77);
	}
	assert_memory_equal(before[0], before[1], sizeof(before[0]));
	assert_memory_equal(interval[0], interval[1], sizeof(interval[0]));
}

static void rank__bad_numbers__are_refused_with_the_row(void **state)
{
	static const struct {
		const char *name;
		double score;
		double weight;
		const char *message;
	} cases[] = {
		{"nan score", NAN, 1, "row 1: the score is not a finite number"},
		{"infinite score", INFINITY, 1, "row 1: the score is not a finite number"},
		{"negative weight", .5, -1, "row 1: expected a finite weight, not negative, got -1"},
		{"infinite weight", .5, INFINITY, "row 1: expected a finite weight, not negative, got inf"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		double score[] = {.1, cases[i].score};
		double weight[] = {1, cases[i].weight};
		int8_t label[] = {0, 1};
		uint8_t in_group[] = {0, 1};
		double interval[2];
		struct metric_rows rows = {score, label, weight, 2};
		struct metric_ranking ranking;
		struct metric_bias bias;
		moderato_error err;

		if (metric_rank(&ranking, &rows, &err) != MODERATO_EINVAL ||
			strcmp(err.message, cases[i].message))
			fail_msg("%s: %s", cases[i].name, err.message);
		assert_null(ranking.steps);
		assert_int_equal(metric_auc_interval(interval, &rows, 5, 1, NULL), MODERATO_EINVAL);
		assert_true(isnan(interval[0]) && isnan(interval[1]));
		assert_int_equal(metric_bias(&bias, &rows, in_group, NULL), MODERATO_EINVAL);
		assert_true(isnan(bias.subgroup_auc));
	}
}

static void confusion__threshold_on_a_score__flags_it(void **state)
{
	static const double score[] = {.9, .7, .7, .3, .1};
	static const int8_t label[] = {1, 1, 0, 1, 0};
	static const struct {
		double threshold, tp, fp, fn, tn;
	} cases[] = {
		{1, 0, 0, 3, 2},
		{.9, 1, 0, 2, 2},
		{.7, 2, 1, 1, 1},
		{.5, 2, 1, 1, 1},
		{.1, 3, 2, 0, 0},
		{-1, 3, 2, 0, 0},
	};
	struct metric_rows rows = {score, label, NULL, 5};
	struct metric_ranking ranking = rank(&rows);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct metric_confusion c = metric_confusion_at(&ranking, cases[i].threshold);

		check_near("tp", c.tp, cases[i].tp);
		check_near("fp", c.fp, cases[i].fp);
		check_near("fn", c.fn, cases[i].fn);
		check_near("tn", c.tn, cases[i].tn);
	}
	metric_ranking_dispose(&ranking);
}

static void precision_recall_f1__hand_counts__agree(void **state)
{
	struct metric_confusion c = {6, 2, 4, 8};
	struct metric_confusion none = {0, 0, 3, 2};
	struct metric_confusion no_ones = {0, 2, 0, 2};
	struct metric_confusion empty = {0, 0, 0, 0};

	(void)state;
	check_near("precision", metric_precision(&c), .75);
	check_near("recall", metric_recall(&c), .6);
	check_near("fpr", metric_fpr(&c), .2);
	check_near("f1", metric_f1(&c), 2.0 / 3);
	check_near("precision of nothing", metric_precision(&none), NAN);
	check_near("f1 of nothing flagged", metric_f1(&none), 0);
	check_near("recall without ones", metric_recall(&no_ones), NAN);
	check_near("f1 of nothing", metric_f1(&empty), NAN);
}

static void best_f1__tables__threshold_lies_midway(void **state)
{
	static const struct {
		const char *name;
		double score[5];
		int8_t label[5];
		size_t n;
		double threshold, f1;
	} cases[] = {
		{"apart", {.9, .8, .2, .1}, {1, 1, 0, 0}, 4, .5, 1},
		{"all flagged is best", {.9, .6, .4}, {0, 1, 1}, 3, .4, .8},
		{"equals: the highest threshold", {.9, .8, .7, .6}, {1, 0, 0, 1}, 4, .85, 2.0 / 3},
		{"one score", {.5, .5}, {0, 1}, 2, .5, 2.0 / 3},
		{"no ones", {.5, .4}, {0, 0}, 2, NAN, NAN},
		{"neighbouring numbers", {0x1.0000000000001p0, 1}, {1, 0}, 2, 0x1.0000000000001p0, 1},
		{"smallest numbers", {0x1p-1074, 0}, {1, 0}, 2, 0x1p-1074, 1},
		{"largest numbers", {1e308, -1e308}, {1, 0}, 2, 0, 1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct metric_rows rows = {cases[i].score, cases[i].label, NULL, cases[i].n};
		struct metric_ranking ranking = rank(&rows);
		struct metric_choice best = metric_best_f1(&ranking);
		struct metric_confusion c = metric_confusion_at(&ranking, best.threshold);

		check_near(cases[i].name, best.threshold, cases[i].threshold);
		check_near(cases[i].name, best.value, cases[i].f1);
		check_near(cases[i].name, metric_f1(&c), cases[i].f1);
		metric_ranking_dispose(&ranking);
	}
}

static void recall_at_fpr__tables__agree(void **state)
{
	static const double score[] = {.9, .8, .7, .6, .5, .4};
	static const int8_t label[] = {1, 0, 1, 1, 0, 0};
	static const struct {
		double fpr, recall, threshold;
	} cases[] = {
		{0, 1.0 / 3, .85},
		{.3, 1.0 / 3, .85},
		{1.0 / 3, 1, .55},
		{1, 1, .55},
	};
	static const int8_t zero_on_top[] = {0, 1, 1, 1, 0, 0};
	static const int8_t zeros[] = {0, 0, 0, 0, 0, 0};
	struct metric_rows rows = {score, label, NULL, 6};
	struct metric_ranking ranking = rank(&rows);
	struct metric_choice choice;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		choice = metric_recall_at_fpr(&ranking, cases[i].fpr);
		check_near("recall", choice.value, cases[i].recall);
		check_near("threshold", choice.threshold, cases[i].threshold);
	}
	metric_ranking_dispose(&ranking);

	rows.label = zero_on_top;
	ranking = rank(&rows);
	choice = metric_recall_at_fpr(&ranking, 0);
	check_near("nothing can be flagged", choice.value, 0);
	assert_true(isinf(choice.threshold));
	metric_ranking_dispose(&ranking);

	rows.label = zeros;
	ranking = rank(&rows);
	check_near("no ones", metric_recall_at_fpr(&ranking, .5).value, NAN);
	metric_ranking_dispose(&ranking);
}

static void share_above__unknown_labels__count(void **state)
{
	static const double score[] = {.9, .5, .1, .2};
	static const int8_t label[] = {-1, 1, 0, -1};
	static const double weight[] = {3, 1, 2, 4};
	struct metric_rows rows = {score, label, NULL, 4};

	(void)state;
	check_near("rows", metric_share_above(&rows, .5), .5);
	rows.weight = weight;
	check_near("weights", metric_share_above(&rows, .5), .4);
	rows.n = 0;
	check_near("none", metric_share_above(&rows, .5), NAN);
}

static void log_loss__certain_mistake__is_clamped(void **state)
{
	static const double score[] = {.9, .1, .2, .65};
	static const int8_t label[] = {1, 0, 0, 1};
	static const double certain[] = {0};
	static const int8_t one[] = {1};
	struct metric_rows rows = {score, label, NULL, 4};
	struct metric_ranking ranking = rank(&rows);

	(void)state;
	check_near("ordinary", metric_log_loss(&ranking), 0.21616187468057912);
	metric_ranking_dispose(&ranking);
	rows = (struct metric_rows){certain, one, NULL, 1};
	ranking = rank(&rows);
	check_near("certain", metric_log_loss(&ranking), -log(METRIC_LOG_EDGE));
	metric_ranking_dispose(&ranking);
	rows.n = 0;
	ranking = rank(&rows);
	check_near("nothing", metric_log_loss(&ranking), NAN);
	metric_ranking_dispose(&ranking);
}

static void reliability__edges__go_to_the_upper_bin(void **state)
{
	/* Four bins: [0, .25) [.25, .5) [.5, .75) [.75, 1] */
	static const double score[] = {0, .2, .25, .5, .6, 1, 1};
	static const int8_t label[] = {0, 1, 1, 0, 1, 1, -1};
	static const double weight[] = {1, 1, 1, 1, 3, 1, 1};
	static const struct metric_bin expected[] = {
		{.1, .5, 2, 2},
		{.25, 1, 1, 1},
		{2.3 / 4, .75, 4, 2},
		{1, 1, 1, 1},
	};
	struct metric_rows rows = {score, label, weight, 7};
	struct metric_ranking ranking = rank(&rows);
	struct metric_bin bins[5];
	size_t i;

	(void)state;
	metric_reliability(&ranking, bins, 4);
	for (i = 0; i < 4; i++) {
		check_near("mean score", bins[i].mean_score, expected[i].mean_score);
		check_near("mean label", bins[i].mean_label, expected[i].mean_label);
		check_near("weight", bins[i].weight, expected[i].weight);
		assert_int_equal(bins[i].count, expected[i].count);
	}
	check_near("ece", metric_ece(&ranking, 4), (2 * .4 + .75 + 4 * (.75 - .575) + 0) / 8);
	metric_reliability(&ranking, bins, 5);
	check_near("five bins", bins[3].mean_score, .6);
	metric_ranking_dispose(&ranking);
	rows.n = 0;
	ranking = rank(&rows);
	metric_reliability(&ranking, bins, 5);
	check_near("empty bin", bins[2].mean_score, NAN);
	assert_int_equal(bins[2].count, 0);
	check_near("ece of nothing", metric_ece(&ranking, 5), NAN);
	metric_ranking_dispose(&ranking);
}

static void ece__sure_and_right__is_zero(void **state)
{
	static const double score[] = {0, 1, 1, 0};
	static const int8_t label[] = {0, 1, 1, 0};
	static const double margin[] = {-3, 4, 4, -3};
	struct metric_rows rows = {score, label, NULL, 4};
	struct metric_ranking ranking = rank(&rows);

	(void)state;
	check_near("right", metric_ece(&ranking, METRIC_BINS), 0);
	metric_ranking_dispose(&ranking);
	rows.score = margin; /* outside 0 … 1: the first and the last bin take them */
	ranking = rank(&rows);
	check_near("outside", metric_ece(&ranking, METRIC_BINS), 3);
	metric_ranking_dispose(&ranking);
}

/* The trapezoid area under points. */
static double area(const struct metric_point *p, size_t n)
{
	double sum = 0;
	size_t i;

	for (i = 1; i < n; i++)
		sum += (p[i].x - p[i - 1].x) * (p[i].y + p[i - 1].y) / 2;
	return sum;
}

static void roc_curve__every_point__has_the_auc_as_area(void **state)
{
	static struct sample s;
	struct metric_point points[N_MAX + 1];
	struct metric_rows rows;
	struct metric_ranking ranking;
	size_t n;
	size_t i;

	(void)state;
	fill_random(&s, N_MAX, 3, 30);
	rows = rows_of(&s, true);
	ranking = rank(&rows);
	n = metric_roc_curve(&ranking, points, COUNT(points));
	assert_true(n <= ranking.n_steps + 1);
	for (i = 1; i < n; i++) {
		struct metric_confusion c = metric_confusion_at(&ranking, points[i].threshold);

		check_near("x is the rate at the threshold", metric_fpr(&c), points[i].x);
		check_near("y is the recall at the threshold", metric_recall(&c), points[i].y);
	}
	check_near("area", area(points, n), metric_auc(&ranking));
	metric_ranking_dispose(&ranking);
}

static void curves__thinned__keep_both_ends_and_the_limit(void **state)
{
	static struct sample s;
	static const size_t limits[] = {2, 3, 10, 50, N_MAX};
	struct metric_point points[N_MAX + 1];
	size_t i;

	(void)state;
	fill_random(&s, N_MAX, 9, 1000000);
	for (i = 0; i < COUNT(limits); i++) {
		struct metric_rows rows = rows_of(&s, i % 2);
		struct metric_ranking ranking = rank(&rows);
		size_t n = metric_roc_curve(&ranking, points, limits[i]);
		size_t j;

		assert_in_range(n, 2, limits[i]);
		assert_true(points[0].x == 0 && points[0].y == 0 && isinf(points[0].threshold));
		assert_true(points[n - 1].x == 1 && points[n - 1].y == 1);
		for (j = 1; j < n; j++)
			assert_true(points[j].x >= points[j - 1].x && points[j].y >= points[j - 1].y);
		if (limits[i] >= 50 && fabs(area(points, n) - metric_auc(&ranking)) > 0.02)
			fail_msg("%zu points: the area is %g, not %g", limits[i], area(points, n),
				metric_auc(&ranking));

		n = metric_pr_curve(&ranking, points, limits[i]);
		assert_in_range(n, 2, limits[i]);
		assert_true(points[0].x == 0 && points[n - 1].x == 1);
		for (j = 1; j < n; j++)
			assert_true(points[j].x >= points[j - 1].x);
		metric_ranking_dispose(&ranking);
	}
}

static void curves__one_class__are_empty(void **state)
{
	static const double score[] = {.2, .4};
	static const int8_t zeros[] = {0, 0};
	static const int8_t ones[] = {1, 1};
	struct metric_rows rows = {score, zeros, NULL, 2};
	struct metric_ranking ranking = rank(&rows);
	struct metric_point points[5];

	(void)state;
	assert_int_equal(metric_roc_curve(&ranking, points, 5), 0);
	assert_int_equal(metric_pr_curve(&ranking, points, 5), 0);
	metric_ranking_dispose(&ranking);
	rows.label = ones;
	ranking = rank(&rows);
	assert_int_equal(metric_roc_curve(&ranking, points, 5), 0);
	assert_int_equal(metric_pr_curve(&ranking, points, 5), 3);
	assert_true(points[1].x == 0.5 && points[1].y == 1);
	metric_ranking_dispose(&ranking);
}

static void auc_interval__random__holds_the_auc_and_follows_the_seed(void **state)
{
	static struct sample s;
	struct metric_rows rows;
	double auc;
	double first[2];
	double again[2];
	double other[2];

	(void)state;
	fill_random(&s, N_MAX, 11, 100);
	rows = rows_of(&s, false);
	auc = auc_of(&rows);
	assert_int_equal(metric_auc_interval(first, &rows, 1000, 1, NULL), MODERATO_OK);
	assert_int_equal(metric_auc_interval(again, &rows, 1000, 1, NULL), MODERATO_OK);
	assert_int_equal(metric_auc_interval(other, &rows, 1000, 2, NULL), MODERATO_OK);
	assert_memory_equal(first, again, sizeof(first));
	assert_memory_not_equal(first, other, sizeof(first));
	assert_true(first[0] < auc && auc < first[1]);
	/* Hanley and McNeil's standard error for about 120 ones and 240 zeros is near 0.03. */
	if (first[1] - first[0] < 0.06 || first[1] - first[0] > 0.2)
		fail_msg("an interval of width %g", first[1] - first[0]);
}

static void auc_interval__edges__are_defined(void **state)
{
	static const double score[] = {.9, .8, .2, .1};
	static const int8_t apart[] = {1, 1, 0, 0};
	static const int8_t ones[] = {1, 1, 1, 1};
	struct metric_rows rows = {score, apart, NULL, 4};
	double interval[2];
	moderato_error err;

	(void)state;
	assert_int_equal(metric_auc_interval(interval, &rows, 100, 1, &err), MODERATO_OK);
	assert_true(interval[0] == 1 && interval[1] == 1);
	assert_int_equal(metric_auc_interval(interval, &rows, 0, 1, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "expected 1 resample or more, got 0");
	rows.label = ones;
	assert_int_equal(metric_auc_interval(interval, &rows, 100, 1, &err), MODERATO_OK);
	assert_true(isnan(interval[0]) && isnan(interval[1]));
	rows.n = 0;
	assert_int_equal(metric_auc_interval(interval, &rows, 100, 1, &err), MODERATO_OK);
	assert_true(isnan(interval[0]) && isnan(interval[1]));
}

/* The definition: the placement of each one among the zeros and of each zero among the ones, one by
 * one, and their sample variances. */
static void brute_force_delong(double interval[2], const struct metric_rows *rows)
{
	double mean[2] = {0, 0};
	double square[2] = {0, 0};
	double n[2] = {0, 0};
	double variance = 0;
	double auc;
	double width;
	size_t i;
	size_t j;
	int side;

	for (i = 0; i < rows->n; i++) {
		double wins = 0;
		double others = 0;

		side = rows->label[i];
		for (j = 0; j < rows->n; j++) {
			if (rows->label[j] == side)
				continue;
			others++;
			wins += rows->score[i] == rows->score[j]                   ? 0.5
					: (rows->score[i] > rows->score[j]) == (side == 1) ? 1
																	   : 0;
		}
		n[side]++;
		mean[side] += wins / others;
		square[side] += wins / others * (wins / others);
	}
	for (side = 0; side < 2; side++) {
		mean[side] /= n[side];
		variance += (square[side] - n[side] * mean[side] * mean[side]) / (n[side] - 1) / n[side];
	}
	auc = mean[1];
	width = 1.959963984540054 * sqrt(variance) / (auc * (1 - auc));
	interval[0] = 1 / (1 + exp(-(log(auc / (1 - auc)) - width)));
	interval[1] = 1 / (1 + exp(-(log(auc / (1 - auc)) + width)));
}

static void auc_delong__random_ties__equals_brute_force_and_is_near_the_bootstrap(void **state)
{
	static struct sample s;
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= 20; seed++) {
		double interval[2];
		double expected[2];
		double resampled[2];
		struct metric_rows rows;
		struct metric_ranking ranking;

		fill_random(&s, N_MAX, seed, 40);
		rows = rows_of(&s, false);
		for (size_t i = 0; i < s.n; i++) /* known labels only */
			s.label[i] = s.label[i] == 1;
		ranking = rank(&rows);
		metric_auc_delong(interval, &ranking);
		brute_force_delong(expected, &rows);
		check_near("low", interval[0], expected[0]);
		check_near("high", interval[1], expected[1]);
		assert_int_equal(metric_auc_interval(resampled, &rows, 1000, seed, NULL), MODERATO_OK);
		if (fabs(resampled[0] - interval[0]) > 0.015 || fabs(resampled[1] - interval[1]) > 0.015)
			fail_msg("seed %d: [%g, %g], by bootstrap [%g, %g]", (int)seed, interval[0],
				interval[1], resampled[0], resampled[1]);
		metric_ranking_dispose(&ranking);
	}
}

static void auc_delong__too_few_or_perfect__has_none(void **state)
{
	static const struct {
		const char *name;
		size_t ones;
		size_t zeros;
		size_t above; /* zeros that score above all ones */
		bool defined;
	} table[] = {{"enough", 10, 10, 1, true}, {"nine ones", 9, 10, 1, false},
		{"nine zeros", 10, 9, 1, false}, {"perfect", 10, 10, 0, false},
		{"reversed", 10, 10, 10, false}, {"nothing", 0, 0, 0, false}};
	size_t t;
	size_t i;

	(void)state;
	for (t = 0; t < COUNT(table); t++) {
		double score[20];
		int8_t label[20];
		double interval[2];
		const struct metric_rows rows = {score, label, NULL, table[t].ones + table[t].zeros};
		struct metric_ranking ranking;

		for (i = 0; i < rows.n; i++) {
			label[i] = i < table[t].ones;
			score[i] = (label[i] ? 100 : i - table[t].ones < table[t].above ? 200 : 0) + (double)i;
		}
		ranking = rank(&rows);
		metric_auc_delong(interval, &ranking);
		if (isfinite(interval[0]) != table[t].defined || isfinite(interval[1]) != table[t].defined)
			fail_msg("%s: [%g, %g]", table[t].name, interval[0], interval[1]);
		metric_ranking_dispose(&ranking);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(auc_and_others__worked_by_hand__agree),
		cmocka_unit_test(auc__random_ties_and_weights__equals_brute_force),
		cmocka_unit_test(bias__random__equals_brute_force),
		cmocka_unit_test(bias__group_scored_too_high__shows_in_bpsn_only),
		cmocka_unit_test(figures__rows_in_another_order__are_the_same_bits),
		cmocka_unit_test(rank__bad_numbers__are_refused_with_the_row),
		cmocka_unit_test(confusion__threshold_on_a_score__flags_it),
		cmocka_unit_test(precision_recall_f1__hand_counts__agree),
		cmocka_unit_test(best_f1__tables__threshold_lies_midway),
		cmocka_unit_test(recall_at_fpr__tables__agree),
		cmocka_unit_test(share_above__unknown_labels__count),
		cmocka_unit_test(log_loss__certain_mistake__is_clamped),
		cmocka_unit_test(reliability__edges__go_to_the_upper_bin),
		cmocka_unit_test(ece__sure_and_right__is_zero),
		cmocka_unit_test(roc_curve__every_point__has_the_auc_as_area),
		cmocka_unit_test(curves__thinned__keep_both_ends_and_the_limit),
		cmocka_unit_test(curves__one_class__are_empty),
		cmocka_unit_test(auc_interval__random__holds_the_auc_and_follows_the_seed),
		cmocka_unit_test(auc_interval__edges__are_defined),
		cmocka_unit_test(auc_delong__random_ties__equals_brute_force_and_is_near_the_bootstrap),
		cmocka_unit_test(auc_delong__too_few_or_perfect__has_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
