/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_BUDGET_H
#define TOOLS_BUDGET_H
/* Thresholds that keep a budget: of ordinary comments, at most so many may reach any of them. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/classifier.h"

/* Scores of comments, by attribute, and which attributes a person said they have. */
struct budget_scores {
	size_t n_attributes;
	double *v;        /* [n][n_attributes] */
	unsigned *labels; /* [n] bit a: attribute a is labelled 1 */
	size_t n;
	size_t cap;
	size_t n_ordinary; /* without a label of 1 */
};

/* What an attribute costs and catches at its threshold. */
struct budget_line {
	double share;     /* of the budget, beside the others'; 0: it has no threshold */
	double threshold; /* above 1: it has none */
	size_t reached;   /* ordinary comments */
	size_t caught;    /* comments with a label of 1 */
	size_t positives;
};

/* False: out of memory. */
bool budget_add(struct budget_scores *scores, const moderato_scores *of, unsigned labels);
void budget_dispose(struct budget_scores *scores);

/* Find the thresholds: every attribute may flag ordinary comments in proportion to its share, and
 * all together flag at most `budget` of them. Thresholds have four decimals and are at least
 * `least`. `lines` has n_attributes, of which the shares are given. False: out of memory. */
bool budget_find(
	const struct budget_scores *scores, double budget, double least, struct budget_line *lines);

/* Ordinary comments that reach any threshold. */
size_t budget_reached(const struct budget_scores *scores, const struct budget_line *lines);

#endif
