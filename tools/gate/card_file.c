/* SPDX-License-Identifier: MIT */
#include "gate/card_file.h"

#include <string.h>
#include <sys/stat.h>

#include "terminal/cli.h"

/* Returns the length of the name before the ending, or 0 if there is none. */
static size_t without_ending(const char *path, const char *ending)
{
	const size_t len = strlen(path);
	const size_t n = strlen(ending);

	return len > n && strcmp(path + len - n, ending) == 0 ? len - n : 0;
}

/* Appends `path` with one ending replaced by another. If it does not have the first, the other is
 * added. */
static void path_beside(
	const char *path, const char *ending, const char *other, struct buffer *beside)
{
	const size_t len = without_ending(path, ending);

	buffer_add(beside, path, len ? len : strlen(path));
	buffer_add_str(beside, other);
}

static int write_text(struct buffer *path, moderato_str text)
{
	moderato_error err = {.message = ""};
	moderato_status status;

	if (path->failed)
		return complain_memory();
	status = new_file_write(buffer_cstr(path), text, &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

/* Returns whether a file can be placed next to this one, which is not so for a pipe or a device. */
static bool is_file(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode);
}

int card_file_write(const char *bundle, const char *given, moderato_str card, moderato_str json)
{
	struct buffer path = {0};
	struct buffer beside = {0};
	int code;

	if (!given && !is_file(bundle))
		return EXIT_DONE;
	if (given)
		buffer_add_str(&path, given);
	else
		path_beside(bundle, ".bundle", ".card.md", &path);
	code = write_text(&path, card);
	if (!code && is_file(buffer_cstr(&path))) {
		path_beside(buffer_cstr(&path), ".md", ".json", &beside);
		code = write_text(&beside, json);
	}
	buffer_dispose(&path);
	buffer_dispose(&beside);
	return code;
}
