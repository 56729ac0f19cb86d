/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_COMMAND_LINE_H
#define TOOLS_COMMAND_LINE_H
/* How a training was asked for, in one canonical line for the card. What cannot change the bundle
 * (where it is written, threads, progress) is left out, so that the same training gives the same
 * bytes. */
#include "terminal/options.h"
#include "base/buffer.h"

/* Append " --name value" for every row that was given, but those whose name is in `without`
 * (NULL-terminated). */
void command_line_options(struct buffer *buf, const struct option_row *rows, size_t n,
	const void *settings, const char *const *without);

/* The same for the common options that can change a bundle. */
void command_line_common(struct buffer *buf, const struct common *common);

/* Append " WORD", quoted for a shell where it must be. */
void command_line_word(struct buffer *buf, const char *word);

#endif
