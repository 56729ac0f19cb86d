/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_COMMENT_OUT_H
#define TOOLS_COMMENT_OUT_H
/* Writes comments to the output, in the format of `import --to`. */
#include "terminal/cli.h"
#include "moderato/writer.h"

enum comment_format { COMMENTS_DEFAULT, COMMENTS_JSONL, COMMENTS_CSV, COMMENTS_WXR };

#define COMMENT_FORMATS "jsonl|csv|wxr" /* in the order of enum comment_format */

struct comment_out {
	moderato_writer *writer; /* NULL for JSON lines */
	struct buffer line;
};

/* These return exit codes, after complaining of a failure. With `guard`, no field of CSV is a
 * formula.
 */
int comment_out_open(struct comment_out *out, enum comment_format format, bool guard);
int comment_out_add(struct comment_out *out, const moderato_comment *comment);
int comment_out_end(struct comment_out *out);

void comment_out_close(struct comment_out *out);

#endif
