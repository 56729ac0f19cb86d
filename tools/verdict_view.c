/* SPDX-License-Identifier: MIT */
#include "verdict_view.h"

#include <stdio.h>
#include <string.h>

enum {
	INDENT = 2,
	NAME_COLUMNS = 18,
	BAR_COLUMNS = 40,
	FEATURE_COLUMNS = 34,
};

static moderato_status marked_text(const struct rows *rows, moderato_str text,
	const moderato_reason *reasons, size_t n, struct strbuf *buf)
{
	struct marks marks;
	size_t i;

	if (!marks_init(&marks, text.len))
		return MODERATO_ENOMEM;
	for (i = 0; i < n; i++)
		marks_add(&marks, reasons[i].spans, reasons[i].n_spans);
	table_text(buf, &rows->view, text, &marks, INDENT);
	marks_dispose(&marks);
	return MODERATO_OK;
}

/* End a line without the blanks that the last cell left. */
static void end_line(struct strbuf *buf)
{
	while (buf->len && buf->ptr[buf->len - 1] == ' ')
		buf->ptr[--buf->len] = '\0';
	strbuf_puts(buf, "\n");
}

static void heading(const struct rows *rows, const char *text, struct strbuf *buf)
{
	strbuf_puts(buf, "\n");
	table_style(buf, &rows->view, STYLE_BOLD);
	strbuf_puts(buf, text);
	table_style(buf, &rows->view, STYLE_PLAIN);
	strbuf_puts(buf, "\n");
}

static void reason_line(const struct rows *rows, const moderato_reason *reason, struct strbuf *buf)
{
	strbuf_repeat(buf, ' ', INDENT);
	table_style(buf, &rows->view, style_of(reason->action));
	table_cell(buf, str_of(moderato_decision_name(reason->action)), 8);
	table_style(buf, &rows->view, STYLE_PLAIN);
	table_cell(buf, str_of(reason->rule), NAME_COLUMNS + 2);
	if (reason->attribute >= 0)
		strbuf_format(buf, "%.3f", reason->score);
	else
		strbuf_puts(buf, "     ");
	if (reason->message) {
		size_t columns = rows->view.width > 60 ? rows->view.width - 36 : 24;

		strbuf_puts(buf, "  ");
		table_cell(buf, str_of(reason->message), columns);
	}
	end_line(buf);
}

static void score_line(
	const struct rows *rows, const moderato_verdict *verdict, size_t attribute, struct strbuf *buf)
{
	double score = verdict->scores.score[attribute];
	size_t columns = rows->view.width > NAME_COLUMNS + BAR_COLUMNS + 12
						 ? BAR_COLUMNS
						 : rows->view.width - NAME_COLUMNS - 12;

	strbuf_repeat(buf, ' ', INDENT);
	table_cell(
		buf, str_of(moderato_bundle_attribute(rows->engine->bundle, attribute)), NAME_COLUMNS);
	strbuf_format(buf, "%.3f  ", score);
	table_bar(buf, score, columns);
	end_line(buf);
}

moderato_status view_verdict(const struct rows *rows, const moderato_comment *comment,
	const moderato_verdict *verdict, struct strbuf *buf)
{
	moderato_status status;
	size_t i;

	table_style(buf, &rows->view, style_of(verdict->decision));
	strbuf_puts(buf, moderato_decision_name(verdict->decision));
	table_style(buf, &rows->view, STYLE_PLAIN);
	strbuf_puts(buf, "\n\n");
	status = marked_text(rows, comment->text, verdict->reasons, verdict->n_reasons, buf);
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

/* A share's place: the bytes in the original text, and a look at them. */
static void share_line(const struct rows *rows, const moderato_comment *comment,
	const moderato_share *share, struct strbuf *buf)
{
	moderato_span span = share->span;

	strbuf_repeat(buf, ' ', INDENT);
	table_style(buf, &rows->view, share->share > 0 ? STYLE_BAD : STYLE_GOOD);
	strbuf_format(buf, "%+10.5f", share->share);
	table_style(buf, &rows->view, STYLE_PLAIN);
	strbuf_format(buf, "  %9.5f  ", share->value);
	table_cell(buf, str_of(share->feature), FEATURE_COLUMNS);
	if (span.begin < span.end && span.end <= comment->text.len) {
		moderato_str seen = {comment->text.ptr + span.begin, span.end - span.begin};
		struct marks none;

		strbuf_format(buf, "  %zu-%zu  ", span.begin, span.end);
		if (marks_init(&none, seen.len))
			table_excerpt(buf, &rows->view, seen, &none, 24);
		marks_dispose(&none);
	}
	end_line(buf);
}

static void sum_line(double value, const char *what, struct strbuf *buf)
{
	strbuf_format(buf, "  %+10.5f             %s\n", value, what);
}

moderato_status view_explanation(const struct rows *rows, const moderato_comment *comment,
	size_t attribute, const moderato_explanation *explanation, size_t top, struct strbuf *buf)
{
	size_t n = top && top < explanation->n_shares ? top : explanation->n_shares;
	moderato_reason whole = {
		.spans = explanation->spans, .n_spans = explanation->n_spans, .attribute = -1};
	moderato_status status;
	double rest = 0;
	char label[64];
	size_t i;

	table_style(buf, &rows->view, STYLE_BOLD);
	strbuf_puts(buf, moderato_bundle_attribute(rows->engine->bundle, attribute));
	table_style(buf, &rows->view, STYLE_PLAIN);
	strbuf_format(buf, "  score %.3f, margin %+.5f\n\n", explanation->score, explanation->margin);
	status = marked_text(rows, comment->text, &whole, 1, buf);
	strbuf_puts(buf, "\n");
	table_style(buf, &rows->view, STYLE_BOLD);
	strbuf_puts(buf, "       share      value  feature");
	strbuf_repeat(buf, ' ', FEATURE_COLUMNS - 7);
	strbuf_puts(buf, "  where");
	table_style(buf, &rows->view, STYLE_PLAIN);
	strbuf_puts(buf, "\n");
	for (i = 0; i < n; i++)
		share_line(rows, comment, &explanation->shares[i], buf);
	for (; i < explanation->n_shares; i++)
		rest += explanation->shares[i].share;
	if (n < explanation->n_shares) {
		snprintf(label, sizeof(label), "%zu more features", explanation->n_shares - n);
		sum_line(rest, label, buf);
	}
	sum_line(explanation->bias, "bias", buf);
	sum_line(explanation->margin, "sum: the margin", buf);
	return status;
}
