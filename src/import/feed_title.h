/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_FEED_TITLE_H
#define IMPORT_FEED_TITLE_H
/* What the titles of a feed of comments, and of its entries, say of the page that the comments
 * stand in, in the languages of WordPress's larger translations. */
#include <stdbool.h>

#include "moderato/comment.h"

/* Returns the title of the page. An entry has one such as "By: Ann", "Comment on New stiles by
 * Ann", "Ann on New stiles" or "Re: New stiles"; of the first, any language is understood. Of
 * others, the feed's title is better, if it is that of a page. A title that is none of these is
 * returned whole. */
moderato_str feed_title_of_page(moderato_str feed, moderato_str entry, moderato_str author);

/* Returns whether a feed's title says that it is one of comments. */
bool feed_title_of_comments(moderato_str feed);

#endif
