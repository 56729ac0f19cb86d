/* SPDX-License-Identifier: MIT */
#ifndef TEXT_BOXED_H
#define TEXT_BOXED_H
/* Recognises letters in boxes and circles that Unicode's normalisation leaves alone. These are
 * white letters on black, and regional indicators: two of them that are a country's code make a
 * flag, others are letters. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The small letter that a white-on-black letter stands for; 0 for other code points. */
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

/* The length in bytes of the run of regional indicators from s[0] on, which is one. `*flags` tells
 * whether all of them pair up to country codes. */
size_t regional_run(const char *s, size_t len, bool *flags);

#endif
