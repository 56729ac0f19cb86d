/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SPOOL_H
#define TOOLS_SPOOL_H
/* Makes it possible to read the input twice. Whatever can be read only once (a pipe or a terminal)
 * is first copied to a temporary file, which no other program sees and which disappears with this
 * one. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct spool {
	char **paths; /* [n] what to open instead; for files, the user's own paths */
	bool *copied; /* [n] */
	size_t n;
	off_t begin; /* offset at which standard input stood at first */
};

/* Copies what can be read only once. Standard input is replaced by its copy, so that "-" still
 * means standard input. Returns an exit code, after complaining of a failure; EXIT_DONE also after
 * a signal (interrupt.h), with only a part copied. */
int spool_open(struct spool *spool, char *const *paths, size_t n);

/* Sets standard input back to where it began. */
void spool_rewind(const struct spool *spool);

void spool_dispose(struct spool *spool);

#endif
