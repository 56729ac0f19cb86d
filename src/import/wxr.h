/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_WXR_H
#define IMPORT_WXR_H
/* Finds where in a WordPress export the state of the last comment stands. */
#include <stdbool.h>

#include "corpus/source.h"

struct wxr_state {
	bool good;   /* there is a comment, and it can be given a state */
	bool mended; /* its bytes were first read as something else, which was broken, or its name is
					too long: an element is not put into it */
	moderato_span element; /* the place of <wp:comment_approved>; empty, and where it should be, if
							  there is none */
	char name[64];         /* name of the comment's tag, such as wp:comment */
};

/* Hands on all bytes of the export as they are read, those of a comment in one piece. Call it
 * for a source that open_wxr() opened, before its first next(). Returns false if the bytes are not
 * those of the file, because it is converted while reading. */
bool wxr_tap(struct source *source,
	void (*pass)(void *payload, size_t at, moderato_str bytes, const struct wxr_state *state),
	void *payload);

#endif
