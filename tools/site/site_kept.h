/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_KEPT_H
#define TOOLS_SITE_KEPT_H
/* Keeps the rows that a report lists. They wait in an unnamed temporary file until all comments
 * have been seen. If there are more than a page can bear, those with the greatest weight are kept.
 */
#include <stdio.h>

#include "base/limits.h"
#include "terminal/cli.h"

struct kept_row {
	double weight;
	size_t number; /* of the comment, counted from 0 */
	long long at;  /* offset in the spool */
	unsigned thread_len;
	unsigned row_len;
};

struct site_kept {
	FILE *spool;
	long long end;         /* offset of the spool's end */
	struct kept_row *heap; /* the lightest row on top; of equal ones, the later */
	size_t n, cap;
	size_t bytes; /* of all rows that are kept */
	size_t seen;
};

/* Opens the spool in the folder of the file `beside`, or in the system's folder for temporary files
 * if that is a pipe or a device. Returns an exit code, after complaining of a failure. */
int site_kept_open(struct site_kept *kept, const struct new_file *beside);

/* Adds the next comment's row, which consists of two texts, if its weight is great enough. Returns
 * an exit code, after complaining of a failure. */
int site_kept_add(struct site_kept *kept, double weight, moderato_str thread, moderato_str row);

/* Restores the order of the rows. Call it after all are added. */
void site_kept_sort(struct site_kept *kept);

/* Reads row i of the kept rows into buf: first the thread, then the row. Returns an exit code,
 * after complaining of a failure. */
int site_kept_read(struct site_kept *kept, size_t i, struct buffer *buf);

void site_kept_close(struct site_kept *kept);

#endif
