/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_BUDGET_H
#define TOOLS_BUDGET_H
/* Finds thresholds that keep a budget: at most a given number of ordinary comments may reach any of
 * them. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/classifier.h"

/* The scores of comments by attribute, and the attributes that a person labelled them with. */
struct budget_scores {
	size_t n_attributes;
	double *v;        /* [n][n_attributes] */
	unsigned *labels; /* [n] bit a is set if attribute a is labelled 1 */
	size_t n;
	size_t cap;
	size_t n_ordinary; /* comments in which no attribute is labelled 1 */
};

/* What an attribute costs and catches at its threshold. */
struct budget_line {
	double share;     /* its part of the budget relative to the others' shares; 0: no threshold */
	double threshold; /* a value above 1 means that there is none */
	size_t reached;   /* ordinary comments that reach it */
	size_t caught;    /* comments labelled 1 that reach it */
	size_t positives;
};

/* Adds a comment. Returns false if memory is out. */
bool budget_add(struct budget_scores *scores, const moderato_scores *of, unsigned labels);
void budget_dispose(struct budget_scores *scores);

/* Finds the thresholds. Every attribute may flag ordinary comments in proportion to its share, and
 * all together flag at most `budget` of them. Thresholds have four decimals and are at least
 * `least`. `lines` has n_attributes elements, whose shares the caller has set. Returns false if
 * memory is out. */
bool budget_find(
	const struct budget_scores *scores, double budget, double least, struct budget_line *lines);

/* Returns how many ordinary comments reach at least one threshold. */
size_t budget_reached(const struct budget_scores *scores, const struct budget_line *lines);

#endif
