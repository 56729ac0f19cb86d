/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_TRAINER_H
#define MODERATO_TRAINER_H
/**
 * @file moderato/trainer.h
 * Train a bundle from labelled corpora.
 *
 * Labels are partial: an attribute's head is trained on the rows that have a label for it. Sources
 * differ in base rate and meaning: each has a weight, and an offset that is learned and then
 * dropped. The cost C and the weight of the positive class are chosen by cross-validation over
 * groups, and the scores are calibrated on the held-out margins. The same corpora, options and seed
 * give the same bytes, on any number of jobs.
 *
 * Comments are read by threads: the trainer starts up to `jobs` when there are enough comments, and
 * moderato_trainer_run() ends them before it trains. The solvers run in child processes, for which
 * it calls fork(). The program must be able to cope with both. No function is thread-safe.
 *
 * @code
 * moderato_train_options options = MODERATO_TRAIN_OPTIONS_INIT;
 * moderato_trainer_new(&trainer, &options, &err);
 * moderato_trainer_add(trainer, &comment, &err);      // many times
 * moderato_trainer_run(trainer, &err);
 * moderato_trainer_write(trainer, "my.bundle", &err);
 * @endcode
 */
#include "moderato/classifier.h"
#include "moderato/evaluator.h"
#include "moderato/reader.h"

MODERATO_BEGIN_DECLS

typedef struct moderato_trainer moderato_trainer; /* opaque */

/** Called from moderato_trainer_run() after each finished step; return 0 to cancel. */
typedef int (*moderato_train_progress)(void *payload, const char *step, size_t done, size_t total);

/** All texts are read during moderato_trainer_new() and need not outlive it. */
typedef struct moderato_train_options {
	const char *attributes; /**< "toxicity,spam"; NULL: all that the corpora judge */
	const char *solver; /**< "descent" (dual coordinate descent, for linear heads), "libsvm", "auto"
						   (also NULL): libsvm for a kernel and for few rows, otherwise descent */
	const char *kernel; /**< "linear" (also NULL), "rbf", "poly", "sigmoid" */
	double gamma;       /**< of the kernels; 0: 1 (vectors have norm 1) */
	double coef0;
	int degree;           /**< of poly; 0: 3 */
	const char *c;        /**< costs to try, "0.1,0.3,1"; NULL: a default grid */
	const char *positive; /**< weights of the positive class to try, "1,2"; "balanced" is
							   negatives/positives; NULL: "1" */
	unsigned folds;       /**< of cross-validation; 0: 5; 1: none, which is several times
							   faster: with one cost and positive weight only, no figures,
							   and scores are the plain logistic of margins */
	double contrast;      /**< how much more a feature may weigh if it separates the classes in many
							 sources; below 0: not at all; 0: the default */
	const char *calibration; /**< "platt" (also NULL) or "isotonic" */
	const char *base; /**< path of a bundle to start from: its linear heads' margins are features of
						 every comment, and are folded into the new heads. Heads for attributes that
						 are not trained are taken over as they are, unless `context` goes beyond
						 the base's. NULL: start without one */
	const char *source_weights; /**< "davidson=0.3,sms-spam=0.2"; 0 leaves a source out; others 1 */
	const char *assume;    /**< labels to assume where a source does not judge: "spam=0:fox-news" */
	const char *calibrate; /**< sources in which comments occur at their natural rate: scores are
							  calibrated on their held-out comments, for attributes of which they
							  have enough of both labels; NULL: all */
	const char *second;    /**< attributes that get a second stage, which uses the linear heads'
							  evidence: "toxicity,insult", or "all"; NULL: none */
	const char *encoder;   /**< file of an encoder (tools/encoder/), or a bundle with one, for
							  comments that the words   leave in doubt: attributes with a second stage
							  get a head for them;   NULL: none */
	const char *vector_cache; /**< file in which what the encoder makes of the comments is kept for
								 the next training with it; made or replaced by a run; NULL: none */
	const char *grades; /**< file of an encoder's grades (tools/encoder/grade.py): labels of the
						   source "encoder-grades" for the linear heads, where a comment has none;
						   NULL: none */
	unsigned bits;      /**< 2^bits hashed features; 0: 20 */
	unsigned chars_min; /**< lengths of letter n-grams: from … to; 0, 0: 2 … 5 */
	unsigned chars_max;
	const char *context;   /**< more fields whose words are features, "title,parent"; NULL: the text
									and the author's name and url alone */
	unsigned min_comments; /**< a feature in fewer comments is dropped; 0: 2 */
	const char *protocol;  /**< evaluate only: "kfold:10", "leave-group-out",
								"leave-source-out"; NULL: train a bundle */
	const char *held_out;  /**< protocol: only these sources are held out, "youtube-spam,…", and
								the others are always trained on; NULL: all */
	const char *perturb;   /**< with a protocol: families of disguise, or "all", in which held-out
							  rows are scored too (moderato/perturb.h); NULL: none */
	double perturb_share; /**< the share of the words that a family can change which it does change;
							 0: 0.5 */
	unsigned perturb_rows; /**< rows disguised for each fold and attribute, at random; 0: 1000 */
	int near_duplicates;   /**< 1: near-duplicates (moderato/campaign.h) are one group, whatever
								their `group`: template spam posted in many threads would
								otherwise be on both sides of a fold */
	int rehearsal; /**< how many comments the bundle carries along, as features and labels without
					  text, so that a training that starts from it (`base`) can measure what would
					  be forgotten; 0: 1800; below 0: none */
	double perturb_train; /**< share of the comments, drawn by the seed, that are trained on a
							 second time in a random disguise; figures are measured on the
							 undisguised comments. 0: none */
	unsigned long long seed;
	unsigned jobs;       /**< threads that read comments, and solvers at a time; 0: the
							 machine's cores */
	const char *command; /**< for the card: the command that was given; may be NULL */
	const char *notes;   /**< for the card: Markdown put in after the summary; may be NULL */
	moderato_train_progress progress; /**< may be NULL */
	void *payload;                    /**< handed to progress */
} moderato_train_options;

#define MODERATO_TRAIN_OPTIONS_INIT                                                                \
	{                                                                                              \
		0                                                                                          \
	}

/**
 * How well an attribute's new head does on comments that the base was trained on and that the new
 * head has not seen (by cross-validation, because most of them are trained on). A head that loses
 * too much (AUC lower by more than 0.01, or at the base's threshold for 2 % false alarms 5 points
 * fewer of the ones caught, or 2 points more false alarms) is pulled back: a half, a quarter, … of
 * its change is taken, the largest part that loses nothing and gains something on the new comments.
 * If there is none, the head is refused.
 *
 * Figures are NAN if the base does not have the attribute, carries no comments along, or has too
 * few of either label.
 */
typedef struct moderato_known {
	const char *attribute;
	size_t n[2];          /**< comments with label 0 and 1 */
	double base_auc, auc; /**< of the base's head, and of the one that is taken (of the whole change
							 if it is refused) */
	double threshold;     /**< the base's score with 2 % false alarms, kept within 0.5 … 0.95 */
	double base_caught, caught;             /**< the share of the ones that reach the threshold */
	double base_false_alarms, false_alarms; /**< the share of the zeros that reach it */
	double change; /**< how much of the change was taken: 1, 1/2, …; 0: refused */
	char lost[64]; /**< what the whole change would have lost, in words;
						"": nothing */
} moderato_known;

/** @return MODERATO_OK, MODERATO_EINVAL (an option, named in the message), MODERATO_ENOMEM */
MODERATO_API moderato_status moderato_trainer_new(
	moderato_trainer **out, const moderato_train_options *options, moderato_error *err);

/** Add a comment; everything needed is copied. A comment without labels still counts in the
 *  features' document frequencies. A comment that is refused is not added. MODERATO_EINVAL: a label
 *  that is not 0 or 1. MODERATO_ELIMIT: a field too long, too many rows, attributes or sources.
 *  MODERATO_ENOMEM: for this comment or for one that waited to be read; no comment is lost by that.
 */
MODERATO_API moderato_status moderato_trainer_add(
	moderato_trainer *trainer, const moderato_comment *comment, moderato_error *err);

/** Note a file that comments came from, for the bundle's record: name and content hash. */
MODERATO_API moderato_status moderato_trainer_add_corpus(
	moderato_trainer *trainer, const char *path, moderato_error *err);

/** Add a lexicon as a term set: a word or two-word phrase on each line (the first field of a CSV
 *  line, as in "text,…"); only hashes are kept. `*n_terms` and `*n_dropped` (longer phrases) may be
 *  NULL. */
MODERATO_API moderato_status moderato_trainer_add_termset(moderato_trainer *trainer,
	const char *name, const char *path, size_t *n_terms, size_t *n_dropped, moderato_error *err);

/** Read foreign vectors in svmlight format instead of comments: labels > 0 are positive for the one
 *  attribute of the options. Cannot be mixed with comments. */
MODERATO_API moderato_status moderato_trainer_add_vectors(
	moderato_trainer *trainer, const char *path, moderato_error *err);

/**
 * Name a labelled file to measure the finished bundle on: the figures become the card's section
 * "Held-out figures" and are in its JSON, see moderato/card.h. It is read now, so that a bad record
 * is reported before the training, and again after it.
 * @param options how to read it; may be NULL
 * @return MODERATO_OK; MODERATO_EFORMAT, MODERATO_ELIMIT (a record; no labels); MODERATO_EINVAL (a
 * file of that name or content is there already); MODERATO_EIO; MODERATO_ENOMEM.
 *         moderato_trainer_run() refuses one whose content is also noted as trained on
 */
MODERATO_API moderato_status moderato_trainer_add_test(moderato_trainer *trainer, const char *path,
	const moderato_reader_options *options, moderato_error *err);

/** Measure the identities of this file too, as moderato_evaluator_identities() reads it. */
MODERATO_API moderato_status moderato_trainer_test_identities(
	moderato_trainer *trainer, const char *path, moderato_error *err);

/** Train, or follow the protocol. MODERATO_EINVAL when nothing can be trained: an empty corpus, one
 *  class only (the message names the attribute), cancelled, or every head forgets what the base
 *  knew (the message says what). */
MODERATO_API moderato_status moderato_trainer_run(moderato_trainer *trainer, moderato_error *err);

/** The cross-validated figures of the last run; owned by the trainer. NULL before. */
MODERATO_API moderato_evaluator *moderato_trainer_evaluation(moderato_trainer *trainer);

/** How much of the base's knowledge was kept: a row for each attribute that was trained; lives
 *  until the next run. Returns the number of rows: 0 without a base, or if the base carries no
 *  comments along to measure it on. */
MODERATO_API size_t moderato_trainer_known(
	const moderato_trainer *trainer, const moderato_known **rows);

/** The card of the last run, Markdown; lives until the next run. */
MODERATO_API moderato_str moderato_trainer_card(const moderato_trainer *trainer);

/** The card's figures as JSON, for moderato_card_parse() and other programs; lives until the next
 *  run. */
MODERATO_API moderato_str moderato_trainer_card_json(const moderato_trainer *trainer);

/** Write the bundle, whole or not at all: a temporary file in its folder is synced and renamed. A
 *  link is followed to the file that it names. A pipe or a character device is written directly;
 *  folders, sockets and disks are refused with MODERATO_EIO. */
MODERATO_API moderato_status moderato_trainer_write(
	moderato_trainer *trainer, const char *path, moderato_error *err);

/** Free; NULL is fine. */
MODERATO_API void moderato_trainer_free(moderato_trainer *trainer);

MODERATO_END_DECLS
#endif
