/* SPDX-License-Identifier: MIT */
#ifndef CLASSIFY_CLASSIFIER_INTERNAL_H
#define CLASSIFY_CLASSIFIER_INTERNAL_H
/* What a classifier holds, and the calls between the files of this folder. The trainer includes
 * this as well, because it reads comments as scoring does. */
#include "base/arena.h"
#include "classify/evidence.h"
#include "encode/windows.h"
#include "feature/document.h"
#include "feature/heuristics.h"
#include "model/heads.h"
#include "moderato/classifier.h"
#include "policy/policy_apply.h"

/* What the second reading of a comment found, in the arena. */
struct second_reading {
	struct text text;                     /* what the encoder read, */
	struct windows windows;               /* in windows */
	bool done;                            /* it did; if not, the windows are of no comment */
	float *mixed;                         /* [width] for second_reading_vector_for() */
	float input[ENCODER_HEAD_INPUTS_MAX]; /* of its heads: what the first reading found */
};

/* One thread's. All but the first two and the last describe the comment that was read last. */
struct moderato_classifier {
	const moderato_bundle *bundle;
	struct arena arena; /* all memory of one comment; reset by the next */
	struct document doc;
	struct sums sums;
	uint32_t active[HEURISTICS_MAX]; /* [n_active] the heuristics that are on */
	size_t n_active;
	struct linear_margins linear;       /* of the first stage */
	struct evidence evidence;           /* only when sums.words are kept */
	const struct encoder_file *encoder; /* for the second reading; NULL: there is none */
	moderato_second_reading second;     /* as its options say */
	struct second_reading reading;
	bool is_scored;                /* the comment, not only read */
	struct arena_mark scored;      /* what the arena held of it then */
	struct policy_binding binding; /* of the policy that was used last */
};

/* ---- classifier.c ---- */

/* Run the stages up to the features over a comment, and sum the linear heads. Afterwards the
 * classifier describes it until the next call. MODERATO_OK, MODERATO_EINVAL (the bundle is for
 * foreign vectors), MODERATO_ELIMIT, MODERATO_ENOMEM. */
moderato_status classifier_read(
	moderato_classifier *c, const moderato_comment *comment, moderato_error *err);

/* moderato_classifier_score(), and say which comments are read twice. */
moderato_status classifier_score(moderato_classifier *c, const moderato_comment *comment,
	moderato_second_reading which, moderato_scores *scores, moderato_error *err);

/* ---- vector.c ---- */

/* The comment's vector, in the arena. */
moderato_status classifier_vector(moderato_classifier *c, struct sparse *out, moderato_error *err);

/* Set the margins of the kernel heads, which need the vector. */
moderato_status classifier_kernel_margins(
	moderato_classifier *c, double *margin, moderato_error *err);

/* ---- evidence.c ---- */

/* Gather the evidence, and set the margin of each head that has a second stage to the one that this
 * gives. Those of the first stage stay in c->linear. It needs sums.words. */
void classifier_second_margins(moderato_classifier *c, double *margin);

/* ---- policy_input.c ---- */

/* Gathers the policy's input, which lives as long as the comment is the last one read. Data that no
 * rule asks for are left out. False: out of memory. */
bool classifier_policy_input(moderato_classifier *c, const moderato_policy *policy,
	const moderato_scores *scores, struct policy_input *in);

/* The language of the comment that was read last, as language_detect() has it. False: out of
 * memory. */
bool classifier_language(moderato_classifier *c, const char **code);

/* ---- screen.c ---- */

/* The rules that fired, in the arena. */
struct policy_hits {
	const struct policy_hit *v;
	size_t n;
};

/* Apply the policy to verdict->scores, and set the decision. MODERATO_EINVAL: a rule names an
 * attribute that the bundle does not have. */
moderato_status classifier_decide(moderato_classifier *c, const moderato_policy *policy,
	moderato_verdict *verdict, struct policy_hits *hits, moderato_error *err);

/* Set the verdict's reasons: a rule that fired each, and what in the text made it fire. */
moderato_status classifier_reasons(moderato_classifier *c, const struct policy_hits *hits,
	moderato_verdict *verdict, moderato_error *err);

/* ---- shares.c ---- */

struct share_list;

/* Add what each feature adds to the margins of the lists' heads, of which `part` and `column` are
 * set, for the comment that was scored last. False: out of memory. */
bool classifier_list_shares(moderato_classifier *c, struct share_list *lists, size_t n);

/* ---- spans.c ---- */

/* Parts of the original text: sorted, not touching, in the arena. */
struct spans {
	moderato_span *v;
	double *share; /* [n] what the words of each add to the margin */
	size_t n;
};

/* Find the words that carry attribute `i`'s score up (sign 1) or down (sign -1). A kernel head has
 * none: its margin is no sum over words, and leaving each word out in turn would take as many
 * evaluations as there are words, for every reason of a verdict. */
moderato_status classifier_spans(moderato_classifier *c, const moderato_scores *scores, size_t i,
	double sign, struct spans *out, moderato_error *err);

/* The same, up and down. Where the encoder has read the comment, a word also counts for what the
 * encoder makes of the text without it, which takes an evaluation for each word. */
moderato_status classifier_spans_both(moderato_classifier *c, const moderato_scores *scores,
	size_t i, struct spans *up, struct spans *down, moderato_error *err);

/* ---- occlusion.c ---- */

/* Add to share[words] what each word adds to the margin of head `i` by what the encoder makes of
 * the text with it and without it. The comment must have been read twice. False: out of memory. */
bool occlusion_add(moderato_classifier *c, size_t i, double *share);

#endif
