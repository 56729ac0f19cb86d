/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_EVALUATOR_INTERNAL_H
#define MEASURE_EVALUATOR_INTERNAL_H
/* The evaluator's inside, shared by evaluator.c (what goes in) and evaluator_figures.c (what comes
 * out). */
#include <stdint.h>

#include "measure/identities.h"
#include "measure/robustness.h"
#include "measure/span_metrics.h"
#include "moderato/evaluator.h"

#define FOLD_NAME_BYTES 8 /* MODERATO_FOLDS_MAX has five digits */

struct row {
	double margin;
	double score;
	struct identity_bits identities;
	uint32_t source;
	int32_t fold; /* -1: none */
	int8_t label;
	int8_t positive; /* what the model says */
};

/* The rows that judge one attribute. */
struct column {
	char *attribute;
	struct row *rows;
	size_t n;
	size_t cap;
	struct span_scores spans; /* of comments in which people have marked some */
};

struct moderato_evaluator {
	struct column *columns;
	size_t n_columns;
	uint64_t seed;
	size_t n_max; /* rows of the longest column */

	struct identities identities;
	struct robustness robustness;

	char **sources; /* names by number */
	size_t n_sources;
	size_t cap_sources;
	uint32_t *slots; /* number + 1 by hash, open addressing; 0: free */
	size_t n_slots;

	char (*fold_names)[FOLD_NAME_BYTES];
	size_t n_folds; /* the highest fold + 1 */

	moderato_figures *figures;
	size_t n_figures;
	size_t cap_figures;
};

#endif
