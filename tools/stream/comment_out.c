/* SPDX-License-Identifier: MIT */
#include "stream/comment_out.h"

/* Returns the exit code for a status. Failed writes are reported by finish_output(). */
static int exit_after(moderato_status status, const moderato_error *err)
{
	return status == MODERATO_EIO ? EXIT_SYSTEM : complain_status(status, err);
}

int comment_out_open(struct comment_out *out, enum comment_format format, bool guard)
{
	moderato_error err = {.message = ""};
	moderato_status status = MODERATO_OK;

	*out = (struct comment_out){.writer = NULL};
	if (format == COMMENTS_CSV || format == COMMENTS_WXR)
		status = moderato_writer_new(&out->writer,
			format != COMMENTS_CSV ? "wxr"
			: guard                ? "csv-guarded"
								   : "csv",
			out_sink, NULL, &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

static int add_line(struct buffer *line, const moderato_comment *comment)
{
	moderato_error err = {.message = ""};
	moderato_status status;

	buffer_clear(line);
	status = moderato_comment_json(comment, &line->data, &line->len, &line->cap, &err);
	return out_line(line, status, &err);
}

int comment_out_add(struct comment_out *out, const moderato_comment *comment)
{
	moderato_error err = {.message = ""};
	moderato_status status;

	if (!out->writer)
		return add_line(&out->line, comment);
	status = moderato_writer_add(out->writer, comment, &err);
	return status ? exit_after(status, &err) : EXIT_DONE;
}

int comment_out_end(struct comment_out *out)
{
	moderato_error err = {.message = ""};
	moderato_status status = out->writer ? moderato_writer_end(out->writer, &err) : MODERATO_OK;

	return status ? exit_after(status, &err) : EXIT_DONE;
}

void comment_out_close(struct comment_out *out)
{
	moderato_writer_free(out->writer);
	buffer_dispose(&out->line);
}
