/* SPDX-License-Identifier: MIT */
#include "terminal/comment_args.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/str.h"

static int read_input(struct buffer *text, size_t max)
{
	moderato_status status;

	if (isatty(STDIN_FILENO))
		complain("reading one comment from the terminal; Ctrl-D ends it");
	status = read_whole(stdin, max, text);
	if (status == MODERATO_ENOMEM)
		return complain_memory();
	if (status == MODERATO_EIO) {
		complain("standard input: %s", strerror(errno));
		return EXIT_SYSTEM;
	}
	if (status == MODERATO_ELIMIT) {
		complain("standard input: the comment has more than %zu bytes", max);
		return EXIT_BAD_INPUT;
	}
	return EXIT_DONE;
}

/* Removes the line end that echo(1) and editors add, which is not part of the comment. */
static void strip_line_end(struct buffer *text)
{
	if (text->len && text->data[text->len - 1] == '\n')
		text->len--;
	if (text->len && text->data[text->len - 1] == '\r')
		text->len--;
}

static void join(struct buffer *text, char *const *operands, int n_operands)
{
	int i;

	for (i = 0; i < n_operands; i++)
		buffer_printf(text, "%s%s", i ? " " : "", operands[i]);
}

/* Parses a comment as JSON. A pretty-printed object is first joined into one line: between tokens a
 * line end is just a blank, and inside a string it is not allowed. */
static int parse_json(struct comment_args *args)
{
	moderato_reader_options options = {.format = "jsonl"};
	moderato_error err = {.message = ""};
	moderato_status status;
	size_t i;

	for (i = 0; i < args->text.len; i++) {
		if (args->text.data[i] == '\n' || args->text.data[i] == '\r')
			args->text.data[i] = ' ';
	}
	status = moderato_reader_open_memory(
		&args->reader, "comment", buffer_view(&args->text), &options, &err);
	if (status == MODERATO_OK)
		status = moderato_reader_next(args->reader, &args->comment, &err);
	if (status == MODERATO_END) {
		complain("comment: expected a JSON object");
		return EXIT_BAD_INPUT;
	}
	return status ? complain_status(status, &err) : EXIT_DONE;
}

static void override(moderato_str *field, const char *value)
{
	if (value)
		*field = str_of(value);
}

int comment_args_read(struct comment_args *args, const struct comment_options *options,
	char *const *operands, int n_operands)
{
	bool from_input = !n_operands || (n_operands == 1 && strcmp(operands[0], "-") == 0);
	moderato_comment *comment = &args->comment;
	int code = EXIT_DONE;

	*args = (struct comment_args){.reader = NULL};
	if (from_input)
		code = read_input(
			&args->text, options->json ? MODERATO_RECORD_BYTES_MAX : MODERATO_COMMENT_BYTES_MAX);
	else
		join(&args->text, operands, n_operands);
	if (!code && args->text.failed)
		code = complain_memory();
	if (!code && options->json) {
		code = parse_json(args);
	} else if (!code) {
		if (from_input)
			strip_line_end(&args->text);
		comment->text = (moderato_str){buffer_cstr(&args->text), args->text.len};
	}
	override(&comment->author, options->author);
	override(&comment->author_email, options->author_email);
	override(&comment->author_url, options->author_url);
	override(&comment->title, options->title);
	override(&comment->id, options->id);
	if (code)
		comment_args_dispose(args);
	return code;
}

void comment_args_dispose(struct comment_args *args)
{
	moderato_reader_free(args->reader);
	buffer_dispose(&args->text);
	*args = (struct comment_args){.reader = NULL};
}
