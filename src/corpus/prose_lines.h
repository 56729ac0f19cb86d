/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_PROSE_LINES_H
#define CORPUS_PROSE_LINES_H
/* Whether a text has a comment on each line, as far as that can be seen. A file of lines is taken
 * for comments unasked only if it is: everything else that people keep as text (documents, logs,
 * menus, source code, tables) has lines, too. */
#include <stdbool.h>

#include "moderato/comment.h"

/* Returns true if the lines look like prose that somebody wrote line by line:
 *
 * - there are three or more, nearly none of them blank or indented, and none of the first is a
 *   script's or a mail's;
 * - most have three words or more, begin with a letter, a quote, @ or an emoji, and consist of
 *   letters;
 * - a quarter end like a sentence, or a fifth have more than 100 bytes;
 * - few look like code, like a row of a table or like "Key: value", and fewer than half begin with
 *   the same word;
 * - they do not all end where the next word would have passed one and the same column, as the
 *   lines of a paragraph do.
 *
 * The manual page says so, too. With `cut`, more follows after `text`. */
bool prose_lines(moderato_str text, bool cut);

#endif
