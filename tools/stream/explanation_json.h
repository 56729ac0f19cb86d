/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_EXPLANATION_JSON_H
#define TOOLS_EXPLANATION_JSON_H
/* Writes what a score is made of as one JSON object: a line of `explain`, an answer of the daemon.
 */
#include "base/buffer.h"
#include "moderato/classifier.h"

/* Appends {"id":…,"attribute":…,"score":…,"margin":…,"bias":…,"shares":[…],"rest":…,"spans":[…],
 * "span_shares":[…],"down_spans":[…],"down_shares":[…]}. It has the listed shares;
 * "rest" is the sum of the others. */
void explanation_json(const moderato_comment *comment, const char *attribute,
	const moderato_explanation *explanation, struct buffer *buf);

#endif
