/* SPDX-License-Identifier: MIT */
/* The parts of the manual page that come from the tables of options and formats, as roff. The build
 * puts them into tools/moderato.1.in, so that the manual cannot differ from --help. */
#include <ctype.h>
#include <string.h>

#include "terminal/cli.h"
#include "moderato/reader.h"
#include "terminal/options.h"

/* Append text so that roff prints it as it is. A typographic ellipsis becomes three dots, and a
 * line break begins a new paragraph. */
static void put_text(struct strbuf *buf, const char *text, size_t len)
{
	static const char ellipsis[] = "…";
	const char *end = text + len;

	if (len && (*text == '.' || *text == '\'')) /* would be a command of roff */
		strbuf_puts(buf, "\\&");
	while (text < end) {
		if ((size_t)(end - text) >= strlen(ellipsis) &&
			memcmp(text, ellipsis, strlen(ellipsis)) == 0) {
			strbuf_puts(buf, "...");
			text += strlen(ellipsis);
		} else if (*text == '\n') {
			strbuf_puts(buf, "\n.PP\n");
			text += strspn(text, "\n ");
		} else {
			if (*text == '-' || *text == '\\')
				strbuf_puts(buf, "\\");
			strbuf_add(buf, *text == '\\' ? "e" : text, 1);
			if (*text == ',' && text + 1 < end && text[1] != ' ')
				strbuf_puts(buf, "\\:"); /* a long list may be broken here */
			text++;
		}
	}
}

static void put_string(struct strbuf *buf, const char *text)
{
	put_text(buf, text, strlen(text));
}

/* Append a fragment of --help as a sentence, with a capital letter and a full stop. */
static void put_sentence(struct strbuf *buf, const char *text)
{
	const size_t len = strlen(text);
	const char first = (char)toupper((unsigned char)text[0]);

	if (!len)
		return;
	put_text(buf, &first, 1);
	put_text(buf, text + 1, len - 1);
	strbuf_puts(buf, text[len - 1] == '.' ? "\n" : ".\n");
}

/* Append lines that are not filled, without the blanks that they begin with. */
static void put_lines(struct strbuf *buf, const char *lines)
{
	while (*lines) {
		const size_t len = strcspn(lines, "\n");

		put_text(buf, lines, len);
		strbuf_puts(buf, "\n");
		lines += len;
		lines += strspn(lines, "\n ");
	}
}

/* Append a word in bold (B) or italics (I). */
static void put_font(struct strbuf *buf, char font, const char *prefix, const char *word)
{
	strbuf_format(buf, "\\f%c", font);
	put_string(buf, prefix);
	put_string(buf, word);
	strbuf_puts(buf, "\\fR");
}

static void put_row(struct strbuf *buf, const struct option_row *row)
{
	strbuf_puts(buf, ".TP\n");
	if (row->letter)
		strbuf_format(buf, "\\fB\\-%c\\fR, ", row->letter);
	put_font(buf, 'B', "--", row->name);
	if (row->argument) {
		strbuf_puts(buf, " ");
		put_font(buf, 'I', "", row->argument);
	}
	strbuf_puts(buf, "\n");
	put_sentence(buf, row->help);
}

/* The command's own options of one kind, if it has any, after a heading. */
static void put_own(struct strbuf *buf, const struct command *command, enum option_place wanted,
	const char *heading)
{
	struct option_row rows[OPTIONS_MAX];
	enum option_place places[OPTIONS_MAX];
	size_t i;

	options_gather(command, rows, places);
	for (i = 0; i < command->n_rows; i++) {
		if (places[i] != wanted)
			continue;
		strbuf_puts(buf, heading);
		heading = "";
		put_row(buf, &rows[i]);
	}
}

/* The names of the common options that the command takes, and how it can write its results. */
static void put_shared(struct strbuf *buf, const struct command *command)
{
	struct option_row rows[OPTIONS_MAX];
	unsigned bits[OPTIONS_MAX];
	size_t n = options_common(rows, bits);
	const char *before = ".PP\nCommon options:\n";
	size_t i;

	for (i = 0; i < n; i++) {
		if (!(command->common & bits[i]))
			continue;
		strbuf_puts(buf, before);
		put_font(buf, 'B', "--", rows[i].name);
		if (bits[i] == COMMON_OUTPUT) {
			strbuf_puts(buf, " ");
			put_font(buf, 'I', "", command->outputs);
		}
		before = ",\n";
	}
	if (*before == ',')
		strbuf_puts(buf, ".\n");
}

void manual_command(const struct command *command)
{
	struct strbuf buf = {0};

	strbuf_format(&buf, ".SS %s\n.nf\nmoderato %s ", command->name, command->name);
	put_lines(&buf, command->synopsis);
	strbuf_puts(&buf, ".fi\n.PP\n");
	put_string(&buf, command->description);
	strbuf_puts(&buf, "\n");
	put_own(&buf, command, OPTION_USUAL, "");
	put_own(&buf, command, OPTION_EXPERT, ".PP\nOptions for experts:\n");
	put_shared(&buf, command);
	if (command->negative) {
		strbuf_puts(&buf, ".PP\nThe exit code is 1 if ");
		put_string(&buf, command->negative);
		strbuf_puts(&buf, ".\n");
	}
	strbuf_puts(&buf, ".PP\nExamples:\n.PP\n.nf\n.RS 4\n");
	put_lines(&buf, command->examples);
	strbuf_puts(&buf, ".RE\n.fi\n");
	out_buf(&buf);
	strbuf_dispose(&buf);
}

void manual_common(void)
{
	struct option_row rows[OPTIONS_MAX];
	unsigned bits[OPTIONS_MAX];
	struct strbuf buf = {0};
	size_t n = options_common(rows, bits);
	size_t i;

	for (i = 0; i < n; i++)
		put_row(&buf, &rows[i]);
	out_buf(&buf);
	strbuf_dispose(&buf);
}

void manual_formats(void)
{
	const char *const *names = moderato_reader_formats();
	struct strbuf buf = {0};

	for (; *names; names++) {
		const char *help = moderato_reader_format_help(*names);

		strbuf_puts(&buf, ".TP\n");
		put_font(&buf, 'B', "", *names);
		strbuf_puts(&buf, "\n");
		put_sentence(&buf, help ? help : "");
	}
	out_buf(&buf);
	strbuf_dispose(&buf);
}
