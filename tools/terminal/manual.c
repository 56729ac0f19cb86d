/* SPDX-License-Identifier: MIT */
/* Writes, as roff, the parts of the manual page that come from the tables of options and formats.
 * The build inserts them into tools/moderato.1.in, so that the manual always agrees with --help. */
#include <string.h>

#include "terminal/cli.h"
#include "moderato/reader.h"
#include "terminal/options.h"

/* Appends text so that roff prints it unchanged, except that a typographic ellipsis becomes three
 * dots, and a line break begins a new paragraph. */
static void put_text(struct buffer *buf, const char *text, size_t len)
{
	static const char ellipsis[] = "…";
	const char *end = text + len;

	if (len && (*text == '.' || *text == '\'')) /* roff would take it for a command */
		buffer_add_str(buf, "\\&");
	while (text < end) {
		if ((size_t)(end - text) >= strlen(ellipsis) &&
			memcmp(text, ellipsis, strlen(ellipsis)) == 0) {
			buffer_add_str(buf, "...");
			text += strlen(ellipsis);
		} else if (*text == '\n') {
			buffer_add_str(buf, "\n.PP\n");
			text += strspn(text, "\n ");
			if (text < end && (*text == '.' || *text == '\''))
				buffer_add_str(buf, "\\&");
		} else {
			if (*text == '-' || *text == '\\')
				buffer_add_str(buf, "\\");
			buffer_add(buf, *text == '\\' ? "e" : text, 1);
			if (*text == ',' && text + 1 < end && text[1] != ' ')
				buffer_add_str(buf, "\\:"); /* allow a line break in a long list */
			text++;
		}
	}
}

static void put_string(struct buffer *buf, const char *text)
{
	put_text(buf, text, strlen(text));
}

/* Appends a fragment of --help as a sentence, with a capital letter and a full stop. */
static void put_sentence(struct buffer *buf, const char *text)
{
	const size_t len = strlen(text);
	const char first = ascii_upper(text[0]);

	if (!len)
		return;
	put_text(buf, &first, 1);
	put_text(buf, text + 1, len - 1);
	buffer_add_str(buf, text[len - 1] == '.' ? "\n" : ".\n");
}

/* Appends lines that roff does not fill, without their leading blanks. */
static void put_lines(struct buffer *buf, const char *lines)
{
	while (*lines) {
		const size_t len = strcspn(lines, "\n");

		put_text(buf, lines, len);
		buffer_add_str(buf, "\n");
		lines += len;
		lines += strspn(lines, "\n ");
	}
}

/* Append a word in bold (B) or italics (I). */
static void put_font(struct buffer *buf, char font, const char *prefix, const char *word)
{
	buffer_printf(buf, "\\f%c", font);
	put_string(buf, prefix);
	put_string(buf, word);
	buffer_add_str(buf, "\\fR");
}

static void put_row(struct buffer *buf, const struct option_row *row)
{
	buffer_add_str(buf, ".TP\n");
	if (row->letter)
		buffer_printf(buf, "\\fB\\-%c\\fR, ", row->letter);
	put_font(buf, 'B', "--", row->name);
	if (row->argument) {
		buffer_add_str(buf, " ");
		put_font(buf, 'I', "", row->argument);
	}
	buffer_add_str(buf, "\n");
	put_sentence(buf, row->help);
}

/* Appends a heading and the command's own options of one kind, if there are any. */
static void put_own(struct buffer *buf, const struct command *command, enum option_place wanted,
	const char *heading)
{
	struct option_row rows[OPTIONS_MAX];
	enum option_place places[OPTIONS_MAX];
	size_t i;

	options_gather(command, rows, places);
	for (i = 0; i < command->n_rows; i++) {
		if (places[i] != wanted)
			continue;
		buffer_add_str(buf, heading);
		heading = "";
		put_row(buf, &rows[i]);
	}
}

/* Appends the names of the common options that the command accepts, and its output formats. */
static void put_shared(struct buffer *buf, const struct command *command)
{
	struct option_row rows[OPTIONS_MAX];
	unsigned bits[OPTIONS_MAX];
	size_t n = options_common(rows, bits);
	const char *before = ".PP\nCommon options:\n";
	size_t i;

	for (i = 0; i < n; i++) {
		if (!(command->common & bits[i]))
			continue;
		buffer_add_str(buf, before);
		put_font(buf, 'B', "--", rows[i].name);
		if (bits[i] == COMMON_OUTPUT) {
			buffer_add_str(buf, " ");
			put_font(buf, 'I', "", command->outputs);
		}
		before = ",\n";
	}
	if (*before == ',')
		buffer_add_str(buf, ".\n");
}

void manual_command(const struct command *command)
{
	struct buffer buf = {0};

	buffer_printf(&buf, ".SS %s\n.nf\nmoderato %s ", command->name, command->name);
	put_lines(&buf, command->synopsis);
	buffer_add_str(&buf, ".fi\n.PP\n");
	put_string(&buf, command->description);
	buffer_add_str(&buf, "\n");
	put_own(&buf, command, OPTION_USUAL, "");
	put_own(&buf, command, OPTION_EXPERT, ".PP\nOptions for experts:\n");
	put_shared(&buf, command);
	if (command->negative) {
		buffer_add_str(&buf, ".PP\nThe exit code is 1 if ");
		put_string(&buf, command->negative);
		buffer_add_str(&buf, ".\n");
	}
	buffer_add_str(&buf, ".PP\nExamples:\n.PP\n.nf\n.RS 4\n");
	put_lines(&buf, command->examples);
	buffer_add_str(&buf, ".RE\n.fi\n");
	out_buf(&buf);
	buffer_dispose(&buf);
}

void manual_common(void)
{
	struct option_row rows[OPTIONS_MAX];
	unsigned bits[OPTIONS_MAX];
	struct buffer buf = {0};
	size_t n = options_common(rows, bits);
	size_t i;

	for (i = 0; i < n; i++)
		put_row(&buf, &rows[i]);
	out_buf(&buf);
	buffer_dispose(&buf);
}

void manual_formats(void)
{
	const char *const *names = moderato_reader_formats();
	struct buffer buf = {0};

	for (; *names; names++) {
		const char *help = moderato_reader_format_help(*names);

		buffer_add_str(&buf, ".TP\n");
		put_font(&buf, 'B', "", *names);
		buffer_add_str(&buf, "\n");
		put_sentence(&buf, help ? help : "");
	}
	out_buf(&buf);
	buffer_dispose(&buf);
}

void manual_entry(const char *name, const char *argument, const char *help)
{
	struct buffer buf = {0};

	buffer_add_str(&buf, ".TP\n");
	put_font(&buf, 'B', "", name);
	if (argument) {
		buffer_add_str(&buf, ": ");
		put_font(&buf, 'I', "", argument);
	}
	buffer_add_str(&buf, "\n");
	put_sentence(&buf, help);
	out_buf(&buf);
	buffer_dispose(&buf);
}
