/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_PERTURB_H
#define MODERATO_PERTURB_H
/**
 * @file moderato/perturb.h
 * Rewrite a comment the way people do who want to get past a filter.
 *
 * A family is one manner of disguise: leet, look-alikes, spaced letters, … It changes some of a
 * comment's words and reports their places. The meaning of the comment stays the same, and so do
 * its labels: perturbed comments measure how much a disguise hurts (moderato/evaluator.h), and a
 * model may be trained on them.
 *
 * A *word* here is two letters or more in a row, of one of the scripts that the family knows: only
 * Latin for the families that draw ASCII letters differently; otherwise Latin, Cyrillic, Greek and
 * Armenian, and for plain typing errors Hebrew and Arabic too. Words with a digit or a sign among
 * their letters, links, addresses, @names, tags and entities stay as they are, and so do words of
 * more than MODERATO_PERTURB_LETTERS_MAX letters.
 *
 * The same seed, text, id and family give the same bytes, on any machine and in any order.
 *
 * @code
 * moderato_perturber *perturber;
 * moderato_perturb_options options = MODERATO_PERTURB_OPTIONS_INIT;
 * moderato_perturbed out = MODERATO_PERTURBED_INIT;
 *
 * moderato_perturber_new(&perturber, &options, &err);
 * moderato_perturb(perturber, &comment, MODERATO_FAMILY_MASK, &out, &err);   // many times
 * moderato_perturbed_dispose(&out);
 * moderato_perturber_free(perturber);
 * @endcode
 */
#include "moderato/comment.h"

MODERATO_BEGIN_DECLS

/** Longer words are left alone: nobody disguises them, and the limit bounds the work on one word.
 */
#define MODERATO_PERTURB_LETTERS_MAX 48

/** Manners of disguise. */
typedef enum moderato_family {
	MODERATO_FAMILY_LEET,         /**< 1d10t: digits and signs for letters */
	MODERATO_FAMILY_LOOKALIKES,   /**< letters of other scripts that look alike (UTS #39) */
	MODERATO_FAMILY_ZERO_WIDTH,   /**< invisible characters between the letters */
	MODERATO_FAMILY_BIDI,         /**< directional marks, embeddings, isolates */
	MODERATO_FAMILY_DIACRITICS,   /**< accents, combining or precomposed */
	MODERATO_FAMILY_FULL_WIDTH,   /**< full-width letters */
	MODERATO_FAMILY_MATHEMATICAL, /**< bold, italic, script, fraktur, … letters of mathematics */
	MODERATO_FAMILY_SPACED,       /**< i d i o t */
	MODERATO_FAMILY_DOTTED,       /**< i.d.i.o.t, i-d-i-o-t, i_d_i_o_t */
	MODERATO_FAMILY_REPEATS,      /**< idiooot */
	MODERATO_FAMILY_MASK,         /**< f*ck, f**k, sh#t: inner letters after a sign */
	MODERATO_FAMILY_DROP,         /**< idot: an inner letter is missing */
	MODERATO_FAMILY_DOUBLE,       /**< idiiot: an inner letter stands twice */
	MODERATO_FAMILY_SWAP,         /**< idoit: two inner neighbours change places */
	MODERATO_FAMILY_JOIN,         /**< stupididiot: the space between two words is missing */
	MODERATO_FAMILY_SPLIT,        /**< id iot: a space inside */
	MODERATO_FAMILY_CASE,         /**< iDiOt */
} moderato_family;

/** The number of families; their values are 0 … MODERATO_FAMILIES - 1. */
#define MODERATO_FAMILIES 17

/** All families, as bits (1 << family). */
#define MODERATO_FAMILIES_ALL ((1u << MODERATO_FAMILIES) - 1)

/** The name of a family, such as "zero-width"; NULL for a number that is none. Static. */
MODERATO_API const char *moderato_family_name(moderato_family family);

/** What it does, in a few words with an example; NULL for a number that is none. Static. */
MODERATO_API const char *moderato_family_help(moderato_family family);

/**
 * Read a list of families.
 * @param list     names with commas between, or "all"
 * @param families receives them as bits; 0 on failure
 * @return MODERATO_OK; MODERATO_EINVAL: the message names what is unknown and lists the families
 */
MODERATO_API moderato_status moderato_families_parse(
	const char *list, unsigned *families, moderato_error *err);

typedef struct moderato_perturber moderato_perturber; /* opaque */

typedef struct moderato_perturb_options {
	double share; /**< the share of the words that a family can change which it does change: 0 … 1;
					 rounded, but at least one word unless it is 0 */
	unsigned long long seed;
} moderato_perturb_options;

#define MODERATO_PERTURB_OPTIONS_INIT                                                              \
	{                                                                                              \
		0.5, 0                                                                                     \
	}

/**
 * Make a perturber. It is immutable: share it between threads.
 * @param out     receives it; free it with moderato_perturber_free(). NULL on failure
 * @param options may be NULL
 * @return MODERATO_OK; MODERATO_EINVAL: a share outside 0 … 1; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_perturber_new(
	moderato_perturber **out, const moderato_perturb_options *options, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_perturber_free(moderato_perturber *perturber);

/** A place that was changed: a word, or two words that are one now, or one that is two. */
typedef struct moderato_perturbed_word {
	moderato_span before; /**< in the comment's text */
	moderato_span after;  /**< in the new text */
} moderato_perturbed_word;

/** A new text. Owns its memory, which grows from call to call; one for each thread. */
typedef struct moderato_perturbed {
	moderato_str text;              /**< valid UTF-8: bytes that were not are U+FFFD, as is NUL */
	moderato_perturbed_word *words; /**< [n_words] the changed words, in order, disjoint */
	size_t n_words;                 /**< 0: the text has no word that the family can change */
	char *bytes;                    /**< private, as are the two below */
	size_t cap;
	size_t cap_words;
} moderato_perturbed;

#define MODERATO_PERTURBED_INIT                                                                    \
	{                                                                                              \
		{NULL, 0}, NULL, 0, NULL, 0, 0                                                             \
	}

/**
 * Perturb a comment's text by one family.
 *
 * A new text never exceeds MODERATO_COMMENT_BYTES_MAX unless the comment's own does: words that
 * would not fit stay as they are.
 *
 * @param comment its text and id are read; its other members hold for the new text too
 * @param out     begins as MODERATO_PERTURBED_INIT; overwritten. Emptied on failure
 * @return MODERATO_OK, also when nothing could be changed; MODERATO_ELIMIT: a text of 4 GiB or
 * more; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_perturb(const moderato_perturber *perturber,
	const moderato_comment *comment, moderato_family family, moderato_perturbed *out,
	moderato_error *err);

/** Free what it holds; it may be used again. */
MODERATO_API void moderato_perturbed_dispose(moderato_perturbed *perturbed);

/**
 * Append the perturbed comment as one JSON object, as moderato_comment_json() would, with one more
 * member: `"perturbation":{"family":"mask","share":0.5,"seed":1,"words":[[4,9],…]}`, the words
 * being byte ranges of the new text. `spans` that came with the comment are of the old text and are
 * left out.
 *
 * @param comment       the comment that was perturbed
 * @param perturbed     what moderato_perturb() made of it by `family`
 * @param with_original not 0: write the old text too, as `original`
 * @param text          NULL or a malloc'ed buffer of *cap bytes with *len used, as
 *                      moderato_comment_json()
 * @return MODERATO_OK; MODERATO_EFORMAT: comment->extra is not JSON; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_perturbed_json(const moderato_perturber *perturber,
	const moderato_comment *comment, moderato_family family, const moderato_perturbed *perturbed,
	int with_original, char **text, size_t *len, size_t *cap, moderato_error *err);

MODERATO_END_DECLS
#endif
