/* SPDX-License-Identifier: MIT */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H
/* Which language a text is in; the only door to CLD2. Thread-safe, and the same text gives the same
 * language: CLD2 has no state but its tables. */
#include <stdbool.h>

#include "moderato/comment.h"

/* `*code` receives the code of the language that most of the text is in, static: ISO 639, in a few
 * cases one that is no longer in use (iw), or with a script (zh-Hant). NULL: too little text to be
 * sure. The text is valid UTF-8 without markup; what is not letters says nothing. False: out of
 * memory. */
bool language_detect(moderato_str text, const char **code);

#endif
