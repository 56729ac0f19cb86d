/* SPDX-License-Identifier: MIT */
#ifndef TEXT_ALIKE_WORDS_H
#define TEXT_ALIKE_WORDS_H
/* Between stages 4 and 5: finds words that are entirely in another script but whose letters are all
 * drawn like Latin ones, counts them, and writes them in ASCII. "уоu аrе а" mixes scripts, which
 * the skeleton sees; the single word "аѕѕ" cannot be told from the Russian "сок" by itself. The
 * whole text tells: such words are disguised if they stand among Latin ones, or if the text has no
 * others and cannot be in the language that it seems to be in. Russian and Greek texts stay as they
 * are: hardly a sentence in them lacks letters that no Latin letter looks like. */
#include "text/text.h"

/* Replaces the normalised `*text` when it has such words, whose number `*n` receives; again
 * WORD_PAD spaces follow it. Takes linear time. Returns false when memory runs out. */
bool alike_words_write_out(struct arena *arena, struct text *text, size_t *n);

#endif
