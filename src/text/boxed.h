/* SPDX-License-Identifier: MIT */
#ifndef TEXT_BOXED_H
#define TEXT_BOXED_H
/* Letters in boxes and circles that Unicode's normalisation leaves as they are: white on black, and
 * regional indicators, of which two are a country's flag and any others are letters. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The small letter that a white-on-black one is, 0 for others. */
static inline char boxed_letter(uint32_t cp)
{
	if (cp - 0x1F150u < 26)
		return (char)('a' + (cp - 0x1F150u));
	return cp - 0x1F170u < 26 ? (char)('a' + (cp - 0x1F170u)) : '\0';
}

static inline bool is_regional(uint32_t cp)
{
	return cp - 0x1F1E6u < 26;
}

static inline char regional_letter(uint32_t cp)
{
	return (char)('a' + (cp - 0x1F1E6u));
}

#define REGIONAL_BYTES 4

/* Regional indicators in a row from s[0] on, which is one, in bytes. `*flags`: are they flags? That
 * is, pairs that are a country's each. */
size_t regional_run(const char *s, size_t len, bool *flags);

#endif
