/* SPDX-License-Identifier: MIT */
/* Writes the card's section about what became of what the base knew. */
#include <math.h>

#include "train/held_out.h"
#include "train/rehearse.h"

static void put_share(struct buffer *out, double share)
{
	if (isnan(share))
		buffer_add_str(out, " | –");
	else
		buffer_printf(out, " | %.1f %%", 100 * share);
}

/* What became of the head. */
static void put_fate(struct buffer *out, const moderato_known *k)
{
	if (isnan(k->auc))
		buffer_add_str(out, " | trained, not measured |\n");
	else if (k->change == 0)
		buffer_printf(out, " | refused: %s |\n", k->lost);
	else if (k->change < 1)
		buffer_printf(out, " | %g of the change; the whole: %s |\n", k->change, k->lost);
	else
		buffer_add_str(out, " | trained |\n");
}

static void put_row(struct buffer *out, const moderato_known *k)
{
	buffer_printf(out, "| %s | %zu | %zu", k->attribute, k->n[0] + k->n[1], k->n[1]);
	card_auc(out, k->base_auc, NAN, NAN);
	card_auc(out, k->auc, NAN, NAN);
	put_share(out, k->base_caught);
	put_share(out, k->caught);
	put_share(out, k->base_false_alarms);
	put_share(out, k->false_alarms);
	put_fate(out, k);
}

void rehearse_card(
	const struct train_inputs *in, const struct train_heads *heads, struct buffer *out)
{
	size_t i;

	if (!in->base)
		return;
	buffer_add_str(out, "\n## What the base knew\n\n");
	if (!heads->n_known) {
		buffer_add_str(out, "Nothing can be said: the base carries no comments along to measure "
							"it on.\n");
		return;
	}
	buffer_add_str(out,
		"On comments that the base was trained on, the base's head and a new one that has not "
		"seen them: AUC, and at the\nbase's threshold for 2 % false alarms the share of the "
		"positive ones that it catches, and of false alarms. A head\nthat loses by more than 0.01, "
		"5 points or 2 points takes a part of its change only, or is refused.\n\n"
		"| attribute | comments | positive | base AUC | new AUC | base catches | new catches | "
		"base "
		"false alarms | new false alarms | head |\n"
		"| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | --- |\n");
	for (i = 0; i < heads->n_known; i++)
		put_row(out, &heads->known[i]);
}
