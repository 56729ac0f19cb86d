/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_PATTERNS_H
#define IMPORT_HTML_PATTERNS_H
/* How programs mark comments up, as a table of selectors (see html_select.h). */
#include <stddef.h>

enum html_need {
	HTML_TEXT = 0,          /* a text is enough */
	HTML_TEXT_AND_ONE = 1,  /* an author or a time is needed too */
	HTML_TEXT_AND_BOTH = 2, /* both are needed; all else in the item is the text */
	HTML_INDENTED = 4,      /* items are neighbours, and answers say how far they are indented */
	HTML_RUNS_ON = 8,       /* an item goes on to the next one or the end of what is around it */
	HTML_RUNS_FAR = 16,     /* an item goes on to the next one or the end of the page */
	HTML_EITHER_ORDER = 32, /* the day comes first as often as the month, whatever the clock */
};

/* An item does not belong to the item around it. */
struct html_pattern {
	const char *item; /* NULL: similar neighbours, in a box that html_talk selects */
	const char *text;
	const char *author;
	const char *time;
	unsigned need; /* flags of enum html_need */
};

/* The first HTML_N_SCHEMA are schema.org's, and of programs whose markup uses it otherwise. */
#define HTML_N_SCHEMA 2
extern const struct html_pattern html_patterns[];
extern const size_t html_n_patterns;

extern const char html_talk[];

/* Selectors of what is in a comment's markup but not part of its text. */
extern const char html_noise[];

#endif
