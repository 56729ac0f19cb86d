/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_SQL_LEXER_H
#define IMPORT_SQL_LEXER_H
/* Cuts SQL, as MySQL and MariaDB dump it, into tokens: words and numbers, names in backquotes,
 * strings, signs. Blanks and comments are skipped. */
#include <stdbool.h>

#include "base/buffer.h"

enum sql_token {
	SQL_MORE, /* the bytes end in the middle of a token, and more may come */
	SQL_END,  /* nothing is left */
	SQL_BAD,  /* a string, a name or a comment that is not closed */
	SQL_WORD,
	SQL_NAME,
	SQL_STRING,
	SQL_SIGN,
};

struct sql_lexer {
	moderato_str view;
	size_t at;         /* where the next token is looked for */
	size_t reached;    /* how far was looked for the end of a token that has none */
	bool last;         /* nothing comes after the view */
	moderato_str text; /* the last token, with its quotes */
};

enum sql_token sql_next(struct sql_lexer *lexer);

/* Returns the length of the string or name that begins with a quote at s[0], with its quotes; 0 if
 * it does not end. */
size_t sql_quoted_len(moderato_str s);

/* Appends what a string says. */
void sql_add_unescaped(struct buffer *out, moderato_str string);

/* Appends the bytes of hexadecimal digits. Returns false if it has others, or an odd number. */
bool sql_add_hex(struct buffer *out, moderato_str digits);

/* Returns a name without its quotes, which are backquotes or, in ANSI's mode, double quotes. */
moderato_str sql_bare_name(moderato_str name);

#endif
