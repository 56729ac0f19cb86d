/* SPDX-License-Identifier: MIT */
#include "terminal/options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/limits.h"
#include "terminal/cli.h"
#include "moderato/reader.h"

enum {
	LONG_ONLY = 256, /* getopt's value for option i is LONG_ONLY + i */
};

/* The common options: the bit that lists each, and whether every command accepts it even if the
 * command's help does not list it. That is true of options that say how a command works rather than
 * what it does, so that a script can pass one set of options to any command. */
static const struct common_row {
	struct option_row row;
	unsigned bit;
	bool everywhere;
} common_rows[] = {
#define AT(member) offsetof(struct common, member)
	{{"bundle", 0, "FILE",
		 "the bundle (the trained model), or a folder that holds one (default: the environment's "
		 "MODERATO_BUNDLE, else models/default beside the program or in its data folder)",
		 OPTION_TEXT, AT(bundle)},
		COMMON_BUNDLE, false},
	{{"policy", 0, "FILE",
		 "the policy that decides (default: the built-in one, see 'moderato inspect')", OPTION_TEXT,
		 AT(policy)},
		COMMON_POLICY, false},
	{{"format", 0, "NAME", "the input's format, where it is not recognised by its content",
		 OPTION_TEXT, AT(format)},
		COMMON_INPUT, false},
	{{"columns", 0, "MAP",
		 "which columns of CSV or TSV input, or members of JSON, hold which fields, by name, "
		 "number "
		 "or path, such as text=comment_body,id=#2,labels.spam=is_spam or text=comment.body",
		 OPTION_TEXT, AT(columns)},
		COMMON_INPUT, false},
	{{"delimiter", 0, "CHARACTER",
		 "what separates the fields of CSV input, such as ; or tab (default: found out, or as a "
		 "first line sep=; says)",
		 OPTION_TEXT, AT(delimiter)},
		COMMON_INPUT, false},
	{{"no-header", 0, NULL,
		 "CSV input has no header: its first line is a comment, too, and --columns has numbers, "
		 "such as text=#3",
		 OPTION_FLAG, AT(no_header)},
		COMMON_INPUT, false},
	{{"labels-map", 0, "MAP",
		 "what words mean as labels, such as junk=1,fine=0,unsure= (the last leaves the label "
		 "unknown); ham, spam, no, yes, false, true, -1, 0, 1 and shares are known",
		 OPTION_TEXT, AT(labels_map)},
		COMMON_INPUT, false},
	{{"charset", 0, "NAME",
		 "the input's character set, such as windows-1251 (default: the one that it declares, else "
		 "UTF-8)",
		 OPTION_TEXT, AT(charset)},
		COMMON_INPUT, false},
	{{"attributes", 0, "LIST", "use only these attributes, such as spam,toxicity (default: all)",
		 OPTION_TEXT, AT(attributes)},
		COMMON_ATTRIBUTES, false},
	{{"output", 0, "FORMAT",
		 "how results are written (default: table on a terminal, jsonl elsewhere)", OPTION_CHOICE,
		 AT(output)},
		COMMON_OUTPUT, false},
	{{"with", 0, "LIST",
		 "also write these: text, margins, spans, explain (the last two need jsonl)", OPTION_WITH,
		 AT(with)},
		COMMON_WITH, false},
	{{"second", 0, "auto|always|never",
		 "which comments the bundle's encoder reads, too: those that their words leave in doubt, "
		 "all, or none (default: as the policy says, else auto)",
		 OPTION_CHOICE, AT(second)},
		COMMON_SECOND, false},
	{{"jobs", 'j', "N",
		 "how many threads work, at most 64 (default: all cores); the output does not depend on "
		 "it",
		 OPTION_SIZE, AT(jobs)},
		COMMON_JOBS, true},
	{{"seed", 0, "N", "the seed of everything that is drawn at random (default: 0)", OPTION_SEED,
		 AT(seed)},
		COMMON_SEED, true},
	{{"strict", 0, NULL, "exit with code 3 if any record had to be skipped", OPTION_FLAG,
		 AT(strict)},
		COMMON_STRICT, true},
	{{"quiet", 'q', NULL, "write no progress, notes or summary to standard error", OPTION_FLAG,
		 AT(quiet)},
		COMMON_QUIET, true},
#undef AT
};

enum { N_COMMON = sizeof(common_rows) / sizeof(common_rows[0]) };

void text_list_dispose(struct text_list *list)
{
	free(list->items);
	*list = (struct text_list){0};
}

static bool list_add(struct text_list *list, const char *item)
{
	const char **grown = realloc(list->items, (list->n + 1) * sizeof(*grown));

	if (!grown)
		return false;
	list->items = grown;
	list->items[list->n++] = item;
	return true;
}

/* Returns the position, from 1, of a word among "one|two", or 0 if it is not there. */
static int choice_of(const char *choices, const char *word, size_t len)
{
	int place = 1;

	for (;; place++) {
		size_t n = strcspn(choices, "|");

		if (n == len && memcmp(choices, word, len) == 0)
			return place;
		if (!choices[n])
			return 0;
		choices += n + 1;
	}
}

static bool parse_unsigned(const char *value, unsigned long long *number)
{
	char *end;

	errno = 0;
	if (!ascii_is_digit(value[0]))
		return false;
	*number = strtoull(value, &end, 10);
	return !errno && !*end;
}

static bool parse_double(const char *value, double *number)
{
	char *end;

	errno = 0;
	*number = strtod(value, &end);
	return end != value && !*end && isfinite(*number);
}

static bool parse_int(const char *value, int *number)
{
	double parsed;

	if (!parse_double(value, &parsed) || parsed != floor(parsed) || fabs(parsed) > 1 << 30)
		return false;
	*number = (int)parsed;
	return true;
}

static bool parse_with(const char *value, unsigned *with)
{
	while (*value) {
		size_t len = strcspn(value, ",");
		int place = choice_of("text|margins|spans|explain", value, len);

		if (!place)
			return false;
		*with |= 1U << (place - 1); /* positions follow the order of the MODERATO_WITH_… bits */
		value += len + (value[len] == ',');
	}
	return true;
}

/* Stores an option's value. Returns NULL or, for an invalid value, a description of what was
 * expected. */
static const char *store(const struct option_row *row, const char *value, void *settings)
{
	void *target = (char *)settings + row->offset;
	unsigned long long number;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)target = true;
		return NULL;
	case OPTION_TEXT:
		*(const char **)target = value;
		return NULL;
	case OPTION_SIZE:
		if (!parse_unsigned(value, &number) || number > 1U << 30)
			return "a whole number";
		*(size_t *)target = (size_t)number;
		return NULL;
	case OPTION_UNSIGNED:
		if (!parse_unsigned(value, &number) || number > 1U << 30)
			return "a whole number";
		*(unsigned *)target = (unsigned)number;
		return NULL;
	case OPTION_INT:
		return parse_int(value ? value : "1", target) ? NULL : "a whole number";
	case OPTION_SEED:
		return parse_unsigned(value, target) ? NULL : "a whole number";
	case OPTION_NUMBER:
		return parse_double(value, target) ? NULL : "a number";
	case OPTION_LIST:
		return list_add(target, value) ? NULL : "more memory";
	case OPTION_CHOICE:
		*(int *)target = choice_of(row->argument, value, strlen(value));
		return *(int *)target ? NULL : row->argument;
	case OPTION_WITH:
		return parse_with(value, target) ? NULL : "text, margins, spans or explain";
	}
	return "something else";
}

/* Returns whether `name` is one of the words of `list`, which are separated by spaces. */
static bool is_listed(const char *list, const char *name)
{
	const size_t len = strlen(name);

	while (*list) {
		const size_t n = strcspn(list, " ");

		if (n == len && memcmp(list, name, len) == 0)
			return true;
		list += n + (list[n] == ' ');
	}
	return false;
}

size_t options_gather(const struct command *command, struct option_row rows[OPTIONS_MAX],
	enum option_place places[OPTIONS_MAX])
{
	const char *expert = command->expert ? command->expert : "";
	size_t n = 0;
	size_t i;

	for (i = 0; i < command->n_rows && n < OPTIONS_MAX; i++, n++) {
		rows[n] = command->rows[i];
		places[n] = is_listed(expert, rows[n].name) ? OPTION_EXPERT : OPTION_USUAL;
	}
	for (i = 0; i < N_COMMON && n < OPTIONS_MAX; i++) {
		if (!common_rows[i].everywhere && !(command->common & common_rows[i].bit))
			continue;
		rows[n] = common_rows[i].row;
		if (rows[n].offset == offsetof(struct common, output))
			rows[n].argument = command->outputs;
		places[n++] = command->common & common_rows[i].bit ? OPTION_USUAL : OPTION_HIDDEN;
	}
	return n;
}

size_t options_common(struct option_row rows[OPTIONS_MAX], unsigned bits[OPTIONS_MAX])
{
	size_t i;

	for (i = 0; i < N_COMMON; i++) {
		rows[i] = common_rows[i].row;
		bits[i] = common_rows[i].bit;
	}
	return N_COMMON;
}

bool options_take_vectors(const struct command *command)
{
	return strstr(command->synopsis, "svmlight") != NULL;
}

/* Replaces the position that OPTION_CHOICE found among a command's words with an enum output. */
static void resolve_output(const struct command *command, struct common *common)
{
	const char *word = command->outputs;
	int place;

	if (!word || !common->output)
		return;
	for (place = 1; place < common->output; place++)
		word += strcspn(word, "|") + 1;
	common->output = choice_of("jsonl|csv|tsv|table|scores|wxr", word, strcspn(word, "|"));
}

static bool known_format(const struct command *command, const char *format)
{
	const char *const *names = moderato_reader_formats();

	if (strcmp(format, "svmlight") == 0 && options_take_vectors(command))
		return true;
	for (; *names; names++) {
		if (strcmp(*names, format) == 0)
			return true;
	}
	return false;
}

static int check_common(const struct command *command, const struct common *common)
{
	const char *const *names = moderato_reader_formats();
	struct buffer known = {0};

	if (common->jobs > JOBS_MAX)
		return usage_error(command->name, "option --jobs: expected at most %d", JOBS_MAX);
	if (!common->format || known_format(command, common->format))
		return OPTIONS_PARSED;
	for (; *names; names++)
		buffer_printf(&known, "%s%s", known.len ? ", " : "", *names);
	usage_error(command->name, "unknown format '%s'; known: %s", common->format,
		known.len ? buffer_cstr(&known) : "none");
	buffer_dispose(&known);
	return EXIT_USAGE;
}

/* Returns the long option closest to a mistyped one, or NULL. */
static const char *nearest(const struct option_row *rows, size_t n, const char *typed)
{
	const char *best = NULL;
	size_t best_distance = 3;
	size_t i;

	for (i = 0; i < n; i++) {
		size_t distance = edit_distance(typed, rows[i].name);

		if (distance < best_distance) {
			best_distance = distance;
			best = rows[i].name;
		}
	}
	return best;
}

static int unknown_option(
	const struct command *command, const struct option_row *rows, size_t n, const char *word)
{
	const char *near;

	if (word[0] != '-' || word[1] != '-')
		return usage_error(command->name, "unknown option '-%c'", optopt);
	near = nearest(rows, n, word + 2);
	if (near)
		return usage_error(command->name, "unknown option '%s'; did you mean '--%s'?", word, near);
	return usage_error(command->name, "unknown option '%s'", word);
}

/* Fills the tables that getopt_long() needs. */
static void prepare(const struct option_row *rows, size_t n, struct option *longs, char *shorts)
{
	size_t i;

	*shorts++ = ':'; /* reports a missing argument separately */
	*shorts++ = 'h';
	for (i = 0; i < n; i++) {
		longs[i] = (struct option){rows[i].name, rows[i].argument ? required_argument : no_argument,
			NULL, LONG_ONLY + (int)i};
		if (rows[i].letter) {
			*shorts++ = (char)rows[i].letter;
			if (rows[i].argument)
				*shorts++ = ':';
		}
	}
	longs[n] = (struct option){"help", no_argument, NULL, 'h'};
	longs[n + 1] = (struct option){0};
	*shorts = '\0';
}

/* Returns the row for a value that getopt_long() returned. */
static const struct option_row *row_of(const struct option_row *rows, size_t n, int found)
{
	size_t i;

	if (found >= LONG_ONLY)
		return &rows[found - LONG_ONLY];
	for (i = 0; i < n; i++) {
		if (rows[i].letter == found)
			return &rows[i];
	}
	return NULL;
}

int options_parse(const struct command *command, int argc, char **argv, void *settings, int *first)
{
	struct option_row rows[OPTIONS_MAX];
	enum option_place places[OPTIONS_MAX];
	struct option longs[OPTIONS_MAX + 2];
	char shorts[2 * OPTIONS_MAX + 3];
	size_t n = options_gather(command, rows, places);
	int found;

	prepare(rows, n, longs, shorts);
	opterr = 0;
	optind = 0; /* glibc: restart, and permute operands */
	while ((found = getopt_long(argc, argv, shorts, longs, NULL)) != -1) {
		const struct option_row *row;
		const char *expected;

		if (found == 'h') {
			options_help(command);
			return EXIT_DONE;
		}
		if (found == ':')
			return usage_error(command->name, "option '%s' needs an argument", argv[optind - 1]);
		row = found == '?' ? NULL : row_of(rows, n, found);
		if (!row)
			return unknown_option(command, rows, n, argv[optind - 1]);
		expected = store(row, optarg, settings);
		if (expected)
			return usage_error(
				command->name, "option --%s: expected %s, not '%s'", row->name, expected, optarg);
	}
	*first = optind;
	resolve_output(command, settings);
	return check_common(command, settings);
}
