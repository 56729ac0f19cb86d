/* SPDX-License-Identifier: MIT */
#ifndef PERTURB_PERTURB_INTERNAL_H
#define PERTURB_PERTURB_INTERNAL_H
/* The perturber's inside: perturb.c finds the words and chooses among them, perturb_families.c
 * changes a word, perturb_letters.c knows how else a letter can be written, perturb_json.c writes
 * the result. */
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/rng.h"
#include "moderato/perturb.h"

#define PERTURB_ALIKE_MAX 24 /* look-alikes of a letter; there are about a dozen at most */

/* The look-alikes of a letter. */
struct perturb_alike {
	uint32_t cp[PERTURB_ALIKE_MAX];
	size_t n;
};

struct moderato_perturber {
	double share; /* of the words that could be changed, how many are */
	uint64_t seed;
	struct perturb_alike alike[26]; /* of a … z */
};

/* A letter with the marks that follow it. */
struct perturb_letter {
	uint32_t cp;
	const char *s; /* where the letter is in the text, which is valid UTF-8 */
	size_t len;    /* bytes of the letter and its marks */
};

/* The letters of a word, or of two words that are to be joined. */
struct perturb_word {
	struct perturb_letter letters[2 * MODERATO_PERTURB_LETTERS_MAX];
	size_t n;
};

/* A family of disguises. */
struct perturb_family {
	const char *name;
	const char *help;
	size_t letters_min;
	uint32_t
		scripts; /* bit s: it can change words of the enum script s; all of a word's must be in */
	/* Has the word something that can be changed? NULL: every word has. */
	bool (*fits)(const struct moderato_perturber *p, const struct perturb_word *word);
	/* Append the changed word. */
	void (*apply)(const struct moderato_perturber *p, const struct perturb_word *word,
		struct rng *rng, struct buffer *out);
};

extern const struct perturb_family perturb_families[MODERATO_FAMILIES];

/* --- how else a letter can be written; `cp` may be any code point --- */

/* Fill p->alike from the table of text/confusables.h. */
void perturb_find_alikes(struct moderato_perturber *p);

/* The look-alikes of an ASCII letter; none, n 0, for anything else. */
struct perturb_alike perturb_alikes(const struct moderato_perturber *p, uint32_t cp);

/* The digits and signs that stand for the letter, NUL-terminated; "" if none does. */
const char *perturb_leet(uint32_t cp);

/* The letter with one of several accents, chosen by `which`; 0 if it has none. */
uint32_t perturb_accented(uint32_t cp, uint64_t which);

enum { PERTURB_MATH_STYLES = 8 };

/* An ASCII letter in a style of the mathematical alphabets; any other code point as it is. */
uint32_t perturb_math(uint32_t cp, size_t style);

/* The letter in the other case; a code point without case as it is. */
uint32_t perturb_other_case(uint32_t cp);

#endif
