/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_CLEAN_H
#define IMPORT_HTML_CLEAN_H
/* Makes a page harmless before it becomes a tree: well nested, no deeper than a limit, and
 * without scripts, styles and attributes that do not help to find comments. On a hostile page, a
 * parser that follows the standard to the letter takes quadratic time and any depth of stack; on a
 * cleaned page it cannot. */
#include "base/buffer.h"

/* Browsers stop at 512 too. Deeper elements keep their text and lose their tags. */
#define HTML_DEPTH_MAX 512
#define HTML_INLINE_DEPTH_MAX 256 /* keeps unclosed <b> from using it up */

struct html_clean {
	struct buffer page;    /* its lines end where they did */
	struct buffer json_ld; /* the scripts of that type, with a NUL after each */
};

/* Cleans valid UTF-8 into valid UTF-8, in linear time. The buffers' `failed` says whether memory
 * ran out. */
void html_clean(struct html_clean *out, moderato_str page);

#endif
