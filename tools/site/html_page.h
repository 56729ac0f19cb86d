/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_HTML_PAGE_H
#define TOOLS_HTML_PAGE_H
/* The pages that report/ builds, embedded: score --report and eval --report write them with data in
 * script elements, which are JSON that no text can end (json_write_script_string()). */
#include <stdio.h>

#include "moderato/comment.h"

enum page { PAGE_BATCH, PAGE_EVALUATION };

/* Write what comes before the data, and what comes after them. What cannot be written is found when
 * the file is closed. */
void page_begin(enum page page, FILE *out);
void page_end(enum page page, FILE *out);

/* Write the script element of data that a page calls its facts. */
void page_facts(moderato_str json, FILE *out);

#endif
