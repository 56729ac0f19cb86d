/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_TABLE_H
#define TOOLS_TABLE_H
/* Text for people, on a terminal: colours, columns, and comments made harmless.
 *
 * A comment is hostile: it may hold escape sequences that repaint the screen, direction marks that
 * turn the line round, or a hundred accents on one letter. None of them reach the terminal. */
#include "moderato/classifier.h"
#include "base/buffer.h"

struct view {
	bool colour;
	size_t width; /* columns */
};

enum style {
	STYLE_PLAIN,
	STYLE_BOLD,
	STYLE_DIM,
	STYLE_GOOD, /* publish */
	STYLE_WARN, /* hold */
	STYLE_BAD,  /* reject */
	STYLE_MARK, /* a span */
	STYLE_MILD, /* a span that pushes down */
};

/* The terminal on standard output: no colour without one, or with NO_COLOR; 100 columns then. */
struct view view_of_stdout(void);
bool stdout_is_terminal(void);

/* Begin a style, or end it (STYLE_PLAIN). */
void table_style(struct buffer *buf, const struct view *view, enum style style);
enum style style_of(moderato_decision decision);

/* A cell of exactly `columns` columns; too long a text ends in "…". */
void table_cell(struct buffer *buf, moderato_str text, size_t columns);

/* Which bytes of a text stand out. */
struct marks {
	unsigned char *bytes; /* [len] the style of what is marked, or STYLE_PLAIN */
	size_t len;
	size_t first; /* the first marked byte; len when none is */
};

bool marks_init(struct marks *marks, size_t len); /* false: out of memory */
void marks_add(struct marks *marks, const moderato_span *spans, size_t n, enum style style);
void marks_dispose(struct marks *marks);

/* One line of at most `columns` columns around the first mark. */
void table_excerpt(struct buffer *buf, const struct view *view, moderato_str text,
	const struct marks *marks, size_t columns);

/* The whole text, wrapped at the view's width, every line indented. */
void table_text(struct buffer *buf, const struct view *view, moderato_str text,
	const struct marks *marks, size_t indent);

/* A bar for a share of `part` in 0…1, `columns` wide. */
void table_bar(struct buffer *buf, double part, size_t columns);

#endif
