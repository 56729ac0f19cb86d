/* SPDX-License-Identifier: MIT */
/* A command's --help, from the rows that parse its options. */
#include <string.h>

#include "terminal/cli.h"
#include "moderato/reader.h"
#include "terminal/options.h"

enum {
	HELP_COLUMN = 26, /* where the options' help begins */
	HELP_WIDTH = 79,
};

/* `text` in lines of at most HELP_WIDTH columns, from `column` on; all but the first are indented.
 */
static void wrap_text(struct buffer *buf, const char *text, size_t column, size_t indent)
{
	while (*text) {
		size_t len = strcspn(text, " \n");
		size_t i, width = 0;

		for (i = 0; i < len; i++)
			width += (text[i] & 0xc0) != 0x80;
		if (column > indent && column + 1 + width > HELP_WIDTH) {
			buffer_add_str(buf, "\n");
			column = 0;
		} else if (column > indent) {
			buffer_add_str(buf, " ");
			column++;
		}
		if (column < indent) {
			buffer_repeat(buf, ' ', indent - column);
			column = indent;
		}
		buffer_add(buf, text, len);
		column += width;
		text += len;
		for (; *text == ' ' || *text == '\n'; text++) {
			if (*text == '\n') {
				buffer_add_str(buf, "\n");
				column = 0;
			}
		}
	}
	buffer_add_str(buf, "\n");
}

static void help_row(struct buffer *buf, const struct option_row *row)
{
	size_t begin = buf->len;
	size_t column;

	if (row->letter)
		buffer_printf(buf, "  -%c, --%s", row->letter, row->name);
	else
		buffer_printf(buf, "      --%s", row->name);
	if (row->argument)
		buffer_printf(buf, " %s", row->argument);
	column = buf->len - begin;
	if (column + 2 > HELP_COLUMN) {
		buffer_add_str(buf, "\n");
		column = 0;
	}
	if (row->help) {
		wrap_text(buf, row->help, column, HELP_COLUMN);
		return;
	}
	buffer_repeat(buf, ' ', HELP_COLUMN - column);
	buffer_add_str(buf, "the input's format (default: sniffed), one of\n");
}

/* The formats that the library reads, each with its line of help. */
static void help_formats(struct buffer *buf, const struct command *command)
{
	const char *const *names = moderato_reader_formats();

	for (; *names; names++) {
		const char *help = moderato_reader_format_help(*names);

		buffer_repeat(buf, ' ', HELP_COLUMN);
		buffer_printf(buf, "%s:", *names);
		wrap_text(buf, help ? help : "", HELP_COLUMN + strlen(*names) + 1, HELP_COLUMN);
	}
	if (strstr(command->synopsis, "svmlight")) {
		buffer_repeat(buf, ' ', HELP_COLUMN);
		buffer_add_str(buf, "svmlight: vectors, 'label index:value …' a line\n");
	}
}

static void help_examples(struct buffer *buf, const char *examples)
{
	buffer_add_str(buf, "\nExamples:\n");
	while (*examples) {
		size_t len = strcspn(examples, "\n");

		buffer_add_str(buf, "  ");
		buffer_add(buf, examples, len);
		buffer_add_str(buf, "\n");
		examples += len + (examples[len] == '\n');
	}
}

void options_help(const struct command *command)
{
	struct option_row rows[OPTIONS_MAX];
	bool listed[OPTIONS_MAX];
	struct buffer buf = {0};
	size_t n = options_gather(command, rows, listed);
	size_t i;

	buffer_printf(&buf, "Usage: moderato %s %s\n\n", command->name, command->synopsis);
	wrap_text(&buf, command->description, 0, 0);
	buffer_add_str(&buf, "\nOptions:\n");
	for (i = 0; i < n; i++) {
		if (!listed[i])
			continue;
		help_row(&buf, &rows[i]);
		if (!rows[i].help)
			help_formats(&buf, command);
	}
	help_row(&buf, &(struct option_row){"help", 'h', NULL, "show this and exit", OPTION_FLAG, 0});
	help_examples(&buf, command->examples);
	buffer_add_str(&buf, "\nExit codes:\n  0  done\n");
	if (command->negative)
		buffer_printf(&buf, "  1  %s\n", command->negative);
	buffer_add_str(&buf, "  2  usage\n  3  bad input\n  4  system\n");
	out_buf(&buf);
	buffer_dispose(&buf);
}
