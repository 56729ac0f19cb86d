/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SITE_ROW_H
#define TOOLS_SITE_ROW_H
/* Writes pieces of the report's data: JSON that is safe inside an HTML script element, whatever a
 * comment contains. */
#include "stream/engine.h"

/* A comment's row, in two pieces that are JSON each:
 *
 *   thread  [group,title,url], or 0 when there is none
 *   row     decision,[scores],[[rule,score,begin,end,…],…],text,id,author,time,author url,state,
 *           parent's id: the rest of an array, whose first element will be the thread
 *
 * What is absent is 0. Scores are in millionths (-1: the rule tests none), of the selected
 * attributes; begin and end are UTF-16 units of the text as the page has it; an id that is a number
 * is the record's line; time is seconds since 1970, or the text as it was given. */
void site_thread(const moderato_comment *comment, struct buffer *buf);
void site_row(const struct engine *engine, const moderato_comment *comment,
	const moderato_verdict *verdict, struct buffer *buf);

/* Appends a JSON string that cannot end a script element; see json_write_script_string(). */
void site_string(struct buffer *buf, moderato_str text);

/* Appends a score as a whole number of millionths. */
void site_score(struct buffer *buf, double score);

#endif
