/* SPDX-License-Identifier: MIT */
#ifndef TEXT_CHARACTER_H
#define TEXT_CHARACTER_H
/* All that the stages ask about a code point, packed into one number, so that an answer costs one
 * load.
 *
 * The numbers come from utf8proc (text/normalize.h), the confusables and the script blocks. Each is
 * computed when its code point is first met, so that a program that reads only English computes
 * little. */
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

/* How a code point folds (text/normalize.h) when nothing combines with it. */
enum fold {
	FOLD_SLOW, /* in some other way, or the code point may combine with one before it */
	FOLD_ONE,  /* to one code point */
	FOLD_DROP, /* to nothing */
	FOLD_ASCII /* to two or three characters of ASCII */
};

/* Whether codepoint_base() gives the code point itself, nothing, or something else. */
enum base { BASE_SELF, BASE_NONE, BASE_OTHER };

/* A character's number, and the lowest bit of each field in it. */
typedef uint64_t character;
#define CHARACTER_FIELD(ch, bit, bits) ((uint32_t)((ch) >> (bit)) & ((1u << (bits)) - 1))
enum {
	CHARACTER_TO = 0, /* 21 bits: what it folds to: a code point, or ASCII characters of 7 bits */
	CHARACTER_FOLD = 21,   /* 2: enum fold */
	CHARACTER_JOINS = 23,  /* may combine with what precedes it */
	CHARACTER_CLASS = 24,  /* 3: enum codepoint_class */
	CHARACTER_UPPER = 27,  /* upper or title case */
	CHARACTER_SCRIPT = 28, /* 4: enum script */
	CHARACTER_LOOKS = 32,  /* 14: the one or two ASCII characters that it looks like, 7 bits each */
	CHARACTER_BASE = 46,   /* 2: enum base */
	CHARACTER_HIDDEN = 48, /* invisible, and without effect on Latin text */
	CHARACTER_BIDI = 49,   /* a directional embedding, override or isolate */
	CHARACTER_STYLED = 50, /* a letter in full-width, mathematical, circled or a similar form */
	CHARACTER_MARK = 51,   /* a combining mark */
	CHARACTER_CONTROL = 52,
	CHARACTER_BLANK = 53,    /* white space */
	CHARACTER_NAMELESS = 54, /* no character is assigned to it, or it is for private use */
	CHARACTER_KNOWN = 63,    /* always set, so that 0 means "not computed yet" */
};

/* The code points that have a place in the table: the planes with letters, and the tags. */
#define CHARACTERS_LOW 0x34000u
#define CHARACTERS_TAGS 0xE0000u
#define CHARACTERS (CHARACTERS_LOW + 0x1000u)

extern _Atomic character character_table[CHARACTERS];

/* Computes the number of a code point and stores it, if the code point has a place in the table. */
character character_find(uint32_t cp);

/* The number of a code point. Thread-safe: all threads would store the same number. */
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

/* Writes the ASCII that a character looks like, as confusable_fold() gives it, and returns its
 * length; 0 when it looks like none. */
static inline size_t character_looks(character ch, char ascii[2])
{
	const uint32_t looks = CHARACTER_FIELD(ch, CHARACTER_LOOKS, 14);

	ascii[0] = (char)(looks & 0x7F);
	ascii[1] = (char)(looks >> 7);
	return !looks ? 0 : ascii[1] ? 2 : 1;
}

/* The class of a code point, by its general category in Unicode. */
static inline enum codepoint_class codepoint_classify(uint32_t cp)
{
	return character_class(character_of(cp));
}

/* True for upper and title case; only the original text has them. */
static inline bool codepoint_is_upper(uint32_t cp)
{
	return character_is(character_of(cp), CHARACTER_UPPER);
}

/* The script of a code point; see script_of_block(). */
static inline enum script script_of(uint32_t cp)
{
	return character_script(character_of(cp));
}

#endif
