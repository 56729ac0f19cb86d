/* SPDX-License-Identifier: MIT */
#ifndef TEXT_WORD_SIGNS_H
#define TEXT_WORD_SIGNS_H
/* Signs and digits in place of letters: decides where a word continues through them and where it
 * begins with one. All functions work on normalised text. */
#include "base/ascii.h"
#include "text/text.h"

static inline bool is_letter(char c)
{
	return ascii_is_lower(c) || (unsigned char)c >= 0x80;
}

/* True for a sign that is drawn for a letter. */
static inline bool is_leet_sign(char c)
{
	return c == '@' || c == '$' || c == '!' || c == '+' || c == '|';
}

/* True if the code point at s[i] is by itself part of a word; `*n` receives its length in bytes. */
bool word_codepoint(const char *s, size_t i, size_t *n);

/* True if a letter stands at s[i]. */
bool letter_at(const struct text *in, size_t i);

/* The number of bytes, at most `max`, of the letters from s[i] on. */
size_t letters_from(const struct text *in, size_t i, size_t max);

/* True if the sign at s[i] hides a letter of the word that begins at s[start], as in "sh_t"; false
 * if it stands between two words, or between letters that are spelt out. */
bool hides_letter(const struct text *in, size_t start, size_t i);

/* The number of bytes of signs at s[i] that belong to the word before them: an apostrophe between
 * letters, or masks and leet signs in the word or at its end. 0 when the word ends at s[i]. */
size_t inner_sign(const struct text *in, size_t start, size_t i);

/* True if a leet sign at s[i] begins a word ("$hit", "+h1s"). Amounts are no words: "$5k", "+44".
 */
bool sign_begins(const struct text *in, size_t i);

#endif
