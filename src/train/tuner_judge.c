/* SPDX-License-Identifier: MIT */
/* Decides which of the trained heads are taken: those that rank what was held out at least as well
 * as the base's. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "train/card_json.h"
#include "train/held_out.h"
#include "measure/metrics.h"
#include "train/trainer_internal.h"
#include "train/tuner_internal.h"

/* The held-out comments' margins for every attribute of the plan, [n_rows][n_held], in the order of
 * the comments. */
struct held_margins {
	double *margin;
	int8_t *label;                     /* the same shape */
	bool has[MODERATO_ATTRIBUTES_MAX]; /* false: the bundle has no such attribute */
};

static void held_dispose(struct held_margins *held)
{
	free(held->margin);
	free(held->label);
}

static moderato_status score_held(const moderato_tuner *t, const moderato_bundle *bundle,
	struct held_margins *held, moderato_error *err)
{
	const size_t n_held = t->plan.n_held;
	int index[MODERATO_ATTRIBUTES_MAX];
	moderato_classifier *classifier = NULL;
	moderato_status status = moderato_classifier_new(&classifier, bundle, NULL, err);
	size_t row = 0;
	size_t a;
	size_t i;

	for (a = 0; a < t->plan.n_rows; a++) {
		index[a] = moderato_bundle_find(bundle, t->names[a]);
		held->has[a] = index[a] >= 0;
	}
	for (i = 0; !status && i < t->texts.n; i++) {
		const moderato_comment comment = text_store_get(&t->texts, i);
		moderato_scores scores;

		if (!tuner_holds_out(t, i))
			continue;
		status = moderato_classifier_score(classifier, &comment, &scores, err);
		for (a = 0; !status && a < t->plan.n_rows; a++) {
			held->margin[a * n_held + row] = index[a] >= 0 ? scores.margin[index[a]] : 0;
			held->label[a * n_held + row] = t->labels[i * MODERATO_ATTRIBUTES_MAX + a];
		}
		row++;
	}
	moderato_classifier_free(classifier);
	return status;
}

/* The AUC of the plan's row `a` and its interval; NAN if the bundle has no such attribute. */
static moderato_status measure_row(const moderato_tuner *t, const struct held_margins *held,
	size_t a, double *auc, double *low, double *high, moderato_error *err)
{
	const struct metric_rows rows = {
		held->margin + a * t->plan.n_held, held->label + a * t->plan.n_held, NULL, t->plan.n_held};
	struct metric_ranking ranking = METRIC_RANKING_INIT;
	double interval[2] = {NAN, NAN};
	moderato_status status = MODERATO_OK;

	*auc = NAN;
	if (held->has[a])
		status = metric_rank(&ranking, &rows, err);
	if (!status && held->has[a]) {
		*auc = metric_auc(&ranking);
		metric_auc_delong(interval, &ranking);
	}
	*low = interval[0];
	*high = interval[1];
	metric_ranking_dispose(&ranking);
	return status;
}

/* Fill the plan's figures of the base or of the tuned bundle. */
static moderato_status measure_bundle(
	moderato_tuner *t, const moderato_bundle *bundle, bool base, moderato_error *err)
{
	const size_t cells = t->plan.n_rows * t->plan.n_held;
	struct held_margins held = {.margin = resize_array(NULL, cells, sizeof(*held.margin)),
		.label = resize_array(NULL, cells, sizeof(*held.label))};
	moderato_status status = MODERATO_ENOMEM;
	size_t a;

	if (held.margin && held.label)
		status = score_held(t, bundle, &held, err);
	else
		fail_no_memory(err);
	for (a = 0; !status && a < t->plan.n_rows; a++) {
		moderato_tune_row *row = &t->rows[a];

		status =
			base ? measure_row(t, &held, a, &row->base_auc, &row->base_low, &row->base_high, err)
				 : measure_row(t, &held, a, &row->auc, &row->auc_low, &row->auc_high, err);
	}
	held_dispose(&held);
	return status;
}

/* Does the base rank the site's comments the wrong way round, more than by chance? */
static bool is_contrary(const moderato_tune_row *row)
{
	return row->base_high < 0.5 || (row->base_auc <= 0 && row->n_held[0] >= METRIC_DELONG_MIN &&
									   row->n_held[1] >= METRIC_DELONG_MIN); /* 0 has no interval */
}

/* A head that forgets or is worse than the base's is given up. If the base has none, the head must
 * at least be better than chance. */
static moderato_tuned outcome_of(const moderato_tune_row *row)
{
	if (row->known.change == 0)
		return MODERATO_TUNED_FORGETS;
	if (is_contrary(row))
		return MODERATO_TUNED_CONTRARY;
	return row->auc >= (isnan(row->base_auc) ? 0.5 : row->base_auc) ? MODERATO_TUNED
																	: MODERATO_TUNED_WORSE;
}

/* Fill the plan's outcomes, and give up the heads that are not taken. */
static void choose_heads(moderato_tuner *t, moderato_trainer *trainer)
{
	struct train_heads *heads = &trainer->heads;
	const moderato_known nothing_known = {NULL, {0, 0}, NAN, NAN, NAN, NAN, NAN, NAN, NAN, 1, ""};
	size_t a;
	size_t i;

	t->plan.n_taken = 0;
	t->plan.n_measured = 0;
	for (a = 0; a < t->plan.n_rows; a++) {
		moderato_tune_row *row = &t->rows[a];

		row->known = nothing_known;
		for (i = 0; i < heads->n && strcmp(heads->v[i].attribute, row->attribute);)
			i++;
		if (i == heads->n) {
			row->auc = row->auc_low = row->auc_high = NAN;
			continue;
		}
		if (trainer->in.known.n)
			row->known = heads->v[i].known;
		t->plan.n_measured += isnan(row->known.auc) ? 0 : 1;
		row->outcome = outcome_of(row);
		if (row->outcome == MODERATO_TUNED)
			t->plan.n_taken++;
		else
			train_heads_drop(heads, trainer->in.base, i);
	}
}

static void put_section(const moderato_tuner *t, struct buffer *out)
{
	static const char *const outcomes[] = {"tuned", "the base's", "the base's: too few labels",
		"the base's: tuned forgets", "the base's: the labels contradict it"};
	size_t a;

	buffer_printf(out,
		"\n## Tuned to a site\n\n%zu comments in %zu threads; %zu of them in %zu clusters of "
		"near-duplicates, which stay together.\nTrained on %zu; on the %zu others, of other "
		"threads, both bundles were measured (AUC with its 95 %% interval),\nand the head that "
		"ranks them better was taken.\n\n"
		"| attribute | comments held out | positive | base | tuned | head |\n"
		"| --- | ---: | ---: | --- | --- | --- |\n",
		t->plan.n_comments, t->plan.n_threads, t->plan.n_similar, t->plan.n_clusters,
		t->plan.n_trained, t->plan.n_held);
	for (a = 0; a < t->plan.n_rows; a++) {
		const moderato_tune_row *row = &t->rows[a];

		buffer_printf(out, "| %s | %zu | %zu", row->attribute, row->n_held[0] + row->n_held[1],
			row->n_held[1]);
		card_auc(out, row->base_auc, row->base_low, row->base_high);
		card_auc(out, row->auc, row->auc_low, row->auc_high);
		buffer_printf(out, " | %s |\n", outcomes[row->outcome]);
	}
}

static void put_json_row(struct buffer *rows, const moderato_tune_row *row)
{
	static const char *const outcomes[] = {
		"tuned", "worse", "too_few_labels", "forgets", "contradicted"};

	card_json_row(rows, "attribute", row->attribute);
	buffer_printf(
		rows, ",\"n\":%zu,\"n_positive\":%zu", row->n_held[0] + row->n_held[1], row->n_held[1]);
	card_json_value(rows, "base_auc", row->base_auc);
	card_json_value(rows, "base_auc_low", row->base_low);
	card_json_value(rows, "base_auc_high", row->base_high);
	card_json_value(rows, "auc", row->auc);
	card_json_value(rows, "auc_low", row->auc_low);
	card_json_value(rows, "auc_high", row->auc_high);
	buffer_printf(rows, ",\"outcome\":\"%s\"}", outcomes[row->outcome]);
}

static void put_json(const moderato_tuner *t, struct buffer *out)
{
	struct buffer rows = BUFFER_INIT;
	size_t a;

	for (a = 0; a < t->plan.n_rows; a++)
		put_json_row(&rows, &t->rows[a]);
	buffer_printf(out,
		",\n\"tuned\":{\"n\":%zu,\"threads\":%zu,\"similar\":%zu,\"clusters\":%zu,"
		"\"trained\":%zu,\"held_out\":%zu,\"attributes\":[",
		t->plan.n_comments, t->plan.n_threads, t->plan.n_similar, t->plan.n_clusters,
		t->plan.n_trained, t->plan.n_held);
	buffer_add(out, rows.data, rows.len);
	buffer_add_str(out, "]}");
	out->failed |= rows.failed;
	buffer_dispose(&rows);
}

moderato_status tuner_judge(void *payload, moderato_trainer *trainer, moderato_error *err)
{
	moderato_tuner *t = payload;
	moderato_bundle *bundle = NULL;
	moderato_status status =
		moderato_bundle_open_memory(&bundle, "the bundle", buffer_view(&trainer->out.bundle), err);

	if (!status)
		status = measure_bundle(t, trainer->in.base, true, err);
	if (!status)
		status = measure_bundle(t, bundle, false, err);
	moderato_bundle_free(bundle);
	if (status)
		return status;
	choose_heads(t, trainer);
	put_section(t, &trainer->out.held_out);
	put_json(t, &trainer->out.held_out_json);
	return trainer->out.held_out.failed || trainer->out.held_out_json.failed ? fail_no_memory(err)
																			 : MODERATO_OK;
}
