/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_VOCABULARY_H
#define ENCODE_VOCABULARY_H
/* The pieces that an encoder knows, as a trie: the longest one that a text begins with is found in
 * one walk over its bytes.
 *
 * A piece's id is its rank among the pieces, which are sorted by their bytes. One that goes on with
 * a word begins with "##". It is immutable once it is built: threads may share it. */
#include <stddef.h>
#include <stdint.h>

#include "moderato/comment.h"
#include "moderato/status.h"

#define VOCABULARY_PIECES_MAX ((uint32_t)1 << 17)

/* Of a piece: what bounds the work for each byte of a text. English words have 20 at most. */
#define VOCABULARY_PIECE_BYTES_MAX 64

#define VOCABULARY_NONE UINT32_MAX

struct vocabulary_node {
	uint32_t first; /* its children's numbers begin here, and end where the next node's begin */
	uint32_t id;    /* of the piece that ends here, or VOCABULARY_NONE */
};

struct vocabulary {
	struct vocabulary_node *nodes; /* [n_nodes + 1], level by level, 0 is the root */
	uint8_t *bytes;                /* [n_nodes] the byte that leads to each */
	uint32_t n_nodes;
	uint32_t n;                         /* pieces */
	uint32_t within;                    /* the node that "##" leads to, or VOCABULARY_NONE */
	uint32_t unknown, opening, closing; /* ids of [UNK], [CLS] and [SEP] */
};

/* Builds it from `n` pieces, each with a NUL behind it, that must be distinct, sorted, valid UTF-8
 * and all of `text`. MODERATO_EFORMAT: they are not, or one of the three above is missing;
 * MODERATO_ENOMEM. After a failure it is empty. */
moderato_status vocabulary_build(
	struct vocabulary *v, moderato_str text, uint32_t n, moderato_error *err);
void vocabulary_dispose(struct vocabulary *v);

/* Finds the longest piece that the bytes begin with, from `node` on: 0, or v->within inside of a
 * word. Returns its id and sets *used to the bytes that it has; VOCABULARY_NONE: there is none. */
uint32_t vocabulary_longest(
	const struct vocabulary *v, uint32_t node, const char *s, size_t len, size_t *used);

#endif
