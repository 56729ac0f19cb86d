/* SPDX-License-Identifier: MIT */
/* Parses the trainer's options: what is allowed in each, and what stands for one that is not given.
 */
#include "train/train_options.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "model/rehearsal.h"
#include "feature/context.h"

/* Take the part of `*rest` up to the separator. Empty parts are skipped. False: there is no more.
 */
static bool next_part(const char **rest, char separator, moderato_str *part)
{
	while (*rest && **rest) {
		const char *end = strchr(*rest, separator);

		part->ptr = *rest;
		part->len = end ? (size_t)(end - *rest) : strlen(*rest);
		*rest = end ? end + 1 : *rest + part->len;
		if (part->len)
			return true;
	}
	return false;
}

static bool parse_number(moderato_str s, double *out)
{
	char text[64];
	char *end;

	if (!s.len || s.len >= sizeof(text))
		return false;
	memcpy(text, s.ptr, s.len);
	text[s.len] = '\0';
	*out = strtod(text, &end);
	return !*end && isfinite(*out);
}

/* Parse a list of numbers, "0.1,0.3,1", among which "balanced" may be allowed. */
static moderato_status parse_grid(
	double *grid, size_t *n, const char *text, bool balanced, const char *name, moderato_error *err)
{
	moderato_str part;

	*n = 0;
	while (next_part(&text, ',', &part)) {
		double value;

		if (balanced && str_is(part, "balanced"))
			value = FIT_BALANCED;
		else if (!parse_number(part, &value) || value <= 0)
			return fail(err, MODERATO_EINVAL, "%s: '%.*s' is not a number above 0", name,
				(int)part.len, part.ptr);
		if (*n == FIT_GRID_MAX)
			return fail(err, MODERATO_EINVAL, "%s: more than %d values", name, FIT_GRID_MAX);
		grid[(*n)++] = value;
	}
	return *n ? MODERATO_OK : fail(err, MODERATO_EINVAL, "%s: no value", name);
}

/* Parse a list of names, "youtube-spam,sms-spam". */
static moderato_status parse_names(
	char ***sources, size_t *n, const char *text, moderato_error *err)
{
	moderato_str part;

	while (next_part(&text, ',', &part)) {
		void *names = resize_array(*sources, *n + 1, sizeof(**sources));

		if (!names)
			return fail_no_memory(err);
		*sources = names;
		(*sources)[*n] = strndup(part.ptr, part.len);
		if (!(*sources)[(*n)++])
			return fail_no_memory(err);
	}
	return MODERATO_OK;
}

static moderato_status parse_attributes(
	struct train_options *out, const char *text, moderato_error *err)
{
	moderato_str part;

	while (next_part(&text, ',', &part)) {
		if (out->n_attributes == MODERATO_ATTRIBUTES_MAX || part.len >= 40)
			return fail(err, MODERATO_EINVAL, "attributes: at most %d, of at most 39 letters",
				MODERATO_ATTRIBUTES_MAX);
		if (!out->attributes)
			out->attributes = calloc(MODERATO_ATTRIBUTES_MAX, sizeof(*out->attributes));
		if (!out->attributes)
			return fail_no_memory(err);
		out->attributes[out->n_attributes] = strndup(part.ptr, part.len);
		if (!out->attributes[out->n_attributes++])
			return fail_no_memory(err);
	}
	return MODERATO_OK;
}

/* Parse "davidson=0.3,sms-spam=0.2". */
static moderato_status parse_weights(
	struct train_options *out, const char *text, moderato_error *err)
{
	moderato_str part;

	while (next_part(&text, ',', &part)) {
		const char *equal = memchr(part.ptr, '=', part.len);
		const size_t name = equal ? (size_t)(equal - part.ptr) : 0;
		void *weights = out->weights;
		double value = 0;

		if (!name || !parse_number((moderato_str){equal + 1, part.len - name - 1}, &value) ||
			value < 0 || value > 100)
			return fail(err, MODERATO_EINVAL,
				"source weight '%.*s': expected SOURCE=WEIGHT with a weight of 0 to 100",
				(int)part.len, part.ptr);
		weights = resize_array(weights, out->n_weights + 1, sizeof(*out->weights));
		if (!weights)
			return fail_no_memory(err);
		out->weights = weights;
		out->weights[out->n_weights].weight = value;
		out->weights[out->n_weights].source = strndup(part.ptr, name);
		if (!out->weights[out->n_weights].source)
			return fail_no_memory(err);
		out->n_weights++;
	}
	return MODERATO_OK;
}

static moderato_status add_assumption(struct train_options *out, moderato_str attribute,
	moderato_str source, int8_t value, moderato_error *err)
{
	struct assumption *a = resize_array(out->assumptions, out->n_assumptions + 1, sizeof(*a));

	if (!a)
		return fail_no_memory(err);
	out->assumptions = a;
	a += out->n_assumptions;
	a->attribute = strndup(attribute.ptr, attribute.len);
	a->source = strndup(source.ptr, source.len);
	a->value = value;
	out->n_assumptions++;
	return a->attribute && a->source ? MODERATO_OK : fail_no_memory(err);
}

/* Parse "spam=0:fox-news,toxic-spans;threat=0:sms-spam". */
static moderato_status parse_assumptions(
	struct train_options *out, const char *text, moderato_error *err)
{
	moderato_status status = MODERATO_OK;
	moderato_str rule;

	while (!status && next_part(&text, ';', &rule)) {
		const char *equal = memchr(rule.ptr, '=', rule.len);
		const size_t name = equal ? (size_t)(equal - rule.ptr) : 0;
		char *sources;
		const char *rest;
		moderato_str source;

		if (!name || rule.len < name + 4 || (equal[1] != '0' && equal[1] != '1') || equal[2] != ':')
			return fail(err, MODERATO_EINVAL,
				"assume '%.*s': expected ATTRIBUTE=0:SOURCE,… or ATTRIBUTE=1:SOURCE,…",
				(int)rule.len, rule.ptr);
		sources = strndup(equal + 3, rule.len - name - 3);
		if (!sources)
			return fail_no_memory(err);
		rest = sources;
		while (!status && next_part(&rest, ',', &source))
			status = add_assumption(
				out, (moderato_str){rule.ptr, name}, source, (int8_t)(equal[1] - '0'), err);
		free(sources);
	}
	return status;
}

static moderato_status parse_protocol(
	struct train_options *out, const char *text, moderato_error *err)
{
	static const struct {
		const char *prefix;
		enum protocol_type type;
	} folded[] = {{"kfold:", PROTOCOL_KFOLD}, {"group-kfold:", PROTOCOL_GROUP_KFOLD}};
	double folds;
	size_t i;

	if (!text)
		return MODERATO_OK;
	if (strcmp(text, "leave-group-out") == 0) {
		out->protocol = PROTOCOL_GROUP;
		return MODERATO_OK;
	}
	if (strcmp(text, "leave-source-out") == 0) {
		out->protocol = PROTOCOL_SOURCE;
		return MODERATO_OK;
	}
	for (i = 0; i < 2; i++) {
		const size_t n = strlen(folded[i].prefix);

		if (strncmp(text, folded[i].prefix, n) != 0)
			continue;
		if (!parse_number((moderato_str){text + n, strlen(text + n)}, &folds) || folds < 2 ||
			folds > 1000 || folds != floor(folds))
			break;
		out->protocol = folded[i].type;
		out->protocol_folds = (size_t)folds;
		return MODERATO_OK;
	}
	return fail(err, MODERATO_EINVAL,
		"protocol '%s': expected kfold:N, group-kfold:N, leave-group-out or leave-source-out",
		text);
}

static moderato_status parse_perturb(
	struct train_options *out, const moderato_train_options *in, moderato_error *err)
{
	if (!(in->perturb_train >= 0 && in->perturb_train <= 1))
		return fail(err, MODERATO_EINVAL, "expected a share of comments from 0 to 1, got %g",
			in->perturb_train);
	out->near_duplicates = in->near_duplicates != 0;
	out->rehearsal = in->rehearsal < 0 ? 0
					 : in->rehearsal   ? (size_t)in->rehearsal
									   : REHEARSAL_DEFAULT;
	if (out->rehearsal > REHEARSAL_COMMENTS_MAX)
		return fail(err, MODERATO_EINVAL, "rehearsal %zu: expected at most %zu comments",
			out->rehearsal, REHEARSAL_COMMENTS_MAX);
	out->copies = in->perturb_train;
	if (!in->perturb)
		return MODERATO_OK;
	if (!in->protocol)
		return fail(err, MODERATO_EINVAL, "perturb: expected a protocol beside it");
	out->perturb_share = in->perturb_share != 0 ? in->perturb_share : 0.5;
	out->perturb_rows = in->perturb_rows ? in->perturb_rows : 1000;
	if (!(out->perturb_share > 0 && out->perturb_share <= 1))
		return fail(err, MODERATO_EINVAL, "expected a share of words from 0 to 1, got %g",
			out->perturb_share);
	return moderato_families_parse(in->perturb, &out->families, err);
}

/* The index of `text` in a NULL-terminated list of names: -1 if it is not there, 0 for NULL, which
 * stands for the default. */
static int choice(const char *text, const char *const *names)
{
	int i;

	if (!text)
		return 0;
	for (i = 0; names[i]; i++)
		if (strcmp(names[i], text) == 0)
			return i;
	return -1;
}

static moderato_status parse_solver(
	struct train_options *out, const moderato_train_options *in, moderato_error *err)
{
	static const char *const solvers[] = {"auto", "descent", "libsvm", NULL};
	static const char *const kernels[] = {"linear", "poly", "rbf", "sigmoid", NULL};
	static const char *const calibrations[] = {"platt", "isotonic", NULL};
	const int solver = choice(in->solver, solvers);
	const int kernel = choice(in->kernel, kernels);
	const int calibration = choice(in->calibration, calibrations);

	if (solver < 0)
		return fail(
			err, MODERATO_EINVAL, "solver '%s': expected auto, descent or libsvm", in->solver);
	if (kernel < 0)
		return fail(
			err, MODERATO_EINVAL, "kernel '%s': expected linear, rbf, poly or sigmoid", in->kernel);
	if (calibration < 0)
		return fail(
			err, MODERATO_EINVAL, "calibration '%s': expected platt or isotonic", in->calibration);
	if (!isfinite(in->contrast))
		return fail(err, MODERATO_EINVAL, "contrast: expected a finite number");
	out->fit.contrast = in->contrast < 0 ? 0 : in->contrast > 0 ? in->contrast : FIT_CONTRAST;
	out->fit.solver = (enum fit_solver)solver;
	out->fit.kernel.type = (enum kernel_type)kernel;
	out->fit.calibration = (enum calibration_type)calibration;
	if (out->fit.kernel.type != KERNEL_LINEAR && out->fit.solver == FIT_DESCENT)
		return fail(err, MODERATO_EINVAL, "descent has no %s kernel", in->kernel);
	if (!isfinite(in->gamma) || in->gamma < 0 || !isfinite(in->coef0) || in->degree < 0 ||
		in->degree > 100)
		return fail(
			err, MODERATO_EINVAL, "kernel: gamma and degree (at most 100) are not negative");
	out->fit.kernel.gamma = in->gamma > 0 ? in->gamma : 1.0;
	out->fit.kernel.coef0 = in->coef0;
	out->fit.kernel.degree = in->degree ? in->degree : 3;
	return MODERATO_OK;
}

/* Parse the fields to read beside the text, "title,parent". */
static moderato_status parse_context(struct space *space, const char *text, moderato_error *err)
{
	moderato_str part;
	unsigned i;

	while (next_part(&text, ',', &part)) {
		for (i = 0; i < CONTEXT_FIELDS && !str_is(part, context_names[i]); i++)
			;
		if (i == CONTEXT_FIELDS)
			return fail(err, MODERATO_EINVAL,
				"context '%.*s': expected title, parent, author or author_url", (int)part.len,
				part.ptr);
		space->context |= 1u << i;
	}
	return MODERATO_OK;
}

static moderato_status parse_space(
	struct train_options *out, const moderato_train_options *in, moderato_error *err)
{
	struct space *space = &out->space;

	*space = (struct space)SPACE_DEFAULT;
	if (in->bits)
		space->bits = in->bits;
	if (in->chars_max) {
		space->chars_min = in->chars_min;
		space->chars_max = in->chars_max;
	}
	if (space->bits < SPACE_BITS_MIN || space->bits > SPACE_BITS_MAX)
		return fail(err, MODERATO_EINVAL, "bits %u: expected %u to %u", space->bits, SPACE_BITS_MIN,
			SPACE_BITS_MAX);
	if (space->chars_min < 1 || space->chars_min > space->chars_max ||
		space->chars_max > SPACE_CHARS_MAX)
		return fail(err, MODERATO_EINVAL, "letters in a row %u-%u: expected 1 to %u, rising",
			space->chars_min, space->chars_max, SPACE_CHARS_MAX);
	out->min_comments = in->min_comments ? in->min_comments : 2;
	return parse_context(space, in->context, err);
}

/* With a single fold nothing is held out, so that nothing can be chosen or calibrated. */
static moderato_status parse_folds(
	struct train_options *out, const moderato_train_options *in, moderato_error *err)
{
	out->fit.folds = in->folds ? in->folds : 5;
	if (out->fit.folds > 100)
		return fail(err, MODERATO_EINVAL, "folds %zu: expected 1 to 100", out->fit.folds);
	if (out->fit.folds > 1)
		return MODERATO_OK;
	if (out->fit.n_c * out->fit.n_positive > 1)
		return fail(err, MODERATO_EINVAL,
			"folds 1: expected one cost and one positive weight, for want of folds to choose by");
	if (in->calibration)
		return fail(err, MODERATO_EINVAL, "folds 1: no calibration without held-out folds");
	return MODERATO_OK;
}

static size_t cores(void)
{
	const long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n > 0 ? (size_t)n : 1;
}

static char *copy_text(const char *text, bool *failed)
{
	char *copy = text ? strdup(text) : NULL;

	*failed |= text && !copy;
	return copy;
}

moderato_status train_options_parse(
	struct train_options *out, const moderato_train_options *in, moderato_error *err)
{
	moderato_status status;
	bool failed = false;

	memset(out, 0, sizeof(*out));
	status = parse_solver(out, in, err);
	if (!status)
		status = parse_space(out, in, err);
	if (!status)
		status = parse_attributes(out, in->attributes, err);
	if (!status)
		status = parse_weights(out, in->source_weights, err);
	if (!status)
		status = parse_assumptions(out, in->assume, err);
	if (!status)
		status = parse_protocol(out, in->protocol, err);
	if (!status)
		status = parse_names(&out->held_out, &out->n_held_out, in->held_out, err);
	if (!status)
		status = parse_names(&out->calibrates, &out->n_calibrates, in->calibrate, err);
	if (!status)
		status = parse_names(&out->second, &out->n_second, in->second, err);
	if (!status)
		status = parse_perturb(out, in, err);
	if (!status)
		status =
			parse_grid(out->fit.c, &out->fit.n_c, in->c ? in->c : "0.1,0.3,1", false, "cost", err);
	if (!status)
		status = parse_grid(out->fit.positive, &out->fit.n_positive,
			in->positive ? in->positive : "1", true, "positive weight", err);
	if (status)
		return status;
	status = parse_folds(out, in, err);
	if (status)
		return status;
	out->fit.seed = in->seed;
	out->fit.jobs = in->jobs ? in->jobs : cores();
	out->command = copy_text(in->command, &failed);
	out->notes = copy_text(in->notes, &failed);
	return failed ? fail_no_memory(err) : MODERATO_OK;
}

bool train_options_wants_second(const struct train_options *options, const char *attribute)
{
	size_t i;

	for (i = 0; i < options->n_second; i++)
		if (strcmp(options->second[i], "all") == 0 || strcmp(options->second[i], attribute) == 0)
			return true;
	return false;
}

void train_options_dispose(struct train_options *o)
{
	size_t i;

	for (i = 0; i < o->n_attributes; i++)
		free(o->attributes[i]);
	for (i = 0; i < o->n_weights; i++)
		free(o->weights[i].source);
	for (i = 0; i < o->n_assumptions; i++) {
		free(o->assumptions[i].attribute);
		free(o->assumptions[i].source);
	}
	for (i = 0; i < o->n_held_out; i++)
		free(o->held_out[i]);
	free(o->held_out);
	for (i = 0; i < o->n_calibrates; i++)
		free(o->calibrates[i]);
	free(o->calibrates);
	for (i = 0; i < o->n_second; i++)
		free(o->second[i]);
	free(o->second);
	free(o->attributes);
	free(o->weights);
	free(o->assumptions);
	free(o->command);
	free(o->notes);
	memset(o, 0, sizeof(*o));
}
