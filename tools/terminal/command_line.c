/* SPDX-License-Identifier: MIT */
#include "terminal/command_line.h"

#include <string.h>

#include "base/number.h"

void command_line_word(struct buffer *buf, const char *word)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
								"-_./=:,+@%";

	buffer_add_str(buf, " ");
	if (*word && !word[strspn(word, plain)]) {
		buffer_add_str(buf, word);
		return;
	}
	buffer_add_str(buf, "'");
	for (; *word; word++) {
		if (*word == '\'')
			buffer_add_str(buf, "'\\''");
		else
			buffer_add(buf, word, 1);
	}
	buffer_add_str(buf, "'");
}

static void put_text(struct buffer *buf, const char *name, const char *value)
{
	buffer_printf(buf, " --%s", name);
	command_line_word(buf, value);
}

static void put_int(struct buffer *buf, const struct option_row *row, int value)
{
	if (value && row->argument)
		buffer_printf(buf, " --%s %d", row->name, value);
	else if (value)
		buffer_printf(buf, " --%s", row->name);
}

static void put_list(struct buffer *buf, const char *name, const struct text_list *list)
{
	size_t i;

	for (i = 0; i < list->n; i++)
		put_text(buf, name, list->items[i]);
}

/* Appends the word of a choice; positions count from 1. */
static void put_choice(struct buffer *buf, const struct option_row *row, int place)
{
	const char *word = row->argument;

	for (; place > 1; place--)
		word += strcspn(word, "|") + 1;
	buffer_printf(buf, " --%s %.*s", row->name, (int)strcspn(word, "|"), word);
}

/* Appends an option that was given. For every kind, zero means "not given", as it does in the
 * trainer's defaults. */
static void put_option(struct buffer *buf, const struct option_row *row, const void *settings)
{
	const void *target = (const char *)settings + row->offset;

	switch (row->kind) {
	case OPTION_FLAG:
		if (*(const bool *)target)
			buffer_printf(buf, " --%s", row->name);
		return;
	case OPTION_TEXT:
		if (*(const char *const *)target)
			put_text(buf, row->name, *(const char *const *)target);
		return;
	case OPTION_SIZE:
		if (*(const size_t *)target)
			buffer_printf(buf, " --%s %zu", row->name, *(const size_t *)target);
		return;
	case OPTION_UNSIGNED:
		if (*(const unsigned *)target)
			buffer_printf(buf, " --%s %u", row->name, *(const unsigned *)target);
		return;
	case OPTION_INT:
		put_int(buf, row, *(const int *)target);
		return;
	case OPTION_SEED:
		if (*(const unsigned long long *)target)
			buffer_printf(buf, " --%s %llu", row->name, *(const unsigned long long *)target);
		return;
	case OPTION_NUMBER:
		if (*(const double *)target < 0 || *(const double *)target > 0) {
			buffer_printf(buf, " --%s ", row->name);
			buffer_add_number(buf, *(const double *)target);
		}
		return;
	case OPTION_LIST:
		put_list(buf, row->name, target);
		return;
	case OPTION_CHOICE:
		if (*(const int *)target)
			put_choice(buf, row, *(const int *)target);
		return;
	case OPTION_WITH:
		return;
	}
}

void command_line_options(struct buffer *buf, const struct option_row *rows, size_t n,
	const void *settings, const char *const *without)
{
	size_t i, j;

	for (i = 0; i < n; i++) {
		for (j = 0; without[j] && strcmp(without[j], rows[i].name) != 0; j++)
			;
		if (!without[j])
			put_option(buf, &rows[i], settings);
	}
}

void command_line_common(struct buffer *buf, const struct common *common)
{
	static const struct option_row rows[] = {
		{"attributes", 0, "LIST", NULL, OPTION_TEXT, offsetof(struct common, attributes)},
		{"format", 0, "NAME", NULL, OPTION_TEXT, offsetof(struct common, format)},
		{"columns", 0, "MAP", NULL, OPTION_TEXT, offsetof(struct common, columns)},
		{"delimiter", 0, "CHARACTER", NULL, OPTION_TEXT, offsetof(struct common, delimiter)},
		{"no-header", 0, NULL, NULL, OPTION_FLAG, offsetof(struct common, no_header)},
		{"labels-map", 0, "MAP", NULL, OPTION_TEXT, offsetof(struct common, labels_map)},
		{"charset", 0, "NAME", NULL, OPTION_TEXT, offsetof(struct common, charset)},
		{"seed", 0, "N", NULL, OPTION_SEED, offsetof(struct common, seed)},
	};
	static const char *const without[] = {NULL};

	command_line_options(buf, rows, sizeof(rows) / sizeof(rows[0]), common, without);
}
