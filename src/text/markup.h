/* SPDX-License-Identifier: MIT */
#ifndef TEXT_MARKUP_H
#define TEXT_MARKUP_H
/* Stage 3: markup away, link targets kept.
 *
 * HTML tags and comments, HTML entities (also escaped twice), BBCode and Markdown links, and the
 * backslash escapes (\n, \xa0, \u2019) that real exports leave in. Comments are not documents: what
 * is not clearly markup stays text (a < b, <3, [sic]). */
#include "text/text.h"

/* A link that markup named: the target as written, and where. */
struct link {
	const char *target; /* in the stage's input */
	size_t len;
	moderato_span place; /* in the original */
};

struct markup {
	struct link *links; /* arena; link targets of tags, BBCode and Markdown, not bare URLs */
	size_t n_links;
	size_t n_tags;     /* HTML tags and BBCode tags removed */
	size_t n_entities; /* entities and escapes decoded */
};

/* More links than this in one comment are counted in n_links but not kept. */
#define MARKUP_LINKS_MAX 256

/* A tag or a link's target longer than this, in bytes, is text: it bounds the search for its end.
 */
#define MARKUP_TAG_BYTES_MAX 2048

/* `*out` is `*in` when there is nothing to do. False: out of memory. */
bool markup_strip(
	struct arena *arena, const struct text *in, struct text *out, struct markup *found);

#endif
