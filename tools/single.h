/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SINGLE_H
#define TOOLS_SINGLE_H
/* One comment, from the arguments or from standard input, with what is known around it. */
#include "cli.h"
#include "moderato/reader.h"

/* The options that describe it; NULL where absent. */
struct single_options {
	const char *author;
	const char *author_email;
	const char *author_url;
	const char *title;
	const char *id;
	bool json; /* the input is a comment as JSON */
};

struct single {
	moderato_comment comment;
	struct strbuf text;      /* owns the input */
	moderato_reader *reader; /* of --json; owns the comment's parts */
};

/* Read it: the operands joined by spaces; without any, or for "-", standard input to its end. An
 * exit code; complains. */
int single_read(struct single *single, const struct single_options *options, char *const *operands,
	int n_operands);

void single_dispose(struct single *single);

#define SINGLE_OPTION_ROWS(type, member)                                                           \
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
