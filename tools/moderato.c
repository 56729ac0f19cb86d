/* SPDX-License-Identifier: MIT */
/* The program: finds the command and runs it. */
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "terminal/cli.h"
#include "commands.h"
#include "base/parquet.h"
#include "serve/config/config_table.h"
#include "stream/parquet_plugin_path.h"
#include "moderato/version.h"

static const struct command *const commands[] = {
	&command_screen,
	&command_score,
	&command_explain,
	&command_campaigns,
	&command_import,
	&command_serve,
	&command_train,
	&command_tune,
	&command_eval,
	&command_budget,
	&command_cascade,
	&command_perturb,
	&command_inspect,
	&command_features,
	&command_export,
};

enum { N_COMMANDS = sizeof(commands) / sizeof(commands[0]) };

static const struct command *find_command(const char *name)
{
	size_t i;

	for (i = 0; i < N_COMMANDS; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
	}
	return NULL;
}

static int unknown_command(const char *name)
{
	const char *best = NULL;
	size_t best_distance = 3;
	size_t i;

	for (i = 0; i < N_COMMANDS; i++) {
		size_t distance = edit_distance(name, commands[i]->name);

		if (distance < best_distance) {
			best_distance = distance;
			best = commands[i]->name;
		}
	}
	if (best)
		return usage_error(NULL, "unknown command '%s'; did you mean '%s'?", name, best);
	return usage_error(NULL, "unknown command '%s'", name);
}

static void print_help(void)
{
	struct buffer buf = {0};
	const char *group = "";
	size_t i;

	buffer_add_str(&buf,
		"Usage: moderato COMMAND [OPTION…] [FILE|-]…\n\n"
		"Decides what happens to readers' comments: publish, hold or reject.\n"
		"A bundle, which is a trained model, scores a comment for spam and abuse;\n"
		"a policy turns the scores into the decision.\n");
	for (i = 0; i < N_COMMANDS; i++) {
		if (strcmp(group, commands[i]->group) != 0)
			buffer_printf(&buf, "\n%s:\n", commands[i]->group);
		group = commands[i]->group;
		buffer_printf(&buf, "  %-11s%s\n", commands[i]->name, commands[i]->summary);
	}
	buffer_add_str(&buf,
		"\nOptions:\n"
		"  -h, --help     show this help\n"
		"      --version  show the versions of the program and of its libraries\n\n"
		"'moderato COMMAND --help' explains a command, 'man moderato' everything.\n"
		"Results go to standard output, all else to standard error. Exit codes: 0 done,\n"
		"1 a check is negative, 2 wrong usage, 3 bad input, 4 system error.\n");
	out_buf(&buf);
	buffer_dispose(&buf);
}

static int print_version(void)
{
	const char *plugin = parquet_plugin();
	const char *library = plugin ? parquet_library(plugin) : NULL;

	out_puts(moderato_version());
	if (library) {
		out_puts(", ");
		out_puts(library);
	}
	out_puts("\n");
	return EXIT_DONE;
}

static int help_on(int argc, char **argv)
{
	const struct command *command;

	if (argc < 2) {
		print_help();
		return EXIT_DONE;
	}
	command = find_command(argv[1]);
	if (!command)
		return unknown_command(argv[1]);
	options_help(command);
	return EXIT_DONE;
}

/* Prints a part of the manual page for the build; see tools/moderato.1.in. */
static int print_manual(const char *part)
{
	const struct command *command = find_command(part);

	if (command)
		manual_command(command);
	else if (strcmp(part, "common") == 0)
		manual_common();
	else if (strcmp(part, "formats") == 0)
		manual_formats();
	else if (strcmp(part, "settings") == 0)
		config_manual();
	else
		return unknown_command(part);
	return EXIT_DONE;
}

/* As moderatod, which is another name of the program, it is the daemon. */
static bool named_moderatod(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return path && strcmp(slash ? slash + 1 : path, "moderatod") == 0;
}

static int run(int argc, char **argv)
{
	const struct command *command;

	if (named_moderatod(argc ? argv[0] : NULL) && (argc < 2 || strcmp(argv[1], "--version") != 0))
		return command_serve.run(argc, argv);
	if (argc < 2)
		return usage_error(NULL, "expected a command");
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) {
		print_help();
		return EXIT_DONE;
	}
	if (strcmp(argv[1], "--version") == 0)
		return print_version();
	if (strcmp(argv[1], "help") == 0)
		return help_on(argc - 1, argv + 1);
	if (strcmp(argv[1], "--man") == 0 && argc == 3)
		return print_manual(argv[2]);
	if (argv[1][0] == '-')
		return usage_error(NULL, "unknown option '%s'; expected a command first", argv[1]);
	command = find_command(argv[1]);
	return command ? command->run(argc - 1, argv + 1) : unknown_command(argv[1]);
}

/* Selects vector instructions other than the machine's best, so that they can be compared. */
static int choose_simd(void)
{
	const char *name = getenv("MODERATO_SIMD");

	if (name && *name && moderato_simd_use(name) != MODERATO_OK)
		return usage_error(NULL,
			"MODERATO_SIMD: expected scalar, sse2, avx2, avx512 or neon, if this "
			"machine has it");
	return EXIT_DONE;
}

int main(int argc, char **argv)
{
	int code;

	guard_standard_files();
	code = choose_simd();
	if (code)
		return finish_output(code);
	return finish_output(run(argc, argv));
}
