/* SPDX-License-Identifier: MIT */
/* Prints a command's --help, from the rows that also parse its options. */
#include <string.h>

#include "terminal/cli.h"
#include "moderato/reader.h"
#include "terminal/options.h"

enum {
	HELP_COLUMN = 26,   /* the column of the options' descriptions */
	FORMAT_COLUMN = 13, /* the column of the formats' descriptions */
	HELP_WIDTH = 79,
};

/* Returns how many columns UTF-8 takes on a terminal. In these texts every character takes one. */
static size_t width_of(const char *text, size_t len)
{
	size_t width = 0;
	size_t i;

	for (i = 0; i < len; i++)
		width += (text[i] & 0xc0) != 0x80;
	return width;
}

/* Appends `text` in lines of at most HELP_WIDTH columns. The first line continues at `column`, the
 * others are indented. */
static void wrap_text(struct buffer *buf, const char *text, size_t column, size_t indent)
{
	while (*text) {
		size_t len = strcspn(text, " \n");
		size_t width = width_of(text, len);

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
	column = buf->failed ? 0 : width_of(buf->data + begin, buf->len - begin);
	if (column + 2 > HELP_COLUMN) {
		buffer_add_str(buf, "\n");
		column = 0;
	}
	wrap_text(buf, row->help, column, HELP_COLUMN);
}

/* Appends the usual options, then those for experts under their own heading. */
static void help_rows(struct buffer *buf, const struct command *command)
{
	struct option_row rows[OPTIONS_MAX];
	enum option_place places[OPTIONS_MAX];
	size_t n = options_gather(command, rows, places);
	size_t i;

	buffer_add_str(buf, "\nOptions:\n");
	for (i = 0; i < n; i++) {
		if (places[i] == OPTION_USUAL)
			help_row(buf, &rows[i]);
	}
	help_row(buf, &(struct option_row){"help", 'h', NULL, "show this help", OPTION_FLAG, 0});
	if (!command->expert)
		return;
	buffer_add_str(buf, "\nExpert options:\n");
	for (i = 0; i < n; i++) {
		if (places[i] == OPTION_EXPERT)
			help_row(buf, &rows[i]);
	}
}

static void help_format(struct buffer *buf, const char *name, const char *help)
{
	size_t begin = buf->len;

	buffer_printf(buf, "  %s", name);
	wrap_text(buf, help, buf->len - begin, FORMAT_COLUMN);
}

/* Appends the formats that the command reads. */
static void help_formats(struct buffer *buf, const struct command *command)
{
	const char *const *names = moderato_reader_formats();

	if (!(command->common & COMMON_INPUT))
		return;
	buffer_add_str(
		buf, "\nInput formats (tried on real files, unless said to be by a manual or the like):\n");
	for (; *names; names++) {
		const char *help = moderato_reader_format_help(*names);

		help_format(buf, *names, help ? help : "");
	}
	if (options_take_vectors(command))
		help_format(buf, "svmlight", "vectors, 'label index:value …' on each line");
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
	struct buffer buf = {0};

	buffer_printf(&buf, "Usage: moderato %s %s\n\n", command->name, command->synopsis);
	wrap_text(&buf, command->description, 0, 0);
	help_rows(&buf, command);
	help_formats(&buf, command);
	help_examples(&buf, command->examples);
	buffer_add_str(&buf, "\nExit codes:\n  0  done\n");
	if (command->negative)
		buffer_printf(&buf, "  1  %s\n", command->negative);
	buffer_add_str(&buf, "  2  wrong usage\n  3  bad input\n  4  system error\n\n"
						 "The manual, 'man moderato', says more.\n");
	out_buf(&buf);
	buffer_dispose(&buf);
}
