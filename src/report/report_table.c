/* SPDX-License-Identifier: MIT */
/* The tables: attributes, thresholds, slices. */
#include <math.h>
#include <string.h>

#include "report/report_internal.h"

/* --- pieces --- */

static void number_cell(struct buffer *out, double value)
{
	buffer_add_str(out, "<td>");
	report_value(out, value);
	buffer_add_str(out, "</td>");
}

static void count_cell(struct buffer *out, size_t n)
{
	buffer_add_str(out, "<td>");
	report_count(out, n);
	buffer_add_str(out, "</td>");
}

static void interval_cell(struct buffer *out, double value, double low, double high)
{
	buffer_add_str(out, "<td class=\"ci\">");
	if (isfinite(value) && isfinite(low) && isfinite(high))
		buffer_printf(out, "%.3f–%.3f", low, high);
	buffer_add_str(out, "</td>");
}

/* An AUC and its interval, in a cell each so that the numbers stand in line. */
static void auc_cells(struct buffer *out, double value, double low, double high)
{
	number_cell(out, value);
	interval_cell(out, value, low, high);
}

static void percent_cell(struct buffer *out, double share)
{
	buffer_add_str(out, "<td>");
	report_percent(out, share);
	buffer_add_str(out, "</td>");
}

/* An AUC and its interval between 0.5 and 1, drawn; the numbers stand beside it. */
static void strip_cell(struct buffer *out, const moderato_figures *f)
{
	const double low = 0.4;
	const double unit = 96 / (1 - low);

	buffer_add_str(out, "<td class=\"strip\">");
	if (isfinite(f->auc)) {
		buffer_printf(out,
			"<svg viewBox=\"0 0 100 12\" aria-hidden=\"true\">"
			"<line class=\"grid\" x1=\"%.1f\" y1=\"0\" x2=\"%.1f\" y2=\"12\"/>"
			"<line class=\"grid\" x1=\"98\" y1=\"0\" x2=\"98\" y2=\"12\"/>",
			2 + (0.5 - low) * unit, 2 + (0.5 - low) * unit);
		if (isfinite(f->auc_low))
			buffer_printf(out,
				"<line class=\"whisker\" x1=\"%.1f\" y1=\"6\" x2=\"%.1f\" y2=\"6\"/>",
				2 + (fmax(f->auc_low, low) - low) * unit,
				2 + (fmax(f->auc_high, low) - low) * unit);
		buffer_printf(out, "<circle class=\"point\" cx=\"%.1f\" cy=\"6\" r=\"3\"/></svg>",
			2 + (fmax(f->auc, low) - low) * unit);
	}
	buffer_add_str(out, "</td>");
}

/* `head` names the first column; `heads` are the cells of the others. */
static void begin_table(
	struct buffer *out, const char *caption, const char *head, const char *heads)
{
	buffer_printf(out,
		"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><table>\n"
		"<caption>%s</caption>\n<thead><tr><th scope=\"col\">%s</th>%s</tr></thead>\n<tbody>\n",
		caption, caption, head, heads);
}

static void end_table(struct buffer *out)
{
	buffer_add_str(out, "</tbody></table></div>\n");
}

static void main_cells(struct buffer *out, const moderato_figures *f)
{
	count_cell(out, f->n);
	count_cell(out, f->n_positive);
	strip_cell(out, f);
	auc_cells(out, f->auc, f->auc_low, f->auc_high);
	number_cell(out, f->average_precision);
	number_cell(out, f->precision);
	number_cell(out, f->recall);
	number_cell(out, f->f1);
	number_cell(out, f->ece);
	buffer_add_str(out, "</tr>\n");
}

#define MAIN_HEADS                                                                                 \
	"<th scope=\"col\">comments</th><th scope=\"col\">positive</th>"                               \
	"<th scope=\"col\" colspan=\"3\">AUC <span class=\"ci\">95&#8239;%</span></th>"                \
	"<th scope=\"col\">AP</th><th scope=\"col\">P</th><th scope=\"col\">R</th>"                    \
	"<th scope=\"col\">F1</th><th scope=\"col\">ECE</th>"

/* --- attributes --- */

void report_overview(struct buffer *out, const moderato_figures *figures, size_t n)
{
	size_t i;

	begin_table(out, "All attributes that the comments judge", "attribute", MAIN_HEADS);
	for (i = 0; i < n; i++) {
		if (figures[i].slice != MODERATO_SLICE_ALL || !figures[i].n)
			continue;
		buffer_printf(out, "<tr><th scope=\"row\"><a href=\"#%s\">%s</a></th>",
			figures[i].attribute, figures[i].attribute);
		main_cells(out, &figures[i]);
	}
	end_table(out);
}

/* --- thresholds --- */

static const double rates[] = {0.01, 0.03, 0.1};
enum { N_RATES = sizeof(rates) / sizeof(rates[0]) };

static void threshold_row(
	struct buffer *out, const struct report_view *view, const struct threshold *t)
{
	const struct threshold_cost cost = threshold_cost(&view->scores, t->value);
	size_t i;

	buffer_printf(
		out, "<tr%s><th scope=\"row\">", t->action == MODERATO_PUBLISH ? "" : " class=\"own\"");
	report_threshold(out, t->value);
	if (t->action != MODERATO_PUBLISH)
		buffer_printf(out, " <span class=\"tag\">%s</span>", moderato_decision_name(t->action));
	buffer_add_str(out, "</th>");
	percent_cell(out, cost.recall);
	percent_cell(out, cost.benign);
	percent_cell(out, cost.precision);
	for (i = 0; i < N_RATES; i++)
		percent_cell(out, threshold_precision_at(&cost, rates[i]));
	buffer_add_str(out, "</tr>\n");
}

void report_thresholds(struct buffer *out, const struct report_view *view)
{
	size_t i;

	begin_table(out, "What a threshold catches, and what it costs", "score at least",
		"<th scope=\"col\">positives caught</th>"
		"<th scope=\"col\">benign above it</th><th scope=\"col\">precision here</th>"
		"<th scope=\"col\">at 1&#8239;% positive</th><th scope=\"col\">at 3&#8239;%</th>"
		"<th scope=\"col\">at 10&#8239;%</th>");
	for (i = 0; i < view->column->n_thresholds; i++)
		threshold_row(out, view, &view->column->thresholds[i]);
	end_table(out);
}

/* --- slices --- */

#define BIAS_HEADS                                                                                 \
	"<th scope=\"col\">comments</th><th scope=\"col\">positive</th>"                               \
	"<th scope=\"col\" colspan=\"2\">subgroup AUC <span class=\"ci\">95&#8239;%</span></th>"       \
	"<th scope=\"col\" colspan=\"2\">BPSN AUC <span class=\"ci\">95&#8239;%</span></th>"           \
	"<th scope=\"col\" colspan=\"2\">BNSP AUC <span class=\"ci\">95&#8239;%</span></th>"

#define DISGUISE_HEADS                                                                             \
	"<th scope=\"col\">comments</th><th scope=\"col\">positive</th>"                               \
	"<th scope=\"col\">AUC</th><th scope=\"col\">lost</th><th scope=\"col\">R</th>"                \
	"<th scope=\"col\">still found</th><th scope=\"col\">benign held</th>"                         \
	"<th scope=\"col\">more than before</th>"

/* What a slice shows. */
enum cells { MAIN_CELLS, BIAS_CELLS, DISGUISE_CELLS };

static const char *const heads_of[] = {MAIN_HEADS, BIAS_HEADS, DISGUISE_HEADS};

/* A kind of slice to show; a new kind is one row more. */
static const struct slicing {
	moderato_slice slice;
	const char *caption;
	const char *head;
	enum cells cells;
} slicings[] = {
	{MODERATO_SLICE_SOURCE, "By source", "source", MAIN_CELLS},
	{MODERATO_SLICE_FOLD, "By fold", "fold", MAIN_CELLS},
	{MODERATO_SLICE_IDENTITY, "By identity that a comment names", "identity", BIAS_CELLS},
	{MODERATO_SLICE_PERTURBATION, "In disguise", "disguise", DISGUISE_CELLS},
};

/* An AUC of an identity; an arrow where it is surely below the one over all. */
static void bias_cells(
	struct buffer *out, double auc, double low, double high, const moderato_figures *all)
{
	const bool worse = all && high < all->auc;

	buffer_printf(out, "<td%s>", worse ? " class=\"worse\"" : "");
	if (worse)
		buffer_add_str(out, "<span title=\"below the AUC over all\">↓</span>&#8239;");
	report_value(out, auc);
	buffer_add_str(out, "</td>");
	interval_cell(out, auc, low, high);
}

static void bias_row(struct buffer *out, const moderato_figures *f, const moderato_figures *all)
{
	count_cell(out, f->n);
	count_cell(out, f->n_positive);
	bias_cells(out, f->subgroup_auc, f->subgroup_auc_low, f->subgroup_auc_high, all);
	bias_cells(out, f->bpsn_auc, f->bpsn_auc_low, f->bpsn_auc_high, all);
	bias_cells(out, f->bnsp_auc, f->bnsp_auc_low, f->bnsp_auc_high, all);
	buffer_add_str(out, "</tr>\n");
}

static void disguise_row(struct buffer *out, const moderato_figures *f)
{
	count_cell(out, f->n);
	count_cell(out, f->n_positive);
	number_cell(out, f->auc);
	number_cell(out, f->auc_loss);
	number_cell(out, f->recall);
	percent_cell(out, f->recall_kept);
	percent_cell(out, f->held_perturbed);
	percent_cell(out, f->held_rise);
	buffer_add_str(out, "</tr>\n");
}

/* Has it rows enough for any of its intervals? */
static bool is_large(const moderato_figures *f)
{
	return isfinite(f->subgroup_auc_low) || isfinite(f->bpsn_auc_low) || isfinite(f->bnsp_auc_low);
}

/* Rows of a slicing, all or (of identities) those of one size. */
enum size { ANY, LARGE, SMALL };

static bool is_shown(const moderato_figures *f, const struct slicing *slicing, enum size size,
	const struct report_view *view)
{
	return f->slice == slicing->slice && strcmp(f->attribute, view->column->attribute) == 0 &&
		   (slicing->cells != BIAS_CELLS || isfinite(f->bpsn_auc) || isfinite(f->bnsp_auc)) &&
		   (size == ANY || is_large(f) == (size == LARGE));
}

static size_t count_shown(
	const struct slicing *slicing, enum size size, const struct report_view *view)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < view->n_figures; i++)
		n += is_shown(&view->figures[i], slicing, size, view);
	return n;
}

static void put_rows(struct buffer *out, const struct report_view *view,
	const struct slicing *slicing, enum size size)
{
	size_t i;

	if (!count_shown(slicing, size, view))
		return;
	begin_table(out, slicing->caption, slicing->head, heads_of[slicing->cells]);
	for (i = 0; i < view->n_figures; i++) {
		const moderato_figures *f = &view->figures[i];

		if (!is_shown(f, slicing, size, view))
			continue;
		buffer_add_str(out, "<tr><th scope=\"row\"><bdi>");
		report_name(out, f->name);
		buffer_add_str(out, "</bdi></th>");
		if (slicing->cells == BIAS_CELLS)
			bias_row(out, f, view->all);
		else if (slicing->cells == DISGUISE_CELLS)
			disguise_row(out, f);
		else
			main_cells(out, f);
	}
	end_table(out);
}

static void put_slicing(
	struct buffer *out, const struct report_view *view, const struct slicing *slicing)
{
	size_t n;

	if (slicing->cells != BIAS_CELLS) {
		put_rows(out, view, slicing, ANY);
		return;
	}
	put_rows(out, view, slicing, LARGE);
	n = count_shown(slicing, SMALL, view);
	if (!n)
		return;
	buffer_printf(out, "<details><summary>%zu %s named too rarely for an interval</summary>\n", n,
		n == 1 ? "identity" : "identities");
	put_rows(out, view, slicing, SMALL);
	buffer_add_str(out, "</details>\n");
}

void report_slices(struct buffer *out, const struct report_view *view)
{
	size_t i;

	for (i = 0; i < sizeof(slicings) / sizeof(slicings[0]); i++)
		put_slicing(out, view, &slicings[i]);
}
