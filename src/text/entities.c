/* SPDX-License-Identifier: MIT */
/* Which entities and escapes are decoded, and what broken ones mean. */
#include "text/entities.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"

/* The named entities that comments use; the HTML standard has two thousand more. */
static const struct {
	const char *name;
	uint32_t cp;
} names[] = {
	{"amp", '&'},
	{"lt", '<'},
	{"gt", '>'},
	{"quot", '"'},
	{"apos", '\''},
	{"nbsp", 0xA0},
	{"hellip", 0x2026},
	{"mdash", 0x2014},
	{"ndash", 0x2013},
	{"lsquo", 0x2018},
	{"rsquo", 0x2019},
	{"ldquo", 0x201C},
	{"rdquo", 0x201D},
	{"sbquo", 0x201A},
	{"bdquo", 0x201E},
	{"laquo", 0xAB},
	{"raquo", 0xBB},
	{"bull", 0x2022},
	{"middot", 0xB7},
	{"copy", 0xA9},
	{"reg", 0xAE},
	{"trade", 0x2122},
	{"euro", 0x20AC},
	{"pound", 0xA3},
	{"cent", 0xA2},
	{"yen", 0xA5},
	{"deg", 0xB0},
	{"times", 0xD7},
	{"frac12", 0xBD},
	{"szlig", 0xDF},
	{"auml", 0xE4},
	{"ouml", 0xF6},
	{"uuml", 0xFC},
	{"Auml", 0xC4},
	{"Ouml", 0xD6},
	{"Uuml", 0xDC},
	{"eacute", 0xE9},
	{"egrave", 0xE8},
	{"agrave", 0xE0},
	{"ccedil", 0xE7},
	{"ntilde", 0xF1},
	{"zwnj", 0x200C},
	{"zwj", 0x200D},
	{"shy", 0xAD},
	{"hearts", 0x2665},
	{"excl", '!'},
	{"num", '#'},
	{"commat", '@'},
	{"sol", '/'},
	{"colon", ':'},
	{"period", '.'},
	{"lowbar", '_'},
};

/* The characters of Windows-1252 at 0x80 … 0x9F, which numeric entities in that range stand for
 * (HTML standard, section 13.2.5.80). */
static const uint16_t cp1252[32] = {
	0x20AC,
	0x81,
	0x201A,
	0x0192,
	0x201E,
	0x2026,
	0x2020,
	0x2021,
	0x02C6,
	0x2030,
	0x0160,
	0x2039,
	0x0152,
	0x8D,
	0x017D,
	0x8F,
	0x90,
	0x2018,
	0x2019,
	0x201C,
	0x201D,
	0x2022,
	0x2013,
	0x2014,
	0x02DC,
	0x2122,
	0x0161,
	0x203A,
	0x0153,
	0x9D,
	0x017E,
	0x0178,
};

/* Reads digits of `base` from s[*i] on: any zeros and at most 8 more. Returns false when the number
 * is 0 or no code point that a text may hold. */
static bool read_code_point(const char *s, size_t len, size_t *i, int base, uint32_t *cp)
{
	uint32_t value = 0;
	size_t from;

	while (*i < len && s[*i] == '0')
		(*i)++;
	from = *i;
	while (*i < len && *i - from < 8) {
		const int d = ascii_hex(s[*i]);

		if (d < 0 || d >= base)
			break;
		value = value * (uint32_t)base + (uint32_t)d;
		(*i)++;
	}
	if (value == 0 || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return false;
	*cp = value >= 0x80 && value <= 0x9F ? cp1252[value - 0x80] : value;
	return true;
}

/* Decodes what stands between '&' and ';'. Returns its length, 0 when it is no entity. */
static size_t entity_body(const char *s, size_t len, uint32_t *cp)
{
	size_t i = 0;
	size_t k;

	if (len > 1 && s[0] == '#') {
		const bool hex = s[1] == 'x' || s[1] == 'X';

		i = hex ? 2 : 1;
		return read_code_point(s, len, &i, hex ? 16 : 10, cp) ? i : 0;
	}
	for (k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		size_t n;

		if (!len || names[k].name[0] != s[0])
			continue;
		n = strlen(names[k].name);
		if (len > n && s[n] == ';' && memcmp(s, names[k].name, n) == 0) {
			*cp = names[k].cp;
			return n;
		}
	}
	return 0;
}

size_t entity_decode(const char *s, size_t len, uint32_t *cp)
{
	size_t used = 1;
	size_t n;
	int depth;

	/* Three rounds cover all that exports contain ("&amp;amp;amp;"). */
	for (depth = 0; depth < 3; depth++) {
		n = entity_body(s + used, len - used, cp);
		if (!n)
			return 0;
		used += n;
		if (used == len || s[used] != ';')
			return *cp == '&' ? 0 : used; /* "&#39 " without its semicolon counts, too */
		used++;
		if (*cp != '&' || used == len || !entity_body(s + used, len - used, cp))
			break;
	}
	return used;
}

static bool hex_escape(const char *s, size_t len, size_t digits, uint32_t *value)
{
	size_t i;

	if (len < digits)
		return false;
	*value = 0;
	for (i = 0; i < digits; i++) {
		const int d = ascii_hex(s[i]);

		if (d < 0)
			return false;
		*value = *value << 4 | (uint32_t)d;
	}
	return true;
}

/* Decodes \xHH: a character of Latin-1, or the first byte of a well-formed UTF-8 sequence of two or
 * three bytes, all written so. */
static size_t byte_escape(const char *s, size_t len, uint32_t *cp)
{
	uint32_t byte;
	uint32_t next;
	size_t need;
	size_t k;

	if (!hex_escape(s + 2, len - 2, 2, &byte) || byte == 0)
		return 0;
	*cp = byte;
	need = byte >= 0xC2 && byte <= 0xDF ? 1 : byte >= 0xE0 && byte <= 0xEF ? 2 : 0;
	if (!need)
		return 4;
	byte &= need == 1 ? 0x1F : 0x0F;
	for (k = 1; k <= need; k++) {
		const size_t at = 4 * k;

		if (len < at + 4 || s[at] != '\\' || s[at + 1] != 'x' ||
			!hex_escape(s + at + 2, len - at - 2, 2, &next) || (next & 0xC0) != 0x80)
			return 4;
		byte = byte << 6 | (next & 0x3F);
	}
	if (need == 2 && (byte < 0x800 || (byte >= 0xD800 && byte <= 0xDFFF)))
		return 4;
	*cp = byte;
	return 4 * (need + 1);
}

static size_t unicode_escape(const char *s, size_t len, uint32_t *cp)
{
	uint32_t low;

	if (!hex_escape(s + 2, len - 2, 4, cp) || *cp == 0)
		return 0;
	if (*cp >= 0xD800 && *cp <= 0xDBFF && len >= 12 && s[6] == '\\' && s[7] == 'u' &&
		hex_escape(s + 8, len - 8, 4, &low) && low >= 0xDC00 && low <= 0xDFFF) {
		*cp = 0x10000 + ((*cp - 0xD800) << 10) + (low - 0xDC00);
		return 12;
	}
	return 6;
}

size_t escape_decode(const char *s, size_t len, uint32_t *cp)
{
	if (len < 2)
		return 0;
	switch (s[1]) {
	case 'n':
	case 'r':
		*cp = '\n';
		return 2;
	case 't':
		*cp = '\t';
		return 2;
	case '"':
	case '\'':
	case '/':
	case '\\':
		*cp = (unsigned char)s[1];
		return 2;
	case 'x':
		return byte_escape(s, len, cp);
	case 'u':
		return unicode_escape(s, len, cp);
	default:
		return 0;
	}
}
