/* SPDX-License-Identifier: MIT */
/* One pass over the code points decides which of them are out of place, given the one before. */
#include "text/evasion.h"

#include "base/ascii.h"
#include "base/codepoint.h"
#include "text/boxed.h"
#include "text/character.h"

/* After which characters a hidden one is in place and hides nothing. */
enum place {
	PLACE_NONE,     /* after none */
	PLACE_JOINER,   /* after emoji, and letters of scripts that join */
	PLACE_PICTURE,  /* after emoji, other symbols, and letters from SCRIPT_HAN on */
	PLACE_NO_LATIN, /* after anything but Latin letters */
	PLACE_FLAG,     /* after a black flag and the tags of one */
};

static enum place rightful_place(uint32_t cp)
{
	if (cp == 0x200C || cp == 0x200D)
		return PLACE_JOINER;
	if ((cp >= 0xFE00 && cp <= 0xFE0F) || (cp >= 0xE0100 && cp <= 0xE01EF))
		return PLACE_PICTURE;
	if (cp == 0x200E || cp == 0x200F || cp == 0x2800 || (cp >= 0x180B && cp <= 0x180F))
		return PLACE_NO_LATIN;
	return cp >= 0xE0020 && cp <= 0xE007F ? PLACE_FLAG : PLACE_NONE;
}

/* True if the hidden character is out of place after `before`. All are after a Latin letter. */
static bool hides(uint32_t cp, uint32_t before, bool in_flag)
{
	const enum script script = script_of(before);

	switch (rightful_place(cp)) {
	case PLACE_JOINER:
		return before < 0x0590 || script == SCRIPT_CYRILLIC;
	case PLACE_PICTURE:
		return before <= ' ' || (script >= SCRIPT_LATIN && script < SCRIPT_HAN);
	case PLACE_NO_LATIN:
		return script == SCRIPT_LATIN;
	case PLACE_FLAG:
		return !in_flag;
	case PLACE_NONE:
		break;
	}
	return true;
}

/* The scripts seen in the word so far. */
struct word_scripts {
	unsigned seen;  /* bits by enum script, without SCRIPT_COMMON */
	bool lookalike; /* a non-Latin letter that looks like a Latin one */
};

/* The state of the scan. */
struct scan {
	struct word_scripts word;
	size_t marks; /* combining marks in a row, up to here */
	bool in_flag; /* the last hidden character was a tag of a black flag */
	struct evasion *out;
};

static void end_scanned_word(struct scan *scan)
{
	const unsigned seen = scan->word.seen;
	const unsigned alike = seen & SCRIPTS_ALIKE;

	scan->out->mixed += scan->word.lookalike && (seen >> SCRIPT_LATIN & 1 || (alike & (alike - 1)));
	scan->word = (struct word_scripts){0, false};
}

/* ASCII, which is most text, can only show scripts and controls. */
static void scan_ascii(struct scan *scan, unsigned char c)
{
	scan->marks = 0;
	if (c <= 0x20)
		end_scanned_word(scan);
	else if (ascii_is_letter(c))
		scan->word.seen |= 1u << SCRIPT_LATIN;
	scan->out->controls += character_is(character_of(c), CHARACTER_CONTROL);
}

/* Notes the script of a character, and whether it is a look-alike of another script. */
static void note_script(struct word_scripts *word, character ch)
{
	const enum script script = character_script(ch);

	if (script == SCRIPT_COMMON)
		return;
	word->seen |= 1u << script;
	word->lookalike |= script != SCRIPT_LATIN && CHARACTER_FIELD(ch, CHARACTER_LOOKS, 14);
}

/* True if a black flag or a tag of one precedes the hidden character; remembers it for the next. */
static bool goes_on_flag(struct scan *scan, uint32_t before)
{
	scan->in_flag = before == 0x1F3F4 || (scan->in_flag && rightful_place(before) == PLACE_FLAG);
	return scan->in_flag;
}

static void scan_other(struct scan *scan, uint32_t cp, uint32_t before)
{
	const character ch = character_of(cp);
	struct evasion *out = scan->out;

	if (character_is(ch, CHARACTER_HIDDEN))
		out->zero_width += hides(cp, before, goes_on_flag(scan, before));
	else if (character_is(ch, CHARACTER_BIDI))
		out->bidi++;
	else if (character_is(ch, CHARACTER_CONTROL))
		out->controls++;
	out->styled += character_is(ch, CHARACTER_STYLED);
	scan->marks = character_is(ch, CHARACTER_MARK) ? scan->marks + 1 : 0;
	out->marks += scan->marks > 2;
	if (character_is(ch, CHARACTER_BLANK))
		end_scanned_word(scan);
	else
		note_script(&scan->word, ch);
}

/* The number of regional indicators from byte i on that are letters. */
static size_t regional_letters(const struct text *in, size_t i)
{
	bool flags;
	const size_t n = regional_run(in->s + i, in->len - i, &flags);

	return flags ? 0 : n / REGIONAL_BYTES;
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
			if (is_regional(cp) && !is_regional(before))
				out->styled += regional_letters(in, i);
		}
		before = cp;
	}
	end_scanned_word(&scan);
}
