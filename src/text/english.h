/* SPDX-License-Identifier: MIT */
#ifndef TEXT_ENGLISH_H
#define TEXT_ENGLISH_H
/* Knows English by the little words that only English has, in a fraction of the time that
 * text/language needs to tell any language.
 *
 * Measured: of 4,736 comments of newspaper readers it knows 3,849, where CLD2 has 4,674; of 25,649
 * German and Portuguese ones it takes 2 for English, of which CLD2 takes one as well. */
#include <stdbool.h>

#include "moderato/comment.h"

/* True if this is certainly English, and all of it: at least ENGLISH_WORDS_MIN such words, and one
 * in five of all. False says nothing. The text is as language_detect() takes it. */
#define ENGLISH_WORDS_MIN 3
bool english_is_certain(moderato_str text);

#endif
