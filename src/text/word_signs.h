/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WORD_SIGNS_H
#define TEXT_WORD_SIGNS_H
/* Signs and digits in the place of letters: where a word goes on through them, and where it begins
 * with one. In the normalised text. */
#include "base/ascii.h"
#include "text/text.h"

static inline bool is_letter(char c)
{
	return ascii_is_lower(c) || (unsigned char)c >= 0x80;
}

/* A sign that is drawn for a letter. */
static inline bool is_leet_sign(char c)
{
	return c == '@' || c == '$' || c == '!' || c == '+' || c == '|';
}

/* Is the code point at s[i] part of a word by itself? `*n` receives its bytes. */
bool word_codepoint(const char *s, size_t i, size_t *n);

/* Does a letter stand at s[i]? */
bool letter_at(const struct text *in, size_t i);

/* Bytes of letters from s[i] on; at most `max`. */
size_t letters_from(const struct text *in, size_t i, size_t max);

/* Does the sign at s[i] hide a letter of the word that begins at s[start], "sh_t", rather than part
 * two words, or part letters that are spelt out? */
bool hides_letter(const struct text *in, size_t start, size_t i);

/* Does the word go on through the sign at s[i]? An apostrophe between letters; masks and leet signs
 * inside or at the end. Returns the bytes of the signs. */
size_t inner_sign(const struct text *in, size_t start, size_t i);

/* Does a leet sign at s[i] begin a word ("$hit", "+h1s")? Amounts do not: "$5k", "+44". */
bool sign_begins(const struct text *in, size_t i);

#endif
