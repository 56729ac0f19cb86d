/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_GRADES_H
#define TRAIN_GRADES_H
/* What an encoder thinks of comments for which a source has no label: the linear heads learn from
 * it too (distillation; Hinton, Vinyals, Dean 2015), and so the first reading gains a part of what
 * the second one knows.
 *
 * The file: the line "moderato grades 1", then a record of 14 bytes for each text, ordered by hash:
 * the FNV-1a hash of the text, 8 bytes little-endian, and a grade for each of GRADES_ATTRIBUTES,
 * the probability in 254ths. tools/encoder/grade.py writes it. Nothing in it is trusted. */
#include "dataset/dataset.h"

#define GRADES_HEADER "moderato grades 1\n"
#define GRADES_N 6

/* The name of the grades among the sources. */
#define GRADES_SOURCE "encoder-grades"

extern const char *const GRADES_ATTRIBUTES[GRADES_N];

struct grades {
	moderato_str bytes; /* the file */
	size_t n;           /* records */
	uint32_t *record;   /* [n_rows] of the comments looked up, in their order; n: it has none */
	size_t n_rows, cap;
};

/* Read a file of grades. MODERATO_EINVAL: it is none, cut, or not in order; errors of
 * whole_file_read(). Dispose also on failure. */
moderato_status grades_read(struct grades *grades, const char *path, moderato_error *err);
void grades_dispose(struct grades *grades);

/* Look up the next comment's text. False: out of memory. */
bool grades_look_up(struct grades *grades, moderato_str text);

/* The label that a comment's grade of an attribute amounts to, by the number of its look-up.
 * LABEL_UNKNOWN: there is no grade, or one that is neither high nor low. */
int8_t grades_label(const struct grades *grades, size_t number, const char *attribute);

#endif
