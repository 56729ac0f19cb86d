/* SPDX-License-Identifier: MIT */
#ifndef TEXT_HIDDEN_DOTS_H
#define TEXT_HIDDEN_DOTS_H
/* What stands for the dot of a host's name where a link is hidden (text/hidden_links.h), and
 * whether it can be nothing else. */
#include "text/text.h"

enum hidden_dot_kind {
	DOT_BRACKETS, /* [dot], (.), { dot } */
	DOT_WORD,     /* x dot com */
	DOT_SPACED,   /* x . com */
	DOT_BEFORE,   /* x .com */
	DOT_AFTER,    /* x. com */
	DOT_COMMA,    /* x,com */
	DOT_STOP,     /* an ideographic full stop */
	DOT_PLAIN,    /* one as it should be: behind "w w w" */
	DOT_AT,       /* (at): the sign of an address */
};

struct hidden_dot {
	enum hidden_dot_kind kind;
	size_t end; /* of it and the blanks around it: a letter or a digit stands there */
};

/* U+3002, which browsers take for a dot. */
#define IDEOGRAPHIC_STOP "\xE3\x80\x82"

/* Does one stand at s[i], behind a name's last byte, and a name behind it? */
bool hidden_dot_at(const struct text *in, size_t i, struct hidden_dot *dot);

/* Is it a dot for certain, between the `name` and a top-level domain? Ranges of `in`. */
bool hidden_dot_is_clear(
	const struct text *in, enum hidden_dot_kind kind, moderato_span name, moderato_span top);

/* How far the letters of `word` go from s[i] on, set apart by a blank each or not at all; 0: they
 * are not all there, or more letters follow. */
size_t spelt_out(const struct text *in, size_t i, const char *word);

#endif
