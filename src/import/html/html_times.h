/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_TIMES_H
#define IMPORT_HTML_TIMES_H
#include "import/html/html_items.h"

/* Times become UTC; what is no time, such as "2 weeks ago", stays as it is. Which of the numbers in
 * 03-05-2024 is the month is decided by the comments' other dates, by their sequence, and by the
 * page's other dates, in this order; then by the clock, except where a program's sites use any
 * order. What is not decided stays as it is. */
void html_times_rewrite(struct html_items *items, const struct html_tree *tree);

#endif
