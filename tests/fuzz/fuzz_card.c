/* SPDX-License-Identifier: MIT */
/* Any bytes as a model card; what is accepted is in bounds and can be compared with. */
#include <math.h>

#include "train/card_read.h"
#include "promise.h"

static void promise_auc(const struct recorded_auc *auc)
{
	promise(isnan(auc->value) || (auc->value >= 0 && auc->value <= 1));
	promise(isnan(auc->low) == isnan(auc->high));
	promise(isnan(auc->low) || (auc->low >= 0 && auc->low <= auc->high && auc->high <= 1));
}

static void promise_card(const moderato_card *card)
{
	size_t i;
	size_t k;

	promise(card->n_files >= 1 && card->n_files <= HELD_OUT_FILES_MAX && card->n_rows >= 1);
	for (i = 0; i < card->n_files; i++)
		promise(*moderato_card_file(card, i));
	for (i = 0; i < card->n_rows; i++) {
		const struct recorded *row = &card->rows[i];

		promise(row->file < card->n_files && *row->attribute && row->n_positive <= row->n);
		promise(!strpbrk(row->name, "\r\n"));
		for (k = 0; k < 3; k++)
			promise_auc(&row->auc[k]);
	}
}

struct told {
	size_t n;
};

static void count(void *payload, const char *message)
{
	struct told *told = payload;

	promise(message[0] != '\0' && !strchr(message, '\n'));
	told->n++;
}

/* A bundle as good as the first row says, and nothing else measured. */
static void compare(const moderato_card *card)
{
	const struct recorded *row = &card->rows[0];
	moderato_figures f = {.attribute = row->attribute, .slice = row->slice, .name = row->name};
	struct told told = {0};
	size_t n_compared;
	size_t n_worse;
	moderato_error err;

	f.n = row->n;
	f.n_positive = row->n_positive;
	f.auc = f.subgroup_auc = row->auc[0].value;
	f.bpsn_auc = row->auc[1].value;
	f.bnsp_auc = row->auc[2].value;
	promise(!moderato_card_compare(
		card, row->file, NULL, &f, 1, count, &told, &n_compared, &n_worse, &err));
	promise(told.n == n_worse);
	promise(!moderato_card_compare(
		card, row->file, row->attribute, NULL, 0, count, &told, &n_compared, &n_worse, &err));
	promise(n_compared == 0 && n_worse >= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	moderato_error err = {"", 0};
	moderato_card *card;
	const moderato_status status =
		moderato_card_parse(&card, "card", (moderato_str){(const char *)data, size}, &err);

	if (status == MODERATO_OK) {
		promise_card(card);
		compare(card);
		moderato_card_free(card);
	} else {
		promise(!card && (status == MODERATO_EFORMAT || status == MODERATO_ELIMIT));
		promise_message(&err);
	}
	return 0;
}
