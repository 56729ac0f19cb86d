/* SPDX-License-Identifier: MIT */
#ifndef TEXT_UTF8_REPAIR_H
#define TEXT_UTF8_REPAIR_H
/* Stage 1: any bytes to valid UTF-8, because one bad byte makes utf8proc refuse a whole comment. */
#include "text/text.h"

/* Replace each maximal ill-formed sequence (Unicode 15, section 3.9, table 3-7: overlong forms,
 * surrogates and numbers beyond U+10FFFF too) and each NUL by U+FFFD; `*repaired` receives their
 * number. `*out` is `*in` when there is none. False: out of memory. */
bool utf8_repair(struct arena *arena, const struct text *in, struct text *out, size_t *repaired);

/* The length of the well-formed sequence at p, 0 when it is ill-formed (then `*bad` receives the
 * length of the maximal ill-formed part, at least 1). `len` is what is left, at least 1. */
size_t utf8_sequence(const unsigned char *p, size_t len, size_t *bad);

#endif
