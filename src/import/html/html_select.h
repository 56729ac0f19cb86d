/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_SELECT_H
#define IMPORT_HTML_SELECT_H
/* Which nodes of a page a rule means. A selector is a row of alternatives, the preferred one first,
 * with blanks between:
 *
 *   div         an element        .word     with that class          ~part   a class with that in
 * it #start-     an id of that and digits    @datetime   with that attribute =text       a property
 * of that name, in microdata or RDFa %Comment    an item of that type in schema.org's vocabulary
 *
 * and what stands together must hold together: "div.post#p". */
#include <stdbool.h>

#include "import/html/html_tree.h"

/* Place of the first alternative that the node matches, from 1; 0: none. */
unsigned html_select(const struct html_tree *tree, unsigned node, const char *selector);

/* Is `word` one of the words of the text? */
bool html_has_word(moderato_str text, moderato_str word);

/* The digits that end an id such as "comment-12"; nothing when it has none. */
moderato_str html_number_of(moderato_str id);

#endif
