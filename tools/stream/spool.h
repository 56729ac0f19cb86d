/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SPOOL_H
#define TOOLS_SPOOL_H
/* Input that is to be read twice: what can be read only once, a pipe or a terminal, is copied to a
 * temporary file first, which no other program sees and which is gone with this one. */
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

struct spool {
	char **paths; /* [n] what to open instead; those of files are the user's own */
	bool *copied; /* [n] */
	size_t n;
	off_t begin; /* of standard input: where it stood */
};

/* Copy what must be. Standard input is replaced by its copy, so that "-" stays what it is. An exit
 * code; complains. EXIT_DONE also after a signal (interrupt.h), with a part copied. */
int spool_open(struct spool *spool, char *const *paths, size_t n);

/* Standard input from the beginning again. */
void spool_rewind(const struct spool *spool);

void spool_dispose(struct spool *spool);

#endif
