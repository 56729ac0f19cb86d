/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_OUTLINE_H
#define CORPUS_OUTLINE_H
/* What the beginning of a JSON document is about, by the keys of its objects: formats are
 * recognised by it. */
#include <stdbool.h>

#include "moderato/comment.h"

enum { OUTLINE_KEYS = 1024 };

struct outline {
	enum {
		OUTLINE_WHOLE, /* the first value is complete */
		OUTLINE_OPEN,  /* the bytes end before it does */
		OUTLINE_WRONG, /* it is no JSON, somewhere */
	} first;
	bool array; /* the first value is one */
	bool lines; /* it goes over several lines */
	size_t n;
	struct {
		moderato_str key; /* of the bytes */
		unsigned object;  /* of which object it is, from 1 */
		unsigned depth;   /* containers that are open there */
	} keys[OUTLINE_KEYS];
};

/* `one` value: no further than to the first one's end. */
void outline_read(struct outline *o, moderato_str head, bool one);

/* Does some object have that key and all the others, which blanks separate? */
bool outline_has(const struct outline *o, const char *others, const char *key);

/* The same of the key in an object with so many containers open. */
bool outline_has_at(const struct outline *o, const char *key, unsigned depth);

/* The keys of the first objects as they may stand in a message: "a, b, c ...". */
enum { OUTLINE_SHOWN = 160 };
void outline_show(const struct outline *o, char out[OUTLINE_SHOWN]);

#endif
