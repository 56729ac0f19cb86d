/* SPDX-License-Identifier: MIT */
#ifndef CLASSIFY_EVIDENCE_H
#define CLASSIFY_EVIDENCE_H
/* Where a head's evidence stands in a comment: not which words speak for an attribute but how many,
 * in which sentence, whether they are said to a reader, denied or reported. A sum over words cannot
 * tell "you idiot" from "nobody called you an idiot"; a few dozen numbers like these can, and the
 * second stage (model/second.h) judges by them. */
#include "model/bundle.h"

/* What is known about the evidence of one head. A word's share is what it adds to the head's
 * margin; a rising share is one above 0. */
enum evidence_kind {
	EVIDENCE_MARGIN,   /* the head's margin */
	EVIDENCE_DENSE,    /* the part of the margin that the heuristics add */
	EVIDENCE_PEAK,     /* the largest margin that a sentence has by its words alone */
	EVIDENCE_TOP,      /* the largest rising share of a word */
	EVIDENCE_NEXT,     /* the second largest */
	EVIDENCE_YOU,      /* Σ rising shares in sentences that address a reader */
	EVIDENCE_SELF,     /* Σ rising shares of words soon after "I am", "my" */
	EVIDENCE_DENIED,   /* Σ rising shares of words soon after a negation */
	EVIDENCE_REPORTED, /* Σ rising shares in sentences that report what others said */
	EVIDENCE_KINDS
};

/* What is known about the whole comment. A count "by 4" is at most 4, divided by 4. */
enum evidence_fact {
	FACT_WORDS,     /* ln(1 + words) */
	FACT_SENTENCES, /* ln(1 + sentences) */
	FACT_CAPS,      /* share of capitals among letters */
	FACT_LOUD,      /* exclamation marks, by 4 */
	FACT_YOU,       /* share of words that address a reader */
	FACT_SELF,      /* share of words that name the author */
	FACT_LINKS,     /* links, by 4 */
	FACT_DISGUISED, /* words in disguise, by 4 */
	FACT_SYMBOLS,   /* emoji, by 4 */
	FACT_QUOTES,    /* quotation marks, by 4 */
	FACT_AUTHOR,    /* 1 if the author has a url, else 0 */
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

/* Fill the inputs of the second stage of the head in `column`: the margins of all n_linear heads
 * beginning with its own, its own evidence, the facts, and `dims` numbers of the vector.
 * input[second_inputs(n_linear) + dims]. */
void evidence_inputs(
	const struct evidence *e, size_t n_linear, size_t dims, size_t column, float *input);

/* Name input i of that head for people, such as "margin of toxicity"; i = second_inputs(n_linear)
 * stands for the whole vector. `names` are the linear heads', by column. */
void evidence_name(
	const char *const *names, size_t n_linear, size_t column, size_t i, char *out, size_t out_size);

#endif
