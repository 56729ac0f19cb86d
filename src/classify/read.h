/* SPDX-License-Identifier: MIT */
#ifndef CLASSIFY_READ_H
#define CLASSIFY_READ_H
/* The first stages: from a comment's bytes to its words.
 *
 * Each stage has a short way for plain text, which is ASCII without anything that may begin markup:
 * such a text needs no repair, no decoding and no stripping, and one map of its characters serves
 * all stages. Most comments are plain. Both ways give the same document. */
#include "feature/document.h"

/* A text that is being read. The document and the arena are the caller's. */
struct reading {
	struct arena *arena;
	struct document *doc;
	struct text original;
	struct charmap map; /* of the original */
	struct char_counts counts;
	bool plain;
};

/* MODERATO_ELIMIT: a field of the comment is too long to be read. */
moderato_status read_check(const moderato_comment *comment, moderato_error *err);

/* The stages, in the order in which they are called. Those that return a bool return false when
 * memory is out. */

/* Begin with the text of doc->comment: map its characters. */
bool read_characters(struct reading *r, struct arena *arena, struct document *doc);
/* Repair invalid bytes: doc->valid. */
bool read_repair(struct reading *r);
/* Look at the text as it was written, before anything is folded away: doc->evasion, doc->signals.
 */
void read_evasion(struct reading *r);
/* Take the markup off: doc->plain, doc->markup. */
bool read_markup(struct reading *r);
/* Normalise and fold the case: doc->normal. */
bool read_normal(struct reading *r);
/* Write out what the text hides, and split it: doc->normal, doc->words. */
bool read_words(struct reading *r);

#endif
