/* SPDX-License-Identifier: MIT */
/* inspect: shows what a bundle contains. */
#include <math.h>
#include <string.h>

#include "base/json.h"
#include "base/shown.h"
#include "base/str.h"
#include "commands.h"
#include "stream/engine.h"
#include "moderato/card.h"
#include "moderato/exporter.h"
#include "stream/rows.h"
#include "terminal/table.h"

struct settings {
	struct common common;
	bool card;
	bool card_json;
	bool default_policy;
};

static const struct option_row rows_of_options[] = {
	{"card", 0, NULL, "print the model card, which is Markdown", OPTION_FLAG,
		offsetof(struct settings, card)},
	{"card-json", 0, NULL, "print the figures of the model card, which are JSON", OPTION_FLAG,
		offsetof(struct settings, card_json)},
	{"default-policy", 0, NULL, "print the built-in policy, to begin your own with", OPTION_FLAG,
		offsetof(struct settings, default_policy)},
};

enum { KEY_COLUMNS = 28 };

static void write_table(const struct engine *engine, struct buffer *buf)
{
	struct view view = view_of_stdout();
	const char *key, *value;
	size_t i;

	for (i = 0; moderato_bundle_fact(engine->bundle, i, &key, &value); i++) {
		table_cell(buf, str_of(key), KEY_COLUMNS);
		buffer_add_str(buf, " ");
		shown_add(buf, str_of(value), SHOWN_NAME);
		buffer_add_str(buf, "\n");
	}
	buffer_add_str(buf, "\n");
	table_style(buf, &view, STYLE_BOLD);
	buffer_add_str(buf, "Attributes");
	table_style(buf, &view, STYLE_PLAIN);
	buffer_add_str(buf, "\n");
	for (i = 0; i < engine->n_attributes; i++) {
		buffer_add_str(buf, "  ");
		table_cell(buf, str_of(moderato_bundle_attribute(engine->bundle, i)), 18);
		buffer_add_str(buf, " ");
		shown_add(buf, str_of(moderato_bundle_describe(engine->bundle, i)), SHOWN_NAME);
		if (!isnan(moderato_bundle_second_from(engine->bundle, i)))
			buffer_printf(
				buf, "; read twice from %.4f", moderato_bundle_second_from(engine->bundle, i));
		buffer_add_str(buf, "\n");
	}
}

static void add_from(struct buffer *buf, double from)
{
	char number[32];

	buffer_add_str(buf, ",\"read_twice_from\":");
	buffer_add(buf, number, moderato_format_number(number, from));
}

/* Writes {"facts":{…},"attributes":[{"name":…,"description":…,"read_twice_from":…}]}. */
static void write_json(const struct engine *engine, struct buffer *buf)
{
	const char *key, *value;
	size_t i;

	buffer_add_str(buf, "{\"facts\":{");
	for (i = 0; moderato_bundle_fact(engine->bundle, i, &key, &value); i++) {
		buffer_add_str(buf, i ? "," : "");
		json_write_string(buf, str_of(key));
		buffer_add_str(buf, ":");
		json_write_string(buf, str_of(value));
	}
	buffer_add_str(buf, "},\"attributes\":[");
	for (i = 0; i < engine->n_attributes; i++) {
		buffer_printf(buf, "%s{\"name\":", i ? "," : "");
		json_write_string(buf, str_of(moderato_bundle_attribute(engine->bundle, i)));
		buffer_add_str(buf, ",\"description\":");
		json_write_string(buf, str_of(moderato_bundle_describe(engine->bundle, i)));
		if (!isnan(moderato_bundle_second_from(engine->bundle, i)))
			add_from(buf, moderato_bundle_second_from(engine->bundle, i));
		buffer_add_str(buf, "}");
	}
	buffer_add_str(buf, "]}\n");
}

/* Writes the card exactly as the bundle contains it. The JSON is only written if it is a card. */
static int write_card(const struct engine *engine, bool json)
{
	const moderato_str card =
		json ? moderato_bundle_card_json(engine->bundle) : moderato_bundle_card(engine->bundle);
	moderato_error err = {.message = ""};
	moderato_status status = MODERATO_OK;
	moderato_card *parsed;

	if (!card.len) {
		complain(json ? "the bundle has no card for programs in it" : "the bundle has no card");
		return EXIT_BAD_INPUT;
	}
	if (json) {
		status = moderato_card_parse(&parsed, "the card in the bundle", card, &err);
		moderato_card_free(parsed);
	}
	if (status)
		return complain_status(status, &err);
	out_write(card.ptr, card.len);
	return EXIT_DONE;
}

static int write_facts(const struct engine *engine, enum output output)
{
	struct buffer buf = {0};

	if (output == OUTPUT_TABLE)
		write_table(engine, &buf);
	else
		write_json(engine, &buf);
	return out_whole(&buf);
}

static int run_inspect(int argc, char **argv)
{
	struct settings settings = {.card = false};
	struct engine engine;
	int first;
	int code = options_parse(&command_inspect, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	if (argc - first > 1 || (first < argc && settings.common.bundle))
		return usage_error("inspect", "unexpected argument '%s'", argv[argc - 1]);
	if (settings.default_policy) {
		out_puts(moderato_policy_default_yaml());
		return EXIT_DONE;
	}
	if (first < argc)
		settings.common.bundle = argv[first];
	code = engine_open(&engine, "inspect", &settings.common, false);
	if (code)
		return code;
	if (settings.card || settings.card_json)
		code = write_card(&engine, settings.card_json);
	else
		code = write_facts(&engine, output_of(&settings.common));
	engine_close(&engine);
	return code;
}

const struct command command_inspect = {
	.name = "inspect",
	.group = "Train and measure",
	.summary = "show what is in a bundle, or the built-in policy",
	.synopsis = "[OPTION…] [BUNDLE]",
	.description =
		"Shows what is in a bundle: the facts about its training and its attributes, or with "
		"--card its model card. With --default-policy it prints the policy that is used if none is "
		"given.",
	.examples = "moderato inspect my.bundle\n"
				"moderato inspect --default-policy > policy.yaml",
	.common = COMMON_BUNDLE | COMMON_OUTPUT,
	.outputs = "jsonl|table",
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_inspect,
};
