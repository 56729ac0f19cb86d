/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_LABEL_WORDS_H
#define CORPUS_LABEL_WORDS_H
/* What stands for a label in tables and in JSON: numbers, shares and words. */
#include <stdbool.h>

#include "moderato/comment.h"
#include "moderato/status.h"

enum { LABEL_UNKNOWN = -1, LABEL_BAD = -2 };

/* What a label may be, for messages. */
#define LABEL_WORDS                                                                                \
	"0 or 1, -1 or 1, a share in 0...1, ham or spam, no or yes, false or true, or nothing"

/* Returns 0 or 1, LABEL_UNKNOWN for nothing, or LABEL_BAD. `map` is
 * moderato_reader_options.labels_map, whose words go first; it may be NULL. */
int label_of_word(const char *map, moderato_str word);

/* Checks such a map. MODERATO_EINVAL says what is wrong with it. */
moderato_status label_map_check(const char *map, moderato_error *err);

#endif
