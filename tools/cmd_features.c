/* SPDX-License-Identifier: MIT */
/* features: writes comments as vectors, for use by any other tool. */
#include <stddef.h>
#include <string.h>

#include "base/json.h"
#include "base/number.h"
#include "base/str.h"
#include "commands.h"
#include "moderato/exporter.h"
#include "stream/pipeline.h"

struct settings {
	struct common common;
	bool text;
	bool encoder;
};

static const struct option_row rows_of_options[] = {
	{"text", 0, NULL, "write the text that an encoder reads, as a JSON string, instead of a vector",
		OPTION_FLAG, offsetof(struct settings, text)},
	{"encoder", 0, NULL,
		"write what the head of --attributes for comments that are read twice sums: the encoder's "
		"vector, and what the first reading found; nothing but the label for a comment that the "
		"encoder cannot judge",
		OPTION_FLAG, offsetof(struct settings, encoder)},
};

struct run {
	const char *attribute; /* its label begins the line; NULL: 0 does */
	size_t index;          /* of that attribute */
	bool encoder;
};

/* Returns the label as svmlight writes it: 1 or -1, and 0 if it is unknown. */
static const char *label_of(const moderato_comment *comment, const char *attribute)
{
	size_t i;

	for (i = 0; attribute && i < comment->n_labels; i++) {
		const moderato_label *label = &comment->labels[i];

		if (str_is(label->attribute, attribute))
			return label->value ? "1" : "-1";
	}
	return "0";
}

/* " 123:"; printf() would take longer than all else. */
static void add_index(struct buffer *out, unsigned index)
{
	char text[16];
	size_t i = sizeof(text);

	text[--i] = ':';
	do
		text[--i] = (char)('0' + index % 10);
	while (index /= 10);
	text[--i] = ' ';
	buffer_add(out, text + i, sizeof(text) - i);
}

static moderato_status write_vector(const void *payload, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err)
{
	const struct run *run = payload;
	moderato_vector vector;
	moderato_status status =
		run->encoder ? moderato_classifier_encoder_features(
						   classifier, &record->comment, run->index, &vector, err)
					 : moderato_classifier_features(classifier, &record->comment, &vector, err);
	size_t i;

	if (status != MODERATO_OK)
		return status;
	buffer_add_str(&batch->out, label_of(&record->comment, run->attribute));
	for (i = 0; i < vector.n; i++) {
		add_index(&batch->out, vector.index[i]);
		buffer_add_number(&batch->out, vector.value[i]);
	}
	buffer_add_str(&batch->out, "\n");
	return MODERATO_OK;
}

static moderato_status write_reading(const void *payload, moderato_classifier *classifier,
	struct batch *batch, struct record *record, moderato_error *err)
{
	moderato_str text;
	moderato_status status = moderato_classifier_reading(classifier, &record->comment, &text, err);

	(void)payload;
	if (status != MODERATO_OK)
		return status;
	json_write_string(&batch->out, text);
	buffer_add_str(&batch->out, "\n");
	return MODERATO_OK;
}

static int write_all(const struct engine *engine, const struct settings *settings, struct run *run,
	char **paths, int n)
{
	const struct common *common = &settings->common;
	struct inputs inputs;
	struct progress progress;
	struct pipeline_plan plan = {.engine = engine,
		.inputs = &inputs,
		.progress = &progress,
		.what = "writing",
		.jobs = common->jobs,
		.payload = run,
		.work = settings->text ? write_reading : write_vector};
	int code;

	inputs_init(&inputs, common, paths, n);
	progress_start(&progress, common->quiet);
	code = pipeline_run(&plan);
	if (!code)
		code = inputs_finish(&inputs, common);
	inputs_dispose(&inputs);
	return code;
}

static int run_features(int argc, char **argv)
{
	struct settings settings = {.common = {0}};
	struct engine engine;
	struct run run = {.attribute = NULL};
	int first, attribute;
	int code = options_parse(&command_features, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	code = engine_open(&engine, "features", &settings.common, false);
	if (code)
		return code;
	if (settings.common.attributes) {
		attribute = engine_one_attribute(&engine, "features");
		if (attribute < 0)
			code = EXIT_USAGE;
		else
			run.attribute = moderato_bundle_attribute(engine.bundle, (size_t)attribute);
		run.index = (size_t)attribute;
	} else if (settings.encoder) {
		code = usage_error("features", "--encoder needs the attribute whose head it is for");
	}
	run.encoder = settings.encoder;
	if (!code)
		code = write_all(&engine, &settings, &run, argv + first, argc - first);
	engine_close(&engine);
	return code;
}

const struct command command_features = {
	.name = "features",
	.group = "Other tools",
	.summary = "write comments as svmlight vectors",
	.synopsis = "[OPTION…] [FILE|-]…",
	.description =
		"Writes the feature vector of each comment as a line of svmlight text, 'label index:value "
		"…', which libsvm, LIBLINEAR, scikit-learn and many other tools read. With one attribute "
		"in --attributes the label is 1 or -1; where it is unknown, it is 0. Numbers read back to "
		"the same values.",
	.examples = "moderato features --attributes spam corpus.jsonl > spam.svm\n"
				"moderato features thread.jsonl | moderato score --format svmlight",
	.common = COMMON_BUNDLE | COMMON_INPUT | COMMON_JOBS | COMMON_ATTRIBUTES | COMMON_STRICT |
			  COMMON_QUIET,
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_features,
};
