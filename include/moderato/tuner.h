/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_TUNER_H
#define MODERATO_TUNER_H
/**
 * @file moderato/tuner.h
 * Tune a bundle to a site, from what the site's moderators have decided so far.
 *
 * It starts from a bundle that knows the language (the base) and learns how far to trust it
 * compared with the site's own words: see moderato_train_options.base. A part of the comments is
 * held out, whole threads and whole clusters of near-duplicates at a time, so that no held-out
 * comment resembles those trained on. Both bundles are measured on the held-out part, attribute by
 * attribute, and only heads that rank the site's comments at least as well as the base's are taken;
 * for all other attributes the new bundle has exactly the base's heads. So it is never worse than
 * the base on the held-out part, and the file that was measured is the one that is written.
 *
 * A site has seen only a small part of all kinds of comments. So that nothing is forgotten, the
 * heads are also trained on a sample of the base's training comments, which the base carries along,
 * and measured on another part of that sample. moderato_known says what must not be lost there; of
 * a head that loses it only a part of the change is taken, or the head is refused.
 *
 * The same comments in the same order, options and seed give the same bytes on any number of jobs.
 * All texts are kept in memory. Not thread-safe; calls fork(), as the trainer does.
 *
 * @code
 * moderato_tuner_new(&tuner, &options, &err);
 * moderato_tuner_add(tuner, &comment, &err);       // many times, labelled (moderato/history.h)
 * moderato_tuner_run(tuner, &err);
 * if (moderato_tuner_plan_of(tuner)->n_taken)
 *     moderato_tuner_write(tuner, "site.bundle", &err);
 * @endcode
 */
#include "moderato/trainer.h"

MODERATO_BEGIN_DECLS

/** An attribute is trained if the part to train on has at least this many comments of each label,
 */
#define MODERATO_TUNE_TRAIN_MIN 10
/** and the held-out part at least this many: fewer do not show which bundle is better. */
#define MODERATO_TUNE_HELD_MIN 5

typedef struct moderato_tuner moderato_tuner; /* opaque */

/** All texts are read during moderato_tuner_new() and need not outlive it. */
typedef struct moderato_tune_options {
	const char *base;       /**< path of the bundle to start from; required */
	const char *attributes; /**< attributes to tune, "spam,toxicity"; NULL: all that have labels */
	unsigned hold_out;      /**< one part in this many is held out, 2 … 100; 0: 4 */
	unsigned long long seed;
	unsigned jobs;                    /**< 0: the machine's cores */
	const char *command;              /**< for the card: the command that was given; may be NULL */
	moderato_train_progress progress; /**< may be NULL */
	void *payload;                    /**< handed to progress */
} moderato_tune_options;

#define MODERATO_TUNE_OPTIONS_INIT                                                                 \
	{                                                                                              \
		0                                                                                          \
	}

/** The outcome for an attribute. */
typedef enum moderato_tuned {
	MODERATO_TUNED, /**< the tuned head is taken: it is at least as good on the held-out part */
	MODERATO_TUNED_WORSE,    /**< the base's head is kept: the tuned one was worse there */
	MODERATO_TUNED_FEW,      /**< not trained: too few comments of one label in one of the parts */
	MODERATO_TUNED_FORGETS,  /**< the base's head is kept: the tuned one forgets what the base knew,
								  and no part of the change is better on the site (known.lost) */
	MODERATO_TUNED_CONTRARY, /**< the base's head is kept: on the site the base's scores rank the
								  labels the wrong way round, surely so (base_high < 0.5). Labels
								  that were read the wrong way round look like this */
} moderato_tuned;

/** Figures of one attribute. AUCs are of the comments held out, with their 95 % intervals by DeLong
 *  (NAN where fewer than ten of a label, or none, define them). */
typedef struct moderato_tune_row {
	const char *attribute;
	moderato_tuned outcome;
	size_t n_trained[2]; /**< comments with label 0 and 1 in the part to train on, */
	size_t n_held[2];    /**< and in the part that is held out */
	double base_auc, base_low, base_high; /**< NAN: the base has no such attribute */
	double auc, auc_low, auc_high;        /**< NAN: not trained */
	moderato_known known; /**< how much of the base's knowledge was kept; NAN: unknown */
} moderato_tune_row;

/** Counts of the comments, and how they are divided into two parts. */
typedef struct moderato_tune_plan {
	size_t n_comments;
	size_t n_threads;  /**< different `group`s; a comment without one is its own */
	size_t n_clusters; /**< of near-duplicates (moderato/campaign.h), */
	size_t n_similar;  /**< and the comments in them */
	size_t n_trained;  /**< comments to train on */
	size_t n_held;     /**< comments held out */
	const moderato_tune_row *rows;
	size_t n_rows;
	size_t n_taken;    /**< heads that were taken, after moderato_tuner_run() */
	size_t n_measured; /**< and those for which forgetting could be measured; 0: the base carries no
						  or too few comments along */
} moderato_tune_plan;

/** @return MODERATO_OK; MODERATO_EINVAL (an option, named in the message); as
 *          moderato_bundle_open() for the base; MODERATO_ENOMEM */
MODERATO_API moderato_status moderato_tuner_new(
	moderato_tuner **out, const moderato_tune_options *options, moderato_error *err);

/** Add a labelled comment; everything needed is copied. MODERATO_ELIMIT: too many attributes. */
MODERATO_API moderato_status moderato_tuner_add(
	moderato_tuner *tuner, const moderato_comment *comment, moderato_error *err);

/** Note a file that comments came from, for the bundle's record. */
MODERATO_API moderato_status moderato_tuner_add_corpus(
	moderato_tuner *tuner, const char *path, moderato_error *err);

/**
 * Divide the comments into the two parts, so that the plan can be shown before the training. Call
 * it only once; no comment can be added after it.
 * @return MODERATO_OK; MODERATO_EINVAL: no comment has a label, or there are fewer groups than
 * parts; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_tuner_split(moderato_tuner *tuner, moderato_error *err);

/** The plan after moderato_tuner_split(); its AUCs after moderato_tuner_run(). */
MODERATO_API const moderato_tune_plan *moderato_tuner_plan_of(const moderato_tuner *tuner);

/** Divide the comments (unless that is done), train, measure and choose. MODERATO_EINVAL if no
 *  attribute can be trained or the run was cancelled. If no head is taken, there is no bundle. */
MODERATO_API moderato_status moderato_tuner_run(moderato_tuner *tuner, moderato_error *err);

/** The card, Markdown; {NULL, 0} without a bundle. Lives as long as the tuner. */
MODERATO_API moderato_str moderato_tuner_card(const moderato_tuner *tuner);

/** The card's figures as JSON; {NULL, 0} without a bundle. Lives as long as the tuner. */
MODERATO_API moderato_str moderato_tuner_card_json(const moderato_tuner *tuner);

/** Write the bundle, whole or not at all. MODERATO_EINVAL: there is none. */
MODERATO_API moderato_status moderato_tuner_write(
	moderato_tuner *tuner, const char *path, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_tuner_free(moderato_tuner *tuner);

MODERATO_END_DECLS
#endif
