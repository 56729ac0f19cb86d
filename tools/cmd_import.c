/* SPDX-License-Identifier: MIT */
/* import: a discussion in any known format as comments, one JSON object a line. */
#include <unistd.h>

#include "commands.h"
#include "inputs.h"
#include "moderato/exporter.h"
#include "moderato/writer.h"
#include "progress.h"

struct settings {
	struct common common;
	int to; /* enum target */
};

enum target { TO_DEFAULT, TO_JSONL, TO_CSV, TO_WXR };

static const struct option_row rows_of_options[] = {
	{"to", 0, "jsonl|csv|wxr", "what to write (default: jsonl; wxr: for WordPress's importer)",
		OPTION_CHOICE, offsetof(struct settings, to)},
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

static moderato_status sink(void *payload, const char *data, size_t len, moderato_error *err)
{
	(void)payload;
	(void)err;
	return out_write(data, len) ? MODERATO_OK : MODERATO_EIO;
}

/* A comment as a line of JSON. */
static moderato_status write_json(
	const moderato_comment *comment, struct strbuf *buf, moderato_error *err)
{
	moderato_status status;

	strbuf_clear(buf);
	status = moderato_comment_json(comment, &buf->ptr, &buf->len, &buf->cap, err);
	strbuf_puts(buf, "\n");
	if (status != MODERATO_OK)
		return status;
	return buf->failed ? MODERATO_ENOMEM : out_buf(buf) ? MODERATO_OK : MODERATO_EIO;
}

/* Output that cannot be written is told of by finish_output(). */
static int exit_after(moderato_status status, const moderato_error *err)
{
	if (status == MODERATO_ENOMEM && !*err->message)
		return complain_memory();
	return status == MODERATO_EIO ? EXIT_SYSTEM : complain_status(status, err);
}

/* `writer` NULL: JSON lines. */
static int import_all(struct inputs *inputs, struct progress *progress, moderato_writer *writer)
{
	struct strbuf buf = {0};
	moderato_comment comment;
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = EXIT_DONE;

	while (!code && (status = inputs_next_good(inputs, &comment, &err)) != MODERATO_END) {
		if (status == MODERATO_OK)
			status = writer ? moderato_writer_add(writer, &comment, &err)
							: write_json(&comment, &buf, &err);
		if (status != MODERATO_OK)
			code = exit_after(status, &err);
		progress_update(progress, "importing", inputs_position(inputs), inputs->bytes_total,
			inputs->n_comments, "comments");
	}
	if (!code && writer && (status = moderato_writer_end(writer, &err)))
		code = exit_after(status, &err);
	progress_hide();
	strbuf_dispose(&buf);
	return code;
}

/* NULL for JSON lines. */
static int open_writer(moderato_writer **writer, int to)
{
	moderato_error err = {.message = ""};
	moderato_status status = MODERATO_OK;

	*writer = NULL;
	if (to >= TO_CSV)
		status = moderato_writer_new(writer, to == TO_CSV ? "csv" : "wxr", sink, NULL, &err);
	return status ? complain_status(status, &err) : EXIT_DONE;
}

static int run_import(int argc, char **argv)
{
	struct settings settings = {.common = {0}};
	struct inputs inputs;
	struct progress progress;
	moderato_writer *writer;
	int first, read_code;
	int code = options_parse(&command_import, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	code = open_writer(&writer, settings.to);
	if (code)
		return code;
	inputs_init(&inputs, &settings.common, argv + first, argc - first);
	progress_start(&progress, settings.common.quiet);
	code = import_all(&inputs, &progress, writer);
	moderato_writer_free(writer);
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
				   "of its own, or all of them as CSV or as an export that WordPress takes (WXR). "
				   "Unknown members of JSON input are handed through to JSON.",
	.examples = "moderato import page.txt > comments.jsonl\n"
				"moderato import --to wxr disqus.xml > wordpress.xml\n"
				"moderato import --columns text=comment,created=posted export.csv",
	.common = COMMON_INPUT | COMMON_STRICT | COMMON_QUIET,
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_import,
};
