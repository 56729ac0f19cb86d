/* SPDX-License-Identifier: MIT */
#ifndef PERTURB_PERTURB_INTERNAL_H
#define PERTURB_PERTURB_INTERNAL_H
/* The perturber's inside: perturb.c finds and chooses the words, perturb_families.c changes one,
 * perturb_letters.c knows how else a letter can be drawn, perturb_json.c writes the outcome. */
#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/rng.h"
#include "moderato/perturb.h"

#define PERTURB_ALIKE_MAX 24 /* look-alikes of one letter; there are at most about a dozen */

struct perturb_alike {
	uint32_t cp[PERTURB_ALIKE_MAX];
	size_t n;
};

struct moderato_perturber {
	double share;
	uint64_t seed;
	struct perturb_alike alike[26]; /* of a … z */
};

/* A letter with the marks that follow it. */
struct perturb_letter {
	uint32_t cp;
	const char *s; /* in the text, valid UTF-8 */
	size_t len;
};

/* A word by its letters: of two words that may be joined, those of both. */
struct perturb_word {
	struct perturb_letter letters[2 * MODERATO_PERTURB_LETTERS_MAX];
	size_t n;
};

struct perturb_family {
	const char *name;
	const char *help;
	size_t letters_min;
	uint32_t scripts; /* bits by enum script: a word's must all be among them */
	/* Is there something to change? NULL: always. */
	bool (*fits)(const struct moderato_perturber *p, const struct perturb_word *word);
	/* Append the word, changed. */
	void (*apply)(const struct moderato_perturber *p, const struct perturb_word *word,
		struct rng *rng, struct buffer *out);
};

extern const struct perturb_family perturb_families[MODERATO_FAMILIES];

/* --- how else a letter can be drawn; `cp` may be any code point --- */

/* Fill the look-alikes from the table of text/confusables.h. */
void perturb_find_alikes(struct moderato_perturber *p);

/* The look-alikes of an ASCII letter; n 0 for anything else. */
struct perturb_alike perturb_alikes(const struct moderato_perturber *p, uint32_t cp);

/* Digits and signs that stand for the letter, NUL-terminated; "" when none does. */
const char *perturb_leet(uint32_t cp);

/* The letter with an accent, one of several by `which`; 0 when there is none. */
uint32_t perturb_accented(uint32_t cp, uint64_t which);

enum { PERTURB_MATH_STYLES = 8 };

/* An ASCII letter in a style of the mathematical alphabets; the code point itself for others. */
uint32_t perturb_math(uint32_t cp, size_t style);

/* The other case; the code point itself where there is none. */
uint32_t perturb_other_case(uint32_t cp);

#endif
