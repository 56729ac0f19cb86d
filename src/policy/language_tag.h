/* SPDX-License-Identifier: MIT */
#ifndef POLICY_LANGUAGE_TAG_H
#define POLICY_LANGUAGE_TAG_H
/* Language tags as policies compare them: en, en-GB, zh-Hant (BCP 47), without regard to case, and
 * also en_GB. A listed tag is a prefix of those that it stands for: en includes en-GB (RFC 4647,
 * basic filtering). Older and longer codes of a language (iw, deu) are replaced by its code of two
 * letters. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "moderato/comment.h"

#define LANGUAGE_SUBTAGS_MAX 8

/* The name in lists for an unknown language. */
#define LANGUAGE_UNKNOWN "unknown"

struct language_tag {
	uint64_t subtag[LANGUAGE_SUBTAGS_MAX]; /* hashes of the subtags */
	size_t n;
};

/* Reads a tag; LANGUAGE_UNKNOWN and "und" are tags as well. Returns false when the text is none. */
bool language_tag_read(moderato_str text, struct language_tag *out);

bool language_tag_is_unknown(const struct language_tag *tag);

#endif
