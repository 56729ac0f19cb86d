/* SPDX-License-Identifier: MIT */
#ifndef TESTS_READING_H
#define TESTS_READING_H
/* Comments read as training reads them, for the tests of what is found in them. */
#include "support.h"

#include "feature/ngram.h"
#include "dataset/dataset.h"

extern const struct space space; /* the default one */

/* The reader that training has, with two term sets of a bundle: "rude" holds gronk and the pair
 * utter twaddle, "mild" holds gosh. */
extern struct dataset reading;
extern struct termset term_sets[2];

/* Setup and teardown of a group that uses the above. */
int open_reader(void **state);
int close_reader(void **state);

/* The key of a word, as term sets and pairs have it. */
uint64_t key_of(const char *word);

/* What is found in a comment. It stays until the next one is read. */
const struct document *read_comment(const moderato_comment *comment);
const struct document *read_text(const char *text);

#endif
