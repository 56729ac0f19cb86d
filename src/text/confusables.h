/* SPDX-License-Identifier: MIT */
#ifndef TEXT_CONFUSABLES_H
#define TEXT_CONFUSABLES_H
/* Finds the characters that look like ASCII letters and digits (UTS #39 and more, see
 * tools/gen_confusables.py), and the script of each character.
 *
 * A look-alike is not always a disguise: а is one in "сasino" and an honest letter in "казино".
 * Callers should fold words that mix scripts, or that have symbols but no letters of another
 * script, and leave words that are entirely in another script. */
#include <stddef.h>
#include <stdint.h>

/* What a code point of normalised text (NFKC, case folded) looks like: one or two small ASCII
 * letters, or a digit. Returns a static string of `*n` characters that is not NUL-terminated.
 * Returns NULL and sets `*n` to 0 for a code point that looks like no ASCII, and for ASCII itself.
 * Accents on ASCII letters are left to others (é has no row, ё has): callers strip marks as well,
 * before or after. */
const char *confusable_fold(uint32_t cp, size_t *n);

/* The scripts that comments are written in or that evasion borrows from; a coarse choice of
 * Unicode's. */
enum script {
	SCRIPT_COMMON, /* belongs to any script: digits, punctuation, symbols, emoji, marks, unassigned
					  code points */
	SCRIPT_LATIN,
	SCRIPT_CYRILLIC,
	SCRIPT_GREEK,
	SCRIPT_ARMENIAN,
	SCRIPT_CHEROKEE,
	SCRIPT_HEBREW,
	SCRIPT_ARABIC,
	SCRIPT_HAN,
	SCRIPT_KANA, /* Hiragana and Katakana */
	SCRIPT_HANGUL,
	SCRIPT_THAI,
	SCRIPT_DEVANAGARI,
	SCRIPT_OTHER,
};

/* Bits of the scripts whose letters look like one another's, besides Latin. */
#define SCRIPTS_ALIKE                                                                              \
	(1u << SCRIPT_CYRILLIC | 1u << SCRIPT_GREEK | 1u << SCRIPT_ARMENIAN | 1u << SCRIPT_CHEROKEE)

/* The script of a code point's block: a mark or sign between a block's letters may count as its
 * script. script_of() (text/character.h) finds the same faster. */
enum script script_of_block(uint32_t cp);

#endif
