/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_GATE_CARD_H
#define TOOLS_GATE_CARD_H
/* A model card as a gate: is a bundle as good on the card's held-out files as what was recorded?
 * Each file is measured by itself, as it was recorded. */
#include "stream/engine.h"
#include "moderato/card.h"
#include "moderato/evaluator.h"

struct gate_card {
	const char *path; /* of the card; NULL: no such gate */
	moderato_card *card;
	char *const *paths; /* the corpora */
	size_t n_paths;
	size_t *files; /* for each, which of the card's it is */
	moderato_evaluator **evaluators;
};

/* What an argument of --gate is, by its content. */
enum card_kind {
	CARD_NONE,     /* no card: gates, or a file of them */
	CARD_JSON,     /* NAME.card.json */
	CARD_BUNDLE,   /* a bundle, or a folder with one, with its card in it */
	CARD_MARKDOWN, /* the card for people, which is refused */
};

enum card_kind gate_card_kind(const char *argument);

/* Read the card, find each corpus in it, make its evaluator. An exit code; complains. */
int gate_card_open(struct gate_card *gate, const struct engine *engine, const char *path,
	char *const *paths, int n_paths, const char *identities, unsigned long long seed);

/* Add a label of a comment of the corpus `path`, which is one of those given. */
moderato_status gate_card_add(struct gate_card *gate, const char *path, size_t attribute,
	const moderato_comment *comment, double margin, double score, int label, moderato_error *err);

/* Tell what is worse. EXIT_DONE or EXIT_NEGATIVE, or what went wrong. */
int gate_card_check(const struct gate_card *gate, const struct engine *engine, bool quiet);

void gate_card_dispose(struct gate_card *gate);

#endif
