/* SPDX-License-Identifier: MIT */
/* Measures the finished bundle on the held-out files and writes the figures as a section of its
 * card. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/hash.h"
#include "train/card_json.h"
#include "train/held_out.h"
#include "measure/thresholds.h"
#include "train/train_outputs.h"
#include "moderato/reader.h"

/* The scores and labels of one attribute in one file. */
struct scores {
	double *score;
	int8_t *label;
	size_t n, cap_score, cap_label;
};

/* One file being measured, and what has been written about all of them. */
struct measuring {
	struct train_inputs *in;
	const moderato_bundle *bundle;
	moderato_classifier *classifier;
	moderato_policy *policy;
	moderato_evaluator *evaluator;
	struct scores scores[MODERATO_ATTRIBUTES_MAX];
	struct buffer figures;
	struct buffer identities;
	struct buffer costs;
	struct buffer json; /* all files, and of the one being measured: */
	struct buffer json_figures;
	struct buffer json_costs;
};

static bool add_score(struct scores *s, double score, int label)
{
	void *scores = s->score;
	void *labels = s->label;
	const bool grown = grow_array(&scores, &s->cap_score, s->n + 1, sizeof(*s->score)) &&
					   grow_array(&labels, &s->cap_label, s->n + 1, sizeof(*s->label));

	s->score = scores;
	s->label = labels;
	if (grown) {
		s->score[s->n] = score;
		s->label[s->n++] = (int8_t)label;
	}
	return grown;
}

static moderato_status add_comment(
	struct measuring *m, const moderato_comment *comment, moderato_error *err)
{
	const size_t n = moderato_bundle_n_attributes(m->bundle);
	moderato_scores scores;
	moderato_status status = moderato_classifier_score(m->classifier, comment, &scores, err);
	size_t i;
	size_t k;

	for (i = 0; !status && i < comment->n_labels; i++) {
		const moderato_label *label = &comment->labels[i];

		for (k = 0; !status && k < n; k++) {
			const char *attribute = moderato_bundle_attribute(m->bundle, k);

			if (strlen(attribute) != label->attribute.len ||
				memcmp(attribute, label->attribute.ptr, label->attribute.len) != 0)
				continue;
			status = moderato_evaluator_add(m->evaluator, k, comment, scores.margin[k],
				scores.score[k], -1, label->value, -1, err);
			if (!status && !add_score(&m->scores[k], scores.score[k], label->value))
				status = fail_no_memory(err);
		}
	}
	return status;
}

/* Is the text one that is trained on? The hashes are sorted. */
static bool is_trained_on(const struct text_hashes *hashes, moderato_str text)
{
	const uint64_t hash = hash_bytes(text.ptr, text.len, 0);

	return bsearch(&hash, hashes->v, hashes->n, sizeof(hash), hash_order);
}

/* Score the comments of a file and hand them to a new evaluator. */
static moderato_status score_file(struct measuring *m, struct train_test *test, moderato_error *err)
{
	const char *names[MODERATO_ATTRIBUTES_MAX];
	const size_t n = moderato_bundle_n_attributes(m->bundle);
	moderato_reader *reader = NULL;
	moderato_comment comment;
	moderato_status status;
	size_t i;

	for (i = 0; i < n; i++) {
		names[i] = moderato_bundle_attribute(m->bundle, i);
		m->scores[i].n = 0;
	}
	moderato_evaluator_free(m->evaluator);
	status = moderato_evaluator_new(&m->evaluator, names, n, m->in->options.fit.seed, err);
	if (!status && m->in->tests.identities)
		status = moderato_evaluator_identities(m->evaluator, m->in->tests.identities, err);
	if (!status)
		status = moderato_reader_open(&reader, test->path, &test->reading, err);
	test->n_trained = 0;
	while (!status && (status = moderato_reader_next(reader, &comment, err)) == MODERATO_OK) {
		status = add_comment(m, &comment, err);
		test->n_trained += is_trained_on(&m->in->text_hashes, comment.text);
	}
	moderato_reader_free(reader);
	return status == MODERATO_END ? MODERATO_OK : status;
}

/* --- writing --- */

static void put_percent(struct buffer *out, double share)
{
	if (isfinite(share))
		buffer_printf(out, " | %.2f %%", share * 100);
	else
		buffer_add_str(out, " | –");
}

static void begin_row(struct buffer *out, const struct train_test *test, const char *attribute)
{
	buffer_add_str(out, "| ");
	card_cell(out, test->name);
	buffer_printf(out, " | %s | ", attribute);
}

static void put_figures(
	struct buffer *out, const struct train_test *test, const moderato_figures *f)
{
	begin_row(out, test, f->attribute);
	buffer_add_str(out, f->slice == MODERATO_SLICE_ALL ? "all | " : "source | ");
	card_cell(out, f->name);
	buffer_printf(out, " | %zu | %zu", f->n, f->n_positive);
	card_auc(out, f->auc, f->auc_low, f->auc_high);
	card_measures(out, f);
}

static void put_identity(
	struct buffer *out, const struct train_test *test, const moderato_figures *f)
{
	begin_row(out, test, f->attribute);
	card_cell(out, f->name);
	buffer_printf(out, " | %zu | %zu", f->n, f->n_positive);
	card_auc(out, f->subgroup_auc, f->subgroup_auc_low, f->subgroup_auc_high);
	card_auc(out, f->bpsn_auc, f->bpsn_auc_low, f->bpsn_auc_high);
	card_auc(out, f->bnsp_auc, f->bnsp_auc_low, f->bnsp_auc_high);
	buffer_add_str(out, " |\n");
}

static moderato_status put_costs(
	struct measuring *m, const struct train_test *test, size_t attribute, moderato_error *err)
{
	const struct scores *s = &m->scores[attribute];
	const struct metric_rows rows = {s->score, s->label, NULL, s->n};
	const char *name = moderato_bundle_attribute(m->bundle, attribute);
	struct threshold thresholds[THRESHOLDS_MAX];
	const size_t n = thresholds_of(m->policy, name, thresholds);
	struct metric_ranking ranking;
	moderato_status status = metric_rank(&ranking, &rows, err);
	size_t i;

	for (i = 0; !status && s->n && i < n; i++) {
		const struct threshold_cost cost = threshold_cost(&ranking, thresholds[i].value);

		begin_row(&m->costs, test, name);
		buffer_printf(&m->costs, "%.4g | %s", thresholds[i].value,
			thresholds[i].action ? moderato_decision_name(thresholds[i].action) : "");
		put_percent(&m->costs, cost.benign);
		put_percent(&m->costs, cost.recall);
		put_percent(&m->costs, cost.precision);
		buffer_add_str(&m->costs, " |\n");
		card_json_row(&m->json_costs, "attribute", name);
		buffer_printf(&m->json_costs, ",\"score\":%.4g,\"action\":", thresholds[i].value);
		if (thresholds[i].action)
			buffer_printf(&m->json_costs, "\"%s\"", moderato_decision_name(thresholds[i].action));
		else
			buffer_add_str(&m->json_costs, "null");
		card_json_value(&m->json_costs, "benign", cost.benign);
		card_json_value(&m->json_costs, "caught", cost.recall);
		card_json_value(&m->json_costs, "precision", cost.precision);
		buffer_add_char(&m->json_costs, '}');
	}
	metric_ranking_dispose(&ranking);
	return status;
}

static void put_json(struct measuring *m, const struct train_test *test)
{
	card_json_row(&m->json, "file", test->name);
	buffer_printf(&m->json,
		",\"bytes\":%zu,\"hash\":\"%016llx\",\"n\":%zu,\"n_trained\":%zu,\"figures\":[",
		test->bytes, (unsigned long long)test->hash, test->n, test->n_trained);
	buffer_add(&m->json, m->json_figures.data, m->json_figures.len);
	buffer_add_str(&m->json, "],\"thresholds\":[");
	buffer_add(&m->json, m->json_costs.data, m->json_costs.len);
	buffer_add_str(&m->json, "]}");
	m->json.failed |= m->json_figures.failed || m->json_costs.failed;
}

static void put_row(struct measuring *m, const struct train_test *test, const moderato_figures *f)
{
	if (f->slice == MODERATO_SLICE_IDENTITY)
		put_identity(&m->identities, test, f);
	else
		put_figures(&m->figures, test, f);
	card_json_figures(&m->json_figures, f);
}

/* Does the card have this row: counts of any, or of an identity an interval? */
static bool is_recorded(const moderato_figures *f)
{
	if (f->slice == MODERATO_SLICE_IDENTITY)
		return isfinite(f->subgroup_auc_low) || isfinite(f->bpsn_auc_low) ||
			   isfinite(f->bnsp_auc_low);
	return f->n && (f->slice == MODERATO_SLICE_ALL || f->slice == MODERATO_SLICE_SOURCE);
}

static moderato_status measure_file(
	struct measuring *m, struct train_test *test, moderato_error *err)
{
	const moderato_figures *figures;
	moderato_status status = score_file(m, test, err);
	size_t n_labels = 0;
	size_t n;
	size_t i;

	buffer_clear(&m->json_figures);
	buffer_clear(&m->json_costs);
	if (!status)
		status = moderato_evaluator_figures(m->evaluator, &figures, &n, err);
	for (i = 0; !status && i < n; i++) {
		n_labels += figures[i].n;
		if (is_recorded(&figures[i]))
			put_row(m, test, &figures[i]);
	}
	if (!status && !n_labels)
		return fail(err, MODERATO_EINVAL,
			"%s: no comment has a label of an attribute that was trained", test->path);
	for (i = 0; !status && i < moderato_bundle_n_attributes(m->bundle); i++)
		status = put_costs(m, test, i, err);
	if (!status)
		put_json(m, test);
	return status;
}

static void put_section(const struct measuring *m, struct train_outputs *outputs)
{
	struct buffer *out = &outputs->held_out;
	struct buffer *json = &outputs->held_out_json;
	size_t i;

	buffer_add_str(out,
		"\n" HELD_OUT_HEADING "\n\nOf the finished bundle on files that it was not trained on, "
		"written by the program.\nPrecision, recall and F1 at the score 0.5; AUC with its 95 % "
		"interval. `moderato eval --gate`\nholds another bundle against them. Comments of a file "
		"that are also in another, which is\ntrained on, are counted.\n\n"
		"| file | bytes | hash | comments | also trained on |\n| --- | ---: | --- | ---: | ---: "
		"|\n");
	for (i = 0; i < m->in->tests.n; i++) {
		const struct train_test *test = &m->in->tests.v[i];

		buffer_add_str(out, "| ");
		card_cell(out, test->name);
		buffer_printf(out, " | %zu | %016llx | %zu | %zu |\n", test->bytes,
			(unsigned long long)test->hash, test->n, test->n_trained);
	}
	buffer_add_str(out, "\n| file | attribute | slice | name | comments | positive | AUC | AP | P "
						"| R | F1 | ECE |\n"
						"| --- | --- | --- | --- | ---: | ---: | --- | ---: "
						"| ---: | ---: | ---: | ---: |\n");
	buffer_add(out, m->figures.data, m->figures.len);
	if (m->identities.len) {
		buffer_add_str(out,
			"\nAUCs of the comments that name an identity, among themselves and against the others "
			"(Borkan et al.\n2019), their intervals by DeLong's variance. Identities named too "
			"rarely "
			"for an interval are left out.\n\n"
			"| file | attribute | identity | comments | positive | subgroup AUC | BPSN AUC | BNSP "
			"AUC "
			"|\n| --- | --- | --- | ---: | ---: | --- | --- | --- |\n");
		buffer_add(out, m->identities.data, m->identities.len);
	}
	buffer_add_str(out,
		"\n### What a threshold costs\n\nOf benign comments, the share at or above it; of positive "
		"ones, the share caught; and how many of\nall at or above it are positive in that file. "
		"Hold and reject are the default policy's.\n\n"
		"| file | attribute | score at least | policy | benign above it | positives caught | "
		"precision |\n| --- | --- | ---: | --- | ---: | ---: | ---: |\n");
	buffer_add(out, m->costs.data, m->costs.len);
	buffer_add_str(json, ",\n\"held_out\":[");
	buffer_add(json, m->json.data, m->json.len);
	buffer_add_char(json, ']');
}

static void measuring_dispose(struct measuring *m)
{
	size_t i;

	for (i = 0; i < MODERATO_ATTRIBUTES_MAX; i++) {
		free(m->scores[i].score);
		free(m->scores[i].label);
	}
	moderato_evaluator_free(m->evaluator);
	moderato_classifier_free(m->classifier);
	moderato_policy_free(m->policy);
	buffer_dispose(&m->figures);
	buffer_dispose(&m->identities);
	buffer_dispose(&m->costs);
	buffer_dispose(&m->json);
	buffer_dispose(&m->json_figures);
	buffer_dispose(&m->json_costs);
}

moderato_status train_held_out(
	struct train_outputs *out, struct train_inputs *in, moderato_error *err)
{
	struct measuring m = {.in = in};
	moderato_bundle *bundle = NULL;
	moderato_status status =
		moderato_bundle_open_memory(&bundle, "the bundle", buffer_view(&out->bundle), err);
	size_t i;

	buffer_clear(&out->held_out);
	buffer_clear(&out->held_out_json);
	qsort(in->text_hashes.v, in->text_hashes.n, sizeof(*in->text_hashes.v), hash_order);
	m.bundle = bundle;
	if (!status)
		status = moderato_classifier_new(&m.classifier, bundle, NULL, err);
	if (!status)
		status = moderato_policy_default(&m.policy, err);
	for (i = 0; !status && i < in->tests.n; i++)
		status = measure_file(&m, &in->tests.v[i], err);
	if (!status)
		put_section(&m, out);
	if (!status && (m.figures.failed || m.identities.failed || m.costs.failed || m.json.failed ||
					   out->held_out.failed || out->held_out_json.failed))
		status = fail_no_memory(err);
	measuring_dispose(&m);
	moderato_bundle_free(bundle);
	return status;
}
