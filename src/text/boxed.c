/* SPDX-License-Identifier: MIT */
/* Which pairs of regional indicators are flags. */
#include "text/boxed.h"

#include "base/codepoint.h"

/* For each first letter of a code, the set of second letters, as bits: the two-letter codes of ISO
 * 3166, and the others that have a flag (AC CP DG EA EU IC TA UN XK). */
#define B(c) (UINT32_C(1) << (c - 'a'))
static const uint32_t regions[26] = {
	B('c') | B('d') | B('e') | B('f') | B('g') | B('i') | B('l') | B('m') | B('o') | B('q') |
		B('r') | B('s') | B('t') | B('u') | B('w') | B('x') | B('z'),
	B('a') | B('b') | B('d') | B('e') | B('f') | B('g') | B('h') | B('i') | B('j') | B('l') |
		B('m') | B('n') | B('o') | B('q') | B('r') | B('s') | B('t') | B('v') | B('w') | B('y') |
		B('z'),
	B('a') | B('c') | B('d') | B('f') | B('g') | B('h') | B('i') | B('k') | B('l') | B('m') |
		B('n') | B('o') | B('p') | B('r') | B('u') | B('v') | B('w') | B('x') | B('y') | B('z'),
	B('e') | B('g') | B('j') | B('k') | B('m') | B('o') | B('z'),
	B('a') | B('c') | B('e') | B('g') | B('h') | B('r') | B('s') | B('t') | B('u'),
	B('i') | B('j') | B('k') | B('m') | B('o') | B('r'),
	B('a') | B('b') | B('d') | B('e') | B('f') | B('g') | B('h') | B('i') | B('l') | B('m') |
		B('n') | B('p') | B('q') | B('r') | B('s') | B('t') | B('u') | B('w') | B('y'),
	B('k') | B('m') | B('n') | B('r') | B('t') | B('u'),
	B('c') | B('d') | B('e') | B('l') | B('m') | B('n') | B('o') | B('q') | B('r') | B('s') |
		B('t'),
	B('e') | B('m') | B('o') | B('p'),
	B('e') | B('g') | B('h') | B('i') | B('m') | B('n') | B('p') | B('r') | B('w') | B('y') |
		B('z'),
	B('a') | B('b') | B('c') | B('i') | B('k') | B('r') | B('s') | B('t') | B('u') | B('v') |
		B('y'),
	B('a') | B('c') | B('d') | B('e') | B('f') | B('g') | B('h') | B('k') | B('l') | B('m') |
		B('n') | B('o') | B('p') | B('q') | B('r') | B('s') | B('t') | B('u') | B('v') | B('w') |
		B('x') | B('y') | B('z'),
	B('a') | B('c') | B('e') | B('f') | B('g') | B('i') | B('l') | B('o') | B('p') | B('r') |
		B('u') | B('z'),
	B('m'),
	B('a') | B('e') | B('f') | B('g') | B('h') | B('k') | B('l') | B('m') | B('n') | B('r') |
		B('s') | B('t') | B('w') | B('y'),
	B('a'),
	B('e') | B('o') | B('s') | B('u') | B('w'),
	B('a') | B('b') | B('c') | B('d') | B('e') | B('g') | B('h') | B('i') | B('j') | B('k') |
		B('l') | B('m') | B('n') | B('o') | B('r') | B('s') | B('t') | B('v') | B('x') | B('y') |
		B('z'),
	B('a') | B('c') | B('d') | B('f') | B('g') | B('h') | B('j') | B('k') | B('l') | B('m') |
		B('n') | B('o') | B('r') | B('t') | B('v') | B('w') | B('z'),
	B('a') | B('g') | B('m') | B('n') | B('s') | B('y') | B('z'),
	B('a') | B('c') | B('e') | B('g') | B('i') | B('n') | B('u'),
	B('f') | B('s'),
	B('k'),
	B('e') | B('t'),
	B('a') | B('m') | B('w'),
};
#undef B

size_t regional_run(const char *s, size_t len, bool *flags)
{
	size_t n = 0;
	char first = '\0';

	*flags = true;
	while (n + REGIONAL_BYTES <= len) {
		size_t bytes;
		const uint32_t cp = codepoint_get(s + n, &bytes);
		const char letter = regional_letter(cp);

		if (!is_regional(cp))
			break;
		if (first)
			*flags &= regions[first - 'a'] >> (letter - 'a') & 1;
		first = first ? '\0' : letter;
		n += bytes;
	}
	*flags &= !first;
	return n;
}
