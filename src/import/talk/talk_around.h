/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TALK_AROUND_H
#define IMPORT_TALK_AROUND_H
/* What a page that was saved as text shows around its comments. All are linear in the line. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"

/* Returns how many words and numbers of the line buttons consist of; none if there are others.
 * *strong receives how many of them make it one. */
size_t talk_count_buttons(moderato_str line, size_t *strong);

/* Returns whether the line consists of buttons; *talk says whether they show that people talk. */
bool talk_is_actions(moderato_str line, bool *talk);

bool talk_is_count(moderato_str line); /* "12", "1.2K" */

/* Returns whether the line has three short entries or more, which signs part. */
bool talk_is_menu(moderato_str line);

/* Returns whether the line is like "3 thoughts on “…”", "12 Comments", "Comments (12)". */
bool talk_is_heading(moderato_str line);
unsigned talk_count_of_heading(moderato_str line); /* 12 */

bool talk_is_footer(moderato_str line);   /* "Leave a Reply" */
bool talk_is_of_forum(moderato_str line); /* "Page 1 of 3": forums have it around a discussion */

/* Returns whether the line is only a sign that parts what a page shows side by side, or says who
 * the author is to the page. */
bool talk_is_mark(moderato_str line);

#endif
