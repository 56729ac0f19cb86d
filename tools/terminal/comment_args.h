/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_COMMENT_ARGS_H
#define TOOLS_COMMENT_ARGS_H
/* Reads one comment from the arguments or from standard input, with what is known of its context.
 */
#include "terminal/cli.h"
#include "moderato/reader.h"

/* The options that describe the comment; NULL for those that are absent. */
struct comment_options {
	const char *author;
	const char *author_email;
	const char *author_url;
	const char *title;
	const char *id;
	bool json; /* the input is a comment as JSON */
};

struct comment_args {
	moderato_comment comment;
	struct buffer text;      /* owns the input */
	moderato_reader *reader; /* for --json; owns the comment's strings */
};

/* Reads the comment: the operands joined by spaces, or all of standard input if there are no
 * operands or only "-". Returns an exit code, after complaining of a failure. */
int comment_args_read(struct comment_args *args, const struct comment_options *options,
	char *const *operands, int n_operands);

void comment_args_dispose(struct comment_args *args);

#define COMMENT_OPTION_ROWS(type, member)                                                          \
	{"author", 0, "NAME", "the comment's author", OPTION_TEXT, offsetof(type, member.author)},     \
		{"author-email", 0, "ADDRESS", "the author's e-mail address", OPTION_TEXT,                 \
			offsetof(type, member.author_email)},                                                  \
		{"author-url", 0, "URL", "the author's website", OPTION_TEXT,                              \
			offsetof(type, member.author_url)},                                                    \
		{"title", 0, "TEXT", "the title of the page, or the heading of the comment", OPTION_TEXT,  \
			offsetof(type, member.title)},                                                         \
		{"id", 0, "ID", "the comment's id, which is repeated in the output", OPTION_TEXT,          \
			offsetof(type, member.id)},                                                            \
	{                                                                                              \
		"json", 0, NULL, "read the comment as a JSON object, with all that it says", OPTION_FLAG,  \
			offsetof(type, member.json)                                                            \
	}

#endif
