/* SPDX-License-Identifier: MIT */
#include "gate/gates.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { GATES_FILE_MAX = 1 << 16 }; /* in bytes; a gate takes about thirty */

static int bad_gate(const char *text, size_t len, const char *expected)
{
	return usage_error("eval", "gate '%.*s': expected %s", (int)len, text, expected);
}

/* Parses the comparison sign at [*at, end) and advances *at past it. */
static bool parse_comparison(const char **at, const char *end, struct gate *gate)
{
	if (*at == end || (**at != '>' && **at != '<'))
		return false;
	gate->at_least = **at == '>';
	(*at)++;
	gate->strict = *at == end || **at != '=';
	if (!gate->strict)
		(*at)++;
	return true;
}

static bool parse_value(const char *text, size_t len, double *value)
{
	char copy[32];
	char *end;

	if (!len || len >= sizeof(copy))
		return false;
	memcpy(copy, text, len);
	copy[len] = '\0';
	*value = strtod(copy, &end);
	return !*end && isfinite(*value);
}

static int unknown_measure(const char *text, size_t len)
{
	struct buffer known = {0};

	buffer_add_str(&known, "one of these measures: ");
	measures_list(&known);
	bad_gate(text, len, known.failed ? "a known measure" : buffer_cstr(&known));
	buffer_dispose(&known);
	return EXIT_USAGE;
}

/* Parses one gate, "attribute:measure>=value". */
static int parse_gate(struct gate *gate, const struct engine *engine, const char *text, size_t len)
{
	const char *end = text + len;
	const char *colon = memchr(text, ':', len);
	const char *at = colon ? colon + 1 : end;
	char name[64] = "";
	int found;

	if (!colon || (size_t)(colon - text) >= sizeof(name))
		return bad_gate(text, len, "attribute:measure>=value");
	memcpy(name, text, (size_t)(colon - text));
	found = moderato_bundle_find(engine->bundle, name);
	if (found < 0)
		return bad_gate(text, len, "an attribute of the bundle (see moderato inspect)");
	gate->attribute = (size_t)found;
	while (at < end && *at != '<' && *at != '>')
		at++;
	gate->measure = measure_find(colon + 1, (size_t)(at - colon - 1));
	if (!gate->measure)
		return unknown_measure(text, len);
	if (!parse_comparison(&at, end, gate))
		return bad_gate(text, len, "attribute:measure>=value");
	if (!parse_value(at, (size_t)(end - at), &gate->value))
		return bad_gate(text, len, "a number after the comparison");
	return EXIT_DONE;
}

/* Parses gates that are separated by commas, blanks and line ends. Blanks around a comparison sign
 * belong to the gate. */
static int parse_list(struct gates *gates, const struct engine *engine, char *text)
{
	char *keep = NULL;
	char *line;

	for (line = strtok_r(text, ",\n", &keep); line; line = strtok_r(NULL, ",\n", &keep)) {
		struct gate *grown;
		char *from, *to = line;
		int code;

		line[strcspn(line, "#")] = '\0';
		for (from = line; *from; from++) {
			if (!strchr(" \t\r", *from))
				*to++ = *from;
		}
		*to = '\0';
		if (!*line)
			continue;
		grown = realloc(gates->items, (gates->n + 1) * sizeof(*grown));
		if (!grown)
			return complain_memory();
		gates->items = grown;
		code = parse_gate(&gates->items[gates->n], engine, line, strlen(line));
		if (code)
			return code;
		gates->n++;
	}
	return EXIT_DONE;
}

static int read_file(const char *path, struct buffer *text)
{
	FILE *file = fopen(path, "rb");
	moderato_status status;

	if (!file) {
		complain("%s: %s (a gate is attribute:measure>=value, or a file of such lines)", path,
			strerror(errno));
		return EXIT_SYSTEM;
	}
	errno = 0;
	status = read_whole(file, GATES_FILE_MAX, text);
	if (status)
		complain("%s: %s", path,
			status == MODERATO_EIO ? strerror(errno) : moderato_status_name(status));
	fclose(file);
	return exit_of(status);
}

int gates_parse(struct gates *gates, const struct engine *engine, const char *argument)
{
	struct buffer text = {0};
	int code = EXIT_DONE;

	*gates = (struct gates){0};
	if (strpbrk(argument, "<>"))
		buffer_add_str(&text, argument);
	else
		code = read_file(argument, &text);
	buffer_add_char(&text, '\0');
	if (!code && text.failed)
		code = complain_memory();
	if (!code)
		code = parse_list(gates, engine, text.data);
	if (!code && !gates->n)
		code = usage_error("eval", "--gate: no gate in '%s'", argument);
	buffer_dispose(&text);
	if (code)
		gates_dispose(gates);
	return code;
}

/* Returns the value that a gate checks, or NAN if there is none. */
static double value_of(const struct gate *gate, const char *attribute,
	const moderato_figures *figures, size_t n, const char **slice)
{
	double worst = NAN;
	size_t i;

	for (i = 0; i < n; i++) {
		double value = measure_of(gate->measure, &figures[i]);

		if (figures[i].slice != gate->measure->slice ||
			strcmp(figures[i].attribute, attribute) != 0 || !isfinite(value))
			continue;
		if (isnan(worst) || (gate->at_least ? value < worst : value > worst)) {
			worst = value;
			*slice = figures[i].name;
		}
	}
	return worst;
}

static bool is_met(const struct gate *gate, double value)
{
	if (isnan(value))
		return false;
	if (gate->at_least)
		return gate->strict ? value > gate->value : value >= gate->value;
	return gate->strict ? value < gate->value : value <= gate->value;
}

/* Says what is missing if a measure has no value. */
static const char *needed(const moderato_measure *measure)
{
	if (measure->of_spans)
		return "comments with spans";
	if (measure->slice == MODERATO_SLICE_PERTURBATION)
		return "--perturb and rows of both classes";
	return "rows of both classes";
}

int gates_check(const struct gates *gates, const struct engine *engine,
	const moderato_figures *figures, size_t n)
{
	int code = EXIT_DONE;
	size_t i;

	for (i = 0; i < gates->n; i++) {
		const struct gate *gate = &gates->items[i];
		const char *attribute = moderato_bundle_attribute(engine->bundle, gate->attribute);
		const char *slice = "";
		double value = value_of(gate, attribute, figures, n, &slice);

		if (is_met(gate, value))
			continue;
		code = EXIT_NEGATIVE;
		if (isnan(value))
			complain("gate not met: %s:%s has no value: %s are needed", attribute,
				gate->measure->name, needed(gate->measure));
		else
			complain("gate not met: %s:%s is %.4f%s%s, wanted %c%s %g", attribute,
				gate->measure->name, value, *slice ? " for " : "", slice,
				gate->at_least ? '>' : '<', gate->strict ? "" : "=", gate->value);
	}
	return code;
}

void gates_dispose(struct gates *gates)
{
	free(gates->items);
	*gates = (struct gates){0};
}
