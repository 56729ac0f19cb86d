/* SPDX-License-Identifier: MIT */
#ifndef TEXT_CONFUSABLES_H
#define TEXT_CONFUSABLES_H
/* Characters that look like ASCII letters and digits (UTS #39 and more, see
 * tools/gen_confusables.py), and the script that a character is of.
 *
 * Looking alike is not being alike: а is a look-alike in "сasino" and an honest letter in "казино".
 * Fold the words that mix scripts or hold no script but symbols, not those that are whole in
 * another one. */
#include <stddef.h>
#include <stdint.h>

/* What the code point of normalised text (NFKC, case folded) looks like: 1 or 2 small ASCII letters
 * or a digit, `*n` of them, not NUL-terminated, static. NULL, and `*n` 0, for what looks like none,
 * and for ASCII itself. Accents on ASCII letters are not its business (é has no row, ё has): strip
 * marks too, before or after. */
const char *confusable_fold(uint32_t cp, size_t *n);

/* Coarse: of Unicode's scripts those that comments are written in or that evasion borrows from. */
enum script {
	SCRIPT_COMMON, /* digits, punctuation, symbols, emoji, marks, what is not assigned: any script
					*/
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

/* Those that lend one another look-alikes, as bits; Latin does besides. */
#define SCRIPTS_ALIKE                                                                              \
	(1u << SCRIPT_CYRILLIC | 1u << SCRIPT_GREEK | 1u << SCRIPT_ARMENIAN | 1u << SCRIPT_CHEROKEE)

/* By blocks: a mark or sign that a block holds beside its letters may count as its script. The same
 * is found quicker by script_of() (text/character.h). */
enum script script_of_block(uint32_t cp);

#endif
