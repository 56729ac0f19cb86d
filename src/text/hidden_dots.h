/* SPDX-License-Identifier: MIT */
#ifndef TEXT_HIDDEN_DOTS_H
#define TEXT_HIDDEN_DOTS_H
/* Finds what stands for the dot of a host name where a link is hidden (text/hidden_links.h), and
 * decides whether it can mean anything else. */
#include "text/text.h"

enum hidden_dot_kind {
	DOT_BRACKETS, /* [dot], (.), { dot } */
	DOT_WORD,     /* x dot com */
	DOT_SPACED,   /* x . com */
	DOT_BEFORE,   /* x .com */
	DOT_AFTER,    /* x. com */
	DOT_COMMA,    /* x,com */
	DOT_STOP,     /* an ideographic full stop */
	DOT_PLAIN,    /* an ordinary dot, as after "w w w" */
	DOT_AT,       /* (at), the @ of an address */
};

struct hidden_dot {
	enum hidden_dot_kind kind;
	size_t end; /* past the dot and its blanks, where a letter or digit stands */
};

/* U+3002, which browsers treat as a dot. */
#define IDEOGRAPHIC_STOP "\xE3\x80\x82"

/* True if something that may be a dot stands at s[i], right after the last byte of a name, and
 * another name follows it. */
bool hidden_dot_at(const struct text *in, size_t i, struct hidden_dot *dot);

/* True if a dot of this kind between `name` and `top`, ranges of `in`, can mean nothing else: `top`
 * must be a top-level domain. */
bool hidden_dot_is_clear(
	const struct text *in, enum hidden_dot_kind kind, moderato_span name, moderato_span top);

/* The number of bytes that `word` takes when it is spelt at s[i], with one blank between all of its
 * letters or between none; an x may stand for a t ("hxxp"). Returns 0 when it does not stand there
 * or when a letter or digit follows it. */
size_t spelt_out(const struct text *in, size_t i, const char *word);

#endif
