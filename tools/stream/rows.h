/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_ROWS_H
#define TOOLS_ROWS_H
/* A scored comment as one line, in any of the output formats. */
#include "stream/engine.h"
#include "terminal/table.h"

struct rows {
	const struct engine *engine;
	enum output output; /* resolved: not OUTPUT_DEFAULT */
	unsigned with;      /* MODERATO_WITH_… */
	bool campaigns;     /* write the comments' campaigns: a column, where there are columns */
	struct view view;
};

/* What the common options ask for; OUTPUT_DEFAULT becomes a table on a terminal, else JSON lines.
 * Returns an exit code: not every format can hold all of --with. */
int rows_init(struct rows *rows, const struct engine *engine, const char *command,
	const struct common *common);

/* OUTPUT_DEFAULT resolved. */
enum output output_of(const struct common *common);

/* The line above the rows, where the format has one. */
void rows_header(const struct rows *rows, struct buffer *buf);

/* A verdict on a comment; not for OUTPUT_SCORES. */
moderato_status rows_verdict(const struct rows *rows, moderato_classifier *classifier,
	const moderato_comment *comment, const moderato_verdict *verdict, struct buffer *buf,
	moderato_error *err);

/* The selected scores, tab-separated. */
void rows_scores(const struct rows *rows, const moderato_scores *scores, struct buffer *buf);

/* The index of the highest score among the selected attributes. */
size_t highest_score(const struct engine *engine, const moderato_scores *scores);

#endif
