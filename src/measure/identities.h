/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_IDENTITIES_H
#define MEASURE_IDENTITIES_H
/* Reads terms that name an identity, and finds which of them a comment names. Whole words are
 * compared by the keys of their skeletons, so that a term is found in any spelling. */
#include <stddef.h>
#include <stdint.h>

#include "moderato/comment.h"

#define IDENTITIES_MAX 128      /* each has a bit in a row */
#define IDENTITY_WORDS_MAX 4    /* a term is a name, not a sentence */
#define IDENTITY_BYTES_MAX 1024 /* of a line of the file */

struct identity {
	char *name; /* the line of the file */
	uint64_t words[IDENTITY_WORDS_MAX];
	size_t n_words;
};

struct identity_bits {
	uint64_t bits[IDENTITIES_MAX / 64];
};

struct identities {
	struct identity v[IDENTITIES_MAX];
	size_t n;
	/* The last text's, because the evaluator gets a comment once for each of its labels. */
	uint64_t last_text; /* the text's hash */
	size_t last_len;    /* 0: there was none yet */
	struct identity_bits last;
};

/* Add the terms of a file, one on each line; a line that begins with '#' is ignored. On failure
 * none is added. MODERATO_EIO; MODERATO_EFORMAT (a term of no word or too many, a term twice);
 * MODERATO_ELIMIT; MODERATO_ENOMEM. */
moderato_status identities_read(struct identities *ids, const char *path, moderato_error *err);

/* Set the bits of ids->last for the identities that the text names. MODERATO_ELIMIT: the text is
 * too long; MODERATO_ENOMEM. */
moderato_status identities_find(struct identities *ids, moderato_str text, moderato_error *err);

void identities_dispose(struct identities *ids);

#endif
