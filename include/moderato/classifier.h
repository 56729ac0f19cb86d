/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_CLASSIFIER_H
#define MODERATO_CLASSIFIER_H
/**
 * @file moderato/classifier.h
 * Score and screen comments with a bundle.
 *
 * A bundle is one file: trained heads and all data that must match them. It is opened once, never
 * changes, and may be shared between threads. A classifier holds one thread's working memory and
 * word cache over a bundle. The same comment gives the same bytes on any thread, with the cache on,
 * off or full.
 *
 * @code
 * moderato_bundle *bundle;
 * moderato_classifier *classifier;
 * moderato_verdict verdict;
 * moderato_error err;
 * moderato_comment comment = {.text = {"You are kind.", 13}};
 *
 * if (moderato_bundle_open(&bundle, "models/default/default.bundle", &err) ||
 *     moderato_classifier_new(&classifier, bundle, NULL, &err) ||
 *     moderato_classifier_screen(classifier, policy, &comment, &verdict, &err))
 *     fprintf(stderr, "%s\n", err.message);
 * @endcode
 */
#include "moderato/comment.h"
#include "moderato/policy.h"

MODERATO_BEGIN_DECLS

/** The most attributes of a bundle: so few that their weights share a cache line or two. */
#define MODERATO_ATTRIBUTES_MAX 15

typedef struct moderato_bundle moderato_bundle;         /* opaque */
typedef struct moderato_classifier moderato_classifier; /* opaque */

/**
 * Open a bundle file. It is read into memory of its own and checked whole: checksum, every count
 * and index. So it may be replaced, cut or overwritten afterwards. A pipe is read to its end.
 *
 * @param out  receives the bundle; free it with moderato_bundle_free() after every classifier over
 *             it. NULL on failure
 * @param path a bundle file, or a folder that holds exactly one `*.bundle`
 * @return MODERATO_OK; MODERATO_EIO (also: it was changed while it was read); MODERATO_ELIMIT
 *         (longer than 1 GiB); MODERATO_EFORMAT (not a bundle, truncated, corrupt);
 *         MODERATO_EMISMATCH (another feature space or format version); MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_bundle_open(
	moderato_bundle **out, const char *path, moderato_error *err);

/** Open a bundle in memory. The caller keeps the bytes alive (8-byte aligned); messages call it
 *  `name`. */
MODERATO_API moderato_status moderato_bundle_open_memory(
	moderato_bundle **out, const char *name, moderato_str bytes, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_bundle_free(moderato_bundle *bundle);

/** The number of attributes, 1 … MODERATO_ATTRIBUTES_MAX. */
MODERATO_API size_t moderato_bundle_n_attributes(const moderato_bundle *bundle);

/** The name of attribute i in the bundle's order; lives as long as the bundle. */
MODERATO_API const char *moderato_bundle_attribute(const moderato_bundle *bundle, size_t i);

/** The index of the attribute of that name, or -1. */
MODERATO_API int moderato_bundle_find(const moderato_bundle *bundle, const char *attribute);

/** What attribute i is made of, in one line, such as "linear, C 0.5, calibrated by Platt scaling"
 *  or "derived: toxicity × max(threat, …)"; lives as long as the bundle. */
MODERATO_API const char *moderato_bundle_describe(const moderato_bundle *bundle, size_t i);

/** The model card, Markdown; {NULL, 0} when the bundle has none. Lives as long as the bundle. */
MODERATO_API moderato_str moderato_bundle_card(const moderato_bundle *bundle);

/** The card's figures as JSON; {NULL, 0} if the bundle has none, as older bundles do not. It has
 *  not been checked: moderato_card_parse() tells whether it is a valid card. Lives as long as the
 *  bundle. */
MODERATO_API moderato_str moderato_bundle_card_json(const moderato_bundle *bundle);

/** The checksum that the bundle file has in its header: it tells bundles apart. */
MODERATO_API unsigned long long moderato_bundle_checksum(const moderato_bundle *bundle);

/** The score of attribute i from which on a comment is read by the bundle's encoder, too; NAN if
 * the attribute has no head for that. */
MODERATO_API double moderato_bundle_second_from(const moderato_bundle *bundle, size_t i);

/**
 * Make the bundle's bytes anew with other scores from which on a comment is read twice.
 * @param from  [attributes]; above 1: never for this attribute. Not looked at where it has no head
 * @param bytes receives the file's bytes, malloc'ed: free(). {NULL, 0} on failure
 * @return MODERATO_OK; MODERATO_EINVAL (not a number); MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_bundle_with_second(
	const moderato_bundle *bundle, const double *from, moderato_str *bytes, moderato_error *err);

/**
 * Give back the memory of the bundle's encoder, two thirds of it, where no comment is to be read
 * twice. To be called before any classifier is made; those that are made afterwards must have
 * MODERATO_SECOND_NEVER, else they fail with MODERATO_EINVAL, as moderato_bundle_with_second()
 * does.
 */
MODERATO_API void moderato_bundle_forget_encoder(moderato_bundle *bundle);

/** Key and value i of the bundle's facts (format, feature space, Unicode, seed, corpora …), for
 *  `inspect`. Returns 0 if there are fewer. The texts live as long as the bundle. */
MODERATO_API int moderato_bundle_fact(
	const moderato_bundle *bundle, size_t i, const char **key, const char **value);

typedef struct moderato_classifier_options {
	size_t cache_words; /**< words that the cache holds, a power of two; 0: the default */
	int no_cache;       /**< 1: compute every word again (the results are the same; for tests and
						   measurements) */
	moderato_second_reading second; /**< which comments a bundle's encoder reads, too */
} moderato_classifier_options;

#define MODERATO_CLASSIFIER_OPTIONS_INIT                                                           \
	{                                                                                              \
		0, 0, MODERATO_SECOND_DEFAULT                                                              \
	}

/**
 * Make a classifier for one thread.
 * @param out     receives it; free it with moderato_classifier_free(). NULL on failure
 * @param bundle  must outlive it
 * @param options may be NULL
 * @return MODERATO_OK; MODERATO_EINVAL; MODERATO_ENOMEM; where the bundle's encoder is read for the
 *         first time, MODERATO_EFORMAT or MODERATO_EMISMATCH when it is damaged
 */
MODERATO_API moderato_status moderato_classifier_new(moderato_classifier **out,
	const moderato_bundle *bundle, const moderato_classifier_options *options, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_classifier_free(moderato_classifier *classifier);

/**
 * Scores of one comment, in the bundle's order of attributes.
 *
 * Every comment is read once, by its words. Where the bundle has an encoder, a comment that this
 * leaves in doubt is read a second time, by the encoder, and the heads that weigh both readings
 * give margins and scores. Comments that are not in English are read once.
 */
typedef struct moderato_scores {
	size_t n;
	int readings;                           /**< 1 or 2 */
	double margin[MODERATO_ATTRIBUTES_MAX]; /**< signed distance; 0 is the SVM's own boundary */
	double score[MODERATO_ATTRIBUTES_MAX]; /**< calibrated probability, 0…1, a multiple of 1e-6 */
} moderato_scores;

/**
 * Score one comment.
 * @return MODERATO_OK; MODERATO_ELIMIT (text over MODERATO_COMMENT_BYTES_MAX); MODERATO_EMISMATCH
 *         (the bundle's weights are so large that a margin overflows); MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_classifier_score(moderato_classifier *classifier,
	const moderato_comment *comment, moderato_scores *scores, moderato_error *err);

/** Why a decision was taken. */
typedef struct moderato_reason {
	const char *rule;    /**< the rule's name */
	const char *message; /**< the rule's message, or NULL */
	moderato_decision action;
	int attribute; /**< index of the attribute that the rule tested, or -1 */
	double score;  /**< its score; 0 when attribute is -1 */
	const moderato_span
		*spans; /**< the text that caused it: sorted, disjoint; none for a kernel head */
	size_t n_spans;
} moderato_reason;

/** What happens to a comment. Pointers live until the next call on the same classifier. */
typedef struct moderato_verdict {
	moderato_decision decision;
	moderato_scores scores;
	const moderato_reason *reasons; /**< highest action first, then the policy's order */
	size_t n_reasons;
} moderato_verdict;

/**
 * Score one comment and apply a policy.
 * @param policy made by moderato_policy_open() or moderato_policy_default()
 * @return as moderato_classifier_score(); MODERATO_EINVAL when a rule names an attribute that the
 *         bundle does not have
 */
MODERATO_API moderato_status moderato_classifier_screen(moderato_classifier *classifier,
	const moderato_policy *policy, const moderato_comment *comment, moderato_verdict *verdict,
	moderato_error *err);

/** What one feature contributes to a margin. */
typedef struct moderato_share {
	const char *feature; /**< such as "word idiot", "letters ^idi", "pair you idiot", "links: 2" */
	double value;        /**< the feature's value in the vector */
	double share;        /**< what it adds to the margin; all shares and the bias sum to it */
	moderato_span span;  /**< its place in the original text; begin == end if it has none */
} moderato_share;

/** The shares of one direction that are not listed. */
typedef struct moderato_rest {
	size_t n; /**< how many there are, other than 0 */
	double sum;
} moderato_rest;

/** Pointers live until the next call on the same classifier. */
typedef struct moderato_explanation {
	double margin;
	double score;
	double bias;                  /**< the head's constant */
	const moderato_share *shares; /**< by falling magnitude */
	size_t n_shares;
	moderato_rest rest_up; /**< those that are not among `shares`, because fewer were asked for */
	moderato_rest rest_down;
	double rest;                /**< both */
	const moderato_span *spans; /**< the text that pushes the score up most: sorted, disjoint */
	const double *span_shares;  /**< what the words of each span add to the margin: their features,
								   and half of each pair that contains them */
	size_t n_spans;
	const moderato_span *down_spans; /**< the text that pushes the score down most */
	const double *down_shares;
	size_t n_down;
} moderato_explanation;

/**
 * Explain one attribute's score.
 * @param attribute index, below moderato_bundle_n_attributes()
 * @return as moderato_classifier_score(); MODERATO_EINVAL for a kernel head, whose margin is not a
 *         sum of shares (a derived attribute is explained by its strongest component)
 */
MODERATO_API moderato_status moderato_classifier_explain(moderato_classifier *classifier,
	const moderato_comment *comment, size_t attribute, moderato_explanation *explanation,
	moderato_error *err);

/**
 * The same with the `top` largest shares only (0: all). A long text has more than a million, of
 * which few are worth the time to name and sort them.
 */
MODERATO_API moderato_status moderato_classifier_explain_top(moderato_classifier *classifier,
	const moderato_comment *comment, size_t attribute, size_t top,
	moderato_explanation *explanation, moderato_error *err);

/**
 * Explain an attribute of the comment that this classifier scored or screened last, or explained
 * another attribute of: it is not read again. Replaces what the explanation before pointed to, and
 * a verdict's reasons.
 * @param scores as that call gave them
 * @return as moderato_classifier_explain(); MODERATO_EINVAL also if the last call scored no comment
 */
MODERATO_API moderato_status moderato_classifier_explain_scored(moderato_classifier *classifier,
	const moderato_scores *scores, size_t attribute, size_t top, moderato_explanation *explanation,
	moderato_error *err);

/** A sparse vector. Indices start at 1 and rise, as in svmlight and libsvm. */
typedef struct moderato_vector {
	const unsigned *index;
	const double *value;
	size_t n;
} moderato_vector;

/** The feature vector of one comment; pointers live until the next call on the classifier. */
MODERATO_API moderato_status moderato_classifier_features(moderato_classifier *classifier,
	const moderato_comment *comment, moderato_vector *vector, moderato_error *err);

/**
 * What attribute i's head for comments that are read twice sums: the encoder's vector of one
 * comment, and behind it what the first reading found, standardised. It has no entries if the
 * encoder cannot judge the comment. Pointers live until the next call on the classifier.
 * MODERATO_EINVAL: the attribute has no such head, or the classifier's options say that no comment
 * is read twice.
 */
MODERATO_API moderato_status moderato_classifier_encoder_features(moderato_classifier *classifier,
	const moderato_comment *comment, size_t attribute, moderato_vector *vector,
	moderato_error *err);

/**
 * The text that an encoder reads: the normalised text of one comment, in which each word stands as
 * it is meant to be read and links as "url". It lives until the next call on the classifier.
 */
MODERATO_API moderato_status moderato_classifier_reading(moderato_classifier *classifier,
	const moderato_comment *comment, moderato_str *text, moderato_error *err);

/**
 * Score a vector instead of a comment: one made by moderato_classifier_features() or, if the bundle
 * was trained on foreign vectors, one of that kind.
 * @return MODERATO_OK; MODERATO_EINVAL (indices not rising, or 0; a value that is not finite);
 *         MODERATO_EMISMATCH (a margin overflows); MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_classifier_score_vector(moderato_classifier *classifier,
	const moderato_vector *vector, moderato_scores *scores, moderato_error *err);

MODERATO_END_DECLS
#endif
