/* SPDX-License-Identifier: MIT */
#include "gate/gate_card.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum card_kind gate_card_kind(const char *argument)
{
	static const char bundle[] = "moderato"; /* a number follows it, which no gate has */
	static const char markdown[] = "# Model card";
	struct stat st;
	char head[64] = "";
	FILE *file;

	if (!stat(argument, &st) && S_ISDIR(st.st_mode))
		return CARD_BUNDLE;
	file = fopen(argument, "rb");
	if (!file)
		return CARD_NONE;
	if (!fread(head, 1, sizeof(head) - 1, file))
		head[0] = '\0';
	fclose(file);
	if (head[strspn(head, " \t\r\n")] == '{')
		return CARD_JSON;
	if (memcmp(head, bundle, sizeof(bundle) - 1) == 0 && memchr(head, '\0', 12))
		return CARD_BUNDLE;
	return strncmp(head, markdown, sizeof(markdown) - 1) == 0 ? CARD_MARKDOWN : CARD_NONE;
}

static int read_card_file(const char *path, struct buffer *text)
{
	FILE *file = fopen(path, "rb");
	moderato_status status;

	if (!file) {
		complain("%s: %s", path, strerror(errno));
		return EXIT_SYSTEM;
	}
	errno = 0;
	status = read_whole(file, MODERATO_CARD_BYTES_MAX, text);
	fclose(file);
	if (status)
		complain("%s: %s", path,
			status == MODERATO_EIO ? strerror(errno) : moderato_status_name(status));
	return exit_of(status);
}

/* Reads the card from inside a bundle. */
static int read_card_of_bundle(const char *path, struct buffer *name, struct buffer *text)
{
	moderato_error err = {.message = ""};
	moderato_bundle *bundle;
	moderato_status status = moderato_bundle_open(&bundle, path, &err);
	moderato_str card;
	int code = EXIT_DONE;

	if (status)
		return complain_status(status, &err);
	card = moderato_bundle_card_json(bundle);
	buffer_add_str(name, ": the card in it");
	if (card.len) {
		buffer_add(text, card.ptr, card.len);
	} else {
		complain("%s: the bundle has no card for programs in it: give the NAME.card.json beside it",
			path);
		code = EXIT_BAD_INPUT;
	}
	moderato_bundle_free(bundle);
	return code;
}

static int read_card(struct gate_card *gate)
{
	struct buffer name = {0};
	struct buffer text = {0};
	moderato_error err = {.message = ""};
	moderato_status status;
	int code;

	buffer_add_str(&name, gate->path);
	code = gate_card_kind(gate->path) == CARD_BUNDLE ? read_card_of_bundle(gate->path, &name, &text)
													 : read_card_file(gate->path, &text);
	if (!code && (name.failed || text.failed))
		code = complain_memory();
	if (!code) {
		status = moderato_card_parse(&gate->card, buffer_cstr(&name), buffer_view(&text), &err);
		if (status)
			code = complain_status(status, &err);
	}
	if (!code && !moderato_card_file(gate->card, 0)) {
		complain(
			"%s: the card has no held-out figures: they come from 'moderato train --test FILE'",
			gate->path);
		code = EXIT_BAD_INPUT;
	}
	buffer_dispose(&name);
	buffer_dispose(&text);
	return code;
}

static int not_recorded(const struct gate_card *gate, const char *path)
{
	struct buffer known = {0};
	const char *name;
	size_t i;

	for (i = 0; (name = moderato_card_file(gate->card, i)); i++)
		buffer_printf(&known, "%s%s", i ? ", " : "", name);
	complain("%s: the card %s has no figures for this file; by content it has: %s", path,
		gate->path, known.len ? buffer_cstr(&known) : "none");
	buffer_dispose(&known);
	return EXIT_BAD_INPUT;
}

/* Finds for each corpus which of the card's files it is. */
static int find_files(struct gate_card *gate, const char *identities)
{
	moderato_error err = {.message = ""};
	unsigned long long hash;
	size_t i;

	for (i = 0; i < gate->n_paths; i++) {
		const moderato_status status = moderato_file_hash(gate->paths[i], &hash, &err);
		int found;

		if (status)
			return complain_status(status, &err);
		found = moderato_card_find(gate->card, hash);
		if (found < 0)
			return not_recorded(gate, gate->paths[i]);
		gate->files[i] = (size_t)found;
		if (!identities && moderato_card_has_identities(gate->card, (size_t)found))
			return usage_error("eval",
				"--gate: the card %s has figures of identities: give --identities FILE too",
				gate->path);
	}
	return EXIT_DONE;
}

static int make_evaluators(struct gate_card *gate, const struct engine *engine,
	const char *identities, unsigned long long seed)
{
	const char *names[MODERATO_ATTRIBUTES_MAX];
	moderato_error err = {.message = ""};
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 0; i < engine->n_attributes; i++)
		names[i] = moderato_bundle_attribute(engine->bundle, i);
	for (i = 0; status == MODERATO_OK && i < gate->n_paths; i++) {
		status =
			moderato_evaluator_new(&gate->evaluators[i], names, engine->n_attributes, seed, &err);
		if (status == MODERATO_OK && identities)
			status = moderato_evaluator_identities(gate->evaluators[i], identities, &err);
	}
	return status ? complain_status(status, &err) : EXIT_DONE;
}

int gate_card_open(struct gate_card *gate, const struct engine *engine, const char *path,
	char *const *paths, int n_paths, const char *identities, unsigned long long seed)
{
	int code;

	*gate = (struct gate_card){.path = path, .paths = paths, .n_paths = (size_t)n_paths};
	if (gate_card_kind(path) == CARD_MARKDOWN)
		return usage_error("eval",
			"--gate: %s is the card for people: give the NAME.card.json beside it, or the bundle",
			path);
	if (!n_paths)
		return usage_error("eval", "--gate: a card gate needs the corpus files as arguments");
	gate->files = calloc(gate->n_paths, sizeof(*gate->files));
	gate->evaluators = calloc(gate->n_paths, sizeof(moderato_evaluator *));
	if (!gate->files || !gate->evaluators)
		return complain_memory();
	code = read_card(gate);
	if (!code)
		code = find_files(gate, identities);
	return code ? code : make_evaluators(gate, engine, identities, seed);
}

moderato_status gate_card_add(struct gate_card *gate, const char *path, size_t attribute,
	const moderato_comment *comment, double margin, double score, int label, moderato_error *err)
{
	size_t i;

	for (i = 0; i < gate->n_paths; i++)
		if (gate->paths[i] == path)
			return moderato_evaluator_add(
				gate->evaluators[i], attribute, comment, margin, score, -1, label, -1, err);
	return MODERATO_OK;
}

static void tell(void *payload, const char *message)
{
	complain("gate not met: %s: %s", (const char *)payload, message);
}

/* Compares one corpus with the card: all recorded attributes, or only those that were selected. */
static int check_file(const struct gate_card *gate, const struct engine *engine, size_t i,
	size_t *n_compared, size_t *n_worse)
{
	const bool all = engine->n_selected == engine->n_attributes;
	const moderato_figures *figures;
	moderato_error err = {.message = ""};
	size_t n, k, compared, worse;
	moderato_status status = moderato_evaluator_figures(gate->evaluators[i], &figures, &n, &err);

	for (k = 0; status == MODERATO_OK && k < (all ? 1 : engine->n_attributes); k++) {
		if (!all && !engine->selected[k])
			continue;
		status = moderato_card_compare(gate->card, gate->files[i],
			all ? NULL : moderato_bundle_attribute(engine->bundle, k), figures, n, tell,
			gate->paths[i], &compared, &worse, &err);
		*n_compared += compared;
		*n_worse += worse;
	}
	return status ? complain_status(status, &err) : EXIT_DONE;
}

int gate_card_check(const struct gate_card *gate, const struct engine *engine, bool quiet)
{
	size_t n_compared = 0;
	size_t n_worse = 0;
	int code = EXIT_DONE;
	size_t i;

	if (!gate->path)
		return EXIT_DONE;
	for (i = 0; !code && i < gate->n_paths; i++)
		code = check_file(gate, engine, i, &n_compared, &n_worse);
	if (code)
		return code;
	if (!n_compared && !n_worse)
		complain("gate not met: the card %s has no interval to compare with for these files and "
				 "attributes",
			gate->path);
	else if (!n_worse && !quiet)
		complain("gate met: %zu AUC%s not below the intervals of %s", n_compared,
			n_compared == 1 ? " is" : "s are", gate->path);
	return n_worse || !n_compared ? EXIT_NEGATIVE : EXIT_DONE;
}

void gate_card_dispose(struct gate_card *gate)
{
	size_t i;

	for (i = 0; gate->evaluators && i < gate->n_paths; i++)
		moderato_evaluator_free(gate->evaluators[i]);
	free(gate->evaluators);
	free(gate->files);
	moderato_card_free(gate->card);
	*gate = (struct gate_card){0};
}
