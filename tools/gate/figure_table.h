/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_FIGURE_TABLE_H
#define TOOLS_FIGURE_TABLE_H
/* Figures of train and eval, as JSON lines, CSV, TSV or a table for people. */
#include "moderato/evaluator.h"
#include "terminal/options.h"
#include "terminal/table.h"

/* The measure of that name, or NULL. */
const moderato_measure *measure_find(const char *name, size_t len);
double measure_of(const moderato_measure *measure, const moderato_figures *figures);

/* The measures' names, comma-separated; for messages. */
void measures_list(struct buffer *buf);

/* Write figures in a format: OUTPUT_JSONL, _CSV, _TSV or _TABLE. A table leaves the folds out. */
void figures_write(enum output output, const struct view *view, const moderato_figures *figures,
	size_t n, struct buffer *buf);

#endif
