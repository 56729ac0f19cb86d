/* SPDX-License-Identifier: MIT */
/* The hash by which words are compared, and the hashes of all words of a text. */
#include "text/skeletons.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/hash.h"
#include "text/skeleton.h"
#include "text/words_of.h"

uint64_t text_skeleton_hash(const char *surface, size_t len)
{
	char skeleton[SKELETON_BYTES_MAX];
	const size_t n = skeleton_key(skeleton, skeleton_of(surface, len, skeleton));

	return n ? hash_bytes(skeleton, n, 1) : hash_bytes(surface, len, 1);
}

static moderato_status hash_words(const struct words *words, uint64_t **hashes, size_t *n)
{
	size_t i;

	if (!words->n_plain)
		return MODERATO_OK;
	*hashes = resize_array(NULL, words->n_plain, sizeof(**hashes));
	if (!*hashes)
		return MODERATO_ENOMEM;
	for (i = 0; i < words->n; i++) {
		const struct word *w = &words->v[i];

		if (word_is_plain(w))
			(*hashes)[(*n)++] = text_skeleton_hash(w->surface, w->len);
	}
	return MODERATO_OK;
}

moderato_status text_skeletons(moderato_str text, uint64_t **hashes, size_t *n)
{
	struct arena arena = ARENA_INIT;
	struct words words;
	moderato_status status = MODERATO_ENOMEM;

	*hashes = NULL;
	*n = 0;
	if (text.len > MODERATO_COMMENT_BYTES_MAX)
		return MODERATO_ELIMIT;
	if (words_of(&arena, text, &words))
		status = hash_words(&words, hashes, n);
	arena_dispose(&arena);
	return status;
}
