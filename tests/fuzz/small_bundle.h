/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_SMALL_BUNDLE_H
#define FUZZ_SMALL_BUNDLE_H
/* Small bundles with every kind of head, laid out by the library itself, so that they fit the code
 * of the day: nothing is learned, weights are seeded noise. */
#include "base/buffer.h"

enum small_bundle_kind {
	SMALL_COMMENTS, /* linear, derived and kernel heads over 2^8 features, and a term set */
	SMALL_LINEAR,   /* SMALL_COMMENTS less the kernel head, which takes longer than all else */
	SMALL_VECTORS,  /* a kernel head over foreign vectors */
	SMALL_SECOND    /* SMALL_COMMENTS, and two linear heads have a second stage */
};

/* The bytes, aligned as malloc() aligns; aborts without memory. */
void small_bundle(enum small_bundle_kind kind, struct buffer *out);

#endif
