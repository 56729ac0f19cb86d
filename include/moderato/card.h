/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_CARD_H
#define MODERATO_CARD_H
/**
 * @file moderato/card.h
 * A model card's held-out figures, read back: is another bundle as good on the same files?
 *
 * `moderato train --test` measures them and writes them into NAME.card.json and into the bundle
 * (moderato_bundle_card_json()). A card is untrusted input: everything is checked, and what is
 * wrong is told with its place.
 */
#include "moderato/evaluator.h"

MODERATO_BEGIN_DECLS

typedef struct moderato_card moderato_card; /* opaque */

/** Longer cards are refused. */
#define MODERATO_CARD_BYTES_MAX ((size_t)4 << 20)

/**
 * Read the held-out figures of a card, its JSON.
 * @param out  receives them; free with moderato_card_free(). NULL on failure
 * @param name of the card, for messages
 * @return MODERATO_OK, also when no file was held out: then moderato_card_file() gives NULL;
 *         MODERATO_EFORMAT (no JSON, a row that is not as train writes it); MODERATO_EMISMATCH (a
 *         card of another format); MODERATO_ELIMIT; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_card_parse(
	moderato_card **out, const char *name, moderato_str text, moderato_error *err);

/** The name of recorded file i, NULL when there is no i-th; lives as long as the card. */
MODERATO_API const char *moderato_card_file(const moderato_card *card, size_t i);

/** Which recorded file has this content? Its number, or -1. */
MODERATO_API int moderato_card_find(const moderato_card *card, unsigned long long hash);

/** The hash of a file's content, as cards have it. MODERATO_EIO: it is no regular file, say. */
MODERATO_API moderato_status moderato_file_hash(
	const char *path, unsigned long long *hash, moderato_error *err);

/** Does the card have AUCs of identities for recorded file i? */
MODERATO_API int moderato_card_has_identities(const moderato_card *card, size_t i);

/** Called for each figure that is worse, with one line about it. */
typedef void (*moderato_card_tell)(void *payload, const char *message);

/**
 * Hold figures measured on recorded file i against the card's. A figure is worse when it lies below
 * the recorded 95 % interval; what was recorded and is not measured, or is measured on another
 * number of comments, is told too. A figure that was recorded without an interval is not compared.
 * @param attribute compare only this one; NULL: all that are recorded
 * @param n_compared receives the number of AUCs compared
 * @param n_worse    receives the number of lines told
 */
MODERATO_API moderato_status moderato_card_compare(const moderato_card *card, size_t i,
	const char *attribute, const moderato_figures *figures, size_t n, moderato_card_tell tell,
	void *payload, size_t *n_compared, size_t *n_worse, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_card_free(moderato_card *card);

MODERATO_END_DECLS
#endif
