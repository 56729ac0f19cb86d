/* SPDX-License-Identifier: MIT */
#ifndef TEXT_CHARACTER_H
#define TEXT_CHARACTER_H
/* What the stages ask of a code point, all in one number, so that each costs a load.
 *
 * The numbers come from utf8proc (text/normalize.h), the confusables and the blocks of scripts, and
 * are worked out when a code point is first met: a program that sees English pays for English. */
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "text/confusables.h"

enum codepoint_class {
	CODEPOINT_SPACE,  /* separators and controls */
	CODEPOINT_LETTER, /* letters and marks */
	CODEPOINT_DIGIT,  /* numbers */
	CODEPOINT_SYMBOL, /* emoji and other symbols */
	CODEPOINT_PUNCTUATION,
};

/* How a code point folds (text/normalize.h) where nothing combines with it. */
enum fold {
	FOLD_SLOW, /* in some other way, or it may itself combine with what stands before it */
	FOLD_ONE,  /* to one code point */
	FOLD_DROP, /* to nothing */
	FOLD_ASCII /* to two or three characters of ASCII */
};

/* Its base (codepoint_base()). */
enum base { BASE_SELF, BASE_NONE, BASE_OTHER };

/* The fields of a character's number. */
typedef uint64_t character;
#define CHARACTER_FIELD(ch, bit, bits) ((uint32_t)((ch) >> (bit)) & ((1u << (bits)) - 1))
enum {
	CHARACTER_TO = 0,    /* 21 bits: what it folds to, a code point or ASCII by 7 bits */
	CHARACTER_FOLD = 21, /* 2: enum fold */
	CHARACTER_JOINS = 23,
	CHARACTER_CLASS = 24,  /* 3: enum codepoint_class */
	CHARACTER_UPPER = 27,  /* upper or title case */
	CHARACTER_SCRIPT = 28, /* 4: enum script */
	CHARACTER_LOOKS = 32,  /* 14: the one or two letters that it looks like, by 7 bits */
	CHARACTER_BASE = 46,   /* 2: enum base */
	CHARACTER_HIDDEN = 48, /* invisible, and without effect on Latin text */
	CHARACTER_BIDI = 49,   /* a directional embedding, override or isolate */
	CHARACTER_STYLED = 50, /* a letter in full-width, mathematical or circled form */
	CHARACTER_MARK = 51,   /* a combining mark */
	CHARACTER_CONTROL = 52,
	CHARACTER_BLANK = 53, /* white space */
	CHARACTER_KNOWN = 63,
};

/* Those that have a place in the table: the planes with letters, and tags. */
#define CHARACTERS_LOW 0x34000u
#define CHARACTERS_TAGS 0xE0000u
#define CHARACTERS (CHARACTERS_LOW + 0x1000u)

extern _Atomic character character_table[CHARACTERS];

/* Work one out; of a code point with a place also into the table. */
character character_find(uint32_t cp);

/* Thread-safe: whoever comes first stores what all would. */
static inline character character_of(uint32_t cp)
{
	if (cp < CHARACTERS_LOW) {
		const character ch = atomic_load_explicit(&character_table[cp], memory_order_relaxed);

		if (ch)
			return ch;
	}
	return character_find(cp);
}

static inline bool character_is(character ch, int bit)
{
	return ch >> bit & 1;
}

static inline enum codepoint_class character_class(character ch)
{
	return (enum codepoint_class)CHARACTER_FIELD(ch, CHARACTER_CLASS, 3);
}

static inline enum script character_script(character ch)
{
	return (enum script)CHARACTER_FIELD(ch, CHARACTER_SCRIPT, 4);
}

/* The ASCII that it looks like, as confusable_fold() has it; 0: none. */
static inline size_t character_looks(character ch, char ascii[2])
{
	const uint32_t looks = CHARACTER_FIELD(ch, CHARACTER_LOOKS, 14);

	ascii[0] = (char)(looks & 0x7F);
	ascii[1] = (char)(looks >> 7);
	return !looks ? 0 : ascii[1] ? 2 : 1;
}

/* By Unicode's general category. */
static inline enum codepoint_class codepoint_classify(uint32_t cp)
{
	return character_class(character_of(cp));
}

/* Upper or title case? (of the original text) */
static inline bool codepoint_is_upper(uint32_t cp)
{
	return character_is(character_of(cp), CHARACTER_UPPER);
}

/* By blocks, see script_of_block(). */
static inline enum script script_of(uint32_t cp)
{
	return character_script(character_of(cp));
}

#endif
