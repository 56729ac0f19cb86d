/* SPDX-License-Identifier: MIT */
#include "stream/rows.h"

#include <string.h>

#include "base/csv.h"
#include "base/number.h"
#include "base/str.h"
#include "moderato/exporter.h"

enum {
	DECISION_COLUMNS = 8,
	SCORE_COLUMNS = 7,
	RULE_COLUMNS = 19,
	ID_COLUMNS = 13,
	CAMPAIGN_COLUMNS = 8,
	TEXT_COLUMN = DECISION_COLUMNS + SCORE_COLUMNS + RULE_COLUMNS + ID_COLUMNS,
};

enum output output_of(const struct common *common)
{
	if (common->output != OUTPUT_DEFAULT)
		return (enum output)common->output;
	return stdout_is_terminal() ? OUTPUT_TABLE : OUTPUT_JSONL;
}

int rows_init(struct rows *rows, const struct engine *engine, const char *command,
	const struct common *common)
{
	rows->engine = engine;
	rows->output = output_of(common);
	rows->with = common->with;
	rows->campaigns = false;
	rows->guard = false;
	rows->view = view_of_stdout();
	if (rows->output != OUTPUT_JSONL &&
		(rows->with & (MODERATO_WITH_SPANS | MODERATO_WITH_EXPLAIN)))
		return usage_error(command, "--with spans and explain need --output jsonl");
	if (rows->output == OUTPUT_WXR && rows->with)
		return usage_error(command, "--output wxr writes only the export: leave out --with");
	if (rows->output == OUTPUT_SCORES && rows->with)
		return usage_error(command, "--output scores writes only scores: leave out --with");
	return EXIT_DONE;
}

size_t highest_score(const struct engine *engine, const moderato_scores *scores)
{
	size_t best = MODERATO_ATTRIBUTES_MAX;
	size_t i;

	for (i = 0; i < scores->n; i++) {
		if (engine->selected[i] &&
			(best == MODERATO_ATTRIBUTES_MAX || scores->score[i] > scores->score[best]))
			best = i;
	}
	return best;
}

/* ---- csv and tsv ---- */

static char separator_of(const struct rows *rows)
{
	return rows->output == OUTPUT_CSV ? ',' : '\t';
}

/* Writes the column names: id, decision, each attribute, its margin, the rules, the campaign, the
 * text. */
static void header_fields(const struct rows *rows, struct buffer *buf)
{
	const struct engine *engine = rows->engine;
	char separator = separator_of(rows);
	size_t i;

	buffer_printf(buf, "id%cdecision", separator);
	for (i = 0; i < engine->n_attributes; i++) {
		if (engine->selected[i])
			buffer_printf(buf, "%c%s", separator, moderato_bundle_attribute(engine->bundle, i));
	}
	for (i = 0; i < engine->n_attributes && (rows->with & MODERATO_WITH_MARGINS); i++) {
		if (engine->selected[i])
			buffer_printf(
				buf, "%cmargins.%s", separator, moderato_bundle_attribute(engine->bundle, i));
	}
	buffer_printf(buf, "%creasons", separator);
	if (rows->campaigns)
		buffer_printf(buf, "%ccampaign%crepeated", separator, separator);
	if (rows->with & MODERATO_WITH_TEXT)
		buffer_printf(buf, "%ctext", separator);
	buffer_add_str(buf, "\n");
}

static void numbers(
	const struct rows *rows, const double *values, size_t n, char separator, struct buffer *buf)
{
	size_t i;

	if (!buffer_reserve(buf, 33 * n))
		return;
	for (i = 0; i < n; i++) {
		if (!rows->engine->selected[i])
			continue;
		buf->data[buf->len++] = separator;
		buf->len += format_number(buf->data + buf->len, values[i]);
	}
}

/* Writes a text from outside. */
static void text_field(const struct rows *rows, moderato_str text, struct buffer *buf)
{
	if (rows->guard)
		csv_write_guarded(buf, text, separator_of(rows));
	else
		csv_write_field(buf, text, separator_of(rows));
}

/* Writes the names of the rules as one field. */
static void rule_names(const struct rows *rows, const moderato_verdict *verdict, struct buffer *buf)
{
	struct buffer rules = {0};
	size_t i;

	if (!verdict->n_reasons)
		return;
	for (i = 0; i < verdict->n_reasons; i++) {
		if (i)
			buffer_add_str(&rules, "; ");
		buffer_add_str(&rules, verdict->reasons[i].rule);
	}
	text_field(rows, buffer_view(&rules), buf);
	buf->failed |= rules.failed;
	buffer_dispose(&rules);
}

static void verdict_fields(const struct rows *rows, const moderato_comment *comment,
	const moderato_verdict *verdict, struct buffer *buf)
{
	char separator = separator_of(rows);

	text_field(rows, comment->id, buf);
	buffer_add(buf, &separator, 1);
	buffer_add_str(buf, moderato_decision_name(verdict->decision));
	numbers(rows, verdict->scores.score, verdict->scores.n, separator, buf);
	if (rows->with & MODERATO_WITH_MARGINS)
		numbers(rows, verdict->scores.margin, verdict->scores.n, separator, buf);
	buffer_add(buf, &separator, 1);
	rule_names(rows, verdict, buf);
	if (rows->campaigns) {
		buffer_add(buf, &separator, 1);
		if (comment->campaign)
			buffer_printf(buf, "%016llx", (unsigned long long)comment->campaign);
		buffer_printf(buf, "%c%zu", separator, comment->repeated);
	}
	if (rows->with & MODERATO_WITH_TEXT) {
		buffer_add(buf, &separator, 1);
		text_field(rows, comment->text, buf);
	}
	buffer_add_str(buf, "\n");
}

void rows_scores(const struct rows *rows, const moderato_scores *scores, struct buffer *buf)
{
	size_t i;

	if (!buffer_reserve(buf, 33 * scores->n + 1))
		return;
	for (i = 0; i < scores->n; i++) {
		if (!rows->engine->selected[i])
			continue;
		buf->len += format_number(buf->data + buf->len, scores->score[i]);
		buf->data[buf->len++] = '\t';
	}
	buf->data[buf->len - 1] = '\n'; /* replaces the last tab; at least one attribute is selected */
}

/* ---- table ---- */

static void table_header(const struct rows *rows, struct buffer *buf)
{
	table_style(buf, &rows->view, STYLE_BOLD);
	table_cell(buf, str_of("decision"), DECISION_COLUMNS + 1);
	table_cell(buf, str_of("score"), SCORE_COLUMNS - 1);
	table_cell(buf, str_of("rule"), RULE_COLUMNS);
	table_cell(buf, str_of("id"), ID_COLUMNS);
	if (rows->campaigns)
		table_cell(buf, str_of("alike"), CAMPAIGN_COLUMNS);
	buffer_add_str(buf, "text");
	table_style(buf, &rows->view, STYLE_PLAIN);
	buffer_add_str(buf, "\n");
}

/* Writes the score and the rule that the decision is based on, or the highest score if there is no
 * such rule. */
static void table_rule(const struct rows *rows, const moderato_verdict *verdict, struct buffer *buf)
{
	const moderato_reason *reason = verdict->n_reasons ? &verdict->reasons[0] : NULL;
	size_t best = highest_score(rows->engine, &verdict->scores);
	char score[SCORE_COLUMNS + 1] = "";

	if (reason && reason->attribute >= 0)
		snprintf(score, sizeof(score), "%.3f", reason->score);
	else if (!reason)
		snprintf(score, sizeof(score), "%.3f", verdict->scores.score[best]);
	table_cell(buf, str_of(score), SCORE_COLUMNS);
	if (!reason)
		table_style(buf, &rows->view, STYLE_DIM);
	table_cell(buf,
		str_of(reason ? reason->rule : moderato_bundle_attribute(rows->engine->bundle, best)),
		RULE_COLUMNS - 1);
	if (!reason)
		table_style(buf, &rows->view, STYLE_PLAIN);
	buffer_add_str(buf, " ");
}

static void table_id(const moderato_comment *comment, struct buffer *buf)
{
	char line[24];

	if (comment->id.len || !comment->line) {
		table_cell(buf, comment->id, ID_COLUMNS - 1);
	} else {
		snprintf(line, sizeof(line), "#%zu", comment->line);
		table_cell(buf, str_of(line), ID_COLUMNS - 1);
	}
	buffer_add_str(buf, " ");
}

/* Writes how many comments the campaign has. */
static void table_campaign(const moderato_comment *comment, struct buffer *buf)
{
	char size[24] = "";

	if (comment->campaign)
		snprintf(size, sizeof(size), "%zu", comment->repeated);
	table_cell(buf, str_of(size), CAMPAIGN_COLUMNS - 1);
	buffer_add_str(buf, " ");
}

static moderato_status table_row(const struct rows *rows, const moderato_comment *comment,
	const moderato_verdict *verdict, struct buffer *buf)
{
	const size_t begin = TEXT_COLUMN + (rows->campaigns ? CAMPAIGN_COLUMNS : 0);
	size_t columns = rows->view.width > begin + 20 ? rows->view.width - begin : 20;
	struct marks marks;
	size_t i;

	if (!marks_init(&marks, comment->text.len))
		return MODERATO_ENOMEM;
	for (i = 0; i < verdict->n_reasons; i++)
		marks_add(&marks, verdict->reasons[i].spans, verdict->reasons[i].n_spans, STYLE_MARK);
	table_style(buf, &rows->view, style_of(verdict->decision));
	table_cell(buf, str_of(moderato_decision_name(verdict->decision)), DECISION_COLUMNS);
	table_style(buf, &rows->view, STYLE_PLAIN);
	table_rule(rows, verdict, buf);
	table_id(comment, buf);
	if (rows->campaigns)
		table_campaign(comment, buf);
	table_excerpt(buf, &rows->view, comment->text, &marks, columns);
	buffer_add_str(buf, "\n");
	marks_dispose(&marks);
	return MODERATO_OK;
}

/* ---- all ---- */

void rows_header(const struct rows *rows, struct buffer *buf)
{
	switch (rows->output) {
	case OUTPUT_CSV:
	case OUTPUT_TSV:
		header_fields(rows, buf);
		break;
	case OUTPUT_TABLE:
		table_header(rows, buf);
		break;
	case OUTPUT_DEFAULT:
	case OUTPUT_JSONL:
	case OUTPUT_SCORES:
	case OUTPUT_WXR:
		break;
	}
}

moderato_status rows_verdict(const struct rows *rows, moderato_classifier *classifier,
	const moderato_comment *comment, const moderato_verdict *verdict, struct buffer *buf,
	moderato_error *err)
{
	moderato_status status;

	if (rows->output == OUTPUT_TABLE)
		return table_row(rows, comment, verdict, buf);
	if (rows->output != OUTPUT_JSONL) {
		verdict_fields(rows, comment, verdict, buf);
		return MODERATO_OK;
	}
	status = moderato_verdict_json(classifier, comment, verdict, rows->with, rows->engine->selected,
		&buf->data, &buf->len, &buf->cap, err);
	buffer_add_str(buf, "\n");
	return status;
}
