/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_TEXT_H
#define IMPORT_HTML_TEXT_H
/* What a part of a page says, as text. */
#include "import/html/html_tree.h"

/* The text of a comment: lines for what is set in lines, a blank one between paragraphs, links as
 * <a href="…">…</a> unless their text is the address (the classifier reads both), "> " before what
 * is quoted. Left out are nodes that `skip` says yes to, with all inside, and forums' quotes of
 * other comments, unless nothing else is there. Appended, without blanks at its ends. */
struct html_skip {
	bool (*skip)(void *payload, unsigned node);
	void *payload;
};
void html_add_text(
	struct buffer *out, const struct html_tree *tree, unsigned node, struct html_skip skip);

/* The same in one line, without links: a name, a date. */
void html_add_line(
	struct buffer *out, const struct html_tree *tree, unsigned node, struct html_skip skip);

#endif
