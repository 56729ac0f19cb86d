/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_VECTORS_H
#define MODERATO_VECTORS_H
/**
 * @file moderato/vectors.h
 * Parse vectors from text, "label index:value index:value … # note", as svmlight and libsvm write
 * them.
 *
 * This is for training on vectors that were made elsewhere and scoring them. Comments are read by
 * moderato/reader.h.
 */
#include "moderato/comment.h"

MODERATO_BEGIN_DECLS

/** One labelled vector. Owns its arrays; they grow from call to call. */
typedef struct moderato_vector_row {
	double label;
	unsigned *index; /**< [n] from 1, rising */
	double *value;   /**< [n] finite */
	size_t n;
	size_t cap; /**< private */
} moderato_vector_row;

#define MODERATO_VECTOR_ROW_INIT                                                                   \
	{                                                                                              \
		0, NULL, NULL, 0, 0                                                                        \
	}

/**
 * Parse one line into `row`, whose old content is overwritten.
 * @return MODERATO_OK; MODERATO_END for a line that holds nothing (blank, or a note);
 *         MODERATO_EFORMAT, the message says which pair and what was expected; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_vector_row_parse(
	moderato_vector_row *row, moderato_str line, moderato_error *err);

/** Free the arrays; the row may be used again. */
MODERATO_API void moderato_vector_row_dispose(moderato_vector_row *row);

MODERATO_END_DECLS
#endif
