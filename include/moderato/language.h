/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_LANGUAGE_H
#define MODERATO_LANGUAGE_H
/**
 * @file moderato/language.h
 * Which languages a text is in.
 *
 * A bundle scores what it was trained on. Ask here before a score is trusted that a comment in
 * another language was given.
 *
 * @code
 * moderato_language languages[MODERATO_LANGUAGES_MAX];
 * size_t n;
 *
 * if (moderato_languages_detect(comment.text, languages, &n, &err))
 *     fprintf(stderr, "%s\n", err.message);
 * else
 *     puts(n ? languages[0].code : "too little text to tell");
 * @endcode
 */
#include "moderato/comment.h"

MODERATO_BEGIN_DECLS

/** The most languages that are found in one text. */
#define MODERATO_LANGUAGES_MAX 3

/** A language of a text. */
typedef struct moderato_language {
	const char
		*code;   /**< BCP 47, in the current codes of ISO 639: "en", "he" (not iw), "zh". Static */
	int percent; /**< of the text's letters, about; 1 … 100 */
} moderato_language;

/**
 * Detect the languages of a text, the one that most of it is in first.
 *
 * Links and HTML tags are left out; only letters count. Bytes that are not UTF-8 are ignored. The
 * same text gives the same languages. Thread-safe.
 *
 * @param languages receives them: MODERATO_LANGUAGES_MAX entries, of which the first *n are filled
 * @param n         receives their number: 0 if there is too little text to be sure
 * @return MODERATO_OK; MODERATO_ELIMIT: text over MODERATO_COMMENT_BYTES_MAX; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_languages_detect(
	moderato_str text, moderato_language *languages, size_t *n, moderato_error *err);

MODERATO_END_DECLS
#endif
