/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_ROWS_H
#define TOOLS_ROWS_H
/* Writes a scored comment as one line, in any of the output formats. */
#include "stream/engine.h"
#include "terminal/table.h"

struct rows {
	const struct engine *engine;
	enum output output; /* never OUTPUT_DEFAULT */
	unsigned with;      /* MODERATO_WITH_… */
	bool campaigns; /* also write the comments' campaigns, as a column in formats with columns */
	bool guard;     /* no field of CSV is a formula */
	struct view view;
};

/* Sets up rows as the common options ask. OUTPUT_DEFAULT becomes a table on a terminal and JSON
 * lines otherwise. Returns a usage error's exit code if the format cannot hold all of --with. */
int rows_init(struct rows *rows, const struct engine *engine, const char *command,
	const struct common *common);

/* Returns the output format, with OUTPUT_DEFAULT replaced by the one that it stands for. */
enum output output_of(const struct common *common);

/* Appends the line above the rows, if the format has one. */
void rows_header(const struct rows *rows, struct buffer *buf);

/* Appends the verdict on a comment. OUTPUT_SCORES has no verdicts. */
moderato_status rows_verdict(const struct rows *rows, moderato_classifier *classifier,
	const moderato_comment *comment, const moderato_verdict *verdict, struct buffer *buf,
	moderato_error *err);

/* Appends the selected scores, separated by tabs. */
void rows_scores(const struct rows *rows, const moderato_scores *scores, struct buffer *buf);

/* Returns the index of the selected attribute with the highest score. */
size_t highest_score(const struct engine *engine, const moderato_scores *scores);

#endif
