/* SPDX-License-Identifier: MIT */
#ifndef POLICY_LANGUAGE_TAG_H
#define POLICY_LANGUAGE_TAG_H
/* Language tags as policies compare them: en, en-GB, zh-Hant (BCP 47), in any case, also as en_GB.
 * A listed tag is the beginning of those it stands for: en is en-GB as well (RFC 4647, basic
 * filtering). Older and longer codes of the same language (iw, deu) are its code of two letters. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "moderato/comment.h"

#define LANGUAGE_SUBTAGS_MAX 8

/* The name that lists have for a language that is not known. */
#define LANGUAGE_UNKNOWN "unknown"

struct language_tag {
	uint64_t subtag[LANGUAGE_SUBTAGS_MAX]; /* hashes */
	size_t n;
};

/* False: it is no tag. LANGUAGE_UNKNOWN, and und, is one. */
bool language_tag_read(moderato_str text, struct language_tag *out);

bool language_tag_is_unknown(const struct language_tag *tag);

#endif
