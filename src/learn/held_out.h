/* SPDX-License-Identifier: MIT */
#ifndef LEARN_HELD_OUT_H
#define LEARN_HELD_OUT_H
/* A card's section of held-out figures: what writes it and what compares with it agree here. */
#include "base/buffer.h"
#include "moderato/card.h"

#define CARD_HEADING "# Model card"
#define HELD_OUT_HEADING "## Held-out figures"
/* Decimals of a recorded AUC. A measured one is rounded to as many before they are compared, so
 * that a bundle is never worse than itself. */
#define HELD_OUT_DECIMALS 4

/* More files are refused on both sides. */
#define HELD_OUT_FILES_MAX 64

/* A cell of a Markdown table: what would end it or the line is escaped or becomes '?', blanks at
 * its ends are dropped. */
void card_cell(struct buffer *out, const char *text);

/* " | 0.7980 (0.7790–0.8180)", " | 0.7980", " | –". */
void card_auc(struct buffer *out, double auc, double low, double high);

#endif
