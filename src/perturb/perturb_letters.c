/* SPDX-License-Identifier: MIT */
/* Tables of how else a letter can be written: look-alikes, leet, accents, mathematical styles, the
 * other case. */
#include <string.h>

#include "base/ascii.h"
#include "perturb/perturb_internal.h"
#include "text/confusables.h"
#include "text/normalize.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The blocks of letters that are mistaken for Latin ones and that common fonts have. */
static const struct {
	uint32_t first;
	uint32_t last;
} alike_ranges[] = {{0x0250, 0x02AF}, {0x0370, 0x058F}, {0x13A0, 0x13FF}, {0xAB70, 0xABBF}};

/* The table of text/confusables has small letters only, because it is used on folded text. */
static const uint32_t capitals[26][4] = {
	['A' - 'A'] = {0x0410, 0x0391, 0x13AA},
	['B' - 'A'] = {0x0412, 0x0392, 0x13F4},
	['C' - 'A'] = {0x0421, 0x03F9, 0x13DF},
	['E' - 'A'] = {0x0415, 0x0395, 0x13AC},
	['H' - 'A'] = {0x041D, 0x0397, 0x13BB},
	['I' - 'A'] = {0x0406, 0x0399, 0x04C0},
	['J' - 'A'] = {0x0408, 0x037F, 0x13AB},
	['K' - 'A'] = {0x041A, 0x039A, 0x13E6},
	['M' - 'A'] = {0x041C, 0x039C, 0x13B7},
	['N' - 'A'] = {0x039D},
	['O' - 'A'] = {0x041E, 0x039F, 0x0555},
	['P' - 'A'] = {0x0420, 0x03A1, 0x13E2},
	['S' - 'A'] = {0x0405, 0x054F, 0x13DA},
	['T' - 'A'] = {0x0422, 0x03A4, 0x13A2},
	['X' - 'A'] = {0x0425, 0x03A7},
	['Y' - 'A'] = {0x04AE, 0x03A5},
	['Z' - 'A'] = {0x0396, 0x13C3},
};

void perturb_find_alikes(struct moderato_perturber *p)
{
	size_t r;
	uint32_t cp;

	for (r = 0; r < COUNT(alike_ranges); r++)
		for (cp = alike_ranges[r].first; cp <= alike_ranges[r].last; cp++) {
			size_t n;
			const char *ascii = confusable_fold(cp, &n);
			struct perturb_alike *of;
			uint32_t base[4];

			if (!ascii || n != 1 || ascii[0] < 'a' || ascii[0] > 'z' ||
				codepoint_classify(cp) != CODEPOINT_LETTER || codepoint_base(cp, base) != 1 ||
				base[0] != cp) /* it has an accent, and so does what it looks like */
				continue;
			of = &p->alike[ascii[0] - 'a'];
			if (of->n < PERTURB_ALIKE_MAX)
				of->cp[of->n++] = cp;
		}
}

struct perturb_alike perturb_alikes(const struct moderato_perturber *p, uint32_t cp)
{
	struct perturb_alike of = {.n = 0};

	if (ascii_is_lower(cp))
		return p->alike[cp - 'a'];
	if (ascii_is_upper(cp))
		for (; of.n < COUNT(capitals[0]) && capitals[cp - 'A'][of.n]; of.n++)
			of.cp[of.n] = capitals[cp - 'A'][of.n];
	return of;
}

const char *perturb_leet(uint32_t cp)
{
	switch (cp | 0x20) {
	case 'a':
		return "4@";
	case 'b':
		return "8";
	case 'e':
		return "3";
	case 'g':
		return "9";
	case 'i':
		return "1!";
	case 'l':
		return "1|";
	case 'o':
		return "0";
	case 's':
		return "5$";
	case 't':
		return "7+";
	case 'z':
		return "2";
	default:
		return "";
	}
}

uint32_t perturb_accented(uint32_t cp, uint64_t which)
{
	/* The code point of a capital is 0x20 (Latin-1) or 1 (Latin Extended-A) below that of its small
	 * letter. */
	static const uint16_t small[26][4] = {
		['a' - 'a'] = {0xE1, 0xE4, 0xE3, 0x101},
		['c' - 'a'] = {0xE7, 0x107, 0x10D},
		['d' - 'a'] = {0x10F},
		['e' - 'a'] = {0xE9, 0xEB, 0x113, 0x119},
		['g' - 'a'] = {0x11F, 0x121},
		['h' - 'a'] = {0x125},
		['i' - 'a'] = {0xED, 0xEF, 0x12B},
		['k' - 'a'] = {0x137},
		['l' - 'a'] = {0x13A, 0x13C},
		['n' - 'a'] = {0xF1, 0x144, 0x148},
		['o' - 'a'] = {0xF3, 0xF6, 0xF5, 0x14D},
		['r' - 'a'] = {0x155, 0x159},
		['s' - 'a'] = {0x15B, 0x161, 0x15F},
		['t' - 'a'] = {0x165},
		['u' - 'a'] = {0xFA, 0xFC, 0x16B, 0x16F},
		['w' - 'a'] = {0x175},
		['y' - 'a'] = {0xFD, 0x177},
		['z' - 'a'] = {0x17A, 0x17E},
	};
	const uint16_t *row;
	size_t n = 0;
	uint32_t found;

	if (!ascii_is_letter(cp))
		return 0;
	row = small[(cp | 0x20) - 'a'];
	while (n < COUNT(small[0]) && row[n])
		n++;
	if (!n)
		return 0;
	found = row[which % n];
	return cp >= 'a' ? found : found - (found < 0x100 ? 0x20 : 1);
}

/* Some letters of these styles had been in Unicode before, with code points of their own. */
static const struct math_style {
	uint32_t upper;
	uint32_t lower;
	struct {
		char letter;
		uint32_t cp;
	} holes[11];
} math_styles[PERTURB_MATH_STYLES] = {
	{0x1D400, 0x1D41A, {{0, 0}}},        /* bold */
	{0x1D434, 0x1D44E, {{'h', 0x210E}}}, /* italic */
	{0x1D468, 0x1D482, {{0, 0}}},        /* bold italic */
	{0x1D49C, 0x1D4B6,                   /* script */
		{{'B', 0x212C}, {'E', 0x2130}, {'F', 0x2131}, {'H', 0x210B}, {'I', 0x2110}, {'L', 0x2112},
			{'M', 0x2133}, {'R', 0x211B}, {'e', 0x212F}, {'g', 0x210A}, {'o', 0x2134}}},
	{0x1D504, 0x1D51E, /* fraktur */
		{{'C', 0x212D}, {'H', 0x210C}, {'I', 0x2111}, {'R', 0x211C}, {'Z', 0x2128}}},
	{0x1D538, 0x1D552, /* double-struck */
		{{'C', 0x2102}, {'H', 0x210D}, {'N', 0x2115}, {'P', 0x2119}, {'Q', 0x211A}, {'R', 0x211D},
			{'Z', 0x2124}}},
	{0x1D5A0, 0x1D5BA, {{0, 0}}}, /* sans-serif */
	{0x1D670, 0x1D68A, {{0, 0}}}, /* monospace */
};

uint32_t perturb_math(uint32_t cp, size_t style)
{
	const struct math_style *s = &math_styles[style % PERTURB_MATH_STYLES];
	size_t i;

	if (!ascii_is_letter(cp))
		return cp;
	for (i = 0; i < COUNT(s->holes) && s->holes[i].cp; i++)
		if ((uint32_t)s->holes[i].letter == cp)
			return s->holes[i].cp;
	return cp >= 'a' ? s->lower + cp - 'a' : s->upper + cp - 'A';
}

uint32_t perturb_other_case(uint32_t cp)
{
	/* Runs of capitals, and how far above them their small letters are. */
	static const struct {
		uint32_t first;
		uint32_t last;
		uint32_t distance;
	} runs[] = {{'A', 'Z', 32}, {0xC0, 0xD6, 32}, {0xD8, 0xDE, 32}, {0x391, 0x3A1, 32},
		{0x3A3, 0x3A9, 32}, {0x400, 0x40F, 80}, {0x410, 0x42F, 32}, {0x531, 0x556, 48}};
	size_t i;

	for (i = 0; i < COUNT(runs); i++) {
		if (cp >= runs[i].first && cp <= runs[i].last)
			return cp + runs[i].distance;
		if (cp >= runs[i].first + runs[i].distance && cp <= runs[i].last + runs[i].distance)
			return cp - runs[i].distance;
	}
	return cp;
}
