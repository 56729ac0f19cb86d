/* SPDX-License-Identifier: MIT */
#ifndef CLASSIFY_EVIDENCE_H
#define CLASSIFY_EVIDENCE_H
/* Where a head's evidence stands: not which words speak for an attribute but how many, in which
 * sentence, said to whom, denied or not. A sum over words cannot tell "you idiot" from "nobody
 * called you an idiot"; a few dozen numbers like these can, and the second stage (model/second.h)
 * judges by them. */
#include "model/bundle.h"

struct moderato_classifier;

/* What is known of one head's evidence. A word's share is what it adds to the head's margin. */
enum evidence_kind {
	EVIDENCE_MARGIN,   /* the head's margin */
	EVIDENCE_DENSE,    /* the part of it that heuristics give */
	EVIDENCE_PEAK,     /* the largest margin that a sentence has by its words alone */
	EVIDENCE_TOP,      /* the largest share of a word */
	EVIDENCE_NEXT,     /* the largest but one */
	EVIDENCE_YOU,      /* rising shares in sentences that address a reader */
	EVIDENCE_SELF,     /* … of words soon after "I am", "my" */
	EVIDENCE_DENIED,   /* … of words soon after a negation */
	EVIDENCE_REPORTED, /* … in sentences that report what others said */
	EVIDENCE_KINDS
};

/* What is known of the comment beside. */
enum evidence_fact {
	FACT_WORDS,     /* ln(1 + words) */
	FACT_SENTENCES, /* ln(1 + sentences) */
	FACT_CAPS,      /* share of capitals among letters */
	FACT_LOUD,      /* exclamation marks, at most 4, by 4 */
	FACT_YOU,       /* share of words that address a reader */
	FACT_SELF,      /* share of words that name the author */
	FACT_LINKS,     /* links, at most 4, by 4 */
	FACT_DISGUISED, /* words in disguise, at most 4, by 4 */
	FACT_SYMBOLS,   /* emoji, at most 4, by 4 */
	FACT_QUOTES,    /* quotation marks, at most 4, by 4 */
	FACT_AUTHOR,    /* 1: the author has a url */
	EVIDENCE_FACTS
};

_Static_assert(EVIDENCE_KINDS == SECOND_KINDS && EVIDENCE_FACTS == SECOND_FACTS,
	"a bundle's second stage has as many inputs as there is evidence");
_Static_assert(FACT_WORDS == 0, "the first fact is what second_crossed() takes it for");

struct evidence {
	float head[EVIDENCE_KINDS][LINEAR_LANES_MAX]; /* by linear head */
	float fact[EVIDENCE_FACTS];
	float vector[EMBEDDING_DIMS_MAX]; /* the mean of the words' vectors */
};

/* Of the comment that was read last, whose words' sums were kept. `margin` and `dense` are by
 * linear head. */
void evidence_read(
	struct moderato_classifier *c, const double *margin, const double *dense, struct evidence *out);

/* The inputs of the second stage of a linear head: its own column first in each kind of number, the
 * vector of `dims` last. input[second_inputs(n_linear) + dims]. */
void evidence_inputs(
	const struct evidence *e, size_t n_linear, size_t dims, size_t column, float *input);

/* What input i of that head is, for people (i = second_inputs(n_linear): the vector): "peak of
 * toxicity". `names` are the linear heads' by column. */
void evidence_name(
	const char *const *names, size_t n_linear, size_t column, size_t i, char *out, size_t out_size);

#endif
