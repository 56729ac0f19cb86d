/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H
/* Commands and their options as tables: parsing, --help and the manual's option lists all come from
 * the same rows. */
#include <stdbool.h>
#include <stddef.h>

/* How results are written. */
enum output {
	OUTPUT_DEFAULT, /* a table on a terminal, JSON lines else */
	OUTPUT_JSONL,
	OUTPUT_CSV,
	OUTPUT_TSV,
	OUTPUT_TABLE,
	OUTPUT_SCORES,
	OUTPUT_WXR, /* the input, a WordPress export, with other states */
};

/* The options that several commands share; the first member of every command's settings. */
struct common {
	const char *bundle;
	const char *policy;
	const char *format;
	const char *columns;
	const char *charset;
	const char *attributes;
	int output; /* enum output */
	size_t jobs;
	unsigned with; /* MODERATO_WITH_… */
	unsigned long long seed;
	bool quiet;
	bool strict;
};

/* Which of them a command lists in its help. */
enum {
	COMMON_BUNDLE = 1 << 0,
	COMMON_POLICY = 1 << 1,
	COMMON_INPUT = 1 << 2, /* --format, --columns, --charset */
	COMMON_OUTPUT = 1 << 3,
	COMMON_JOBS = 1 << 4,
	COMMON_ATTRIBUTES = 1 << 5,
	COMMON_WITH = 1 << 6,
	COMMON_SEED = 1 << 7,
	COMMON_STRICT = 1 << 8,
	COMMON_QUIET = 1 << 9,
};

enum option_kind {
	OPTION_FLAG,     /* bool */
	OPTION_TEXT,     /* const char * */
	OPTION_SIZE,     /* size_t */
	OPTION_UNSIGNED, /* unsigned */
	OPTION_INT,      /* int: a whole number, also below 0; 1 for an option without an argument */
	OPTION_SEED,     /* unsigned long long */
	OPTION_NUMBER,   /* double */
	OPTION_LIST,     /* struct text_list: may be given several times */
	OPTION_CHOICE,   /* int: the place, from 1, among the argument's words "one|two" */
	OPTION_WITH,     /* unsigned: the bits of --with */
};

struct text_list {
	const char **items;
	size_t n;
};

void text_list_dispose(struct text_list *list);

struct option_row {
	const char *name;
	int letter;           /* the short form, or 0 */
	const char *argument; /* its name in help; NULL: takes none */
	const char *help;
	enum option_kind kind;
	size_t offset; /* of the target in the command's settings */
};

/* One command; its table is in its cmd_*.c. */
struct command {
	const char *name;
	const char *group;    /* heading in `moderato --help` */
	const char *summary;  /* one line there */
	const char *synopsis; /* what follows "moderato NAME " */
	const char *description;
	const char *examples; /* lines, without indentation */
	const char *negative; /* what exit code 1 means here, or NULL */
	unsigned common;      /* COMMON_… */
	const char *outputs;  /* of --output, such as "jsonl|table" */
	const struct option_row *rows;
	size_t n_rows;
	const char *expert; /* names of the rows that help lists last, separated by spaces; or NULL */
	int (*run)(int argc, char **argv); /* returns an exit code */
};

/* What options_parse() returns when the command is to go on. */
enum { OPTIONS_PARSED = -1 };

/* Parse argv (argv[0] is the command's name) into `settings`, which begins with a struct common;
 * *first becomes the index of the first operand. Otherwise the exit code: help was asked for, or
 * there was a mistake, which has been complained of. */
int options_parse(const struct command *command, int argc, char **argv, void *settings, int *first);

/* Print a command's help to standard output. */
void options_help(const struct command *command);

/* Print parts of the manual page to standard output, as roff: a command's section; the list of the
 * options that several commands share; the list of input formats. */
void manual_command(const struct command *command);
void manual_common(void);
void manual_formats(void);

enum { OPTIONS_MAX = 64 }; /* rows of one command, the common ones included */

/* Where a command's help shows an option. */
enum option_place {
	OPTION_HIDDEN, /* taken by every command, but without effect in this one */
	OPTION_USUAL,
	OPTION_EXPERT,
};

/* All rows that a command takes, its own first; returns how many. `places` says where its help
 * shows each. */
size_t options_gather(const struct command *command, struct option_row rows[OPTIONS_MAX],
	enum option_place places[OPTIONS_MAX]);

/* The options that several commands share: the rows, and in `bits` each one's COMMON_… bit. Returns
 * how many there are. */
size_t options_common(struct option_row rows[OPTIONS_MAX], unsigned bits[OPTIONS_MAX]);

/* Whether the command reads vectors too, as --format svmlight. */
bool options_take_vectors(const struct command *command);

#endif
