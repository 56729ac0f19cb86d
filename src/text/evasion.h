/* SPDX-License-Identifier: MIT */
#ifndef TEXT_EVASION_H
#define TEXT_EVASION_H
/* Stage 2: counts signs of attempts to pass a filter in the raw text, before normalising hides
 * them. Masks (f*ck) and spaced letters are counted later, with the words (text/words.h). */
#include "text/text.h"

struct evasion {
	size_t repaired;   /* ill-formed sequences and NULs, counted by stage 1 */
	size_t zero_width; /* invisible characters between others: ZWSP, word joiner, soft hyphen,
						  Hangul fillers, …; but not where they belong: ZWJ and variation selectors
						  in emoji, tags in flags, ZWNJ between letters that use it */
	size_t bidi;       /* explicit directional embeddings, overrides and isolates */
	size_t styled;   /* full-width, mathematical, circled, raised, turned and similar letters, which
						folding turns into ASCII sooner or later */
	size_t mixed;    /* words that mix scripts: Latin with look-alikes, or look-alikes of several
						scripts */
	size_t marks;    /* combining marks beyond two on one base ("zalgo") */
	size_t controls; /* C0 and C1 control characters other than tab and line ends */
};

/* Counts the signs in valid UTF-8. Leaves `repaired` as it is. Takes linear time and allocates
 * nothing. */
void evasion_scan(const struct text *in, struct evasion *out);

#endif
