/* SPDX-License-Identifier: MIT */
#include "feature/ngram.h"

#include <string.h>

#include "base/codepoint.h"
#include "feature/termset.h"

/* Stands for a word's beginning and end among its letters. */
#define BOUNDARY '\x02'

static uint64_t chars_hash(const char *s, size_t len)
{
	if (len <= 8)
		return hash_fold(hash_load((const unsigned char *)s, len) ^ HASH_K0,
			(HASH_K1 ^ (SEED_CHARS << 32)) + (uint64_t)len * 2);
	return hash_bytes(s, len, SEED_CHARS);
}

static void add(struct ngrams *out, uint64_t hash, size_t begin, size_t len, enum ngram_kind kind,
	unsigned view)
{
	if (out->n < NGRAMS_MAX)
		out->v[out->n++] =
			(struct ngram){hash, (uint16_t)begin, (uint16_t)len, (uint8_t)kind, (uint8_t)view};
}

/* All runs of chars_min … chars_max letters. Letters are code points, so that Cyrillic and Chinese
 * get as many per word as ASCII. */
static void add_chars(const struct space *space, struct ngrams *out, unsigned view)
{
	const char *s = out->view[view];
	const size_t len = out->view_len[view];
	size_t begin;

	for (begin = 0; begin < len; begin += codepoint_len((unsigned char)s[begin])) {
		size_t end = begin;
		size_t n;

		for (n = 1; n <= space->chars_max && end < len; n++) {
			end += codepoint_len((unsigned char)s[end]);
			if (n >= space->chars_min && end - begin < len)
				add(out, chars_hash(s + begin, end - begin), begin, end - begin, NGRAM_CHARS, view);
		}
	}
}

static void set_view(struct ngrams *out, unsigned view, const char *s, size_t len)
{
	out->view[view][0] = BOUNDARY;
	memcpy(out->view[view] + 1, s, len);
	out->view[view][len + 1] = BOUNDARY;
	out->view_len[view] = len + 2;
}

/* A number's digits say little; that it is one, and how long, says more. */
static void add_number_shape(struct ngrams *out, const char *surface, size_t len)
{
	const char shape[2] = {TOKEN_MARK, (char)('0' + (len < 9 ? len : 9))};
	size_t i;

	for (i = 0; i < len; i++)
		if (surface[i] < '0' || surface[i] > '9')
			return;
	add(out, word_hash(shape, sizeof(shape)), 1, len, NGRAM_WORD, 0);
}

/* Tokens, signs and single letters have no letters in a row worth counting. */
static int has_chars(const char *surface, size_t len)
{
	return len > codepoint_len((unsigned char)surface[0]) &&
		   ((unsigned char)surface[0] >= 0x80 || surface[0] == '$' || surface[0] == '@' ||
			   (surface[0] >= '0' && surface[0] <= '9') ||
			   (surface[0] >= 'a' && surface[0] <= 'z'));
}

/* The letters of both views. They share one set of numbers: a disguised word gives the features of
 * the plain one. */
static void add_views(const struct space *space, const char *surface, size_t len,
	const char *skeleton, size_t skeleton_len, struct ngrams *out)
{
	const int hidden =
		skeleton_len && !(skeleton_len == len && memcmp(skeleton, surface, len) == 0);
	const int chars = has_chars(surface, len) && space->chars_max;

	add(out, word_hash(surface, len), 1, len, NGRAM_WORD, 0);
	add_number_shape(out, surface, len);
	if (chars)
		add_chars(space, out, 0);
	if (space->skeletons && hidden) {
		set_view(out, 1, skeleton, skeleton_len);
		add(out, word_hash(skeleton, skeleton_len), 1, skeleton_len, NGRAM_WORD, 1);
		if (chars)
			add_chars(space, out, 1);
	}
}

void ngrams_of(const struct space *space, const char *surface, size_t len, struct ngrams *out)
{
	char skeleton[SKELETON_BYTES_MAX];
	char key[SKELETON_BYTES_MAX];
	const size_t skeleton_len = skeleton_of(surface, len, skeleton);
	size_t key_len;

	memcpy(key, skeleton, skeleton_len);
	key_len = skeleton_key(key, skeleton_len);
	out->key = key_len ? word_hash(key, key_len) : word_hash(surface, len);
	out->n = 0;
	out->view_len[1] = 0;
	set_view(out, 0, surface, len);
	if (termset_builtin(out->key) >> SET_IDENTITY & 1)
		add(out, IDENTITY_HASH, 1, len, NGRAM_CHARS, 0);
	else
		add_views(space, surface, len, skeleton, skeleton_len, out);
}
