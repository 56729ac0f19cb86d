/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_ENGINE_H
#define TOOLS_ENGINE_H
/* The bundle and the policy, which are found and opened as the common options say. */
#include "terminal/cli.h"
#include "moderato/classifier.h"
#include "terminal/options.h"

struct engine {
	moderato_bundle *bundle;
	moderato_policy *policy; /* NULL if no policy was asked for */
	moderato_classifier_options options;
	size_t n_attributes;
	unsigned char selected[MODERATO_ATTRIBUTES_MAX]; /* by --attributes, otherwise all */
	size_t n_selected;
};

/* Opens the bundle and, if `with_policy`, the policy: that of --policy, or the one that ships.
 * Returns an exit code, after complaining of a failure. */
int engine_open(
	struct engine *engine, const char *command, const struct common *common, bool with_policy);

/* Finds the path that the argument of --bundle stands for (NULL: not given): a bundle, or a folder
 * with one. Returns an exit code, after complaining of a failure. */
int engine_bundle_path(const char *given, struct buffer *path);

/* Creates a classifier for use on one thread. Returns an exit code, after complaining of a failure.
 */
int engine_classifier(const struct engine *engine, moderato_classifier **out);

/* Applies the policy to an empty comment, so that a rule which does not fit the bundle is reported
 * once, before any work. Returns an exit code, after complaining of a failure. */
int engine_check_policy(const struct engine *engine, moderato_classifier *classifier);

/* Returns the index of the bundle's attribute of that name, or -1. */
int engine_find_attribute(const struct engine *engine, moderato_str name);

/* Returns the index of the only selected attribute, for commands that work on one. If there is not
 * exactly one, returns -1 after a usage error that lists the known attributes. */
int engine_one_attribute(const struct engine *engine, const char *command);

void engine_close(struct engine *engine);

#endif
