/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_CARD_H
#define MODERATO_CARD_H
/**
 * @file moderato/card.h
 * A model card's held-out figures, read back: is another bundle as good on the same files?
 *
 * `moderato train --test` measures them and writes them into NAME.card.json and into the bundle
 * (moderato_bundle_card_json()). A card is untrusted input: everything is checked, and an error
 * message names the place.
 */
#include "moderato/evaluator.h"

MODERATO_BEGIN_DECLS

typedef struct moderato_card moderato_card; /* opaque */

/** The size in bytes of the largest card; longer ones are refused. */
#define MODERATO_CARD_BYTES_MAX ((size_t)4 << 20)

/**
 * Read the held-out figures from a card's JSON.
 * @param out  receives them; free with moderato_card_free(). NULL on failure
 * @param name the card's name, for messages
 * @return MODERATO_OK, also if no file was held out: then moderato_card_file() returns NULL;
 *         MODERATO_EFORMAT (not JSON, or a row that `train` would not write); MODERATO_EMISMATCH (a
 *         card of another format); MODERATO_ELIMIT; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_card_parse(
	moderato_card **out, const char *name, moderato_str text, moderato_error *err);

/** Returns the name of recorded file i, or NULL if there are fewer; it lives as long as the card.
 */
MODERATO_API const char *moderato_card_file(const moderato_card *card, size_t i);

/** Find the recorded file with this content hash. Returns its number, or -1. */
MODERATO_API int moderato_card_find(const moderato_card *card, unsigned long long hash);

/** Compute the hash of a file's content that cards record. MODERATO_EIO: it cannot be read, for
 *  instance because it is not a regular file. */
MODERATO_API moderato_status moderato_file_hash(
	const char *path, unsigned long long *hash, moderato_error *err);

/** Returns 1 if the card has AUCs of identities for recorded file i, otherwise 0. */
MODERATO_API int moderato_card_has_identities(const moderato_card *card, size_t i);

/** Called for each figure that is worse, with one line about it. */
typedef void (*moderato_card_tell)(void *payload, const char *message);

/**
 * Compare figures measured on recorded file i with the card's. A figure is worse if it lies below
 * the recorded 95 % interval. A recorded figure that was not measured, or was measured on a
 * different number of comments, is reported too. A figure that was recorded without an interval is
 * not compared.
 * @param attribute compare only this one; NULL: all that are recorded
 * @param n_compared receives the number of AUCs compared
 * @param n_worse receives the number of lines reported
 */
MODERATO_API moderato_status moderato_card_compare(const moderato_card *card, size_t i,
	const char *attribute, const moderato_figures *figures, size_t n, moderato_card_tell tell,
	void *payload, size_t *n_compared, size_t *n_worse, moderato_error *err);

/** Free the card. NULL is fine. */
MODERATO_API void moderato_card_free(moderato_card *card);

MODERATO_END_DECLS
#endif
