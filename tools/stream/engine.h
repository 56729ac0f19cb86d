/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_ENGINE_H
#define TOOLS_ENGINE_H
/* A bundle and a policy, found and opened as the common options say. */
#include "terminal/cli.h"
#include "moderato/classifier.h"
#include "terminal/options.h"

struct engine {
	moderato_bundle *bundle;
	moderato_policy *policy; /* NULL when not asked for */
	moderato_classifier_options options;
	size_t n_attributes;
	unsigned char selected[MODERATO_ATTRIBUTES_MAX]; /* by --attributes; all without it */
	size_t n_selected;
};

/* Open; with_policy also opens --policy, or the one that ships. An exit code; complains. */
int engine_open(
	struct engine *engine, const char *command, const struct common *common, bool with_policy);

/* The path that --bundle (NULL: not given) stands for: a bundle or a folder with one. An exit code;
 * complains. */
int engine_bundle_path(const char *given, struct buffer *path);

/* A classifier for one thread. An exit code; complains. */
int engine_classifier(const struct engine *engine, moderato_classifier **out);

/* Try the policy on an empty comment, so that a rule which does not fit the bundle is told once,
 * before any work. An exit code; complains. */
int engine_check_policy(const struct engine *engine, moderato_classifier *classifier);

/* The index of the one attribute that a command works on: the only one selected. Otherwise -1,
 * after a usage error that lists the known ones. */
int engine_one_attribute(const struct engine *engine, const char *command);

void engine_close(struct engine *engine);

#endif
