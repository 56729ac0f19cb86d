/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_VERDICT_VIEW_H
#define TOOLS_VERDICT_VIEW_H
/* Shows one comment's verdict, or the shares of its score, as a page for people. */
#include "stream/rows.h"

/* Shows the decision, its reasons, the text with the spans that caused it, and a bar for each
 * attribute. */
moderato_status view_verdict(const struct rows *rows, const moderato_comment *comment,
	const moderato_verdict *verdict, struct buffer *buf);

/* Shows one attribute's score: the text with what pushes it up and down, the shares of features, at
 * most `top` in each direction (0: all), and their sum. */
moderato_status view_explanation(const struct rows *rows, const moderato_comment *comment,
	size_t attribute, const moderato_explanation *explanation, size_t top, struct buffer *buf);

#endif
