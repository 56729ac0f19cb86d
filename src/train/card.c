/* SPDX-License-Identifier: MIT */
/* Writes the model card in Markdown: what a bundle was made from and how well it does. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "train/card_json.h"
#include "train/held_out.h"
#include "train/rehearse.h"
#include "train/train_outputs.h"
#include "moderato/version.h"

void card_cell(struct buffer *out, const char *text)
{
	size_t len;

	text += strspn(text, " \t\r\n");
	for (len = strlen(text); len && strchr(" \t\r\n", text[len - 1]);)
		len--;
	for (; len; text++, len--) {
		if (*text == '|' || *text == '\\')
			buffer_add_char(out, '\\');
		buffer_add_char(out, (unsigned char)*text < 0x20 || *text == 0x7F ? '?' : *text);
	}
}

void card_auc(struct buffer *out, double auc, double low, double high)
{
	if (isnan(auc))
		buffer_add_str(out, " | –");
	else if (isnan(low))
		buffer_printf(out, " | %.*f", HELD_OUT_DECIMALS, auc);
	else
		buffer_printf(out, " | %.*f (%.*f–%.*f)", HELD_OUT_DECIMALS, auc, HELD_OUT_DECIMALS, low,
			HELD_OUT_DECIMALS, high);
}

static void put_number(struct buffer *out, double value)
{
	if (isnan(value))
		buffer_add_str(out, " | –");
	else
		buffer_printf(out, " | %.3f", value);
}

void card_measures(struct buffer *out, const moderato_figures *f)
{
	put_number(out, f->average_precision);
	put_number(out, f->precision);
	put_number(out, f->recall);
	put_number(out, f->f1);
	put_number(out, f->ece);
	buffer_add_str(out, " |\n");
}

static void put_figures(struct buffer *out, const moderato_figures *f)
{
	buffer_printf(out, "| %s | %s | %zu | %zu", f->attribute,
		f->slice == MODERATO_SLICE_ALL ? "all" : f->name, f->n, f->n_positive);
	if (isnan(f->auc))
		buffer_add_str(out, " | –");
	else if (isnan(f->auc_low))
		buffer_printf(out, " | %.3f", f->auc);
	else
		buffer_printf(out, " | %.3f (%.3f–%.3f)", f->auc, f->auc_low, f->auc_high);
	card_measures(out, f);
}

bool card_shows(const struct train_heads *heads, const moderato_figures *figures)
{
	return (figures->slice == MODERATO_SLICE_ALL || figures->slice == MODERATO_SLICE_SOURCE) &&
		   train_heads_have(heads, figures->attribute);
}

/* The figures of cross-validation. */
static void put_table(struct train_outputs *out, const struct train_inputs *in,
	const struct train_heads *heads, const moderato_figures *figures, size_t n)
{
	size_t i;

	if (in->options.fit.folds == 1) {
		buffer_add_str(&out->card,
			"\n## Figures\n\nNone: trained without held-out folds (`--folds 1`). The scores are "
			"not "
			"calibrated.\n");
		return;
	}
	buffer_add_str(&out->card,
		"\n## Figures\n\nOn held-out folds (grouped and stratified cross-validation); precision, "
		"recall "
		"and F1\nat the threshold of the best F1. AUC with its 95 % bootstrap interval, ECE over "
		"15 "
		"bins.\nLabels that a command line assumes (`--assume`) count as labels.\n\n"
		"| attribute | source | comments | positive | AUC | AP | P | R | F1 | ECE |\n"
		"| --- | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n");
	for (i = 0; i < n; i++)
		if (card_shows(heads, &figures[i]))
			put_figures(&out->card, &figures[i]);
}

static void put_second_stage(const struct train_heads *heads, struct buffer *card)
{
	size_t i;

	for (i = 0; i < heads->n && !heads->v[i].second.n; i++)
		;
	if (i < heads->n)
		buffer_printf(card, "\nSecond stage: quadratic kernel and word vectors, by %s.\n",
			fit_solver_name(FIT_NEWTON));
}

static void put_training(
	const struct train_inputs *in, const struct train_heads *heads, struct buffer *card)
{
	size_t i;

	buffer_printf(card, "\n## Training\n\n%s\n\n", moderato_version());
	if (in->options.command)
		buffer_printf(card, "```sh\n%s\n```\n\n", in->options.command);
	buffer_add_str(card, "| attribute | cost C | weight of positives | rows | solver |\n"
						 "| --- | ---: | ---: | ---: | --- |\n");
	for (i = 0; i < heads->n; i++) {
		const struct fit *fit = &heads->v[i].fit;

		buffer_printf(card, "| %s | %g | ", heads->v[i].attribute, fit->c);
		if (fit->positive == FIT_BALANCED)
			buffer_add_str(card, "balanced");
		else
			buffer_printf(card, "%g", fit->positive);
		buffer_printf(card, " | %zu | %s |\n", fit->n, fit_solver_name(fit->solver));
	}
	for (i = 0; i < heads->n_kept; i++)
		buffer_printf(card, "| %s | taken over from the base | | | |\n", heads->kept[i]->attribute);
	put_second_stage(heads, card);
	if (heads->severity)
		buffer_add_str(card,
			"\nNo source judges `severe_toxicity`. It is derived from the other scores, monotone "
			"in "
			"each:\n`toxicity * max(threat, identity_attack, insult * profanity)`.\n");
}

/* The files that were trained on. */
static void put_corpora(const struct train_inputs *in, struct buffer *card)
{
	size_t i;

	if (!in->n_corpora)
		return;
	buffer_add_str(card, "\n## Files\n\n| file | bytes | hash |\n| --- | ---: | --- |\n");
	for (i = 0; i < in->n_corpora; i++)
		buffer_printf(card, "| %s | %zu | %016llx |\n", in->corpora[i].name, in->corpora[i].bytes,
			(unsigned long long)in->corpora[i].hash);
}

moderato_status train_card(struct train_outputs *out, const struct train_inputs *in,
	const struct train_heads *heads, moderato_error *err)
{
	const moderato_figures *figures = NULL;
	size_t n = 0;
	moderato_status status = MODERATO_OK;

	if (in->options.fit.folds != 1)
		status = moderato_evaluator_figures(out->evaluator, &figures, &n, err);
	if (status)
		return status;
	buffer_clear(&out->card);
	buffer_add_str(&out->card, CARD_HEADING "\n");
	if (in->options.notes) {
		buffer_add_str(&out->card, "\n");
		buffer_add_str(&out->card, in->options.notes);
	}
	put_table(out, in, heads, figures, n);
	buffer_add(&out->card, out->held_out.data, out->held_out.len);
	rehearse_card(in, heads, &out->card);
	put_training(in, heads, &out->card);
	put_corpora(in, &out->card);
	if (!train_card_json(out, in, heads, figures, n) || out->card.failed)
		return fail_no_memory(err);
	return MODERATO_OK;
}
