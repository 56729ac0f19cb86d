/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_TEXT_H
#define IMPORT_HTML_TEXT_H
/* Converts a part of a page to text. */
#include "import/html/html_tree.h"

/* Appends the text of a comment, without blanks at its ends. Lines stay lines, with a blank one
 * between paragraphs; links become <a href="…">…</a> unless their text is the address (the
 * classifier reads both); quoted lines begin with "> ". Left out, with everything inside, are nodes
 * for which `skip` returns true, and forums' quotes of other comments unless there is nothing
 * else. A text of more than `max` bytes is cut off somewhere beyond them. */
struct html_skip {
	bool (*skip)(void *payload, unsigned node);
	void *payload;
};
void html_add_text(struct buffer *out, const struct html_tree *tree, unsigned node,
	struct html_skip skip, size_t max);

/* Appends the text of a part of a page for people: as lines, without addresses of links, but with
 * times as they are given to machines. What is in lists is indented. Stops when it is longer than
 * `max` bytes, and returns false then. */
bool html_add_lines(struct buffer *out, const struct html_tree *tree, unsigned node, size_t max);

/* The same on one line and without links, for a name or a date: what is in the node before node
 * `end`. Stops when it is longer than `max` bytes, and returns false then. */
bool html_add_line(
	struct buffer *out, const struct html_tree *tree, unsigned node, unsigned end, size_t max);

#endif
