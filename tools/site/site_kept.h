/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_KEPT_H
#define TOOLS_SITE_KEPT_H
/* The rows that a report lists. They wait in a nameless file until all comments have been seen; of
 * more than a page can bear, the weightiest stay. */
#include <stdio.h>

#include "terminal/cli.h"

/* A browser scrolls and searches so many without lag; of longer input the page says what it lists.
 */
#define SITE_ROWS_MAX ((size_t)100000)

/* And their bytes: a browser keeps the text of a page twice, and parses it whole. */
#define SITE_BYTES_MAX ((size_t)64 << 20)

struct kept_row {
	double weight;
	size_t number; /* of the comment, from 0 */
	long long at;  /* in the spool */
	unsigned thread_len;
	unsigned row_len;
};

struct site_kept {
	FILE *spool;
	long long end;         /* of it */
	struct kept_row *heap; /* the lightest on top; of equal ones the later */
	size_t n, cap;
	size_t bytes; /* of all rows kept */
	size_t seen;
};

/* `beside`: the file whose folder takes the spool; NULL: the system's folder for temporary files.
 * An exit code; complains. */
int site_kept_open(struct site_kept *kept, const char *beside);

/* Take the next comment's row, which is two texts, if it is weighty enough. An exit code;
 * complains. */
int site_kept_add(struct site_kept *kept, double weight, moderato_str thread, moderato_str row);

/* All have been added: bring them back into order. */
void site_kept_sort(struct site_kept *kept);

/* Read row i of those kept, into buf: the thread, then the row. An exit code; complains. */
int site_kept_read(struct site_kept *kept, size_t i, struct buffer *buf);

void site_kept_close(struct site_kept *kept);

#endif
