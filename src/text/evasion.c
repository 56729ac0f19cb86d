/* SPDX-License-Identifier: MIT */
#include "text/evasion.h"

#include "base/codepoint.h"
#include "text/confusables.h"

/* Invisible on screen and without effect on Latin text. */
static bool is_zero_width(uint32_t cp)
{
	return cp == 0x00AD || cp == 0x034F || cp == 0x061C || (cp >= 0x115F && cp <= 0x1160) ||
		   (cp >= 0x17B4 && cp <= 0x17B5) || cp == 0x180E || cp == 0x200B || cp == 0x200C ||
		   cp == 0x200D || (cp >= 0x2060 && cp <= 0x2064) || cp == 0x3164 || cp == 0xFEFF ||
		   cp == 0xFFA0 || (cp >= 0xE0000 && cp <= 0xE007F);
}

static bool is_bidi(uint32_t cp)
{
	return (cp >= 0x202A && cp <= 0x202E) || (cp >= 0x2066 && cp <= 0x2069);
}

static bool is_styled(uint32_t cp)
{
	return (cp >= 0xFF10 && cp <= 0xFF5A) || (cp >= 0x1D400 && cp <= 0x1D7FF) ||
		   (cp >= 0x2460 && cp <= 0x24FF) || (cp >= 0x1F130 && cp <= 0x1F189);
}

static bool is_combining(uint32_t cp)
{
	return (cp >= 0x0300 && cp <= 0x036F) || (cp >= 0x1AB0 && cp <= 0x1AFF) ||
		   (cp >= 0x1DC0 && cp <= 0x1DFF) || (cp >= 0x20D0 && cp <= 0x20FF) ||
		   (cp >= 0xFE20 && cp <= 0xFE2F);
}

static bool is_control(uint32_t cp)
{
	return (cp < 0x20 && cp != '\t' && cp != '\n' && cp != '\r') || (cp >= 0x7F && cp <= 0x9F);
}

/* A ZWJ belongs between emoji, and ZWJ and ZWNJ between letters of scripts that join; either is
 * out of place beside a Latin letter or anything in ASCII. */
static bool joiner_in_place(uint32_t cp, uint32_t before)
{
	if (cp != 0x200C && cp != 0x200D)
		return false;
	return before >= 0x0590 && script_of(before) != SCRIPT_CYRILLIC;
}

/* The scripts seen in the word so far. */
struct word_scripts {
	bool latin;
	bool lookalike; /* a non-Latin letter that looks like a Latin one */
};

static void note_script(struct word_scripts *word, uint32_t cp)
{
	size_t n;

	if (script_of(cp) == SCRIPT_LATIN)
		word->latin = true;
	else if (cp >= 0x80 && script_of(cp) != SCRIPT_COMMON && confusable_fold(cp, &n))
		word->lookalike = true;
}

static bool is_space_like(uint32_t cp)
{
	return cp <= 0x20 || cp == 0xA0 || (cp >= 0x2000 && cp <= 0x200A) || cp == 0x2028 ||
		   cp == 0x2029 || cp == 0x3000;
}

/* The scan's place. */
struct scan {
	struct word_scripts word;
	size_t marks; /* in a row, up to here */
	struct evasion *out;
};

static void end_word(struct scan *scan)
{
	scan->out->mixed += scan->word.latin && scan->word.lookalike;
	scan->word = (struct word_scripts){false, false};
}

/* Most text is ASCII, where there is little to see. */
static void scan_ascii(struct scan *scan, unsigned char c)
{
	scan->marks = 0;
	if (c <= 0x20)
		end_word(scan);
	else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')
		scan->word.latin = true;
	scan->out->controls += is_control(c);
}

static void scan_other(struct scan *scan, uint32_t cp, uint32_t before)
{
	struct evasion *out = scan->out;

	if (is_zero_width(cp))
		out->zero_width += !joiner_in_place(cp, before);
	else if (is_bidi(cp))
		out->bidi++;
	else if (is_control(cp))
		out->controls++;
	out->styled += is_styled(cp);
	scan->marks = is_combining(cp) ? scan->marks + 1 : 0;
	out->marks += scan->marks > 2;
	if (is_space_like(cp))
		end_word(scan);
	else
		note_script(&scan->word, cp);
}

void evasion_scan(const struct text *in, struct evasion *out)
{
	struct scan scan = {.out = out};
	uint32_t before = ' ';
	size_t i = 0;
	size_t n = 1;

	*out = (struct evasion){.repaired = out->repaired};
	for (; i < in->len; i += n) {
		uint32_t cp = (unsigned char)in->s[i];

		n = 1;
		if (cp < 0x80) {
			scan_ascii(&scan, (unsigned char)cp);
		} else {
			cp = codepoint_get(in->s + i, &n);
			scan_other(&scan, cp, before);
		}
		before = cp;
	}
	end_word(&scan);
}
