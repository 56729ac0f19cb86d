/* SPDX-License-Identifier: MIT */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H
/* Detects the languages of a text; the only door to CLD2. Thread-safe, and the same text always
 * gives the same languages: CLD2 has no state but its tables. */
#include <stdbool.h>

#include "moderato/language.h"

/* `*code` receives the code of the language that most of the text is in, a static string: ISO 639,
 * in a few cases a code that is no longer in use (iw), or one with a script (zh-Hant). It is NULL
 * when there is too little text to be sure. The text must be valid UTF-8 without markup; only its
 * letters count. Returns false when memory runs out. */
bool language_detect(moderato_str text, const char **code);

/* The same with all languages of the text that are found, most of it first, their codes as
 * moderato_languages_detect() has them. `*n` is 0 when there is too little text to be sure. */
bool language_detect_all(
	moderato_str text, moderato_language languages[MODERATO_LANGUAGES_MAX], size_t *n);

#endif
