/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_MEASURES_H
#define MEASURE_MEASURES_H
/* Figures as JSON, under the names that `moderato eval` writes them by: a card's, and a report's.
 */
#include "base/buffer.h"
#include "moderato/evaluator.h"

/* The double of a row of figures that a measure names. */
double *figures_value(moderato_figures *figures, const moderato_measure *measure);

/* Append the members of a row's object, without braces: attribute, slice, name, n, n_positive, and
 * each measure that applies, with so many decimals; one without a value is null. Texts may stand in
 * a script element. The C locale must be set. */
void figures_json(struct buffer *out, const moderato_figures *figures, int decimals);

#endif
