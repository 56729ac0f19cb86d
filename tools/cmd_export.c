/* SPDX-License-Identifier: MIT */
/* export: writes a bundle's head as a libsvm model. */
#include <errno.h>
#include <string.h>

#include "commands.h"
#include "stream/engine.h"
#include "moderato/exporter.h"

struct settings {
	struct common common;
	int type; /* 1: svr, 2: svc */
	const char *out;
	bool encoder;
};

static const struct option_row rows_of_options[] = {
	{"type", 0, "svr|svc",
		"what svm-predict prints for the model: svr (default) the margin, svc 1 or -1 and with -b "
		"1 the probability",
		OPTION_CHOICE, offsetof(struct settings, type)},
	{"encoder", 0, NULL,
		"the head for comments that are read twice, for vectors of 'features --encoder'",
		OPTION_FLAG, offsetof(struct settings, encoder)},
	{"out", 'o', "FILE", "write to FILE (default: standard output)", OPTION_TEXT,
		offsetof(struct settings, out)},
};

static moderato_status to_file(void *payload, const char *data, size_t len, moderato_error *err)
{
	const struct new_file *out = payload;

	errno = 0;
	if (fwrite(data, 1, len, out->file) == len)
		return MODERATO_OK;
	snprintf(
		err->message, sizeof(err->message), "%s: %s", out->path, strerror(errno ? errno : EIO));
	return MODERATO_EIO;
}

typedef moderato_status export_head(const moderato_bundle *bundle, size_t attribute,
	moderato_libsvm_type type, moderato_sink sink, void *payload, moderato_error *err);

static int export_to_file(const struct engine *engine, export_head *export, size_t attribute,
	moderato_libsvm_type type, const char *path)
{
	struct new_file file;
	moderato_error err = {.message = ""};
	moderato_status status;
	int code = out_file_open(&file, path);

	if (code)
		return code;
	status = export(engine->bundle, attribute, type, to_file, &file, &err);
	if (status == MODERATO_OK)
		return out_file_commit(&file);
	new_file_discard(&file);
	return complain_status(status, &err);
}

static int export_to_stdout(
	const struct engine *engine, export_head *export, size_t attribute, moderato_libsvm_type type)
{
	moderato_error err = {.message = ""};
	moderato_status status = export(engine->bundle, attribute, type, out_sink, NULL, &err);

	if (status == MODERATO_EIO)
		return EXIT_SYSTEM;
	return status ? complain_status(status, &err) : EXIT_DONE;
}

static int run_export(int argc, char **argv)
{
	struct settings settings = {.type = 1};
	struct engine engine;
	moderato_libsvm_type type;
	export_head *export;
	int first, attribute;
	int code = options_parse(&command_export, argc, argv, &settings, &first);

	if (code != OPTIONS_PARSED)
		return code;
	if (first < argc)
		return usage_error("export", "unexpected argument '%s'", argv[first]);
	code = engine_open(&engine, "export", &settings.common, false);
	if (code)
		return code;
	type = settings.type == 2 ? MODERATO_LIBSVM_SVC : MODERATO_LIBSVM_SVR;
	export = settings.encoder ? moderato_export_encoder_libsvm : moderato_export_libsvm;
	attribute = engine_one_attribute(&engine, "export");
	if (attribute < 0)
		code = EXIT_USAGE;
	else if (settings.out && strcmp(settings.out, "-") != 0)
		code = export_to_file(&engine, export, (size_t)attribute, type, settings.out);
	else
		code = export_to_stdout(&engine, export, (size_t)attribute, type);
	engine_close(&engine);
	return code;
}

const struct command command_export = {
	.name = "export",
	.group = "Other tools",
	.summary = "write a bundle's head as a libsvm model",
	.synopsis = "[OPTION…]",
	.description =
		"Writes the head of one attribute, which is the support vector machine that scores it, as "
		"a libsvm model file: svm-predict then computes the same margins from what 'moderato "
		"features' writes. An attribute that is derived from others has no head of its own.",
	.examples = "moderato export --attributes spam -o spam.model\n"
				"moderato export --attributes toxicity --type svc > toxicity.model",
	.common = COMMON_BUNDLE | COMMON_ATTRIBUTES,
	.rows = rows_of_options,
	.n_rows = sizeof(rows_of_options) / sizeof(rows_of_options[0]),
	.run = run_export,
};
