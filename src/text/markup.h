/* SPDX-License-Identifier: MIT */
#ifndef TEXT_MARKUP_H
#define TEXT_MARKUP_H
/* Stage 3: removes markup and keeps the targets of links.
 *
 * Markup is HTML tags and comments, HTML entities (also escaped twice), BBCode and Markdown links,
 * and the backslash escapes (\n, \xa0, \u2019) that real exports contain. Comments are not
 * documents: what is not clearly markup stays text (a < b, <3, [sic]). */
#include "text/text.h"

/* A link that markup named: its target as written, and where it stands. */
struct link {
	const char *target; /* points into the input of the stage */
	size_t len;
	moderato_span place; /* in the original text */
};

struct markup {
	struct link *links; /* in the arena, or NULL: targets that markup named, but no bare URLs */
	size_t n_links;
	size_t n_tags;     /* HTML and BBCode tags that were removed */
	size_t n_entities; /* entities and escapes that were decoded */
};

/* Links of one comment beyond this number are counted in n_links but not kept. */
#define MARKUP_LINKS_MAX 256

/* A tag or target that is longer, in bytes, is text; this bounds the search for its end. */
#define MARKUP_TAG_BYTES_MAX 2048

/* Strips `*in`. `*out` is `*in` when it holds no markup. Returns false when memory runs out. */
bool markup_strip(
	struct arena *arena, const struct text *in, struct text *out, struct markup *found);

#endif
