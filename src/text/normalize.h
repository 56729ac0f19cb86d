/* SPDX-License-Identifier: MIT */
#ifndef TEXT_NORMALIZE_H
#define TEXT_NORMALIZE_H
/* Stage 4: NFKC and case folding (Unicode's NFKC_Casefold, which also drops default-ignorable
 * characters such as zero-width spaces), then typographic quotes and dashes to ASCII.
 *
 * The only door to utf8proc. Text is folded a cluster at a time (a starter and what may combine
 * with it), which gives the bytes that folding the whole would give and keeps each cluster's
 * origin. ASCII takes a fast path to the same bytes; the tests compare both with utf8proc's own. */
#include "text/text.h"

/* The input is valid UTF-8. False: out of memory. */
bool normalize(struct arena *arena, const struct text *in, struct text *out);

/* The same by the general path only; for the test that compares. */
bool normalize_general(struct arena *arena, const struct text *in, struct text *out);

enum codepoint_class {
	CODEPOINT_SPACE,  /* separators and controls */
	CODEPOINT_LETTER, /* letters and marks */
	CODEPOINT_DIGIT,  /* numbers */
	CODEPOINT_SYMBOL, /* emoji and other symbols */
	CODEPOINT_PUNCTUATION,
};

/* By Unicode's general category. */
enum codepoint_class codepoint_classify(uint32_t cp);

/* Upper or title case? (of the original text) */
bool codepoint_is_upper(uint32_t cp);

/* Decompose canonically and drop marks: é → e, й → и. Returns how many code points were written
 * (0 for a mark itself), at most 4; a longer decomposition leaves `cp` as it is. */
size_t codepoint_base(uint32_t cp, uint32_t out[4]);

/* "15.0.0", of the tables that utf8proc has; static. */
const char *normalize_unicode_version(void);

#endif
