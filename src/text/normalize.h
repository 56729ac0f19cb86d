/* SPDX-License-Identifier: MIT */
#ifndef TEXT_NORMALIZE_H
#define TEXT_NORMALIZE_H
/* Stage 4: applies NFKC and case folding (Unicode's NFKC_Casefold, which also drops
 * default-ignorable characters such as zero-width spaces), then turns typographic quotes and dashes
 * into ASCII.
 *
 * This is the only door to utf8proc. Text is folded one cluster at a time (a starter and all that
 * may combine with it). This gives the same bytes as folding the whole, and keeps the origin of
 * each cluster. ASCII takes a fast path to the same bytes; the tests compare both with utf8proc's
 * own result. */
#include "text/character.h"
#include "text/text.h"

/* Normalises valid UTF-8. WORD_PAD spaces that may be read follow the output. Returns false when
 * memory runs out. */
bool normalize(struct arena *arena, const struct text *in, struct text *out);

/* The same for text that is known to be ASCII. */
bool normalize_ascii(struct arena *arena, const struct text *in, struct text *out);

/* The same by the general path only; a test compares the two. */
bool normalize_general(struct arena *arena, const struct text *in, struct text *out);

/* --- what the table of characters (text/character.h) is made from --- */

/* How a code point folds when nothing combines with it. */
struct folded {
	enum fold kind;
	uint32_t to; /* a code point, or ASCII characters of 7 bits each, the first one lowest */
	bool joins;  /* true if it may combine with what precedes it; then `kind` is FOLD_SLOW */
};

struct folded normalize_alone(uint32_t cp);

/* The answers of codepoint_classify() and codepoint_is_upper(), from utf8proc. */
enum codepoint_class normalize_class(uint32_t cp);
bool normalize_is_upper(uint32_t cp);

/* False for code points that no character is assigned to, and for private use. */
bool normalize_is_assigned(uint32_t cp);

/* Decomposes a code point canonically and drops its marks: é → e, й → и. Returns the number of code
 * points written, at most 4, and 0 for a mark. A longer decomposition leaves `cp` as it is. */
size_t codepoint_base(uint32_t cp, uint32_t out[4]);

/* The Unicode version of utf8proc's tables, such as "15.0.0"; static. */
const char *normalize_unicode_version(void);

#endif
