/* SPDX-License-Identifier: MIT */
/* serve: the daemon. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "serve/config/key_new.h"
#include "serve/server.h"
#include "terminal/cli.h"

struct settings {
	struct common common;
	struct text_list listen;
	struct text_list keys;
	const char *config;
	const char *access_log;
	bool anonymous;
	bool check_config;
	bool print_config;
	struct key_wish new_key;
};

#define AT(member) offsetof(struct settings, member)

static const struct option_row rows_of_options[] = {
	{"listen", 0, "ADDRESS",
		"where to take requests, instead of the configuration's listen: HOST:PORT, "
		"[ADDRESS]:PORT, *:PORT or unix:PATH; may be given several times; port 0 is a free one "
		"(default: 127.0.0.1:8080)",
		OPTION_LIST, AT(listen)},
	{"key", 0, "KEY",
		"a key that clients show, besides those of the configuration; also a secret that Coral "
		"signs with. Others on this machine can see it: MODERATO_KEY in the environment does the "
		"same",
		OPTION_LIST, AT(keys)},
	{"anonymous", 0, NULL, "answer requests without a key, and with any key", OPTION_FLAG,
		AT(anonymous)},
	{"config", 0, "FILE", "the configuration, which says more than these options can", OPTION_TEXT,
		AT(config)},
	{"access-log", 0, "FILE",
		"write a line for each request, without texts, addresses and keys; - is standard output",
		OPTION_TEXT, AT(access_log)},
	{"check-config", 0, NULL,
		"open all that the configuration and the options name, but do not listen, and say whether "
		"all is well",
		OPTION_FLAG, AT(check_config)},
	{"print-config", 0, NULL,
		"print all settings, as the configuration and the options have them, with what each is for",
		OPTION_FLAG, AT(print_config)},
	{"scopes", 0, "LIST",
		"key new: what the key may be used for, some of perspective, akismet, openai, score "
		"and metrics, separated by commas (default: all)",
		OPTION_TEXT, AT(new_key.scopes)},
	{"rate", 0, "RATE",
		"key new: how often it may be used, such as 600/minute; also second, hour and day "
		"(default: no limit)",
		OPTION_TEXT, AT(new_key.rate)},
	{"expires", 0, "DAY", "key new: the day from which on it is refused, such as 2027-01-31",
		OPTION_TEXT, AT(new_key.expires)},
	{"from", 0, "FILE",
		"key new: a key that clients have already, instead of a new one: the first line of a file, "
		"- for standard input",
		OPTION_TEXT, AT(new_key.from)},
	{"long", 0, NULL,
		"key new: 32 digits instead of 12, which are all that WordPress's Akismet plugin takes",
		OPTION_FLAG, AT(new_key.is_long)},
};

/* Returns whether any option was given that only `key new` has. */
static bool is_for_key(const struct key_wish *wish)
{
	return wish->scopes || wish->rate || wish->expires || wish->from || wish->is_long;
}

/* Answers `serve key new NAME`. */
static int run_key(int n, char **words, struct settings *settings)
{
	if (n < 2 || strcmp(words[1], "new") != 0)
		return usage_error("serve", "expected 'key new NAME'");
	if (n < 3)
		return usage_error("serve", "key new: expected the name of who will use the key");
	if (n > 3)
		return usage_error("serve", "unexpected argument '%s'", words[3]);
	settings->new_key.name = words[2];
	settings->new_key.config = settings->config;
	return key_new(&settings->new_key);
}

/* Says how to begin to somebody who has said nothing. */
static int say_how(void)
{
	complain_lines(
		"expected at least a key, as in: moderato serve --key 0123456789ab\n"
		"  'moderato serve key new NAME' makes one, --config FILE reads a configuration with "
		"keys,\n"
		"  and --anonymous answers everybody who can reach 127.0.0.1:8080\n"
		"try 'moderato serve --help'");
	return EXIT_USAGE;
}

static int run_server(const struct settings *settings)
{
	const struct serve_options options = {
		.config = settings->config,
		.listen = settings->listen.items,
		.n_listen = settings->listen.n,
		.keys = settings->keys.items,
		.n_keys = settings->keys.n,
		.bundle = settings->common.bundle,
		.policy = settings->common.policy,
		.access_log = settings->access_log,
		.anonymous = settings->anonymous,
		.quiet = settings->common.quiet,
	};

	if (settings->print_config)
		return server_print_config(&options);
	if (!options.config && !options.n_keys && !options.anonymous)
		return say_how();
	return settings->check_config ? server_check(&options) : server_run(&options);
}

static int run_serve(int argc, char **argv)
{
	struct settings settings = {.config = NULL};
	const char *key = getenv("MODERATO_KEY");
	int first;
	int code = options_parse(&command_serve, argc, argv, &settings, &first);

	if (code == OPTIONS_PARSED) {
		if (key && *key && !settings.keys.n)
			settings.keys = (struct text_list){&key, 1};
		if (first < argc && strcmp(argv[first], "key") == 0)
			code = run_key(argc - first, argv + first, &settings);
		else if (first < argc)
			code = usage_error("serve", "unexpected argument '%s'", argv[first]);
		else if (is_for_key(&settings.new_key))
			code = usage_error("serve",
				"--scopes, --rate, --expires, --from and --long are for 'moderato serve key new "
				"NAME'");
		else
			code = run_server(&settings);
	}
	text_list_dispose(&settings.listen);
	if (settings.keys.items != &key)
		text_list_dispose(&settings.keys);
	return code;
}

const struct command command_serve = {
	.name = "serve",
	.group = "Moderate",
	.summary = "answer over HTTP as Perspective, Akismet and others do",
	.synopsis = "[--config FILE] [--listen ADDRESS]… [--key KEY]… [OPTION…]\n"
				"       moderato serve key new NAME [--scopes LIST] [--rate RATE]",
	.description =
		"Runs until it is stopped. One process answers requests in the protocols of Perspective, "
		"Akismet, OpenAI's moderations and Coral's external moderation phase, and in one of its "
		"own. Without a configuration all of them are answered, with the default bundle and policy "
		"and no limit of the rate.\n\n"
		"'key new' makes a key and prints it, and what the configuration says of it: only its hash "
		"is kept. With --config it makes sure that the name is new. A key that clients have "
		"already "
		"can stay: --from reads it.\n\n"
		"When it is ready, a line for each address it listens to is on standard error. SIGHUP "
		"reads the configuration, bundle, policy, keys and certificates again without losing a "
		"request; "
		"if anything is wrong with them, it says so and goes on with the old. SIGTERM and SIGINT "
		"let the requests that have begun end, and then it exits with 0; a second one ends it at "
		"once.",
	.examples = "moderato serve --key 0123456789ab\n"
				"moderato serve key new coral --scopes perspective --rate 600/minute\n"
				"moderato serve --print-config > moderato.yaml\n"
				"moderato serve --check-config --config moderato.yaml\n"
				"moderato serve --config moderato.yaml --listen '*:8080'",
	.common = COMMON_BUNDLE | COMMON_POLICY | COMMON_QUIET,
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_serve,
};
