/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TALK_TIME_H
#define IMPORT_TALK_TIME_H
/* Finds the time in a line of a page that was saved as text. */
#include <stdbool.h>

#include "moderato/comment.h"

/* Sets *time to the first time in the line: "May 3, 2024 at 10:00 am", "3 hours ago", "Yesterday,
 * 10:00". Returns false if there is none. Linear in the line's length. */
bool talk_time_find(moderato_str line, moderato_str *time);

/* Returns whether the word, in any case, is one of the list's, which are separated by blanks. */
bool talk_among(const char *list, moderato_str word);

#endif
