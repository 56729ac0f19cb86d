/* SPDX-License-Identifier: MIT */
/* Any bytes as a model card's JSON; what is accepted is in bounds and can be compared with. */
#include <math.h>

#include "train/card_parse.h"
#include "measure/measures.h"
#include "promise.h"
#include "serve/metrics/drift.h"

static void promise_interval(double value, double low, double high)
{
	promise(isnan(low) == isnan(high) && (isnan(low) || !isnan(value)));
	promise(isnan(low) || low <= high);
}

static void promise_row(const moderato_card *card, struct recorded *row)
{
	moderato_figures *f = &row->figures;
	size_t n;
	const moderato_measure *measures = moderato_measures(&n);
	size_t i;

	promise(row->file < card->n_files && *f->attribute && f->n_positive <= f->n);
	promise(!strpbrk(f->name, "\r\n\033") && !strpbrk(f->attribute, "\r\n\033"));
	for (i = 0; i < n; i++) {
		const double value = *figures_value(f, &measures[i]);

		promise(isnan(value) || (value >= 0 && value <= 1));
	}
	promise_interval(f->auc, f->auc_low, f->auc_high);
	promise_interval(f->subgroup_auc, f->subgroup_auc_low, f->subgroup_auc_high);
	promise_interval(f->bpsn_auc, f->bpsn_auc_low, f->bpsn_auc_high);
	promise_interval(f->bnsp_auc, f->bnsp_auc_low, f->bnsp_auc_high);
}

static void promise_card(const moderato_card *card)
{
	size_t i;

	promise(card->n_files <= HELD_OUT_FILES_MAX);
	for (i = 0; i < card->n_files; i++)
		promise(*moderato_card_file(card, i));
	for (i = 0; i < card->n_rows; i++)
		promise_row(card, &card->rows[i]);
}

struct told {
	size_t n;
};

static void hear(void *payload, const char *message)
{
	struct told *told = payload;

	promise(message[0] != '\0' && !strchr(message, '\n'));
	told->n++;
}

/* A bundle as good as the first row says, and nothing else measured. */
static void compare(const moderato_card *card)
{
	const struct recorded *row = &card->rows[0];
	const moderato_figures f = row->figures;
	struct told told = {0};
	size_t n_compared;
	size_t n_worse;
	moderato_error err;

	promise(!moderato_card_compare(
		card, row->file, NULL, &f, 1, hear, &told, &n_compared, &n_worse, &err));
	promise(told.n == n_worse);
	promise(!moderato_card_compare(
		card, row->file, f.attribute, NULL, 0, hear, &told, &n_compared, &n_worse, &err));
	promise(n_compared == 0 && n_worse >= 1);
}

/* The daemon reads the same card for its reference of scores: shares of a whole, bin after bin. */
static void promise_drift(moderato_str json)
{
	static const char *const attributes[] = {"spam", "toxicity"};
	struct drift_reference references[COUNT(attributes)];
	size_t i;
	size_t k;

	memset(references, 0, sizeof(references));
	drift_read_card(json, attributes, COUNT(attributes), references);
	for (i = 0; i < COUNT(attributes); i++) {
		const struct drift_reference *r = &references[i];

		promise(r->n_bins <= SCORE_BUCKETS && memchr(r->source, '\0', sizeof(r->source)));
		for (k = 0; k < r->n_bins; k++) {
			promise(r->end[k] <= SCORE_BUCKETS && (!k || r->end[k] > r->end[k - 1]));
			promise(r->share[k] >= 0 && r->share[k] <= 1);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	moderato_error err = {"", 0};
	moderato_card *card;
	const moderato_str json = {(const char *)data, size};
	const moderato_status status = moderato_card_parse(&card, "card", json, &err);

	promise_drift(json);
	if (status == MODERATO_OK) {
		promise_card(card);
		if (card->n_rows)
			compare(card);
		moderato_card_free(card);
	} else {
		promise(!card && (status == MODERATO_EFORMAT || status == MODERATO_ELIMIT ||
							 status == MODERATO_EMISMATCH));
		promise_message(&err);
	}
	return 0;
}
