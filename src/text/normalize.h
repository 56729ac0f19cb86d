/* SPDX-License-Identifier: MIT */
#ifndef TEXT_NORMALIZE_H
#define TEXT_NORMALIZE_H
/* Stage 4: NFKC and case folding (Unicode's NFKC_Casefold, which also drops default-ignorable
 * characters such as zero-width spaces), then typographic quotes and dashes to ASCII.
 *
 * The only door to utf8proc. Text is folded a cluster at a time (a starter and what may combine
 * with it), which gives the bytes that folding the whole would give and keeps each cluster's
 * origin. ASCII takes a fast path to the same bytes; the tests compare both with utf8proc's own. */
#include "text/character.h"
#include "text/text.h"

/* The input is valid UTF-8. Behind the output there are WORD_PAD spaces that may be read. False:
 * out of memory. */
bool normalize(struct arena *arena, const struct text *in, struct text *out);

/* The same of what is known to be ASCII. */
bool normalize_ascii(struct arena *arena, const struct text *in, struct text *out);

/* The same by the general path only; for the test that compares. */
bool normalize_general(struct arena *arena, const struct text *in, struct text *out);

/* --- what the table of characters (text/character.h) is made from --- */

/* A code point folded where nothing combines with it. */
struct folded {
	enum fold kind;
	uint32_t to; /* the code point, or characters of ASCII, the first in the lowest 7 bits */
	bool joins;  /* may it combine with what stands before it? Then FOLD_SLOW. */
};

struct folded normalize_alone(uint32_t cp);

/* What codepoint_classify() and codepoint_is_upper() tell, from utf8proc. */
enum codepoint_class normalize_class(uint32_t cp);
bool normalize_is_upper(uint32_t cp);

/* Decompose canonically and drop marks: é → e, й → и. Returns how many code points were written
 * (0 for a mark itself), at most 4; a longer decomposition leaves `cp` as it is. */
size_t codepoint_base(uint32_t cp, uint32_t out[4]);

/* "15.0.0", of the tables that utf8proc has; static. */
const char *normalize_unicode_version(void);

#endif
