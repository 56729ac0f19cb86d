/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_HELD_OUT_H
#define TRAIN_HELD_OUT_H
/* The card's section of held-out figures: what its writer and its comparison must agree on. */
#include "base/buffer.h"
#include "moderato/card.h"

#define CARD_HEADING "# Model card"
#define HELD_OUT_HEADING "## Held-out figures"
/* Decimals of a recorded AUC. A measured AUC is rounded to as many before the two are compared;
 * otherwise a bundle could be worse than itself. */
#define HELD_OUT_DECIMALS 4

/* The most files of a section; more are refused when writing and when reading. */
#define HELD_OUT_FILES_MAX 64

/* A cell of a Markdown table: what would end it or the line is escaped or becomes '?', blanks at
 * its ends are dropped. */
void card_cell(struct buffer *out, const char *text);

/* Append a cell with an AUC: " | 0.7980 (0.7790–0.8180)"; " | 0.7980" if `low` is NAN; " | –" if
 * `auc` is NAN. */
void card_auc(struct buffer *out, double auc, double low, double high);

/* End a row with average precision, precision, recall, F1 and calibration error; NAN: –. */
void card_measures(struct buffer *out, const moderato_figures *f);

#endif
