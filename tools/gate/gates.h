/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_GATES_H
#define TOOLS_GATES_H
/* Gates: figures that a bundle must reach, such as "toxicity:auc>=0.9,spam:f1>=0.95". */
#include "stream/engine.h"
#include "gate/figure_table.h"

struct gate {
	size_t attribute; /* index among the bundle's attributes */
	const moderato_measure *measure;
	bool at_least; /* false: at most */
	bool strict;   /* true: > or <; false: >= or <= */
	double value;
};

struct gates {
	struct gate *items;
	size_t n;
};

/* Parses the argument of --gate: an expression, or a file with one or more on each line, where '#'
 * begins a comment. Returns an exit code, after complaining of a failure. */
int gates_parse(struct gates *gates, const struct engine *engine, const char *argument);

/* Checks figures against the gates and prints the gates that are not met. For a measure of
 * identities or of disguises, the worst of them must meet the gate. Returns EXIT_DONE, or
 * EXIT_NEGATIVE if a gate is not met. */
int gates_check(const struct gates *gates, const struct engine *engine,
	const moderato_figures *figures, size_t n);

void gates_dispose(struct gates *gates);

#endif
