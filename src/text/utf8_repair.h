/* SPDX-License-Identifier: MIT */
#ifndef TEXT_UTF8_REPAIR_H
#define TEXT_UTF8_REPAIR_H
/* Stage 1: makes valid UTF-8 of any bytes, because one bad byte makes utf8proc refuse a whole
 * comment. */
#include "text/text.h"

/* Replaces each maximal ill-formed sequence and each NUL by U+FFFD; `*repaired` receives the number
 * of replacements. Ill-formed is what Unicode 15, section 3.9, table 3-7 excludes, also overlong
 * forms, surrogates and numbers beyond U+10FFFF. `*out` is `*in` when nothing is replaced. Returns
 * false when memory runs out. */
bool utf8_repair(struct arena *arena, const struct text *in, struct text *out, size_t *repaired);

#endif
