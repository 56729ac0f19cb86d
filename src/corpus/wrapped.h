/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_WRAPPED_H
#define CORPUS_WRAPPED_H
/* JSON in which the comments are in an array within an object, as APIs answer page by page:
 * {"count": 2, "results": [...]}, {"data": {"comments": [...]}}. */
#include "corpus/outline.h"

/* Returns whether a member of that name may hold the comments, or an object that does. */
bool wrapped_by(moderato_str key);

/* Returns whether such members hold objects with a text and something else that comments have, or
 * an empty array. `head` is what the outline was read from. */
bool json_is_wrapped(const struct outline *o, moderato_str head);

#endif
