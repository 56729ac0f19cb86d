/* SPDX-License-Identifier: MIT */
/* serve: the daemon. */
#include <stdlib.h>
#include <string.h>

#include "commands.h"
#include "serve/protocol.h"
#include "serve/server.h"
#include "terminal/cli.h"

struct settings {
	struct common common;
	struct text_list listen;
	const char *config;
	const char *key;
	const char *access_log;
};

static const struct option_row rows_of_options[] = {
	{"listen", 0, "ADDRESS",
		"HOST:PORT, [ADDRESS]:PORT, *:PORT or unix:PATH; may be given several times; port 0 is a "
		"free one",
		OPTION_LIST, offsetof(struct settings, listen)},
	{"key", 0, "KEY", "the key that clients show; also the secret that Coral signs with",
		OPTION_TEXT, offsetof(struct settings, key)},
	{"config", 0, "FILE", "a configuration, which says more than these options can", OPTION_TEXT,
		offsetof(struct settings, config)},
	{"access-log", 0, "FILE", "write a line for each request; - is standard output", OPTION_TEXT,
		offsetof(struct settings, access_log)},
};

static int run_serve(int argc, char **argv)
{
	struct settings settings = {.config = NULL};
	int first;
	int code = options_parse(&command_serve, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	if (first < argc)
		return usage_error("serve", "unexpected argument '%s'", argv[first]);
	code = server_run(&(struct serve_options){
		.config = settings.config,
		.listen = settings.listen.items,
		.n_listen = settings.listen.n,
		.key = settings.key,
		.bundle = settings.common.bundle,
		.policy = settings.common.policy,
		.access_log = settings.access_log,
		.quiet = settings.common.quiet,
	});
	text_list_dispose(&settings.listen);
	return code;
}

const struct command command_serve = {
	.name = "serve",
	.group = "Moderate",
	.summary = "answer over HTTP as Perspective, Akismet and others do",
	.synopsis = "--listen ADDRESS --key KEY | --config FILE",
	.description =
		"Runs until SIGTERM. One process answers requests in the protocols of Perspective, "
		"Akismet, OpenAI's moderations and Coral's external moderation phase, and in one "
		"of its own.",
	.examples = "moderato serve --listen 127.0.0.1:8080 --key 0123456789ab\n"
				"moderato serve --config /etc/moderato/moderato.yaml",
	.common = COMMON_BUNDLE | COMMON_POLICY | COMMON_QUIET,
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_serve,
};
