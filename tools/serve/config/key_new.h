/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_KEY_NEW_H
#define TOOLS_SERVE_KEY_NEW_H
/* `moderato serve key new`: draws a key, or takes one that clients have already, and prints what
 * the configuration says of it. */
#include <stdbool.h>

struct key_wish {
	const char *name;
	const char *scopes;  /* separated by commas; NULL: all */
	const char *rate;    /* such as 600/minute; NULL: no limit */
	const char *expires; /* a day; NULL: never */
	const char *from;    /* a file with the key, "-" for standard input; NULL: it is drawn */
	const char *config;  /* a configuration that may have a key of this name; NULL: none */
	bool is_long;        /* 32 digits instead of the 12 that WordPress's plugin asks for */
};

/* Prints a new key and its entry on standard output. Returns an exit code, after complaining of a
 * failure. */
int key_new(const struct key_wish *wish);

#endif
