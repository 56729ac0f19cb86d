/* SPDX-License-Identifier: MIT */
#ifndef TEXT_HIDDEN_LINKS_H
#define TEXT_HIDDEN_LINKS_H
/* Between stages 4 and 5: links that are written so that no filter sees one, "lucky-spin [dot]
 * example", "x dot com", "w w w . x . example", "http : // x.example", are written out in the
 * normalised text, so that splitting finds what it finds in a plain link; and counted, "hxxp://"
 * too. An address ("ann (at) mail (dot) example") is written out, and is one, but hides nothing
 * from a reader: it is not counted.
 *
 * A dot in brackets is clear before any top-level domain. The word and the spaced sign are so only
 * before those that are no words, and behind what can be a name: "the dot com bubble", "a dot on
 * the map" stay. */
#include "text/charmap.h"
#include "text/text.h"

/* May there be one? By the text's character map (letters in either case): cheap, and true now and
 * then where there is none. */
bool hidden_links_hint(const struct text *in, const struct charmap *map);

/* `*text` is normalised, and is replaced when `*n`, or an address, is found; WORD_PAD spaces stand
 * behind it again. Linear in the text. False: out of memory. */
bool hidden_links_write_out(struct arena *arena, struct text *text, size_t *n);

#endif
