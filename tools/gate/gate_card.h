/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_GATE_CARD_H
#define TOOLS_GATE_CARD_H
/* Uses a model card as a gate: checks that a bundle does as well on the card's held-out files as
 * the card records. Each file is measured separately, as it was for the card. */
#include "stream/engine.h"
#include "moderato/card.h"
#include "moderato/evaluator.h"

struct gate_card {
	const char *path; /* of the card; NULL: the gate is not a card */
	moderato_card *card;
	char *const *paths; /* the corpora */
	size_t n_paths;
	size_t *files; /* for each corpus, the index of the card's file that it is */
	moderato_evaluator **evaluators;
};

/* What kind of file the argument of --gate is, according to its content. */
enum card_kind {
	CARD_NONE,     /* not a card: gates, or a file of them */
	CARD_JSON,     /* NAME.card.json */
	CARD_BUNDLE,   /* a bundle that contains its card, or a folder with such a bundle */
	CARD_MARKDOWN, /* the card as Markdown, which is refused */
};

enum card_kind gate_card_kind(const char *argument);

/* Reads the card, finds each corpus in it, and creates an evaluator for each. Returns an exit code,
 * after complaining of a failure. */
int gate_card_open(struct gate_card *gate, const struct engine *engine, const char *path,
	char *const *paths, int n_paths, const char *identities, unsigned long long seed);

/* Adds a label of a comment from the corpus `path`, which must be one of the given corpora. */
moderato_status gate_card_add(struct gate_card *gate, const char *path, size_t attribute,
	const moderato_comment *comment, double margin, double score, int label, moderato_error *err);

/* Prints what is worse than recorded. Returns EXIT_NEGATIVE if anything is, EXIT_DONE if nothing
 * is, or the exit code of a failure. */
int gate_card_check(const struct gate_card *gate, const struct engine *engine, bool quiet);

void gate_card_dispose(struct gate_card *gate);

#endif
