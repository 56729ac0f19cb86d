/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_DRIFT_H
#define TOOLS_SERVE_DRIFT_H
/* How far the scores of the comments that come have moved from those that were there before: the
 * population stability index of each attribute's last DRIFT_WINDOW scores. Below .1 nothing has
 * happened; above .25 what people write, or who writes, is no longer what the bundle was measured
 * with, and its thresholds should be looked at.
 *
 * The reference is what the bundle's card says of a held-out file of ordinary comments: its shares
 * above thresholds. Where it says nothing of an attribute, the first DRIFT_FIRST scores are. */
#include "base/str.h"
#include "serve/metrics/counters.h"

enum {
	DRIFT_WINDOW = 2000, /* the index of two equal distributions is then about .01, by chance */
	DRIFT_FIRST = 5000,
};

struct drift_reference {
	char source[64]; /* the card's file; "": the first scores */
	size_t n;        /* its comments; 0: there is none yet */
	size_t n_bins;
	unsigned char end[SCORE_BUCKETS]; /* the bucket after each bin */
	double share[SCORE_BUCKETS];      /* of each bin */
};

/* What has been counted so far, of all threads. */
typedef uint64_t score_counts[ATTRIBUTE_SLOTS][SCORE_BUCKETS];

struct drift_attribute {
	struct drift_reference reference;
	uint64_t began[SCORE_BUCKETS]; /* the counts when the window began */
	size_t n;                      /* of the last full window; 0: there was none */
	uint64_t window[SCORE_BUCKETS];
	double index; /* of the last full window */
};

struct drift {
	uint64_t checksum; /* of the bundle whose scores these are */
	struct drift_attribute attributes[ATTRIBUTE_SLOTS];
};

/* Begins anew if the bundle is another one than before; `slot[i]` the slot of its attribute i. */
void drift_begin(struct drift *drift, const moderato_bundle *bundle, const unsigned char *slot,
	const score_counts now);

/* Looks whether windows have become full; to be called every so often. */
void drift_look(struct drift *drift, const score_counts now);

/* Returns the population stability index of these counts: the sum over the reference's bins of
 * (p - q) ln(p / q). Empty bins count as half a comment. */
double drift_index(const struct drift_reference *reference, const uint64_t counts[SCORE_BUCKETS]);

/* Returns the share of the reference, or of counts, above the bucket `end`; a reference knows only
 * those at the end of a bin, and returns -1 for others. */
double drift_reference_above(const struct drift_reference *reference, size_t end);
double drift_counts_above(const uint64_t counts[SCORE_BUCKETS], size_t end);

/* ---- drift_card.c ---- */

/* Reads the reference of each of the attributes from a card's JSON. Those of which the card says
 * nothing that is of use, and all if it is not valid, are left as they are. */
void drift_read_card(
	moderato_str card, const char *const *attributes, size_t n, struct drift_reference *references);

#endif
