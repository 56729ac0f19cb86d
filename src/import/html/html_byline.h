/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_BYLINE_H
#define IMPORT_HTML_BYLINE_H
/* Lines that give an author and a time together: "Submitted by Rosa on Fri, 03/05/2024 - 15:00.",
 * "Posted by: Rosa | May 3, 2024 at 10:00 AM", "Fri, 03/05/2024 - 15:00 — Rosa". */
#include <stdbool.h>

#include "moderato/comment.h"

/* Returns whether the text has as many digits as a date needs, and a name seldom has. */
bool byline_may_be_date(moderato_str text);

/* Both return the whole line if it is not such a line. */
moderato_str byline_name(moderato_str line);
moderato_str byline_date(moderato_str line);

#endif
