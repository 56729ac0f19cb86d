/* SPDX-License-Identifier: MIT */
/* perturb: writes comments in disguise, to measure what disguises cost and to train against them.
 */
#include "commands.h"
#include "stream/inputs.h"
#include "moderato/perturb.h"
#include "terminal/progress.h"

struct settings {
	struct common common;
	const char *family;
	double share;
	int with; /* 1: original */
};

static const struct option_row rows_of_options[] = {
	{"family", 0, "LIST",
		"which disguises to write: leet, lookalikes, zero-width, bidi, diacritics, full-width, "
		"mathematical, spaced, dotted, repeats, mask, drop, double, swap, join, split, case "
		"(default: all)",
		OPTION_TEXT, offsetof(struct settings, family)},
	{"share", 0, "X", "the share that is changed of the words that could be (default: 0.5)",
		OPTION_NUMBER, offsetof(struct settings, share)},
	{"with", 0, "original", "also write the unchanged text, as the member 'original'",
		OPTION_CHOICE, offsetof(struct settings, with)},
};

struct run {
	const struct settings *settings;
	moderato_perturber *perturber;
	unsigned families;
	moderato_perturbed perturbed;
	struct buffer line;
};

static int write_family(struct run *run, const moderato_comment *comment, moderato_family family)
{
	struct buffer *line = &run->line;
	moderato_error err = {.message = ""};
	moderato_status status =
		moderato_perturb(run->perturber, comment, family, &run->perturbed, &err);

	buffer_clear(line);
	if (status == MODERATO_OK)
		status = moderato_perturbed_json(run->perturber, comment, family, &run->perturbed,
			run->settings->with, &line->data, &line->len, &line->cap, &err);
	return out_line(line, status, &err);
}

static int perturb_all(struct run *run, struct inputs *inputs, struct progress *progress)
{
	moderato_comment comment;
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = EXIT_DONE;
	unsigned i;

	while (!code && (status = inputs_next_good(inputs, &comment, &err)) != MODERATO_END) {
		if (status != MODERATO_OK)
			code = complain_status(status, &err);
		for (i = 0; !code && i < MODERATO_FAMILIES; i++)
			if (run->families >> i & 1)
				code = write_family(run, &comment, (moderato_family)i);
		progress_update(progress, "perturbing", inputs_position(inputs), inputs->bytes_total,
			inputs->n_comments, "comments");
	}
	progress_hide();
	return code;
}

static int run_perturb(int argc, char **argv)
{
	struct settings settings = {.family = "all", .share = 0.5};
	struct run run = {.settings = &settings, .perturbed = MODERATO_PERTURBED_INIT};
	moderato_perturb_options options = MODERATO_PERTURB_OPTIONS_INIT;
	moderato_error err = {.message = ""};
	struct inputs inputs;
	struct progress progress;
	int first, read_code;
	int code = options_parse(&command_perturb, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	options.share = settings.share;
	options.seed = settings.common.seed;
	if (moderato_families_parse(settings.family, &run.families, &err))
		return usage_error("perturb", "%s", err.message);
	if (moderato_perturber_new(&run.perturber, &options, &err) == MODERATO_EINVAL)
		return usage_error("perturb", "%s", err.message);
	if (!run.perturber)
		return complain_memory();
	inputs_init(&inputs, &settings.common, argv + first, argc - first);
	progress_start(&progress, settings.common.quiet);
	code = perturb_all(&run, &inputs, &progress);
	read_code = inputs_finish(&inputs, &settings.common);
	inputs_dispose(&inputs);
	moderato_perturber_free(run.perturber);
	moderato_perturbed_dispose(&run.perturbed);
	buffer_dispose(&run.line);
	return code ? code : read_code;
}

const struct command command_perturb = {
	.name = "perturb",
	.group = "Train and measure",
	.summary = "write comments in disguise (leet, look-alikes, masks, …)",
	.synopsis = "[OPTION…] [FILE|-]…",
	.description =
		"Reads comments in any known format and writes each of them once for each family of "
		"disguise, with some of its words changed as people do to get past a filter. Each is a "
		"JSON object on a line of its own. Labels and everything else stay; the member "
		"'perturbation' says what was done and where the changed words are in the new text "
		"(bytes).\n\nLinks, addresses, @names, tags and words that are not all letters are never "
		"changed. The same text, id, family and seed give the same bytes.",
	.examples = "moderato perturb --family mask,spaced --with original comments.jsonl\n"
				"moderato perturb --share 1 --seed 7 abuse.jsonl | moderato score",
	.common = COMMON_INPUT | COMMON_SEED | COMMON_STRICT | COMMON_QUIET,
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_perturb,
};
