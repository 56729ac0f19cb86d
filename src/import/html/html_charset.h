/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_CHARSET_H
#define IMPORT_HTML_CHARSET_H
#include "base/file.h"

#define HTML_DECLARATION_HEAD                                                                      \
	((size_t)4096) /* bytes that may declare a charset; browsers take 1024 */

/* Finds out which charset the page is in, and converts it to UTF-8 from there. No more of it is
 * read than that takes, because what was read before is held twice. */
moderato_status html_recode(struct input *in, moderato_error *err);

#endif
