/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_CASCADE_H
#define TOOLS_CASCADE_H
/* Judges which comments are worth a second reading: what share of ordinary comments would be read
 * twice from given scores on, and how much of what a second reading gains is kept by that. */
#include "gate/budget.h"

/* A labelled comment, read once and twice. */
struct cascade_comment {
	double first[MODERATO_ATTRIBUTES_MAX], second[MODERATO_ATTRIBUTES_MAX]; /* scores */
	signed char label[MODERATO_ATTRIBUTES_MAX];                             /* -1: unknown */
};

struct cascade {
	const moderato_bundle *bundle;
	struct budget_scores ordinary; /* by the first reading */
	struct cascade_comment *v;
	size_t n, cap;
};

/* The areas under the ROC curves of an attribute; NAN without labels of both kinds. */
struct cascade_gain {
	double once, cascade, twice;
};

/* Adds a labelled comment. False: out of memory. */
bool cascade_add(struct cascade *c, const struct cascade_comment *comment);
void cascade_dispose(struct cascade *c);

/* Finds for each attribute the score from which on a comment is read twice, so that together they
 * send at most `share` of the ordinary comments; from[attributes], which is above 1 where the
 * attribute has no head for it. False: out of memory. */
bool cascade_find(const struct cascade *c, double share, double *from);

/* Returns the share of the ordinary comments that are read twice. */
double cascade_share(const struct cascade *c, const double *from);

/* Measures an attribute on the labelled comments. False: out of memory. */
bool cascade_measure(
	const struct cascade *c, const double *from, size_t attribute, struct cascade_gain *gain);

#endif
