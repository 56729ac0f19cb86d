/* SPDX-License-Identifier: MIT */
#ifndef TESTS_OPENED_H
#define TESTS_OPENED_H
/* A bundle in memory and a classifier that uses it, which a group of tests shares. */
#include "support.h"

#include "classify/classifier_internal.h"
#include "model/bundle.h"

extern struct buffer bytes;
extern moderato_bundle *bundle;
extern moderato_classifier *classifier;

/* Opens the bundle whose bytes are in `bytes`; messages call it `name`. */
void open_bundle(const char *name);

/* The teardown of such a group. */
int close_bundle(void **state);

/* A head for bundles that a test builds by hand; its scores are logistic(margin). */
struct bundle_head head_of(const char *attribute, enum head_type type, double bias);

#endif
