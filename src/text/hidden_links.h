/* SPDX-License-Identifier: MIT */
#ifndef TEXT_HIDDEN_LINKS_H
#define TEXT_HIDDEN_LINKS_H
/* Between stages 4 and 5: finds links that are written so that no filter sees one ("lucky-spin
 * [dot] example", "x dot com", "w w w . x . example", "http : // x.example", also "hxxp://"),
 * counts them, and writes them out in the normalised text, so that splitting finds what it finds in
 * a plain link. An address ("ann (at) mail (dot) example") is written out as well but not counted,
 * because it hides nothing from a reader.
 *
 * A dot in brackets is certain before any top-level domain. The word "dot" and a spaced dot are
 * certain only before a domain that is no word, and after what can be a name: "the dot com bubble"
 * and "a dot on the map" stay as they are. */
#include "text/charmap.h"
#include "text/text.h"

/* True if the text may hold a hidden link or address, judged by its character map (letters in
 * either case). It is cheap and sometimes true where there is none, but never false where there is
 * one. */
bool hidden_links_hint(const struct text *in, const struct charmap *map);

/* Replaces the normalised `*text` when it hides a link or an address; again WORD_PAD spaces follow
 * it. `*n` receives the number of hidden links. Takes linear time. Returns false when memory runs
 * out. */
bool hidden_links_write_out(struct arena *arena, struct text *text, size_t *n);

#endif
