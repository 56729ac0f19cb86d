/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_WXR_H
#define IMPORT_WXR_H
/* Where in a WordPress export the state of the comment that was read last stands. */
#include <stdbool.h>

#include "corpus/source.h"

struct wxr_state {
	bool good;             /* there is a comment, it can be given a state */
	moderato_span element; /* <wp:comment_approved>; empty: where there should be one */
	char name[64];         /* of its tag, such as wp:comment */
};

/* Hand on all bytes of the export as they are read, those of a comment in one piece. For a source
 * that open_wxr() opened, before its first next(). False: they are not those of the file, which is
 * converted on the way. */
bool wxr_tap(struct source *source,
	void (*pass)(void *payload, size_t at, moderato_str bytes, const struct wxr_state *state),
	void *payload);

#endif
