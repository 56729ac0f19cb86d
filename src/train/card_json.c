/* SPDX-License-Identifier: MIT */
#include "train/card_json.h"

#include <math.h>

#include "base/codepoint.h"
#include "base/json.h"
#include "base/shown.h"
#include "base/utf8.h"
#include "train/held_out.h"
#include "measure/measures.h"
#include "moderato/version.h"

static bool is_control(uint32_t cp)
{
	return cp < 0x20 || (cp >= 0x7F && cp <= 0x9F);
}

bool card_text_ok(moderato_str text)
{
	size_t i = 0;
	size_t len;

	for (; i < text.len; i += len)
		if (is_control(codepoint_get(text.ptr + i, &len)))
			return false;
	return true;
}

void card_plain(struct buffer *out, const char *text)
{
	struct buffer valid = BUFFER_INIT;
	size_t i = 0;
	size_t len;

	utf8_add_repaired(&valid, (moderato_str){text, strlen(text)});
	for (; i < valid.len; i += len)
		if (shown_kind(codepoint_get(valid.data + i, &len)) == SHOWN_CONTROL)
			buffer_add_char(out, '?');
		else
			buffer_add(out, valid.data + i, len);
	out->failed |= valid.failed;
	buffer_dispose(&valid);
}

static void add_text(struct buffer *out, const char *text)
{
	struct buffer plain = BUFFER_INIT;

	card_plain(&plain, text);
	json_write_string(out, buffer_view(&plain));
	out->failed |= plain.failed;
	buffer_dispose(&plain);
}

void card_json_row(struct buffer *rows, const char *key, const char *text)
{
	buffer_printf(rows, "%s\n{\"%s\":", rows->len ? "," : "", key);
	add_text(rows, text);
}

void card_json_value(struct buffer *out, const char *key, double value)
{
	buffer_printf(out, ",\"%s\":", key);
	if (isfinite(value))
		buffer_printf(out, "%.*f", HELD_OUT_DECIMALS, value);
	else
		buffer_add_str(out, "null");
}

void card_json_figures(struct buffer *rows, const moderato_figures *figures)
{
	struct buffer name = BUFFER_INIT;
	moderato_figures row = *figures;

	card_plain(&name, figures->name);
	row.name = buffer_cstr(&name);
	buffer_add_str(rows, rows->len ? ",\n{" : "\n{");
	figures_json(rows, &row, HELD_OUT_DECIMALS);
	buffer_add_char(rows, '}');
	rows->failed |= name.failed;
	buffer_dispose(&name);
}

/* --- the card's parts --- */

static void add_table(struct buffer *out, const char *key, const struct buffer *rows)
{
	buffer_printf(out, ",\n\"%s\":[", key);
	buffer_add(out, rows->data, rows->len);
	buffer_add_char(out, ']');
	out->failed |= rows->failed;
}

static void add_figures(
	const struct train_heads *heads, const moderato_figures *figures, size_t n, struct buffer *rows)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (card_shows(heads, &figures[i]))
			card_json_figures(rows, &figures[i]);
}

static void add_known(const struct train_heads *heads, struct buffer *rows)
{
	size_t i;

	for (i = 0; i < heads->n_known; i++) {
		const moderato_known *k = &heads->known[i];

		card_json_row(rows, "attribute", k->attribute);
		buffer_printf(rows, ",\"n\":%zu,\"n_positive\":%zu", k->n[0] + k->n[1], k->n[1]);
		card_json_value(rows, "base_auc", k->base_auc);
		card_json_value(rows, "auc", k->auc);
		card_json_value(rows, "base_caught", k->base_caught);
		card_json_value(rows, "caught", k->caught);
		card_json_value(rows, "base_false_alarms", k->base_false_alarms);
		card_json_value(rows, "false_alarms", k->false_alarms);
		card_json_value(rows, "change", k->change);
		buffer_add_str(rows, ",\"lost\":");
		add_text(rows, k->lost);
		buffer_add_char(rows, '}');
	}
}

static void add_heads(const struct train_heads *heads, struct buffer *rows)
{
	size_t i;

	for (i = 0; i < heads->n; i++) {
		const struct fit *fit = &heads->v[i].fit;

		card_json_row(rows, "attribute", heads->v[i].attribute);
		buffer_printf(rows, ",\"cost\":%g,\"positive_weight\":", fit->c);
		if (fit->positive == FIT_BALANCED)
			buffer_add_str(rows, "\"balanced\"");
		else
			buffer_printf(rows, "%g", fit->positive);
		buffer_printf(rows, ",\"n\":%zu,\"solver\":\"%s\"}", fit->n, fit_solver_name(fit->solver));
	}
	for (i = 0; i < heads->n_kept; i++) {
		card_json_row(rows, "attribute", heads->kept[i]->attribute);
		buffer_add_str(rows, ",\"from_base\":true}");
	}
}

static void add_files(const struct train_inputs *in, struct buffer *rows)
{
	size_t i;

	for (i = 0; i < in->n_corpora; i++) {
		card_json_row(rows, "file", in->corpora[i].name);
		buffer_printf(rows, ",\"bytes\":%zu,\"hash\":\"%016llx\"}", in->corpora[i].bytes,
			(unsigned long long)in->corpora[i].hash);
	}
}

bool train_card_json(struct train_outputs *outputs, const struct train_inputs *in,
	const struct train_heads *heads, const moderato_figures *figures, size_t n)
{
	struct buffer *out = &outputs->card_json;
	struct buffer rows = BUFFER_INIT;

	buffer_clear(out);
	buffer_printf(out, "{\"" CARD_FORMAT_KEY "\":%d,\n\"made_by\":", CARD_FORMAT);
	add_text(out, moderato_version());
	if (in->options.command) {
		buffer_add_str(out, ",\n\"command\":");
		add_text(out, in->options.command);
	}
	add_figures(heads, figures, n, &rows);
	add_table(out, "figures", &rows);
	buffer_add(out, outputs->held_out_json.data, outputs->held_out_json.len);
	buffer_clear(&rows);
	add_known(heads, &rows);
	if (in->base)
		add_table(out, "known", &rows);
	buffer_clear(&rows);
	add_heads(heads, &rows);
	add_table(out, "heads", &rows);
	buffer_clear(&rows);
	add_files(in, &rows);
	add_table(out, "files", &rows);
	buffer_add_str(out, "}\n");
	buffer_dispose(&rows);
	return !out->failed && !outputs->held_out_json.failed;
}
