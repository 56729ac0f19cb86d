/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_COOCCURRENCE_H
#define TRAIN_COOCCURRENCE_H
/* Counts which words stand near which, as a sparse matrix that word vectors are factors of.
 *
 * Entry (i, j) is the positive pointwise mutual information of word i and context word j,
 * max(0, ln(p(i, j) / (p(i) · p(j)))). A pair of words up to a few words apart counts 1 / distance.
 * p(j) is computed from counts raised to the power 0.75, because otherwise rare context words look
 * more informative than they are. Levy, Goldberg and Dagan 2015, "Improving distributional
 * similarity with lessons learned from word embeddings". */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Texts as numbers of words, one text after the other. Frequent words have low numbers. */
struct word_stream {
	const uint32_t *word; /* [n] WORD_STREAM_END follows each text; WORD_STREAM_OTHER is a word
							without a number */
	size_t n;
	size_t n_words; /* all numbers of words are below this */
};

#define WORD_STREAM_END UINT32_MAX
#define WORD_STREAM_OTHER (UINT32_MAX - 1)

/* A matrix in compressed rows: row i has the entries start[i] … start[i + 1] - 1. */
struct sparse_matrix {
	size_t n_rows;
	size_t n_columns;
	size_t *start;    /* [n_rows + 1] */
	uint16_t *column; /* [start[n_rows]] */
	float *value;
};

/* Fill `out`, a matrix of n_words rows with a column for each of the most frequent words, on `jobs`
 * threads; the numbers are the same for any number of them. False: out of memory, and nothing is
 * left to dispose of. */
bool cooccurrence_count(const struct word_stream *stream, size_t jobs, struct sparse_matrix *out);

void sparse_matrix_dispose(struct sparse_matrix *m);

#endif
