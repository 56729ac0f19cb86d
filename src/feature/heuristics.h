/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_HEURISTICS_H
#define FEATURE_HEURISTICS_H
/* Heuristics: what can be counted about a comment besides its words.
 *
 * Each is a row of one table: a name, a function of the document, and bins. Its value falls into a
 * bin, and each bin but the lowest is a feature of its own, so that a linear model can bend. */
#include "feature/document.h"

/* How many features the heuristics have in all, the bundle's term sets included. */
size_t heuristics_size(void);

/* The features that are on for a document: indices from 0 below heuristics_size(), rising, at most
 * HEURISTICS_MAX. `n_sets` of the bundle's term sets are in use. Returns their number. */
#define HEURISTICS_MAX 128
size_t heuristics_active(
	const struct document *doc, size_t n_sets, uint32_t active[HEURISTICS_MAX]);

/* The name of feature i, such as "links 2…4", into `out`; `sets` are the bundle's (for their
 * names). */
void heuristics_name(
	size_t i, const struct termset *sets, size_t n_sets, char *out, size_t out_size);

#endif
