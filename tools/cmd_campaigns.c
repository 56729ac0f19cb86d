/* SPDX-License-Identifier: MIT */
/* campaigns: finds the comments of a batch that are variants of one text, and prints a line for
 * each text. */
#include "campaign/campaign_list.h"
#include "campaign/campaign_search.h"
#include "commands.h"
#include "terminal/interrupt.h"
#include "stream/rows.h"

struct settings {
	struct common common;
	size_t least;
	size_t members;
};

static const struct option_row rows_of_options[] = {
	{"least", 0, "N", "report only campaigns of N comments or more (default: 3; at least 2)",
		OPTION_SIZE, offsetof(struct settings, least)},
	{"members", 0, "N",
		"list at most N ids, hosts and authors of each campaign (default: 10; 0: all)", OPTION_SIZE,
		offsetof(struct settings, members)},
};

static void summarise(const struct campaign_search *search, const struct campaign_list *list)
{
	struct buffer buf = {0};
	size_t members = 0;
	size_t i;

	for (i = 0; i < list->n; i++)
		members += list->v[i].campaign.size;
	describe_count(&buf, search->n_comments, "comment");
	buffer_printf(&buf, ": %zu in ", members);
	describe_count(&buf, list->n, "campaign");
	buffer_printf(&buf, ", %zu too short to tell", search->n_short);
	skips_describe(&search->skips, &buf);
	if (!buf.failed)
		complain("%s", buffer_cstr(&buf));
	buffer_dispose(&buf);
}

/* The second pass: collects what the campaigns' comments say. */
static int gather(struct campaign_list *list, struct inputs *inputs, struct progress *progress)
{
	moderato_comment comment;
	moderato_error err = {.message = ""};
	moderato_status status = MODERATO_OK;
	struct inputs_place place;

	while (list->n && (status = inputs_next_good(inputs, &comment, &err)) == MODERATO_OK) {
		inputs_tell(inputs, &place);
		status = campaign_list_add(list, &comment, inputs_number(inputs, &place), &err);
		if (status)
			break;
		progress_update(progress, "listing", inputs_position(inputs), inputs_total(inputs),
			inputs->n_comments, "comments");
	}
	progress_hide();
	if (status == MODERATO_ENOMEM)
		return complain_memory();
	campaign_list_sort(list);
	return status < 0 ? complain_status(status, &err) : EXIT_DONE;
}

static int write_list(const struct campaign_list *list, enum output output)
{
	const struct view view = view_of_stdout();
	struct buffer buf = {0};
	int code = EXIT_DONE;
	size_t i;

	if (output == OUTPUT_TABLE && list->n)
		campaign_table_header(list, &view, &buf);
	for (i = 0; !code && i < list->n; i++) {
		if (output != OUTPUT_TABLE)
			campaign_json(list, &list->v[i], &buf);
		else if (campaign_table(list, &list->v[i], &view, &buf))
			buf.failed = true;
		if (buf.failed)
			code = complain_memory();
		else if (!out_buf(&buf))
			code = EXIT_SYSTEM;
		buffer_clear(&buf);
	}
	buffer_dispose(&buf);
	return code;
}

static int list_all(const struct settings *settings, struct campaign_search *search,
	struct inputs *inputs, struct progress *progress)
{
	struct campaign_list list;
	int code = campaign_list_init(&list, search->campaigns, settings->least, settings->members);

	inputs->skips.silent = true;
	progress_start(progress, settings->common.quiet);
	if (!code)
		code = gather(&list, inputs, progress);
	if (!code && interrupt_signal()) {
		complain("stopped by %s", interrupt_name());
		code = 128 + interrupt_signal();
	}
	if (!code)
		code = write_list(&list, output_of(&settings->common));
	if (!code && !settings->common.quiet)
		summarise(search, &list);
	campaign_list_dispose(&list);
	return code;
}

static int run_campaigns(int argc, char **argv)
{
	struct settings settings = {.least = MODERATO_CAMPAIGN_SIZE_MIN, .members = 10};
	struct campaign_search search = {.campaigns = NULL};
	struct inputs inputs;
	struct progress progress;
	int first, read_code;
	int code = options_parse(&command_campaigns, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	if (settings.least < 2)
		return usage_error("campaigns", "option --least: expected 2 or more");
	interrupt_catch();
	inputs_init(&inputs, &settings.common, argv + first, argc - first);
	progress_start(&progress, settings.common.quiet);
	code = campaign_search(&search, &inputs, &settings.common, &progress, false);
	if (!code)
		code = list_all(&settings, &search, &inputs, &progress);
	inputs.skips = search.skips;
	read_code = inputs_finish(&inputs, &settings.common);
	inputs_dispose(&inputs);
	campaign_search_dispose(&search);
	return code ? code : read_code;
}

const struct command command_campaigns = {
	.name = "campaigns",
	.group = "Moderate",
	.summary = "find comments that are variants of one text",
	.synopsis = "[OPTION…] [FILE|-]…",
	.description =
		"Reads comments in any known format and finds campaigns: comments that are variants of one "
		"text, with some words exchanged, other links, or letters in disguise. No bundle is "
		"needed. Writes a line for each campaign, the largest first: its size, its earliest text, "
		"the ids of its comments, the hosts that they link to, their authors, and the times of the "
		"first and the last.\n\nQuoted text does not count, and comments of less than about a "
		"dozen words are in no campaign. The result does not depend on the number of threads, nor "
		"on how the comments are spread over files. All input is read before anything is written, "
		"and takes about 100 bytes of memory for each comment; more than 16,777,216 comments are "
		"refused.",
	.examples = "moderato campaigns --output table comments.jsonl\n"
				"moderato campaigns --members 0 export.csv | jq -r '.ids[]' > variants",
	.common = COMMON_INPUT | COMMON_OUTPUT | COMMON_JOBS | COMMON_STRICT | COMMON_QUIET,
	.outputs = "jsonl|table",
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_campaigns,
};
