/* SPDX-License-Identifier: MIT */
#include "gate/card_file.h"

#include <string.h>

#include "terminal/cli.h"

static void path_beside(const char *bundle, struct buffer *path)
{
	size_t len = strlen(bundle);

	if (len > 7 && strcmp(bundle + len - 7, ".bundle") == 0)
		len -= 7;
	buffer_add(path, bundle, len);
	buffer_add_str(path, ".card.md");
}

int card_file_write(const char *bundle, const char *given, moderato_str card)
{
	struct buffer path = {0};
	struct new_file file;
	const char *name;
	int code;

	if (given)
		buffer_add_str(&path, given);
	else
		path_beside(bundle, &path);
	name = buffer_cstr(&path);
	code = path.failed ? complain_memory() : new_file_open(&file, name);
	if (!code) {
		if (card.len)
			fwrite(card.ptr, 1, card.len, file.file); /* checked by the commit */
		code = new_file_commit(&file);
	}
	buffer_dispose(&path);
	return code;
}
