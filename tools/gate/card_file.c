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
	struct new_file file;
	int code = path->failed ? complain_memory() : new_file_open(&file, buffer_cstr(path));

	if (code)
		return code;
	if (text.len)
		fwrite(text.ptr, 1, text.len, file.file); /* the commit finds write errors */
	return new_file_commit(&file);
}

int card_file_write(const char *bundle, const char *given, moderato_str card, moderato_str json)
{
	struct buffer path = {0};
	struct buffer beside = {0};
	struct stat st;
	int code;

	if (given)
		buffer_add_str(&path, given);
	else
		path_beside(bundle, ".bundle", ".card.md", &path);
	code = write_text(&path, card);
	if (!code && !stat(buffer_cstr(&path), &st) &&
		S_ISREG(st.st_mode)) { /* no file can be placed next to a device */
		path_beside(buffer_cstr(&path), ".md", ".json", &beside);
		code = write_text(&beside, json);
	}
	buffer_dispose(&path);
	buffer_dispose(&beside);
	return code;
}
