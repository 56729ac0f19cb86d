/* SPDX-License-Identifier: MIT */
#ifndef MEASURE_IDENTITIES_H
#define MEASURE_IDENTITIES_H
/* Terms that name an identity, and which of them a comment names: whole words, compared by their
 * keys, so that any spelling counts. */
#include <stddef.h>
#include <stdint.h>

#include "moderato/comment.h"

#define IDENTITIES_MAX 128      /* a bit each in a row */
#define IDENTITY_WORDS_MAX 4    /* a term is a name, not a sentence */
#define IDENTITY_BYTES_MAX 1024 /* of a line of the file */

struct identity {
	char *name; /* the line */
	uint64_t words[IDENTITY_WORDS_MAX];
	size_t n_words;
};

struct identity_bits {
	uint64_t bits[IDENTITIES_MAX / 64];
};

struct identities {
	struct identity v[IDENTITIES_MAX];
	size_t n;
	uint64_t last_text; /* hash of the text whose identities are `last`: a comment comes with */
	size_t last_len;    /* each of its labels in turn; 0: none yet */
	struct identity_bits last;
};

/* Add the terms of a file, one a line; '#' begins a comment line. On failure none is added.
 * MODERATO_EIO; MODERATO_EFORMAT (a term of no word or too many, a term twice); MODERATO_ELIMIT;
 * MODERATO_ENOMEM. */
moderato_status identities_read(struct identities *ids, const char *path, moderato_error *err);

/* Put those that the text names into ids->last. MODERATO_ELIMIT (too long a text);
 * MODERATO_ENOMEM. */
moderato_status identities_find(struct identities *ids, moderato_str text, moderato_error *err);

void identities_dispose(struct identities *ids);

#endif
