/* SPDX-License-Identifier: MIT */
/* Which letters can be read upside down, and how many of them make a word a turned one. */
#include "text/turned.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/codepoint.h"

/* ASCII letters that show another letter, or themselves, when they are turned. */
static const char upright[] = "bdlnopqsuxz";
static const char turned[] = "qpluodbsnxz"; /* a turned l looks like an l */

/* How strongly a letter suggests a turned word: strongly, if hardly anybody writes it for anything
 * else; weakly, if some languages have it. */
enum sign { SIGN_NONE, SIGN_WEAK, SIGN_STRONG };

static const struct {
	uint16_t cp;
	char letter;
	enum sign sign;
} letters[] = {{0x0183, 'g', SIGN_STRONG}, {0x0250, 'a', SIGN_STRONG}, {0x025F, 'f', SIGN_STRONG},
	{0x0265, 'h', SIGN_STRONG}, {0x026F, 'm', SIGN_STRONG}, {0x0279, 'r', SIGN_STRONG},
	{0x027E, 'j', SIGN_STRONG}, {0x0287, 't', SIGN_STRONG}, {0x028D, 'w', SIGN_STRONG},
	{0x028E, 'y', SIGN_STRONG}, {0x029E, 'k', SIGN_STRONG}, {0x1D09, 'i', SIGN_STRONG},
	{0xA781, 'l', SIGN_STRONG}, {0x01DD, 'e', SIGN_STRONG}, {0x0131, 'i', SIGN_WEAK},
	{0x0254, 'c', SIGN_WEAK}, {0x028C, 'v', SIGN_WEAK}};

/* The letter that a code point shows upside down; 0 when it shows none. */
static char turn(uint32_t cp, enum sign *sign)
{
	size_t i;

	*sign = SIGN_NONE;
	if (cp < 0x80) {
		const char *at = cp ? strchr(upright, (int)cp) : NULL;

		return at ? turned[at - upright] : '\0';
	}
	if (cp > 0x029E && cp < 0x1D09) /* a quick exit for Cyrillic, Arabic and so on */
		return '\0';
	for (i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		if (letters[i].cp == cp) {
			*sign = letters[i].sign;
			return letters[i].letter;
		}
	return '\0';
}

size_t turned_read(const char *surface, size_t len, char *out)
{
	size_t signs = 0;
	bool strong = false;
	size_t n = 0;
	size_t i = 0;
	size_t bytes;

	for (; i < len; i += bytes, n++) {
		enum sign sign;
		const char letter = turn(codepoint_get(surface + i, &bytes), &sign);

		if (!letter)
			return 0;
		signs += sign != SIGN_NONE;
		strong |= sign == SIGN_STRONG;
		out[n] = letter;
	}
	if (n < 2 || !strong || signs * 2 < n)
		return 0;
	for (i = 0; i < n / 2; i++) {
		const char c = out[i];

		out[i] = out[n - 1 - i];
		out[n - 1 - i] = c;
	}
	return n;
}
