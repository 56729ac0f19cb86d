/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_COMMAND_LINE_H
#define TOOLS_COMMAND_LINE_H
/* Describes how a training was started, in one canonical line for the card. Options that cannot
 * change the bundle (where it is written, threads, progress) are left out, so that the same
 * training gives the same bytes. */
#include "terminal/options.h"
#include "base/buffer.h"

/* Appends " --name value" for every row that was given, except those whose name is in `without`
 * (NULL-terminated). */
void command_line_options(struct buffer *buf, const struct option_row *rows, size_t n,
	const void *settings, const char *const *without);

/* Does the same for the common options that can change a bundle. */
void command_line_common(struct buffer *buf, const struct common *common);

/* Appends " WORD", quoted for a shell if necessary. */
void command_line_word(struct buffer *buf, const char *word);

#endif
