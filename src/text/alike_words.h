/* SPDX-License-Identifier: MIT */
#ifndef TEXT_ALIKE_WORDS_H
#define TEXT_ALIKE_WORDS_H
/* Between stages 4 and 5: words that are whole in another script, each letter of which is drawn
 * like a Latin one, where they spell Latin words: "уоu аrе а" mixes scripts and is the skeleton's
 * business, the word "аѕѕ" by itself is not known from "сок". The text tells: such words among
 * Latin ones, or a text that has no others and cannot be the language it seems to be, are written
 * in ASCII and counted. Russian and Greek, where next to no sentence does without letters that no
 * Latin one looks like, stay. */
#include "text/text.h"

/* `*text` is normalised, and is replaced when `*n` words are found; WORD_PAD spaces stand behind it
 * again. Linear in the text. False: out of memory. */
bool alike_words_write_out(struct arena *arena, struct text *text, size_t *n);

#endif
