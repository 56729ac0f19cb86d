/* SPDX-License-Identifier: MIT */
#include "gate/card_file.h"

#include <string.h>

#include "terminal/cli.h"

static void path_beside(const char *bundle, struct strbuf *path)
{
	size_t len = strlen(bundle);

	if (len > 7 && strcmp(bundle + len - 7, ".bundle") == 0)
		len -= 7;
	strbuf_add(path, bundle, len);
	strbuf_puts(path, ".card.md");
}

int card_file_write(const char *bundle, const char *given, moderato_str card)
{
	struct strbuf path = {0};
	struct new_file file;
	int code;

	if (given)
		strbuf_puts(&path, given);
	else
		path_beside(bundle, &path);
	code = path.failed ? complain_memory() : new_file_open(&file, path.ptr);
	if (!code) {
		if (card.len)
			fwrite(card.ptr, 1, card.len, file.file); /* checked by the commit */
		code = new_file_commit(&file);
	}
	strbuf_dispose(&path);
	return code;
}
