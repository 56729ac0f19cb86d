/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_TIMES_H
#define IMPORT_HTML_TIMES_H
#include "import/html/html_items.h"

/* Times become UTC; what is no time, such as "2 weeks ago", stays as it is. */
void html_times_rewrite(struct html_items *items);

#endif
