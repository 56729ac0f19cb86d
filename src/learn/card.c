/* SPDX-License-Identifier: MIT */
/* The model card: what a bundle was made from and how well it does, written by the program that
 * made it. */
#include <math.h>
#include <string.h>

#include "base/fail.h"
#include "learn/card_json.h"
#include "learn/held_out.h"
#include "learn/rehearse.h"
#include "learn/trainer_internal.h"
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
	put_number(out, f->average_precision);
	put_number(out, f->precision);
	put_number(out, f->recall);
	put_number(out, f->f1);
	put_number(out, f->ece);
	buffer_add_str(out, " |\n");
}

bool card_shows(const moderato_trainer *t, const moderato_figures *figures)
{
	return (figures->slice == MODERATO_SLICE_ALL || figures->slice == MODERATO_SLICE_SOURCE) &&
		   train_has_head(t, figures->attribute);
}

static void put_table(moderato_trainer *t, const moderato_figures *figures, size_t n)
{
	size_t i;

	if (t->options.fit.folds == 1) {
		buffer_add_str(&t->card,
			"\n## Figures\n\nNone: trained without held-out folds (`--folds 1`). The scores are "
			"not "
			"calibrated.\n");
		return;
	}
	buffer_add_str(&t->card,
		"\n## Figures\n\nOn held-out folds (grouped and stratified cross-validation); precision, "
		"recall "
		"and F1\nat the threshold of the best F1. AUC with its 95 % bootstrap interval, ECE over "
		"15 "
		"bins.\nLabels that a command line assumes (`--assume`) count as labels.\n\n"
		"| attribute | source | comments | positive | AUC | AP | P | R | F1 | ECE |\n"
		"| --- | --- | ---: | ---: | --- | ---: | ---: | ---: | ---: | ---: |\n");
	for (i = 0; i < n; i++)
		if (card_shows(t, &figures[i]))
			put_figures(&t->card, &figures[i]);
}

static void put_training(moderato_trainer *t)
{
	size_t i;

	buffer_printf(&t->card, "\n## Training\n\n%s\n\n", moderato_version());
	if (t->options.command)
		buffer_printf(&t->card, "```sh\n%s\n```\n\n", t->options.command);
	buffer_add_str(&t->card, "| attribute | cost C | weight of positives | rows |\n"
							 "| --- | ---: | ---: | ---: |\n");
	for (i = 0; i < t->n_heads; i++) {
		const struct fit *fit = &t->heads[i].fit;

		buffer_printf(&t->card, "| %s | %g | ", t->heads[i].attribute, fit->c);
		if (fit->positive == FIT_BALANCED)
			buffer_add_str(&t->card, "balanced");
		else
			buffer_printf(&t->card, "%g", fit->positive);
		buffer_printf(&t->card, " | %zu |\n", fit->n);
	}
	for (i = 0; i < t->n_kept; i++)
		buffer_printf(&t->card, "| %s | taken over from the base | | |\n", t->kept[i]->attribute);
	if (t->severity)
		buffer_add_str(&t->card,
			"\nNo source judges `severe_toxicity`. It is derived from the other scores, monotone "
			"in "
			"each:\n`toxicity * max(threat, identity_attack, insult * profanity)`.\n");
}

static void put_corpora(moderato_trainer *t)
{
	size_t i;

	if (!t->n_corpora)
		return;
	buffer_add_str(&t->card, "\n## Files\n\n| file | bytes | hash |\n| --- | ---: | --- |\n");
	for (i = 0; i < t->n_corpora; i++)
		buffer_printf(&t->card, "| %s | %zu | %016llx |\n", t->corpora[i].name, t->corpora[i].bytes,
			(unsigned long long)t->corpora[i].hash);
}

moderato_status train_card(moderato_trainer *t, moderato_error *err)
{
	const moderato_figures *figures = NULL;
	size_t n = 0;
	moderato_status status = MODERATO_OK;

	if (t->options.fit.folds != 1)
		status = moderato_evaluator_figures(t->evaluator, &figures, &n, err);
	if (status)
		return status;
	buffer_clear(&t->card);
	buffer_add_str(&t->card, CARD_HEADING "\n");
	if (t->options.notes) {
		buffer_add_str(&t->card, "\n");
		buffer_add_str(&t->card, t->options.notes);
	}
	put_table(t, figures, n);
	buffer_add(&t->card, t->held_out.data, t->held_out.len);
	rehearse_card(t, &t->card);
	put_training(t);
	put_corpora(t);
	if (!train_card_json(t, figures, n) || t->card.failed)
		return fail(err, MODERATO_ENOMEM, "out of memory");
	return MODERATO_OK;
}
