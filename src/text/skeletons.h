/* SPDX-License-Identifier: MIT */
#ifndef TEXT_SKELETONS_H
#define TEXT_SKELETONS_H
/* The words of a text as hashes of their skeletons' keys. Phrase lists and term sets compare these,
 * so that a listed phrase is found in any case and behind any spelling trick. */
#include <stddef.h>
#include <stdint.h>

#include "moderato/comment.h"

/* `*hashes` receives a malloc'ed array of `*n` hashes, one for each word in order; it is NULL when
 * the text has no words. Returns MODERATO_OK, MODERATO_ELIMIT or MODERATO_ENOMEM. */
moderato_status text_skeletons(moderato_str text, uint64_t **hashes, size_t *n);

/* The hash of the key of one normalised word, or of its surface when the skeleton is empty. */
uint64_t text_skeleton_hash(const char *surface, size_t len);

#endif
