/* SPDX-License-Identifier: MIT */
#ifndef DATASET_TEXT_STORE_H
#define DATASET_TEXT_STORE_H
/* Stores comments as they were read: the text, and the few other fields that scores and disguises
 * depend on. A data set keeps only features, but to disguise or score a comment again one needs its
 * text. */
#include <stdbool.h>

#include "base/buffer.h"

struct text_store {
	struct buffer bytes;
	size_t *start; /* [n] where each comment begins in `bytes` */
	size_t n;
	size_t cap;
};

/* Copy a comment's fields. False: out of memory, and nothing was added. */
bool text_store_add(struct text_store *store, const moderato_comment *comment);

/* The i-th comment, whose texts are borrowed until the next text_store_add(). */
moderato_comment text_store_get(const struct text_store *store, size_t i);

/* Forget the last comment. */
void text_store_drop(struct text_store *store);

void text_store_clear(struct text_store *store); /* the memory is kept */
void text_store_dispose(struct text_store *store);

#endif
