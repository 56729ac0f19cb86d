/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_MODERATO_H
#define MODERATO_MODERATO_H
/**
 * @file moderato/moderato.h
 * A tour of the library. Includes every public header; each can also be included alone.
 *
 * moderato decides what happens to a reader's comment: publish, hold or reject. Four objects do it:
 *
 * - A *bundle* (moderato/classifier.h) is a file of trained heads. It turns a comment into scores,
 *   one for each of its attributes (spam, toxicity, …), between 0 and 1.
 * - A *policy* (moderato/policy.h) is a file of rules that a moderator edits. It turns scores, and
 *   what else is known of the comment, into a decision with reasons.
 * - A *classifier* (moderato/classifier.h) is the working memory of one thread over a bundle.
 *   Bundles and policies never change, so all threads share them.
 * - A *verdict* (moderato/classifier.h) is the result: decision, scores and reasons, with the spans
 *   of the text that carried them.
 *
 * This program reads comments in any known format and prints a verdict for each:
 *
 * @code
 * #include <stdio.h>
 * #include <stdlib.h>
 *
 * #include "moderato/moderato.h"
 *
 * static int screen_all(
 * 	moderato_reader *reader, moderato_classifier *classifier, const moderato_policy *policy)
 * {
 * 	moderato_comment comment;
 * 	moderato_verdict verdict;
 * 	moderato_error err;
 * 	moderato_status status;
 *
 * 	while ((status = moderato_reader_next(reader, &comment, &err)) != MODERATO_END) {
 * 		char *json = NULL;
 * 		size_t len = 0, cap = 0;
 *
 * 		if (!status)
 * 			status = moderato_classifier_screen(classifier, policy, &comment, &verdict, &err);
 * 		if (!status)
 * 			status = moderato_verdict_json(
 * 				classifier, &comment, &verdict, 0, NULL, &json, &len, &cap, &err);
 * 		if (status)
 * 			fprintf(stderr, "%s\n", err.message);
 * 		else
 * 			puts(json);
 * 		free(json);
 * 		if (status && status != MODERATO_EFORMAT && status != MODERATO_ELIMIT)
 * 			return 1; // else only this comment is lost: go on with the next
 * 	}
 * 	return 0;
 * }
 *
 * int main(int argc, char **argv)
 * {
 * 	moderato_bundle *bundle = NULL;
 * 	moderato_policy *policy = NULL;
 * 	moderato_classifier *classifier = NULL;
 * 	moderato_reader *reader = NULL;
 * 	moderato_status status;
 * 	moderato_error err;
 * 	int bad = 1;
 *
 * 	if (argc != 3) {
 * 		fprintf(stderr, "usage: %s BUNDLE COMMENTS\n", argv[0]);
 * 		return 2;
 * 	}
 * 	status = moderato_bundle_open(&bundle, argv[1], &err);
 * 	if (!status)
 * 		status = moderato_policy_default(&policy, &err);
 * 	if (!status)
 * 		status = moderato_classifier_new(&classifier, bundle, NULL, &err);
 * 	if (!status)
 * 		status = moderato_reader_open(&reader, argv[2], NULL, &err);
 * 	if (status)
 * 		fprintf(stderr, "%s\n", err.message);
 * 	else
 * 		bad = screen_all(reader, classifier, policy);
 * 	moderato_reader_free(reader);
 * 	moderato_classifier_free(classifier);
 * 	moderato_policy_free(policy);
 * 	moderato_bundle_free(bundle);
 * 	return bad;
 * }
 * @endcode
 *
 * Build it with
 *
 *     cc tour.c $(pkg-config --cflags --libs moderato)
 *
 * and run it with a bundle: the default one is installed as share/moderato/models/default. After
 * `make install PREFIX=/some/folder` pkg-config needs PKG_CONFIG_PATH=/some/folder/lib/pkgconfig;
 * the program needs nothing, since pkg-config gave it a run path to that folder's library. To link
 * the static library instead, name libmoderato.a and what `pkg-config --static` lists;
 * -Wl,--gc-sections then drops what the program does not use.
 *
 * What holds everywhere:
 *
 * - A function that can fail returns a moderato_status, 0 for success, and explains itself in the
 *   caller's moderato_error (moderato/status.h). The library never prints, exits or aborts, and
 *   reads neither the environment nor the locale.
 * - Texts are pointer + length and may hold any bytes (moderato/comment.h). What a function lends,
 *   such as a verdict's reasons, lives until the next call on the same object.
 * - Every opaque object is freed by the function of its name that ends in _free, which takes NULL.
 * - The same input gives the same bytes: on any thread, in any locale, with any vector instructions
 *   (moderato/version.h).
 *
 * Where to read on:
 *
 * - Scores, explanations and feature vectors of one comment: moderato/classifier.h. Verdicts as
 *   JSON, and heads as libsvm models: moderato/exporter.h.
 * - The languages of a text: moderato/language.h.
 * - Comments from files of other systems: moderato/reader.h; back into them: moderato/writer.h.
 *   Vectors that were made elsewhere: moderato/vectors.h.
 * - Campaigns, comments of one batch that are variants of one text: moderato/campaign.h.
 * - A bundle of one's own from labelled comments: moderato/trainer.h; a bundle tuned to one site:
 *   moderato/tuner.h; labels from a site's decisions so far: moderato/history.h.
 * - How good a bundle is: moderato/evaluator.h; as a page: moderato/report.h; compared with what
 * its model card says: moderato/card.h. Comments in disguise, to measure with: moderato/perturb.h.
 */
#include "moderato/campaign.h"
#include "moderato/card.h"
#include "moderato/classifier.h"
#include "moderato/comment.h"
#include "moderato/evaluator.h"
#include "moderato/exporter.h"
#include "moderato/history.h"
#include "moderato/language.h"
#include "moderato/perturb.h"
#include "moderato/policy.h"
#include "moderato/reader.h"
#include "moderato/report.h"
#include "moderato/status.h"
#include "moderato/trainer.h"
#include "moderato/tuner.h"
#include "moderato/vectors.h"
#include "moderato/version.h"
#include "moderato/writer.h"

#endif
