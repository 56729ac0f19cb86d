/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_HEURISTICS_H
#define FEATURE_HEURISTICS_H
/* Heuristics: what can be counted about a comment besides its words.
 *
 * Each heuristic is a row of one table: a name, a function of the document, and bins. Its value
 * falls into a bin, and each bin but the lowest is a feature of its own, which lets a linear model
 * bend. */
#include "feature/document.h"

/* The most features that are on for one document: at most one for each row and each term set. */
#define HEURISTICS_MAX 128

/* The number of features of all heuristics, including those for the bundle's term sets. */
size_t heuristics_size(void);

/* Writes the features that are on for a document, ascending indices below heuristics_size(), and
 * returns their number. `n_sets` of the bundle's term sets are in use. */
size_t heuristics_active(
	const struct document *doc, size_t n_sets, uint32_t active[HEURISTICS_MAX]);

/* Writes the name of feature i into `out`, such as "links > 1, <= 3". `sets` are the bundle's term
 * sets, which give their features' names. */
void heuristics_name(
	size_t i, const struct termset *sets, size_t n_sets, char *out, size_t out_size);

#endif
