/* SPDX-License-Identifier: MIT */
#include "text/evasion.h"

#include "base/codepoint.h"
#include "text/character.h"

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
	scan->out->controls += character_is(character_of(c), CHARACTER_CONTROL);
}

/* Its script, and whether it is another's look-alike of Latin. */
static void note_script(struct word_scripts *word, character ch)
{
	const enum script script = character_script(ch);

	if (script == SCRIPT_LATIN)
		word->latin = true;
	else if (script != SCRIPT_COMMON && CHARACTER_FIELD(ch, CHARACTER_LOOKS, 14))
		word->lookalike = true;
}

static void scan_other(struct scan *scan, uint32_t cp, uint32_t before)
{
	const character ch = character_of(cp);
	struct evasion *out = scan->out;

	if (character_is(ch, CHARACTER_HIDDEN))
		out->zero_width += !joiner_in_place(cp, before);
	else if (character_is(ch, CHARACTER_BIDI))
		out->bidi++;
	else if (character_is(ch, CHARACTER_CONTROL))
		out->controls++;
	out->styled += character_is(ch, CHARACTER_STYLED);
	scan->marks = character_is(ch, CHARACTER_MARK) ? scan->marks + 1 : 0;
	out->marks += scan->marks > 2;
	if (character_is(ch, CHARACTER_BLANK))
		end_word(scan);
	else
		note_script(&scan->word, ch);
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
