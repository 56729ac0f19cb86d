/* SPDX-License-Identifier: MIT */
#ifndef DATASET_TEXTS_H
#define DATASET_TEXTS_H
/* Comments as they were read: the text, and the few other fields that scores and disguises depend
 * on. A data set keeps features only; who wants to change a text later needs it. */
#include <stdbool.h>

#include "base/buffer.h"

struct texts {
	struct buffer bytes;
	size_t *start; /* [n] */
	size_t n;
	size_t cap;
};

/* Copy a comment's fields; false: out of memory, and nothing was added. */
bool texts_add(struct texts *texts, const moderato_comment *comment);

/* The i-th comment; it borrows until the next texts_add(). */
moderato_comment texts_get(const struct texts *texts, size_t i);

/* Forget the last comment. */
void texts_drop(struct texts *texts);

void texts_clear(struct texts *texts); /* keeps the memory */
void texts_dispose(struct texts *texts);

#endif
