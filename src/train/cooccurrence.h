/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_COOCCURRENCE_H
#define TRAIN_COOCCURRENCE_H
/* Which words stand near which: the matrix that word vectors are factors of.
 *
 * Entry (i, j) is the positive pointwise mutual information of word i and context word j,
 * max(0, ln(p(i, j) / (p(i) · p(j)))), where a pair counts 1 / distance up to a few words apart and
 * p(j) is of the counts to the power .75, so that rare contexts do not look more telling than they
 * are. Levy, Goldberg and Dagan 2015, "Improving distributional similarity with lessons learned
 * from word embeddings". */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts as word numbers, one after the other: frequent words have low numbers. */
struct word_stream {
	const uint32_t *word; /* [n] WORD_STREAM_END after a text; WORD_STREAM_OTHER: not a word */
	size_t n;
	size_t n_words; /* numbers below this are words */
};

#define WORD_STREAM_END UINT32_MAX
#define WORD_STREAM_OTHER (UINT32_MAX - 1)

/* A matrix in compressed rows. */
struct sparse_matrix {
	size_t n_rows;
	size_t n_columns;
	size_t *start;    /* [n_rows + 1] */
	uint16_t *column; /* [start[n_rows]] */
	float *value;
};

/* Fill `out`, [n_words] by min(n_words, CONTEXTS_MAX), on `jobs` threads: the same numbers on any
 * number of them. False: out of memory, and nothing is left to free. */
bool cooccurrence_count(const struct word_stream *stream, size_t jobs, struct sparse_matrix *out);

void sparse_matrix_dispose(struct sparse_matrix *m);

#endif
