/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_SELECT_H
#define IMPORT_HTML_SELECT_H
/* Selectors say which nodes of a page a rule means. A selector is a list of alternatives that are
 * separated by blanks, the preferred one first:
 *
 *   div         an element of that name
 *   .word       an element with that class
 *   ~part       an element with a class that contains the part
 *   #start-     an element whose id is the start and digits
 *   !name       an element with just that id
 *   @datetime   an element with that attribute
 *   =text       a property of that name, in microdata or RDFa
 *   %Comment    an item of that type in schema.org's vocabulary
 *   x-y         an element of that name, which its program has made
 *   a>b         an element b directly in an element a
 *
 * Conditions without a blank between them must all be true, as in "div.post#p". */
#include <stdbool.h>

#include "import/html/html_tree.h"

/* Returns the number of the first alternative that the node matches, counted from 1, or 0 if
 * none does. What a selector says of elements of a name and class is remembered with the tree by
 * the selector's address, so that most nodes cost nothing. */
unsigned html_select(const struct html_tree *tree, unsigned node, const char *selector);

/* Returns whether `word` is one of the words of the text. */
bool html_has_word(moderato_str text, moderato_str word);

/* Returns the digits at the end of an id such as "comment-12", or nothing if there are none. */
moderato_str html_number_of(moderato_str id);

#endif
