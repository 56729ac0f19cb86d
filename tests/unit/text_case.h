/* SPDX-License-Identifier: MIT */
#ifndef TESTS_TEXT_CASE_H
#define TESTS_TEXT_CASE_H
/* What tests of the stages of text share. */
#include "support.h"

#include "text/normalize.h"

/* Holds what a test makes of a text; dispose_arena() is the group's teardown. */
extern struct arena arena;
int dispose_arena(void **state);

/* The text, normalised. */
struct text normal_of(const char *s, size_t len);

/* A text as it is written, as it is read after a stage, and how many things that stage changed. */
struct rewrite {
	const char *in;
	const char *out;
	size_t n;
};

/* Fails where `rewrite` makes another text or another count of a row. */
void check_rewrites(const struct rewrite *rows, size_t n_rows,
	struct text (*rewrite)(const char *s, size_t len, size_t *n));

/* Fails unless each byte of a text comes from bytes of the original, in their order, and unless
 * blanks follow it, as the stages after this one expect. `len` is the original's length. */
void check_origins_and_pad(const struct text *text, size_t len);

#endif
