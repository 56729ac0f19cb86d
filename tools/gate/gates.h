/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_GATES_H
#define TOOLS_GATES_H
/* Gates: figures that a bundle must reach, such as "toxicity:auc>=0.9,spam:f1>=0.95". */
#include "stream/engine.h"
#include "gate/figure_table.h"

struct gate {
	size_t attribute; /* index in the bundle */
	const moderato_measure *measure;
	bool at_least; /* else at most */
	bool strict;   /* > or <, not >= or <= */
	double value;
};

struct gates {
	struct gate *items;
	size_t n;
};

/* Parse --gate: an expression, or a file with one or more a line ('#' begins a comment). An exit
 * code; complains. */
int gates_parse(struct gates *gates, const struct engine *engine, const char *argument);

/* Hold figures against the gates: tells those that are not met. A measure of identities or
 * of disguises must hold for the worst of them. EXIT_DONE or EXIT_NEGATIVE. */
int gates_check(const struct gates *gates, const struct engine *engine,
	const moderato_figures *figures, size_t n);

void gates_dispose(struct gates *gates);

#endif
