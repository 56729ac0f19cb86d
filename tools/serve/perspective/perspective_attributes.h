/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PERSPECTIVE_ATTRIBUTES_H
#define TOOLS_SERVE_PERSPECTIVE_ATTRIBUTES_H
/* Which of Perspective's attributes are served, and by what. A name that means nearly what one of
 * moderato's attributes means is served by that one; the table in perspective_attributes.c is the
 * whole map. Others (SEXUALLY_EXPLICIT, FLIRTATION, INCOHERENT, and what Perspective calls
 * bridging and persuasion) are not: a number would be made up. */
#include <stdbool.h>

#include "moderato/classifier.h"

enum perspective_source {
	PERSPECTIVE_HEAD,    /* the score of one attribute of the bundle */
	PERSPECTIVE_LARGEST, /* the largest score of all */
	PERSPECTIVE_BRIEF,   /* how short the comment is; see perspective_brief() */
};

struct perspective_attribute {
	const char *name;
	enum perspective_source source;
	const char *head; /* the attribute of the bundle, for PERSPECTIVE_HEAD */
	bool label;       /* a person's judgement of it is one of `head`: feedback becomes a label */
};

/* Finds the attribute of a request's name, which may have a version: TOXICITY@6. NULL: unknown. */
const struct perspective_attribute *perspective_attribute_find(moderato_str name);

/* Where the attributes of the table are in a bundle: the index of the head, or -1. */
#define PERSPECTIVE_ATTRIBUTES 24
struct perspective_heads {
	signed char head[PERSPECTIVE_ATTRIBUTES];
};
void perspective_heads_find(struct perspective_heads *heads, const moderato_bundle *bundle);

/* Is this attribute served with this bundle? */
bool perspective_attribute_served(
	const struct perspective_heads *heads, const struct perspective_attribute *attribute);

/* The score of an attribute that is served, of a comment with these scores and this text. */
double perspective_attribute_score(const struct perspective_heads *heads,
	const struct perspective_attribute *attribute, const moderato_scores *scores,
	moderato_str text);

/* UNSUBSTANTIAL ("trivial or short comments"), as far as length tells: 1 / (1 + exp((n - 8) / 3))
 * for n words, to six decimals; 0.9 for a word or two, 0.5 for eight, 0.02 for twenty. */
double perspective_brief(moderato_str text);

#endif
