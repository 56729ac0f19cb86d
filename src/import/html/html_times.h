/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_TIMES_H
#define IMPORT_HTML_TIMES_H
#include "base/written_time.h"
#include "import/html/html_items.h"

/* Times become UTC, also among other words, as in "Antwort #1 am: 03. Mai 2024, 10:00"; what is no
 * time, such as "2 weeks ago", stays as it is. `otherwise` is the order of day and month where the
 * page's dates prove none. */
void html_times_rewrite(struct html_items *items, enum date_order otherwise);

#endif
