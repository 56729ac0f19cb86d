/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_TABLE_H
#define TOOLS_TABLE_H
/* Writes text for people on a terminal: colours, columns, and comments made harmless.
 *
 * A comment may be hostile. It can contain escape sequences that repaint the screen, direction
 * marks that reverse the line, or a hundred accents on one letter. None of them reach the terminal.
 */
#include "moderato/classifier.h"
#include "base/buffer.h"

struct view {
	bool colour;
	size_t width; /* in columns */
};

enum style {
	STYLE_PLAIN,
	STYLE_BOLD,
	STYLE_DIM,
	STYLE_GOOD, /* publish */
	STYLE_WARN, /* hold */
	STYLE_BAD,  /* reject */
	STYLE_MARK, /* a span */
	STYLE_MILD, /* a span that lowers a score */
};

/* Describes the terminal on standard output. If there is none, the view has 100 columns and no
 * colour; NO_COLOR also turns colour off. */
struct view view_of_stdout(void);
bool stdout_is_terminal(void);

/* Starts a style, or ends it (STYLE_PLAIN). */
void table_style(struct buffer *buf, const struct view *view, enum style style);
enum style style_of(moderato_decision decision);

/* Appends a cell of exactly `columns` columns. A text that is too long ends in "…". */
void table_cell(struct buffer *buf, moderato_str text, size_t columns);

/* The bytes of a text that are highlighted. */
struct marks {
	unsigned char *bytes; /* [len] the style of each marked byte; STYLE_PLAIN for the others */
	size_t len;
	size_t first; /* the first marked byte; len if there is none */
};

bool marks_init(struct marks *marks, size_t len); /* returns false if memory is out */
void marks_add(struct marks *marks, const moderato_span *spans, size_t n, enum style style);
void marks_dispose(struct marks *marks);

/* Appends one line of at most `columns` columns around the first mark. */
void table_excerpt(struct buffer *buf, const struct view *view, moderato_str text,
	const struct marks *marks, size_t columns);

/* Appends the whole text, wrapped at the view's width, with every line indented. */
void table_text(struct buffer *buf, const struct view *view, moderato_str text,
	const struct marks *marks, size_t indent);

/* Appends a bar of `columns` columns for a share between 0 and 1. */
void table_bar(struct buffer *buf, double part, size_t columns);

#endif
