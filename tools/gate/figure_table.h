/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_FIGURE_TABLE_H
#define TOOLS_FIGURE_TABLE_H
/* Writes the figures of train and eval as JSON lines, CSV, TSV or a table for people. */
#include "moderato/evaluator.h"
#include "terminal/options.h"
#include "terminal/table.h"

/* Returns the measure of that name, or NULL if there is none. */
const moderato_measure *measure_find(const char *name, size_t len);
double measure_of(const moderato_measure *measure, const moderato_figures *figures);

/* Appends the names of all measures, separated by commas, for messages. */
void measures_list(struct buffer *buf);

/* Writes figures as OUTPUT_JSONL, _CSV, _TSV or _TABLE. The table omits the folds. */
void figures_write(enum output output, const struct view *view, const moderato_figures *figures,
	size_t n, struct buffer *buf);

#endif
