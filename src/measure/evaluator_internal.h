/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_EVALUATOR_INTERNAL_H
#define MEASURE_EVALUATOR_INTERNAL_H
/* The evaluator's inside, shared by evaluator.c, which collects rows, and evaluator_figures.c,
 * which measures them. */
#include <stdint.h>

#include "base/arena.h"
#include "base/string_table.h"
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
	int32_t fold; /* -1: it is in no fold */
	int8_t label;
	int8_t positive; /* 1: the model says so */
};

/* The rows that judge one attribute. */
struct column {
	char *attribute;
	struct row *rows;
	size_t n;
	size_t cap;
	struct span_scores spans; /* of the comments in which people have marked spans */
};

struct moderato_evaluator {
	struct column *columns;
	size_t n_columns;
	uint64_t seed;
	size_t n_max; /* the number of rows of the longest column */

	struct identities identities;
	struct robustness robustness;

	struct string_table sources;
	struct arena names; /* of the sources, which are numbered */

	char (*fold_names)[FOLD_NAME_BYTES];
	size_t n_folds; /* the highest fold + 1 */

	moderato_figures *figures;
	size_t n_figures;
	size_t cap_figures;
};

#endif
