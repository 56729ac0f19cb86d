/* SPDX-License-Identifier: MIT */
/* import: a discussion in any known format as comments, one JSON object a line. */
#include <unistd.h>

#include "commands.h"
#include "inputs.h"
#include "moderato/exporter.h"
#include "progress.h"

struct settings {
	struct common common;
};

static void summarise(const struct inputs *inputs)
{
	struct strbuf buf = {0};

	if (!isatty(STDERR_FILENO) && !inputs->skips.n)
		return;
	describe_count(&buf, inputs->n_comments, "comment");
	skips_describe(&inputs->skips, &buf);
	if (!buf.failed)
		complain("%s", buf.ptr);
	strbuf_dispose(&buf);
}

static int import_all(struct inputs *inputs, struct progress *progress)
{
	struct strbuf buf = {0};
	moderato_comment comment;
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = EXIT_DONE;

	while (!code && (status = inputs_next_good(inputs, &comment, &err)) != MODERATO_END) {
		strbuf_clear(&buf);
		if (status == MODERATO_OK)
			status = moderato_comment_json(&comment, &buf.ptr, &buf.len, &buf.cap, &err);
		strbuf_puts(&buf, "\n");
		if (status != MODERATO_OK)
			code = complain_status(status, &err);
		else if (buf.failed)
			code = complain_memory();
		else if (!out_buf(&buf))
			code = EXIT_SYSTEM;
		progress_update(progress, "importing", inputs_position(inputs), inputs->bytes_total,
			inputs->n_comments, "comments");
	}
	progress_hide();
	strbuf_dispose(&buf);
	return code;
}

static int run_import(int argc, char **argv)
{
	struct settings settings = {.common = {0}};
	struct inputs inputs;
	struct progress progress;
	int first, read_code;
	int code = options_parse(&command_import, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	inputs_init(&inputs, &settings.common, argv + first, argc - first);
	progress_start(&progress, settings.common.quiet);
	code = import_all(&inputs, &progress);
	read_code = inputs_finish(&inputs, &settings.common);
	if (!code && !settings.common.quiet)
		summarise(&inputs);
	inputs_dispose(&inputs);
	return code ? code : read_code;
}

const struct command command_import = {
	.name = "import",
	.group = "Moderate",
	.summary = "a discussion as comments, one JSON object a line",
	.synopsis = "[OPTION…] [FILE|-]…",
	.description = "Reads comments in any known format and writes each as a JSON object on a line "
				   "of its own. Unknown members of JSON input are handed through.\n\n"
				   "What other systems export comes with its author, time (UTC), thread (as "
				   "group), what it answers (parent_id), and its state: published, held, spam, "
				   "trash, removed or deleted. Comments that were removed or deleted and have no "
				   "text any more are counted and left out. A comment comes behind its answers "
				   "where they stand within it.",
	.examples = "moderato import page.txt > comments.jsonl\n"
				"moderato import --columns text=comment,created=posted export.csv\n"
				"moderato import RC_2024-01.zst | jq -r .state | sort | uniq -c",
	.common = COMMON_INPUT | COMMON_STRICT | COMMON_QUIET,
	.run = run_import,
};
