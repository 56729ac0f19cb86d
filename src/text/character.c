/* SPDX-License-Identifier: MIT */
/* Computes what is known about a code point, and decides which characters are evasion signs. */
#include "text/character.h"

#include "text/normalize.h"

_Atomic character character_table[CHARACTERS];

static bool is_within(uint32_t cp, uint32_t first, uint32_t last)
{
	return cp - first <= last - first;
}

/* True for code points that are invisible on screen and have no effect on Latin text. */
static bool is_hidden(uint32_t cp)
{
	static const struct {
		uint32_t first;
		uint32_t last;
	} ranges[] = {{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C}, {0x115F, 0x1160},
		{0x17B4, 0x17B5}, {0x180B, 0x180F}, {0x200B, 0x200F}, {0x2060, 0x2064}, {0x2800, 0x2800},
		{0x3164, 0x3164}, {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xE0000, 0xE007F},
		{0xE0100, 0xE01EF}};
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		if (is_within(cp, ranges[i].first, ranges[i].last))
			return true;
	return false;
}

static bool is_bidi(uint32_t cp)
{
	return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

/* True for letters in styled forms: full-width, mathematical, in circles and boxes, small capitals,
 * raised and lowered, upside down. The small capital I is left out, because every dictionary uses
 * it to show pronunciation. */
static bool is_styled(uint32_t cp)
{
	static const uint16_t single[] = {0x0183, 0x0250, 0x025F, 0x0262, 0x0265, 0x026F, 0x0274,
		0x0279, 0x0280, 0x0287, 0x028D, 0x028E, 0x028F, 0x0299, 0x029C, 0x029E, 0x029F, 0xA730,
		0xA731, 0xA7AF};
	size_t i;

	for (i = 0; i < sizeof(single) / sizeof(single[0]); i++)
		if (single[i] == cp)
			return true;
	return is_within(cp, 0xFF10, 0xFF5A) || is_within(cp, 0x1D400, 0x1D7FF) ||
		   is_within(cp, 0x2460, 0x24FF) || is_within(cp, 0x1F130, 0x1F189) ||
		   is_within(cp, 0x1D00, 0x1D22) || is_within(cp, 0x1D2C, 0x1D6A) ||
		   is_within(cp, 0x2090, 0x209C) || is_within(cp, 0x02E1, 0x02E3);
}

static bool is_mark(uint32_t cp)
{
	return (cp >= 0x0300 && cp <= 0x036F) || (cp >= 0x1AB0 && cp <= 0x1AFF) ||
		   (cp >= 0x1DC0 && cp <= 0x1DFF) || (cp >= 0x20D0 && cp <= 0x20FF) ||
		   (cp >= 0xFE20 && cp <= 0xFE2F);
}

static bool is_control(uint32_t cp)
{
	return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || (cp >= 0x7F && cp <= 0x9F);
}

static bool is_blank(uint32_t cp)
{
	return cp <= 0x20 || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
		   cp == 0x2029 || cp == 0x3000;
}

static character looks_like(uint32_t cp)
{
	size_t n;
	const char *ascii = confusable_fold(cp, &n);

	return n ? (character)(ascii[0] | (n > 1 ? ascii[1] << 7 : 0)) : 0;
}

static character base_kind(uint32_t cp)
{
	uint32_t base[4];
	const size_t n = codepoint_base(cp, base);

	return n == 0 ? BASE_NONE : n == 1 && base[0] == cp ? BASE_SELF : BASE_OTHER;
}

/* The number of a code point beyond the planes that have a place in the table: nothing is assigned
 * there but private use, so it counts as a letter and folds to itself. */
static character unassigned(uint32_t cp)
{
	return (character)1 << CHARACTER_KNOWN | (character)cp << CHARACTER_TO |
		   (character)FOLD_ONE << CHARACTER_FOLD | (character)CODEPOINT_LETTER << CHARACTER_CLASS |
		   (character)SCRIPT_COMMON << CHARACTER_SCRIPT | (character)BASE_SELF << CHARACTER_BASE |
		   (character)1 << CHARACTER_NAMELESS;
}

character character_find(uint32_t cp)
{
	const bool tag = cp - CHARACTERS_TAGS < CHARACTERS - CHARACTERS_LOW;
	const uint32_t place = tag ? CHARACTERS_LOW + (cp - CHARACTERS_TAGS) : cp;
	struct folded folded;
	character ch;

	if (tag && (ch = atomic_load_explicit(&character_table[place], memory_order_relaxed)))
		return ch;
	if (!tag && cp >= 0x40000)
		return unassigned(cp);
	folded = normalize_alone(cp);
	ch = (character)1 << CHARACTER_KNOWN | (character)folded.to << CHARACTER_TO |
		 (character)folded.kind << CHARACTER_FOLD | (character)folded.joins << CHARACTER_JOINS |
		 (character)normalize_class(cp) << CHARACTER_CLASS |
		 (character)normalize_is_upper(cp) << CHARACTER_UPPER |
		 (character)script_of_block(cp) << CHARACTER_SCRIPT | looks_like(cp) << CHARACTER_LOOKS |
		 base_kind(cp) << CHARACTER_BASE | (character)is_hidden(cp) << CHARACTER_HIDDEN |
		 (character)is_bidi(cp) << CHARACTER_BIDI | (character)is_styled(cp) << CHARACTER_STYLED |
		 (character)is_mark(cp) << CHARACTER_MARK | (character)is_control(cp) << CHARACTER_CONTROL |
		 (character)is_blank(cp) << CHARACTER_BLANK |
		 (character)!normalize_is_assigned(cp) << CHARACTER_NAMELESS;
	if (tag || cp < CHARACTERS_LOW)
		atomic_store_explicit(&character_table[place], ch, memory_order_relaxed);
	return ch;
}
