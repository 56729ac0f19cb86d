/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_SENTENCES_H
#define TOOLS_SERVE_SENTENCES_H
/* Cuts a text into sentences, for the scores of spans. Blanks between sentences belong to none.
 *
 * A sentence ends after . ! ? … and the like, with the quotes and brackets that close there, where
 * a blank follows; after the signs of scripts that write no blank there (。！？); and at the end of
 * a line. Not after abbreviations (Dr., e.g.), initials (J. Smith), and numbers in a list (2. …).
 * Dots inside of links, numbers and words have no blank behind them. Words decide nothing else:
 * many who comment write no capitals. */
#include <stdbool.h>

#include "moderato/comment.h"

struct sentences {
	moderato_str text;
	size_t at;
};

static inline struct sentences sentences_of(moderato_str text)
{
	return (struct sentences){text, 0};
}

/* Finds the next sentence of valid UTF-8, of one byte or more. False: there is none left. Takes
 * time linear in the sentence. */
bool sentences_next(struct sentences *s, moderato_span *span);

#endif
