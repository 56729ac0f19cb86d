/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_OPTIONS_H
#define TOOLS_OPTIONS_H
/* Describes commands and their options as tables. Parsing, --help and the manual's option lists all
 * use the same rows. */
#include <stdbool.h>
#include <stddef.h>

/* The format in which results are written. */
enum output {
	OUTPUT_DEFAULT, /* a table on a terminal, JSON lines otherwise */
	OUTPUT_JSONL,
	OUTPUT_CSV,
	OUTPUT_TSV,
	OUTPUT_TABLE,
	OUTPUT_SCORES,
	OUTPUT_WXR, /* the input, a WordPress export, with changed states */
};

/* The options that several commands share. This is the first member of every command's settings. */
struct common {
	const char *bundle;
	const char *policy;
	const char *format;
	const char *columns;
	const char *delimiter;
	const char *labels_map;
	const char *charset;
	const char *attributes;
	int output; /* enum output */
	size_t jobs;
	unsigned with; /* MODERATO_WITH_… */
	int second;    /* moderato_second_reading */
	unsigned long long seed;
	bool no_header;
	bool quiet;
	bool strict;
};

/* Bits for the common options that a command lists in its help. */
enum {
	COMMON_BUNDLE = 1 << 0,
	COMMON_POLICY = 1 << 1,
	COMMON_INPUT = 1 << 2, /* --format, --columns and what else says how input is read */
	COMMON_OUTPUT = 1 << 3,
	COMMON_JOBS = 1 << 4,
	COMMON_ATTRIBUTES = 1 << 5,
	COMMON_WITH = 1 << 6,
	COMMON_SEED = 1 << 7,
	COMMON_STRICT = 1 << 8,
	COMMON_QUIET = 1 << 9,
	COMMON_SECOND = 1 << 10,
};

enum option_kind {
	OPTION_FLAG,     /* bool */
	OPTION_TEXT,     /* const char * */
	OPTION_SIZE,     /* size_t */
	OPTION_UNSIGNED, /* unsigned */
	OPTION_INT,      /* int: a whole number, may be negative; 1 for an option without an argument */
	OPTION_SEED,     /* unsigned long long */
	OPTION_NUMBER,   /* double */
	OPTION_LIST,     /* struct text_list: may be given several times */
	OPTION_CHOICE,   /* int: the position, from 1, among the words of the argument, "one|two" */
	OPTION_WITH,     /* unsigned: the bits of --with */
};

struct text_list {
	const char **items;
	size_t n;
};

void text_list_dispose(struct text_list *list);

struct option_row {
	const char *name;
	int letter;           /* the short form, or 0 if there is none */
	const char *argument; /* what help calls the argument; NULL: the option takes none */
	const char *help;
	enum option_kind kind;
	size_t offset; /* offset of the target in the command's settings */
};

/* One command, which is defined in its cmd_*.c. */
struct command {
	const char *name;
	const char *group;    /* its heading in `moderato --help` */
	const char *summary;  /* its line there */
	const char *synopsis; /* what follows "moderato NAME " */
	const char *description;
	const char *examples; /* lines without indentation */
	const char *negative; /* what exit code 1 means here, or NULL */
	unsigned common;      /* COMMON_… */
	const char *outputs;  /* the formats of --output, such as "jsonl|table" */
	const struct option_row *rows;
	size_t n_rows;
	const char *expert; /* names, separated by spaces, of the rows that help lists last; or NULL */
	int (*run)(int argc, char **argv); /* returns an exit code */
};

/* What options_parse() returns if the command should run. */
enum { OPTIONS_PARSED = -1 };

/* Parses argv, whose first element is the command's name, into `settings`, which begins with a
 * struct common. *first receives the index of the first operand. If the command should not run,
 * returns its exit code: either help was printed, or a mistake was complained of. */
int options_parse(const struct command *command, int argc, char **argv, void *settings, int *first);

/* Prints a command's help to standard output. */
void options_help(const struct command *command);

/* Print parts of the manual page to standard output, as roff: the section of a command, the list of
 * the options that several commands share, and the list of input formats. */
void manual_command(const struct command *command);
void manual_common(void);
void manual_formats(void);

/* Prints an entry of a list, for parts whose tables are elsewhere. `argument` may be NULL. */
void manual_entry(const char *name, const char *argument, const char *help);

enum { OPTIONS_MAX = 64 }; /* the most rows of one command, including the common ones */

/* Where the help of a command shows an option. */
enum option_place {
	OPTION_HIDDEN, /* every command accepts it, but it has no effect in this one */
	OPTION_USUAL,
	OPTION_EXPERT,
};

/* Collects all rows of a command, its own first, and returns how many there are. `places` receives
 * where the help shows each. */
size_t options_gather(const struct command *command, struct option_row rows[OPTIONS_MAX],
	enum option_place places[OPTIONS_MAX]);

/* Collects the options that several commands share, and in `bits` the COMMON_… bit of each. Returns
 * how many there are. */
size_t options_common(struct option_row rows[OPTIONS_MAX], unsigned bits[OPTIONS_MAX]);

/* Returns whether the command also reads vectors, as --format svmlight. */
bool options_take_vectors(const struct command *command);

#endif
