/* SPDX-License-Identifier: MIT */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H
/* Detects the language of a text; the only door to CLD2. Thread-safe, and the same text always
 * gives the same language: CLD2 has no state but its tables. */
#include <stdbool.h>

#include "moderato/comment.h"

/* `*code` receives the code of the language that most of the text is in, a static string: ISO 639,
 * in a few cases a code that is no longer in use (iw), or one with a script (zh-Hant). It is NULL
 * when there is too little text to be sure. The text must be valid UTF-8 without markup; only its
 * letters count. Returns false when memory runs out. */
bool language_detect(moderato_str text, const char **code);

#endif
