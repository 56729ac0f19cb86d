/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_HTML_PAGE_H
#define TOOLS_HTML_PAGE_H
/* The pages that report/ builds, embedded in the program. score --report and eval --report write
 * them with their data in script elements. The data are JSON, which no text in it can break out of
 * (json_write_script_string()). */
#include <stdio.h>

#include "moderato/comment.h"

enum page { PAGE_BATCH, PAGE_EVALUATION };

/* Write what precedes the data, and what follows them. Write errors are found when the file is
 * closed. */
void page_begin(enum page page, FILE *out);
void page_end(enum page page, FILE *out);

/* Writes the script element that holds the page's facts. */
void page_facts(moderato_str json, FILE *out);

#endif
