/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_OUTLINE_H
#define CORPUS_OUTLINE_H
/* What the beginning of a JSON document is about: the keys of its objects. Formats are
 * recognised by them. */
#include <stdbool.h>

#include "moderato/comment.h"

enum { OUTLINE_KEYS = 1024 };

struct outline {
	enum {
		OUTLINE_WHOLE, /* the first value is complete */
		OUTLINE_OPEN,  /* the bytes end before the first value does */
		OUTLINE_WRONG, /* the bytes are not valid JSON at some place */
	} first;
	bool array; /* the first value is an array */
	bool lines; /* the first value spans several lines */
	size_t n;
	struct {
		moderato_str key; /* borrows from the bytes that were read */
		unsigned object;  /* number of the object that has the key, from 1 */
		unsigned depth;   /* how many containers are open there */
	} keys[OUTLINE_KEYS];
};

/* Reads the outline of `head`, with `one` only to the end of the first value. Returns false if
 * out of memory. */
bool outline_read(struct outline *o, moderato_str head, bool one);

/* Returns whether some object has that key and all the others, which are separated by blanks. */
bool outline_has(const struct outline *o, const char *others, const char *key);

/* The same for the key in an object where exactly `depth` containers are open. */
bool outline_has_at(const struct outline *o, const char *key, unsigned depth);

/* The keys of the first objects, as a message may show them: "a, b, c ...". */
enum { OUTLINE_SHOWN = 160 };
void outline_show(const struct outline *o, char out[OUTLINE_SHOWN]);

#endif
