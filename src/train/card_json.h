/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_CARD_JSON_H
#define TRAIN_CARD_JSON_H
/* A card as JSON, for programs: the figures that its Markdown shows to people.
 *
 *   {"moderato_card":1,
 *    "made_by":…, "command":…,
 *    "figures":[ROW,…]                of cross-validation
 *    "held_out":[{"file":…,"hash":…,"bytes":…,"n":…,"n_trained":…,
 *      "figures":[ROW,…], "thresholds":[{"attribute":…,"score":…,"action":…,"benign":…,"caught":…,
 *      "precision":…},…]},…]
 *    "known":[…]                      with a base: what became of what it knew
 *    "tuned":{…}                      by `moderato tune`
 *    "heads":[{"attribute":…,"cost":…,"positive_weight":…,"n":…,
 *      "solver":…},…]
 *    "files":[{"file":…,"bytes":…,"hash":…},…]}
 *
 * A ROW is what `moderato eval` writes, a measure without a value is null. One row a line, so that
 * people can compare two cards by lines. */
#include "train/train_outputs.h"

#define CARD_FORMAT_KEY "moderato_card"
#define CARD_FORMAT 1

/* Names in cards are shown on terminals: is it free of control characters? */
bool card_text_ok(moderato_str text);

/* A name as a card has it: control characters become '?', bytes that are no UTF-8 U+FFFD. */
void card_plain(struct buffer *out, const char *text);

/* Begin a row of the table `rows` with the member `key`, a text. The rest is added by hand. */
void card_json_row(struct buffer *rows, const char *key, const char *text);

/* ,"key":0.7980 or null. */
void card_json_value(struct buffer *out, const char *key, double value);

/* A row of figures. */
void card_json_figures(struct buffer *rows, const moderato_figures *figures);

/* Are these figures of cross-validation in the card: over all or of a source, of a head that the
 * bundle has? */
bool card_shows(const struct train_heads *heads, const moderato_figures *figures);

/* Write out->card_json, with these figures of cross-validation. False: out of memory. */
bool train_card_json(struct train_outputs *out, const struct train_inputs *in,
	const struct train_heads *heads, const moderato_figures *figures, size_t n);

#endif
