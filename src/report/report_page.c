/* SPDX-License-Identifier: MIT */
/* The page: head, summary, a section for each attribute, and how to read it. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "report/report_internal.h"
#include "moderato/version.h"

#include "report_css.inc"

/* Nothing may be fetched or run, whatever a comment says. */
#define POLICY "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"

static size_t count_rows(const moderato_report *r, size_t *n_attributes)
{
	size_t labels = 0;
	size_t i;

	*n_attributes = 0;
	for (i = 0; i < r->n_columns; i++) {
		labels += r->columns[i].n;
		*n_attributes += r->columns[i].n > 0;
	}
	return labels;
}

static void put_names(struct buffer *out, const struct report_names *names)
{
	size_t i;

	for (i = 0; i < names->n; i++) {
		buffer_add_str(out, i == 0 ? "" : i + 1 < names->n ? ", " : " and ");
		buffer_add_str(out, "<bdi class=\"file\">");
		report_name(out, names->v[i]);
		buffer_add_str(out, "</bdi>");
	}
}

static void put_head(struct buffer *out, const moderato_report *r)
{
	size_t n_attributes;
	const size_t labels = count_rows(r, &n_attributes);

	buffer_add_str(out, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
						"<meta http-equiv=\"Content-Security-Policy\" content=\"" POLICY "\">\n"
						"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
						"<meta name=\"color-scheme\" content=\"light dark\">\n"
						"<meta name=\"referrer\" content=\"no-referrer\">\n"
						"<title>Evaluation report</title>\n<style>\n");
	buffer_add(out, report_css, sizeof(report_css) - 1);
	buffer_add_str(out, "</style>\n</head>\n<body>\n<header>\n<h1>Evaluation report</h1>\n"
						"<p class=\"lead\">How well the scores of <bdi class=\"file\">");
	report_name(out, r->name ? r->name : "the default bundle");
	buffer_add_str(out, "</bdi> agree with people’s labels");
	if (r->corpora.n) {
		buffer_add_str(out, " in ");
		put_names(out, &r->corpora);
	}
	buffer_add_str(out, ": ");
	report_count(out, labels);
	buffer_printf(out,
		" label%s of %zu attribute%s. A missing label is unknown and counts "
		"nowhere.</p>\n</header>\n",
		labels == 1 ? "" : "s", n_attributes, n_attributes == 1 ? "" : "s");
}

static void put_summary(
	struct buffer *out, const moderato_report *r, const moderato_figures *figures, size_t n)
{
	bool first = true;
	size_t i;

	buffer_add_str(out, "<main>\n<section aria-labelledby=\"summary\">\n"
						"<h2 id=\"summary\">Summary</h2>\n");
	report_overview(out, figures, n);
	for (i = 0; i < r->n_columns; i++) {
		if (r->columns[i].n)
			continue;
		buffer_printf(out, "%s%s", first ? "<p class=\"note\">No comment judges " : ", ",
			r->columns[i].attribute);
		first = false;
	}
	if (!first)
		buffer_add_str(out, ".</p>\n");
	buffer_add_str(out, "</section>\n");
}

/* --- an attribute --- */

static void put_lead(struct buffer *out, const struct report_view *view)
{
	const double n = view->scores.positives + view->scores.negatives;

	buffer_add_str(out, "<p class=\"lead\">");
	report_count(out, view->column->n);
	buffer_printf(out, " comment%s judged, ", view->column->n == 1 ? "" : "s");
	report_count(out, (size_t)view->scores.positives);
	buffer_add_str(out, " of them positive (");
	report_percent(out, view->scores.positives / n);
	buffer_add_str(out, "). ");
	if (view->all && isfinite(view->all->auc)) {
		buffer_add_str(out, "AUC ");
		report_interval(out, view->all->auc, view->all->auc_low, view->all->auc_high);
		buffer_add_str(out, ", average precision ");
		report_value(out, view->all->average_precision);
		buffer_add_str(out, "; ");
	} else {
		buffer_add_str(out, "Only one class: there is no curve to draw. ");
	}
	buffer_printf(out, "log loss %.3f, Brier score %.3f.", metric_log_loss(&view->scores),
		metric_brier(&view->scores));
	if (view->all && view->all->n_spans) {
		buffer_add_str(out, " Spans of explanations against those that people marked: F1 ");
		report_interval(out, view->all->span_f1, view->all->span_f1_low, view->all->span_f1_high);
		buffer_add_str(out, " over ");
		report_count(out, view->all->n_spans);
		buffer_add_str(out, view->all->n_spans == 1 ? " comment." : " comments.");
	}
	buffer_add_str(out, "</p>\n");
}

static moderato_status put_plots(
	struct buffer *out, const struct report_view *view, moderato_error *err)
{
	const bool both = view->scores.positives > 0 && view->scores.negatives > 0;
	moderato_status status = MODERATO_OK;

	buffer_add_str(out, "<div class=\"plots\">\n");
	report_histogram(out, view);
	report_reliability(out, view);
	if (both)
		status = report_roc(out, view, err);
	if (both && !status)
		status = report_precision_recall(out, view, err);
	buffer_add_str(out, "</div>\n");
	return status;
}

static void find_all(struct report_view *view)
{
	size_t i;

	for (i = 0; i < view->n_figures && !view->all; i++)
		if (view->figures[i].slice == MODERATO_SLICE_ALL &&
			strcmp(view->figures[i].attribute, view->column->attribute) == 0)
			view->all = &view->figures[i];
}

static moderato_status rank_column(struct report_view *view, moderato_error *err)
{
	const struct report_column *c = view->column;
	struct metric_rows rows = {c->margin, c->label, NULL, c->n};
	moderato_status status = metric_rank(&view->margins, &rows, err);

	rows.score = c->score;
	return status ? status : metric_rank(&view->scores, &rows, err);
}

static moderato_status put_attribute(moderato_report *r, struct report_view *view, size_t attribute,
	moderato_classifier *classifier, moderato_error *err)
{
	struct buffer *out = &r->page;
	moderato_status status = rank_column(view, err);

	if (!status) {
		find_all(view);
		buffer_printf(out,
			"<section class=\"attribute\" aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n",
			view->column->attribute, view->column->attribute, view->column->attribute);
		put_lead(out, view);
		status = put_plots(out, view, err);
	}
	if (!status) {
		report_thresholds(out, view);
		report_slices(out, view);
		status = report_write_errors(out, view->column, attribute, classifier, err);
		buffer_add_str(out, "</section>\n");
	}
	metric_ranking_dispose(&view->margins);
	metric_ranking_dispose(&view->scores);
	return status;
}

/* --- how to read it --- */

static void put_notes(struct buffer *out)
{
	buffer_add_str(out,
		"<section class=\"notes\" aria-labelledby=\"reading\">\n<h2 id=\"reading\">How to read "
		"this</h2>\n<dl>\n"
		"<dt>AUC</dt><dd>The chance that a positive comment scores above a benign one; 0.5 is "
		"chance, 1 is perfect. Its 95&#8239;% interval is by bootstrap, those of identities by "
		"DeLong’s variance. An interval is left out where a class has too few comments for it to "
		"say something.</dd>\n"
		"<dt>AP</dt><dd>Average precision, the area under the precision-recall steps. It depends "
		"on the share of positives: compare it on the same comments only.</dd>\n"
		"<dt>P, R, F1</dt><dd>Precision, recall and their harmonic mean at the score 0.5.</dd>\n"
		"<dt>ECE</dt><dd>Expected calibration error over 15 bins: how far scores are from the "
		"shares that they promise.</dd>\n"
		"<dt>Thresholds</dt><dd>“Benign above it” is the share of harmless comments that the "
		"threshold would hold. The last columns tell how much of what is held would be positive "
		"on a site where 1, 3 or 10&#8239;% of all comments are, if its comments were like "
		"these.</dd>\n"
		"<dt>Subgroup, BPSN, BNSP</dt><dd>AUCs of comments that name an identity: among "
		"themselves; their benign ones against positives elsewhere (low: harmless mentions score "
		"too high); their positive ones against benign comments elsewhere (low: attacks score too "
		"low). Borkan and others, 2019. An arrow marks an AUC whose whole interval lies below the "
		"AUC over all comments.</dd>\n"
		"<dt>In disguise</dt><dd>The same comments with words written otherwise, as people do to "
		"get past a filter. “Lost” is what the AUC loses; “still found” the share of the positive "
		"comments found before that is found in disguise; “benign held” the share of harmless "
		"comments that the policy holds or rejects.</dd>\n"
		"<dt>Spans</dt><dd>F1 over the characters of each comment (1 when neither marks any), and "
		"its mean.</dd>\n"
		"<dt><code class=\"cp\">U+202E</code></dt><dd>Stands for a character that cannot be seen "
		"or that would turn the direction of writing.</dd>\n</dl>\n</section>\n");
}

moderato_status report_page(
	moderato_report *r, const moderato_figures *figures, size_t n, moderato_error *err)
{
	moderato_classifier *classifier = NULL;
	moderato_status status = moderato_classifier_new(&classifier, r->bundle, NULL, err);
	size_t i;

	if (status)
		return status;
	put_head(&r->page, r);
	put_summary(&r->page, r, figures, n);
	for (i = 0; !status && i < r->n_columns; i++) {
		struct report_view view = {
			&r->columns[i], figures, n, NULL, METRIC_RANKING_INIT, METRIC_RANKING_INIT};

		if (r->columns[i].n)
			status = put_attribute(r, &view, i, classifier, err);
	}
	put_notes(&r->page);
	buffer_printf(&r->page, "</main>\n<footer>%s</footer>\n</body>\n</html>\n", moderato_version());
	moderato_classifier_free(classifier);
	return status;
}
