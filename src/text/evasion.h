/* SPDX-License-Identifier: MIT */
#ifndef TEXT_EVASION_H
#define TEXT_EVASION_H
/* Stage 2: what the raw text tells of attempts to get past a filter, before normalising hides it.
 * Masks (f*ck) and spaced letters are counted later, where the words are (text/words.h). */
#include "text/text.h"

struct evasion {
	size_t repaired;   /* ill-formed sequences and NULs, from stage 1 */
	size_t zero_width; /* invisible characters between others: ZWSP, word joiner, soft hyphen,
						  Hangul fillers, …; not where they belong, as ZWJ and variation selectors
						  in emoji, tags in flags, ZWNJ between letters that use it */
	size_t bidi;       /* explicit directional embeddings, overrides and isolates */
	size_t styled;     /* full-width, mathematical, circled, raised, turned letters and the like:
						  they are folded to ASCII sooner or later */
	size_t mixed;      /* words that mix look-alikes of several scripts, Latin among them or not */
	size_t marks;      /* combining marks beyond two on one base ("zalgo") */
	size_t controls;   /* C0 and C1 control characters other than tab and line ends */
};

/* Count in valid UTF-8. `repaired` is left as it is. Linear in the text; no allocation. */
void evasion_scan(const struct text *in, struct evasion *out);

#endif
