/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_SHADOW_H
#define TOOLS_SERVE_SHADOW_H
/* A second bundle or policy that scores every comment, too, without anybody seeing what it says:
 * whoever is about to replace a bundle sees first what would change. Counted are the pairs of
 * decisions, and how far scores of the same name lie apart.
 *
 * Where the decisions differ, the comment is written to a file, but only if the configuration names
 * one: it then holds what people wrote, and is readable by its owner alone. A comment that the
 * client asked not to store is counted, but not written. The file ends at a size. */
#include <stdatomic.h>
#include <stdbool.h>

#include "moderato/classifier.h"

struct worker; /* serve/worker.h */

struct samples {
	int file; /* -1: comments are not written */
	size_t bytes_max;
	double share;     /* of the comments that are decided differently */
	atomic_bool torn; /* the last line written has no end */
};

/* Opens the file; `path` NULL: none. MODERATO_EIO. */
moderato_status samples_open(
	struct samples *samples, const char *path, size_t bytes_max, double share, moderato_error *err);
void samples_close(struct samples *samples);

/* Lets the worker's shadow screen a comment, and counts and samples how that differs. */
void shadow_ask(
	struct worker *worker, const moderato_comment *comment, const moderato_verdict *verdict);

#endif
