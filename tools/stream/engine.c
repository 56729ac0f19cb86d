/* SPDX-License-Identifier: MIT */
#include "stream/engine.h"

#include <glob.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "folders.inc" /* data_folder: where `make install` puts data */

#include "base/str.h"

/* Returns whether a folder contains a bundle. */
static bool holds_bundle(const char *folder)
{
	char pattern[PATH_MAX + 16];
	glob_t found;
	bool any;

	snprintf(pattern, sizeof(pattern), "%s/*.bundle", folder);
	any = glob(pattern, GLOB_NOSORT, NULL, &found) == 0;
	globfree(&found);
	return any;
}

/* Finds the folder of the default bundle: next to the program, above it (in a build tree), in an
 * installation that was moved as a whole, or where `make install` put it. */
static bool find_default(char folder[PATH_MAX])
{
	static const char *const beside[] = {"models/default", "../models/default",
		"../../models/default", "../share/moderato/models/default"};
	char program[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", program, sizeof(program) - 1);
	size_t i;

	if (len > 0) {
		program[len] = '\0';
		*strrchr(program, '/') = '\0';
		for (i = 0; i < sizeof(beside) / sizeof(beside[0]); i++) {
			int n = snprintf(folder, PATH_MAX, "%s/%s", program, beside[i]);

			if (n < PATH_MAX && holds_bundle(folder))
				return true;
		}
	}
	snprintf(folder, PATH_MAX, "%s/models/default", data_folder);
	return holds_bundle(folder);
}

int engine_bundle_path(const char *given, struct buffer *path)
{
	char folder[PATH_MAX];

	if (!given)
		given = getenv("MODERATO_BUNDLE");
	if (!given || !*given) {
		if (!find_default(folder)) {
			complain("no bundle: give --bundle FILE or set MODERATO_BUNDLE (none in "
					 "models/default beside the program, nor in %s/models/default)",
				data_folder);
			return EXIT_SYSTEM;
		}
		given = folder;
	}
	buffer_add_str(path, given);
	buffer_cstr(path);
	return path->failed ? complain_memory() : EXIT_DONE;
}

static int open_bundle(struct engine *engine, const char *given)
{
	struct buffer path = {0};
	moderato_status status;
	moderato_error err = {.message = ""};
	int code = engine_bundle_path(given, &path);

	if (!code) {
		status = moderato_bundle_open(&engine->bundle, buffer_cstr(&path), &err);
		code = status ? complain_status(status, &err) : EXIT_DONE;
	}
	buffer_dispose(&path);
	return code;
}

static int unknown_attribute(
	const struct engine *engine, const char *command, const char *what, const char *name, int len)
{
	struct buffer known = {0};
	size_t i;

	for (i = 0; i < engine->n_attributes; i++)
		buffer_printf(&known, "%s%s", i ? ", " : "", moderato_bundle_attribute(engine->bundle, i));
	usage_error(command, "%s%.*s; the bundle has: %s", what, len, name, buffer_cstr(&known));
	buffer_dispose(&known);
	return EXIT_USAGE;
}

/* Returns the index of the attribute named by [name, name + len), or -1. */
int engine_find_attribute(const struct engine *engine, moderato_str name)
{
	size_t i;

	for (i = 0; i < engine->n_attributes; i++) {
		const char *known = moderato_bundle_attribute(engine->bundle, i);

		if (str_is(name, known))
			return (int)i;
	}
	return -1;
}

static int select_attributes(struct engine *engine, const char *command, const char *list)
{
	if (!list) {
		memset(engine->selected, 1, engine->n_attributes);
		engine->n_selected = engine->n_attributes;
		return EXIT_DONE;
	}
	for (;;) {
		size_t len = strcspn(list, ",");
		int found = engine_find_attribute(engine, (moderato_str){list, len});

		if (found < 0)
			return unknown_attribute(engine, command, "unknown attribute ", list, (int)len);
		engine->n_selected += !engine->selected[found];
		engine->selected[found] = 1;
		if (!list[len])
			return EXIT_DONE;
		list += len + 1;
	}
}

static int open_policy(struct engine *engine, const char *path)
{
	moderato_error err = {.message = ""};
	moderato_status status = path ? moderato_policy_open(&engine->policy, path, &err)
								  : moderato_policy_default(&engine->policy, &err);

	return status ? complain_status(status, &err) : EXIT_DONE;
}

int engine_open(
	struct engine *engine, const char *command, const struct common *common, bool with_policy)
{
	int code;

	*engine = (struct engine){0};
	code = open_bundle(engine, common->bundle);
	if (code)
		return code;
	engine->options.second = (moderato_second_reading)common->second;
	engine->n_attributes = moderato_bundle_n_attributes(engine->bundle);
	code = select_attributes(engine, command, common->attributes);
	if (!code && with_policy)
		code = open_policy(engine, common->policy);
	if (!code && engine->policy && !engine->options.second)
		engine->options.second = moderato_policy_second_reading(engine->policy);
	if (!code && engine->options.second == MODERATO_SECOND_NEVER)
		moderato_bundle_forget_encoder(engine->bundle);
	if (code)
		engine_close(engine);
	return code;
}

int engine_classifier(const struct engine *engine, moderato_classifier **out)
{
	moderato_error err = {.message = ""};
	moderato_status status = moderato_classifier_new(out, engine->bundle, &engine->options, &err);

	return status ? complain_status(status, &err) : EXIT_DONE;
}

int engine_check_policy(const struct engine *engine, moderato_classifier *classifier)
{
	moderato_comment empty = {.text = {"", 0}};
	moderato_verdict verdict;
	moderato_error err = {.message = ""};
	moderato_status status =
		moderato_classifier_screen(classifier, engine->policy, &empty, &verdict, &err);

	if (status == MODERATO_EINVAL) {
		complain_status(status, &err);
		return EXIT_BAD_INPUT;
	}
	return status ? complain_status(status, &err) : EXIT_DONE;
}

int engine_one_attribute(const struct engine *engine, const char *command)
{
	size_t i;

	if (engine->n_selected != 1) {
		unknown_attribute(engine, command, "give one attribute with --attributes", "", 0);
		return -1;
	}
	for (i = 0; !engine->selected[i]; i++)
		;
	return (int)i;
}

void engine_close(struct engine *engine)
{
	moderato_policy_free(engine->policy);
	moderato_bundle_free(engine->bundle);
	*engine = (struct engine){0};
}
