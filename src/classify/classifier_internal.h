/* SPDX-License-Identifier: MIT */
#ifndef CLASSIFY_CLASSIFIER_INTERNAL_H
#define CLASSIFY_CLASSIFIER_INTERNAL_H
/* A classifier's inside, for the files that share it: classifier.c (the pipeline), screen.c
 * (verdicts), policy_input.c, spans.c and shares.c (explanations), vector.c, and the trainer, which
 * reads comments as scoring does. */
#include "base/arena.h"
#include "feature/document.h"
#include "feature/heuristics.h"
#include "model/bundle.h"
#include "model/word_cache.h"
#include "moderato/classifier.h"
#include "policy/policy_apply.h"
#include "classify/evidence.h"

struct moderato_classifier {
	const moderato_bundle *bundle;
	struct word_cache *cache; /* NULL: off */
	struct ngrams *scratch;
	struct word_sum *sum; /* of what is not cached; room for LINEAR_LANES_MAX */
	struct arena arena;   /* all of one comment */
	struct document doc;
	double norm;                    /* of the text's part of the vector; 0: it is empty */
	double author_norm;             /* of the author's part */
	double total[LINEAR_LANES_MAX]; /* Σ weight · value before the norm, by linear head; the
									 * author's part is scaled so that this norm is its own */
	bool keeps_sums;                /* the evidence is wanted although no head has a second stage */
	char *kept_sums;                /* [doc.n_terms] copies of the words' sums; or NULL */
	size_t kept_size;               /* bytes of each */
	double first[LINEAR_LANES_MAX]; /* margins of the linear heads, by column */
	double dense[LINEAR_LANES_MAX]; /* what heuristics add to them */
	struct evidence evidence;       /* when sums are kept */
	uint32_t active[HEURISTICS_MAX];
	size_t n_active;
	struct policy_binding binding; /* of the policy used last */
	struct verdict_keys *keys;     /* made by verdict_json.c when first needed */
};

struct verdict_keys;
void verdict_keys_free(struct verdict_keys *keys);

/* Is the comment one that can be read? MODERATO_ELIMIT. */
moderato_status classifier_check(const moderato_comment *comment, moderato_error *err);

/* Run the stages over a comment: afterwards everything in the classifier describes it, until the
 * next call. MODERATO_OK, MODERATO_ELIMIT, MODERATO_ENOMEM. */
moderato_status classifier_read(
	moderato_classifier *c, const moderato_comment *comment, moderato_error *err);

/* What the policy looks at, of the comment that was read last; lives as long as that. What no rule
 * asks for is left out. False: out of memory. */
bool classifier_policy_input(moderato_classifier *c, const moderato_policy *policy,
	const moderato_scores *scores, struct policy_input *in);

/* The sums of a term (a distinct word), pair or word of the context of the comment; lives until the
 * next call. */
const struct word_sum *classifier_term_sum(moderato_classifier *c, const struct term *term);
const struct word_sum *classifier_pair_sum(moderato_classifier *c, const struct term *pair);
const struct word_sum *classifier_context_sum(moderato_classifier *c, const struct term *term);

/* The comment's vector, indices from 0, in the arena: shared by kernel heads and `features`. */
struct sparse {
	uint32_t *index;
	double *value;
	size_t n;
};

moderato_status classifier_vector(moderato_classifier *c, struct sparse *out, moderato_error *err);

/* Margins of a vector, for all heads but derived ones (theirs are set from scores). */
void classifier_vector_margins(
	const moderato_bundle *bundle, const struct sparse *x, double *margin);

/* Parts of the original text: sorted, not touching, in the arena. */
struct spans {
	moderato_span *v;
	double *share; /* what the words of each add to the margin */
	size_t n;
};

/* The words that carry attribute `i`'s score up (sign 1) or down (sign -1). A kernel head has none:
 * its margin is no sum over words, and leaving each out in turn would take as many evaluations as
 * there are words, for every reason of a verdict. */
moderato_status classifier_spans(moderato_classifier *c, const moderato_scores *scores, size_t i,
	double sign, struct spans *out, moderato_error *err);

/* For a derived attribute the head that counts most in it, else `i` itself. */
size_t classifier_strongest_part(
	const moderato_bundle *bundle, const moderato_scores *scores, size_t i);

/* From margins to scores, derived attributes included. MODERATO_EMISMATCH when a margin is not a
 * finite number: numbers that are finite one by one may overflow together. `first_stage`: the
 * margins are those of the first stage, as a vector gives them. */
moderato_status classifier_calibrate(
	const moderato_bundle *bundle, bool first_stage, moderato_scores *scores, moderato_error *err);

#endif
