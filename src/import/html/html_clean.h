/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_CLEAN_H
#define IMPORT_HTML_CLEAN_H
/* A page made harmless before it becomes a tree: well nested, no deeper than a limit, without
 * scripts, styles and attributes that say nothing of comments. A parser that follows the standard
 * to the letter takes quadratic time and any depth of stack on hostile pages; on this it cannot. */
#include "base/buffer.h"

/* Browsers stop at 512 too. What is deeper keeps its text and loses its tags. */
#define HTML_DEPTH_MAX 512
#define HTML_INLINE_DEPTH_MAX 256 /* <b> that is never closed must not use it up */

struct html_clean {
	struct buffer page;    /* lines end where they did */
	struct buffer json_ld; /* the scripts of that type, a NUL after each */
};

/* Valid UTF-8 in, valid UTF-8 out, in linear time. The buffers' `failed` says whether memory ran
 * out. */
void html_clean(struct html_clean *out, moderato_str page);

#endif
