/* SPDX-License-Identifier: MIT */
/* Builds the trie of a vocabulary and walks it. */
#include "encode/vocabulary.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/utf8.h"

/* Bytes that both pieces begin with. */
static size_t common(moderato_str a, moderato_str b)
{
	size_t n = 0;

	while (n < a.len && n < b.len && a.ptr[n] == b.ptr[n])
		n++;
	return n;
}

/* Finds the pieces in the text and counts the trie's nodes. Returns false if they are not what they
 * must be. */
static bool find_pieces(moderato_str text, moderato_str *pieces, uint32_t n, size_t *n_nodes)
{
	moderato_str last = {"", 0};
	uint32_t i;

	*n_nodes = 1;
	for (i = 0; i < n; i++) {
		const char *end = text.len ? memchr(text.ptr, '\0', text.len) : NULL;
		moderato_str piece = {text.ptr, end ? (size_t)(end - text.ptr) : 0};
		const size_t same = common(last, piece);

		if (!piece.len || piece.len > VOCABULARY_PIECE_BYTES_MAX ||
			!utf8_valid(piece.ptr, piece.len) || same == piece.len ||
			(same < last.len && (unsigned char)last.ptr[same] > (unsigned char)piece.ptr[same]))
			return false;
		*n_nodes += piece.len - same;
		text.ptr += piece.len + 1;
		text.len -= piece.len + 1;
		pieces[i] = last = piece;
	}
	return !text.len;
}

/* Makes the nodes level by level. Until a node's turn comes, it holds the range of the pieces that
 * begin with its bytes. */
static void make_nodes(struct vocabulary *v, const moderato_str *pieces)
{
	uint32_t made = 1, level_end = 1, depth = 0;
	uint32_t i;

	v->nodes[0] = (struct vocabulary_node){0, v->n};
	v->bytes[0] = 0;
	for (i = 0; i < made; i++) {
		uint32_t from = v->nodes[i].first;
		const uint32_t to = v->nodes[i].id;
		const bool ends = i && pieces[from].len == depth;

		v->nodes[i] = (struct vocabulary_node){made, ends ? from : VOCABULARY_NONE};
		for (from += ends; from < to; made++) {
			v->bytes[made] = (uint8_t)pieces[from].ptr[depth];
			v->nodes[made].first = from;
			while (from < to && (uint8_t)pieces[from].ptr[depth] == v->bytes[made])
				from++;
			v->nodes[made].id = from;
		}
		if (i + 1 == level_end) {
			depth++;
			level_end = made;
		}
	}
	v->n_nodes = made;
	v->nodes[made] = (struct vocabulary_node){made, VOCABULARY_NONE};
}

/* The node that a byte leads to, or VOCABULARY_NONE. */
static uint32_t step(const struct vocabulary *v, uint32_t node, char byte)
{
	const uint32_t first = v->nodes[node].first;
	const uint32_t n = v->nodes[node + 1].first - first;
	const uint8_t *at = n ? memchr(v->bytes + first, byte, n) : NULL;

	return at ? (uint32_t)(at - v->bytes) : VOCABULARY_NONE;
}

uint32_t vocabulary_longest(
	const struct vocabulary *v, uint32_t node, const char *s, size_t len, size_t *used)
{
	uint32_t id = VOCABULARY_NONE;
	size_t i;

	*used = 0;
	for (i = 0; i < len && node != VOCABULARY_NONE; i++) {
		node = step(v, node, s[i]);
		if (node != VOCABULARY_NONE && v->nodes[node].id != VOCABULARY_NONE) {
			id = v->nodes[node].id;
			*used = i + 1;
		}
	}
	return id;
}

/* The id of exactly this piece, or VOCABULARY_NONE. */
static uint32_t find(const struct vocabulary *v, const char *piece)
{
	size_t used;
	const uint32_t id = vocabulary_longest(v, 0, piece, strlen(piece), &used);

	return used == strlen(piece) ? id : VOCABULARY_NONE;
}

static bool find_marks(struct vocabulary *v)
{
	v->within = step(v, 0, '#');
	if (v->within != VOCABULARY_NONE)
		v->within = step(v, v->within, '#');
	v->unknown = find(v, "[UNK]");
	v->opening = find(v, "[CLS]");
	v->closing = find(v, "[SEP]");
	return v->unknown != VOCABULARY_NONE && v->opening != VOCABULARY_NONE &&
		   v->closing != VOCABULARY_NONE;
}

static moderato_status build(
	struct vocabulary *v, moderato_str text, moderato_str *pieces, moderato_error *err)
{
	size_t n_nodes;

	if (!find_pieces(text, pieces, v->n, &n_nodes))
		return fail(err, MODERATO_EFORMAT, "the pieces of the vocabulary are not sorted strings");
	v->nodes = resize_array(NULL, n_nodes + 1, sizeof(*v->nodes));
	v->bytes = resize_array(NULL, n_nodes, 1);
	if (!v->nodes || !v->bytes)
		return fail_no_memory(err);
	make_nodes(v, pieces);
	return find_marks(v)
			   ? MODERATO_OK
			   : fail(err, MODERATO_EFORMAT, "the vocabulary lacks one of [UNK], [CLS] and [SEP]");
}

moderato_status vocabulary_build(
	struct vocabulary *v, moderato_str text, uint32_t n, moderato_error *err)
{
	moderato_status status;
	moderato_str *pieces;

	*v = (struct vocabulary){.n = n};
	if (!n || n > VOCABULARY_PIECES_MAX || text.len > (size_t)n * (VOCABULARY_PIECE_BYTES_MAX + 1))
		return fail(err, MODERATO_EFORMAT, "a vocabulary of %u pieces in %zu bytes", n, text.len);
	pieces = resize_array(NULL, n, sizeof(*pieces));
	status = pieces ? build(v, text, pieces, err) : fail_no_memory(err);
	free(pieces);
	if (status)
		vocabulary_dispose(v);
	return status;
}

void vocabulary_dispose(struct vocabulary *v)
{
	free(v->nodes);
	free(v->bytes);
	*v = (struct vocabulary){0};
}
