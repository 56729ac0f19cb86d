/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_HEAD_H
#define IMPORT_HTML_HEAD_H
#include "base/written_time.h"
#include "import/html/html_items.h"

/* What a page says about itself. */
struct html_head {
	moderato_str title;
	moderato_str url;
	enum date_order order; /* of its language's dates; "en" alone says nothing */
};

/* Reads it; the strings are kept with the items. `page` are its bytes, in which browsers write the
 * address that it was saved from. */
struct html_head html_head_read(
	struct html_items *items, const struct html_tree *tree, moderato_str page);

#endif
