/* SPDX-License-Identifier: MIT */
#ifndef BASE_SHOWN_H
#define BASE_SHOWN_H
/* Makes text from outside safe for people's eyes: names, values and messages on a terminal, in a
 * log or in a message. A file may be called "a\033[2J", a bundle may say what it likes, and a name
 * may hold a newline to forge a line of its own, or U+202E to be read backwards. Whoever shows such
 * text, shows it by this file. */
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

/* What a character would do to somebody who reads it. */
enum shown_kind {
	SHOWN_PLAIN,
	SHOWN_CONTROL, /* controls the terminal, ends a line, or turns the direction of the text */
	SHOWN_HIDDEN,  /* is not seen */
	SHOWN_JOINER, /* is not seen, but joins letters of some scripts, and pictures: U+200C, U+200D */
};

enum shown_kind shown_kind(uint32_t code);

/* True for a joiner behind this character, where nothing is there to be joined: it hides. */
static inline bool shown_hides(uint32_t before)
{
	return before < 0x590;
}

enum shown_form {
	SHOWN_NAME,  /* of one line: newlines and tabs are escaped, too */
	SHOWN_LINES, /* newlines, CRLF too, and tabs stay */
	SHOWN_JSON,  /* the same, and what is escaped is an escape of JSON */
};

/* True if shown_add() would add the text as it is. */
bool shown_is_safe(moderato_str text, enum shown_form form);

/* Appends text. What is not safe is written as \n, \t, \r, \u001b or \U000e0041; a byte that is not
 * UTF-8 as \xff. */
void shown_add(struct buffer *out, moderato_str text, enum shown_form form);

/* Does the same as SHOWN_NAME for text with a NUL in an array of `size` bytes, in place. What does
 * not fit is cut off, never inside a character or an escape. */
void shown_in_place(char *text, size_t size);

#endif
