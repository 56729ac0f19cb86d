/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_TIMES_H
#define IMPORT_HTML_TIMES_H
#include "base/written_time.h"
#include "import/html/html_items.h"

/* Times become UTC, also among other words, as in "Antwort #1 am: 03. Mai 2024, 10:00"; what is no
 * time, such as "2 weeks ago", stays as it is. Which of the numbers in 03-05-2024 is the month is
 * decided by the comments' other dates, by their sequence, by the page's other dates, and by the
 * order of its language, `of_language`, in this order; then by the clock. Neither language nor
 * clock decide where a program's sites use any order. What is not decided stays as it is. */
void html_times_rewrite(
	struct html_items *items, const struct html_tree *tree, enum date_order of_language);

#endif
