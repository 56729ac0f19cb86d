/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_FEEDBACK_H
#define TOOLS_SERVE_FEEDBACK_H
/* What moderators say of comments, kept for training: a file of comments as JSON lines, with
 * labels, which `moderato tune` and `moderato train` read.
 *
 * A line is written by one write(2) at the file's end, so that other programs may write there, too,
 * and take the file away and leave an empty one. Of a comment that is judged again the new
 * judgement is written, unless it is the very line that was written last for that id: clients
 * repeat themselves. A judgement that could not be written whole is an error; the next line then
 * begins on a line of its own. A judgement is on the disk when it is said to be kept. Thread-safe.
 */
#include <stdbool.h>
#include <stdint.h>

#include "moderato/comment.h"

struct feedback;

/* Opens the file for appending, or makes one that only its owner may read. MODERATO_EIO,
 * MODERATO_ENOMEM. */
moderato_status feedback_open(struct feedback **out, const char *path, moderato_error *err);
void feedback_close(struct feedback *feedback); /* NULL is fine */

enum feedback_result { FEEDBACK_WRITTEN, FEEDBACK_REPEATED, FEEDBACK_FAILED };

/* Keeps a comment, which must have an id and labels. FEEDBACK_FAILED: err says why; what it says is
 * for the operator. */
enum feedback_result feedback_keep(
	struct feedback *feedback, const moderato_comment *comment, moderato_error *err);

#endif
