/* SPDX-License-Identifier: MIT */
/* Reads plain text: each line that is not blank is the text of a comment. */
#include <stdlib.h>

#include "base/fail.h"
#include "corpus/source.h"

struct lines {
	struct source source;
	struct input *in;
};

static moderato_status lines_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct lines *lines = (struct lines *)source;
	moderato_str line;

	do {
		moderato_status status = input_line(lines->in, MODERATO_COMMENT_BYTES_MAX, &line, err);

		if (status)
			return status;
	} while (is_blank(line));
	comment->text = line;
	comment->line = lines->in->line_taken;
	return MODERATO_OK;
}

static void lines_close(struct source *source)
{
	free(source);
}

/* Accepts everything: this is the table's last row, for input that is nothing else. */
bool sniff_lines(const struct sample *sample)
{
	(void)sample;
	return true;
}

moderato_status open_lines(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct lines *lines = calloc(1, sizeof(*lines));

	(void)options;
	*out = NULL;
	if (!lines)
		return fail_no_memory(err);
	lines->source = (struct source){.next = lines_next, .close = lines_close};
	lines->in = in;
	*out = &lines->source;
	return MODERATO_OK;
}
