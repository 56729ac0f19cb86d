/* SPDX-License-Identifier: MIT */
#include "stream/verdict_view.h"

#include <stdio.h>
#include <string.h>

#include "base/shown.h"
#include "base/str.h"

enum {
	INDENT = 2,
	NAME_COLUMNS = 18,
	BAR_COLUMNS = 40,
	FEATURE_COLUMNS = 34,
	TEXT_COLUMNS = 24,
};

static moderato_status reasoned_text(const struct rows *rows, moderato_str text,
	const moderato_reason *reasons, size_t n, struct buffer *buf)
{
	struct marks marks;
	size_t i;

	if (!marks_init(&marks, text.len))
		return MODERATO_ENOMEM;
	for (i = 0; i < n; i++)
		marks_add(&marks, reasons[i].spans, reasons[i].n_spans, STYLE_MARK);
	table_text(buf, &rows->view, text, &marks, INDENT);
	marks_dispose(&marks);
	return MODERATO_OK;
}

/* Ends a line and removes the blanks that the last cell left. */
static void end_line(struct buffer *buf)
{
	while (buf->len && buf->data[buf->len - 1] == ' ')
		buf->len--;
	buffer_add_str(buf, "\n");
}

static void heading(const struct rows *rows, const char *text, struct buffer *buf)
{
	buffer_add_str(buf, "\n");
	table_style(buf, &rows->view, STYLE_BOLD);
	buffer_add_str(buf, text);
	table_style(buf, &rows->view, STYLE_PLAIN);
	buffer_add_str(buf, "\n");
}

static void reason_line(const struct rows *rows, const moderato_reason *reason, struct buffer *buf)
{
	buffer_repeat(buf, ' ', INDENT);
	table_style(buf, &rows->view, style_of(reason->action));
	table_cell(buf, str_of(moderato_decision_name(reason->action)), 8);
	table_style(buf, &rows->view, STYLE_PLAIN);
	table_cell(buf, str_of(reason->rule), NAME_COLUMNS + 2);
	if (reason->attribute >= 0)
		buffer_printf(buf, "%.3f", reason->score);
	else
		buffer_add_str(buf, "     ");
	if (reason->message) {
		size_t columns = rows->view.width > 60 ? rows->view.width - 36 : 24;

		buffer_add_str(buf, "  ");
		table_cell(buf, str_of(reason->message), columns);
	}
	end_line(buf);
}

static void score_line(
	const struct rows *rows, const moderato_verdict *verdict, size_t attribute, struct buffer *buf)
{
	double score = verdict->scores.score[attribute];
	size_t columns = rows->view.width > NAME_COLUMNS + BAR_COLUMNS + 12
						 ? BAR_COLUMNS
						 : rows->view.width - NAME_COLUMNS - 12;

	buffer_repeat(buf, ' ', INDENT);
	table_cell(
		buf, str_of(moderato_bundle_attribute(rows->engine->bundle, attribute)), NAME_COLUMNS);
	buffer_printf(buf, "%.3f  ", score);
	table_bar(buf, score, columns);
	end_line(buf);
}

moderato_status view_verdict(const struct rows *rows, const moderato_comment *comment,
	const moderato_verdict *verdict, struct buffer *buf)
{
	moderato_status status;
	size_t i;

	table_style(buf, &rows->view, style_of(verdict->decision));
	buffer_add_str(buf, moderato_decision_name(verdict->decision));
	table_style(buf, &rows->view, STYLE_PLAIN);
	buffer_add_str(buf, "\n\n");
	status = reasoned_text(rows, comment->text, verdict->reasons, verdict->n_reasons, buf);
	if (verdict->n_reasons)
		heading(rows, "Reasons", buf);
	for (i = 0; i < verdict->n_reasons; i++)
		reason_line(rows, &verdict->reasons[i], buf);
	heading(rows, "Scores", buf);
	for (i = 0; i < verdict->scores.n; i++) {
		if (rows->engine->selected[i])
			score_line(rows, verdict, i, buf);
	}
	return status;
}

/* ---- explain ---- */

static moderato_status explained_text(const struct rows *rows, moderato_str text,
	const moderato_explanation *explanation, struct buffer *buf)
{
	struct marks marks;

	if (!marks_init(&marks, text.len))
		return MODERATO_ENOMEM;
	marks_add(&marks, explanation->down_spans, explanation->n_down, STYLE_MILD);
	marks_add(&marks, explanation->spans, explanation->n_spans, STYLE_MARK);
	table_text(buf, &rows->view, text, &marks, INDENT);
	marks_dispose(&marks);
	return MODERATO_OK;
}

/* Writes bytes [begin, end) of the text on one line. */
static void place_cell(
	const struct rows *rows, moderato_str text, moderato_span span, struct buffer *buf)
{
	moderato_str seen = {text.ptr + span.begin, span.end - span.begin};
	struct marks none;

	if (marks_init(&none, seen.len))
		table_excerpt(buf, &rows->view, seen, &none, TEXT_COLUMNS);
	marks_dispose(&none);
}

/* Lists at most `top` of the spans that push in one direction, in the text's order: place, share,
 * text. */
static void span_lines(const struct rows *rows, moderato_str text, const char *title,
	const moderato_span *spans, const double *shares, size_t n, size_t top, struct buffer *buf)
{
	size_t i;

	if (n)
		heading(rows, title, buf);
	for (i = 0; i < n && (!top || i < top); i++) {
		char place[48];

		snprintf(place, sizeof(place), "%zu-%zu", spans[i].begin, spans[i].end);
		buffer_printf(buf, "  %10s  ", place);
		table_style(buf, &rows->view, shares[i] > 0 ? STYLE_BAD : STYLE_GOOD);
		buffer_printf(buf, "%+9.5f", shares[i]);
		table_style(buf, &rows->view, STYLE_PLAIN);
		buffer_add_str(buf, "  ");
		place_cell(rows, text, spans[i], buf);
		end_line(buf);
	}
	if (i < n)
		buffer_printf(buf, "              %zu more\n", n - i);
}

/* Shows where a share comes from: the bytes in the original text, and the text there. */
static void share_line(const struct rows *rows, const moderato_comment *comment,
	const moderato_share *share, struct buffer *buf)
{
	moderato_span span = share->span;

	buffer_repeat(buf, ' ', INDENT);
	table_style(buf, &rows->view, share->share > 0 ? STYLE_BAD : STYLE_GOOD);
	buffer_printf(buf, "%+10.5f", share->share);
	table_style(buf, &rows->view, STYLE_PLAIN);
	buffer_printf(buf, "  %9.5f  ", share->value);
	table_cell(buf, str_of(share->feature), FEATURE_COLUMNS);
	if (span.begin < span.end && span.end <= comment->text.len) {
		buffer_printf(buf, "  %zu-%zu  ", span.begin, span.end);
		place_cell(rows, comment->text, span, buf);
	}
	end_line(buf);
}

static void sum_line(double value, const char *what, struct buffer *buf)
{
	buffer_printf(buf, "  %+10.5f             %s\n", value, what);
}

/* Shows what the unlisted features of one direction add. */
static void rest_line(const moderato_rest *rest, const char *what, struct buffer *buf)
{
	char label[64];

	if (!rest->n)
		return;
	snprintf(label, sizeof(label), "%zu %s", rest->n, what);
	sum_line(rest->sum, label, buf);
}

moderato_status view_explanation(const struct rows *rows, const moderato_comment *comment,
	size_t attribute, const moderato_explanation *explanation, size_t top, struct buffer *buf)
{
	const moderato_explanation *e = explanation;
	moderato_status status;
	size_t i;

	table_style(buf, &rows->view, STYLE_BOLD);
	shown_add(buf, str_of(moderato_bundle_attribute(rows->engine->bundle, attribute)), SHOWN_NAME);
	table_style(buf, &rows->view, STYLE_PLAIN);
	buffer_printf(buf, "  score %.3f, margin %+.5f\n\n", e->score, e->margin);
	status = explained_text(rows, comment->text, e, buf);
	span_lines(
		rows, comment->text, "Pushes up most", e->spans, e->span_shares, e->n_spans, top, buf);
	span_lines(rows, comment->text, "Pushes down most", e->down_spans, e->down_shares, e->n_down,
		top, buf);
	heading(rows, "       share      value  feature                             where", buf);
	for (i = 0; i < e->n_shares; i++)
		share_line(rows, comment, &e->shares[i], buf);
	rest_line(&e->rest_up, "more that push up", buf);
	rest_line(&e->rest_down, "more that push down", buf);
	sum_line(e->bias, "bias", buf);
	sum_line(e->margin, "sum: the margin", buf);
	return status;
}
