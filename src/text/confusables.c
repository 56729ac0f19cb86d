/* SPDX-License-Identifier: MIT */
/* Two sorted tables, of look-alikes (generated) and of scripts, each with a binary search. */
#include "text/confusables.h"

#include "text/confusables.inc"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

const char *confusable_fold(uint32_t cp, size_t *n)
{
	size_t low = 0;
	size_t high = COUNT(confusables);

	*n = 0;
	if (cp < confusables[0].cp || cp > confusables[high - 1].cp)
		return NULL;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (confusables[middle].cp < cp)
			low = middle + 1;
		else
			high = middle;
	}
	if (confusables[low].cp != cp)
		return NULL;
	*n = confusables[low].ascii[1] ? 2 : 1;
	return confusables[low].ascii;
}

/* clang-format off */
#define RUN(first, script) {first, SCRIPT_##script}

/* The first code point of each run of one script; a run ends where the next one begins. */
static const struct run {
	uint32_t first;
	enum script script;
} runs[] = {
	RUN(0, COMMON), RUN('A', LATIN), RUN('Z' + 1, COMMON), RUN('a', LATIN), RUN('z' + 1, COMMON),
	RUN(0xaa, LATIN), RUN(0xab, COMMON), RUN(0xba, LATIN), RUN(0xbb, COMMON), RUN(0xc0, LATIN),
	RUN(0xd7, COMMON), RUN(0xd8, LATIN), RUN(0xf7, COMMON), RUN(0xf8, LATIN), RUN(0x2b9, COMMON),
	RUN(0x2e0, LATIN), RUN(0x2e5, COMMON), RUN(0x370, GREEK), RUN(0x374, COMMON),
	RUN(0x375, GREEK), RUN(0x37e, COMMON), RUN(0x37f, GREEK), RUN(0x385, COMMON),
	RUN(0x386, GREEK), RUN(0x387, COMMON), RUN(0x388, GREEK), RUN(0x3e2, OTHER),
	RUN(0x3f0, GREEK), RUN(0x400, CYRILLIC), RUN(0x483, COMMON), RUN(0x48a, CYRILLIC),
	RUN(0x530, ARMENIAN), RUN(0x590, COMMON), RUN(0x5d0, HEBREW), RUN(0x600, COMMON),
	RUN(0x620, ARABIC), RUN(0x640, COMMON), RUN(0x641, ARABIC), RUN(0x64b, COMMON),
	RUN(0x66e, ARABIC), RUN(0x700, OTHER), RUN(0x750, ARABIC), RUN(0x780, OTHER),
	RUN(0x870, ARABIC), RUN(0x900, DEVANAGARI), RUN(0x964, COMMON), RUN(0x966, DEVANAGARI),
	RUN(0x980, OTHER), RUN(0xe01, THAI), RUN(0xe3f, COMMON), RUN(0xe40, THAI), RUN(0xe80, OTHER),
	RUN(0x1100, HANGUL), RUN(0x1200, OTHER), RUN(0x13a0, CHEROKEE), RUN(0x1400, OTHER),
	RUN(0x1ab0, COMMON), RUN(0x1b00, OTHER), RUN(0x1c80, CYRILLIC), RUN(0x1c90, OTHER),
	RUN(0x1cd0, COMMON), RUN(0x1d00, LATIN), RUN(0x1d26, GREEK), RUN(0x1d2b, CYRILLIC),
	RUN(0x1d2c, LATIN), RUN(0x1d5d, GREEK), RUN(0x1d62, LATIN), RUN(0x1d66, GREEK),
	RUN(0x1d6b, LATIN), RUN(0x1d78, CYRILLIC), RUN(0x1d79, LATIN), RUN(0x1dbf, GREEK),
	RUN(0x1dc0, COMMON), RUN(0x1e00, LATIN), RUN(0x1f00, GREEK), RUN(0x2000, COMMON),
	RUN(0x2071, LATIN), RUN(0x2072, COMMON), RUN(0x207f, LATIN), RUN(0x2080, COMMON),
	RUN(0x2090, LATIN), RUN(0x209d, COMMON), RUN(0x2126, GREEK), RUN(0x2127, COMMON),
	RUN(0x212a, LATIN), RUN(0x212c, COMMON), RUN(0x2132, LATIN), RUN(0x2133, COMMON),
	RUN(0x214e, LATIN), RUN(0x214f, COMMON), RUN(0x2160, LATIN), RUN(0x2189, COMMON),
	RUN(0x2c00, OTHER), RUN(0x2c60, LATIN), RUN(0x2c80, OTHER), RUN(0x2de0, CYRILLIC),
	RUN(0x2e00, COMMON), RUN(0x2e80, HAN), RUN(0x2ff0, COMMON), RUN(0x3005, HAN),
	RUN(0x3006, COMMON), RUN(0x3007, HAN), RUN(0x3008, COMMON), RUN(0x3021, HAN),
	RUN(0x302a, COMMON), RUN(0x3038, HAN), RUN(0x303c, COMMON), RUN(0x3041, KANA),
	RUN(0x3099, COMMON), RUN(0x309d, KANA), RUN(0x30a0, COMMON), RUN(0x30a1, KANA),
	RUN(0x30fb, COMMON), RUN(0x30fd, KANA), RUN(0x3100, OTHER), RUN(0x3131, HANGUL),
	RUN(0x3190, COMMON), RUN(0x31a0, OTHER), RUN(0x31c0, COMMON), RUN(0x31f0, KANA),
	RUN(0x3200, HANGUL), RUN(0x3220, COMMON), RUN(0x3260, HANGUL), RUN(0x327f, COMMON),
	RUN(0x32d0, KANA), RUN(0x32ff, COMMON), RUN(0x3300, KANA), RUN(0x3358, COMMON),
	RUN(0x3400, HAN), RUN(0x4dc0, COMMON), RUN(0x4e00, HAN), RUN(0xa000, OTHER),
	RUN(0xa640, CYRILLIC), RUN(0xa6a0, OTHER), RUN(0xa700, COMMON), RUN(0xa722, LATIN),
	RUN(0xa788, COMMON), RUN(0xa78b, LATIN), RUN(0xa800, OTHER), RUN(0xa8e0, DEVANAGARI),
	RUN(0xa900, OTHER), RUN(0xa960, HANGUL), RUN(0xa980, OTHER), RUN(0xab30, LATIN),
	RUN(0xab5b, COMMON), RUN(0xab5c, LATIN), RUN(0xab65, GREEK), RUN(0xab66, LATIN),
	RUN(0xab6a, COMMON), RUN(0xab70, CHEROKEE), RUN(0xabc0, OTHER), RUN(0xac00, HANGUL),
	RUN(0xd800, COMMON), RUN(0xf900, HAN), RUN(0xfb00, LATIN), RUN(0xfb13, ARMENIAN),
	RUN(0xfb1d, HEBREW), RUN(0xfb50, ARABIC), RUN(0xfe00, COMMON), RUN(0xfe70, ARABIC),
	RUN(0xfeff, COMMON), RUN(0xff21, LATIN), RUN(0xff3b, COMMON), RUN(0xff41, LATIN),
	RUN(0xff5b, COMMON), RUN(0xff66, KANA), RUN(0xff70, COMMON), RUN(0xff71, KANA),
	RUN(0xff9e, COMMON), RUN(0xffa0, HANGUL), RUN(0xffe0, COMMON), RUN(0x10000, OTHER),
	RUN(0x10100, COMMON), RUN(0x10140, GREEK), RUN(0x10190, COMMON), RUN(0x101a0, GREEK),
	RUN(0x101a1, COMMON), RUN(0x10280, OTHER), RUN(0x10780, LATIN), RUN(0x107c0, OTHER),
	RUN(0x10ec0, ARABIC), RUN(0x10f00, OTHER), RUN(0x16fe2, HAN), RUN(0x16fe4, OTHER),
	RUN(0x16ff0, HAN), RUN(0x17000, OTHER), RUN(0x1aff0, KANA), RUN(0x1b170, OTHER),
	RUN(0x1bca0, COMMON), RUN(0x1d200, GREEK), RUN(0x1d246, COMMON), RUN(0x1d800, OTHER),
	RUN(0x1df00, LATIN), RUN(0x1e000, OTHER), RUN(0x1e030, CYRILLIC), RUN(0x1e090, OTHER),
	RUN(0x1ec70, COMMON), RUN(0x1ee00, ARABIC), RUN(0x1ef00, COMMON), RUN(0x1f200, KANA),
	RUN(0x1f201, COMMON), RUN(0x20000, HAN), RUN(0x40000, COMMON),
/* clang-format on */
#undef RUN
};

enum script script_of_block(uint32_t cp)
{
	size_t low = 0;
	size_t high = COUNT(runs);

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (runs[middle].first <= cp)
			low = middle;
		else
			high = middle;
	}
	return runs[low].script;
}
