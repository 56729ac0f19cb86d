/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_MISSING_TEXT_H
#define CORPUS_MISSING_TEXT_H
/* Whether a comment's text is missing, so that its state says nothing about words. */
#include <stdbool.h>

#include "moderato/comment.h"

/* Returns true if a reader would see nothing, neither a letter nor a picture or link, or only what
 * a site writes where a text was taken away, such as "[deleted]". */
bool text_is_missing(moderato_str text);

#endif
