/* SPDX-License-Identifier: MIT */
/* What goes into a trainer: options, comments, lexicons, foreign vectors. */
#include <stdlib.h>
#include <string.h>

#include "base/c_locale.h"
#include "base/fail.h"
#include "base/file.h"
#include "base/mapping.h"
#include "feature/ngram.h"
#include "learn/trainer_internal.h"
#include "text/skeletons.h"

static moderato_status no_memory(moderato_error *err)
{
	return fail(err, MODERATO_ENOMEM, "out of memory");
}

/* The base's features are the new bundle's. */
static moderato_status open_base(
	moderato_trainer *t, const moderato_train_options *options, moderato_error *err)
{
	moderato_status status = moderato_bundle_open(&t->base, options->base, err);
	const moderato_bundle *base = t->base;
	uint32_t context;

	if (status)
		return status;
	if (base->space->kind != BUNDLE_COMMENTS || !base->linear.n_heads)
		return fail(err, MODERATO_EINVAL,
			"base %s: expected a bundle of linear heads that reads "
			"comments",
			options->base);
	if (base->n_sets)
		return fail(
			err, MODERATO_EINVAL, "base %s: expected a bundle without term sets", options->base);
	if (t->options.fit.kernel.type != KERNEL_LINEAR)
		return fail(err, MODERATO_EINVAL, "base: only linear heads can start from one");
	if (options->bits || options->chars_max)
		return fail(err, MODERATO_EINVAL,
			"base: its features are the new bundle's; bits and "
			"letters in a row cannot be chosen");
	if (options->second)
		return fail(
			err, MODERATO_EINVAL, "base: a second stage is trained with its heads, not from one");
	context = t->options.space.context;
	t->options.space = base->space->space;
	t->options.space.context |= context;
	return MODERATO_OK;
}

moderato_status moderato_trainer_new(
	moderato_trainer **out, const moderato_train_options *options, moderato_error *err)
{
	moderato_trainer *t;
	struct c_locale locale;
	moderato_status status;

	*out = NULL;
	t = calloc(1, sizeof(*t));
	if (!t)
		return no_memory(err);
	locale = c_locale_enter();
	status = train_options_parse(&t->options, options, err);
	c_locale_leave(locale);
	if (!status && options->base)
		status = open_base(t, options, err);
	if (status) {
		moderato_trainer_free(t);
		return status;
	}
	*out = t;
	return MODERATO_OK;
}

void moderato_trainer_free(moderato_trainer *t)
{
	size_t i;

	if (!t)
		return;
	for (i = 0; i < t->n_heads; i++) {
		free(t->heads[i].attribute);
		fit_dispose(&t->heads[i].fit);
		free(t->heads[i].floats);
	}
	for (i = 0; i < t->n_sets; i++)
		free(t->sets[i].terms);
	for (i = 0; i < t->n_corpora; i++)
		free(t->corpora[i].name);
	free(t->corpora);
	free(t->text_hashes);
	free(t->vectors.start);
	free(t->vectors.index);
	free(t->vectors.value);
	free(t->vectors.label);
	moderato_evaluator_free(t->evaluator);
	train_tests_dispose(t);
	intake_free(t->intake);
	if (t->has_data)
		dataset_dispose(&t->data);
	moderato_bundle_free(t->base);
	rehearsal_dispose(&t->known);
	moderato_campaigns_free(t->campaigns);
	texts_dispose(&t->texts);
	copies_dispose(&t->copies);
	buffer_dispose(&t->card);
	buffer_dispose(&t->card_json);
	buffer_dispose(&t->bundle);
	train_options_dispose(&t->options);
	free(t);
}

/* Everything that takes comments in. */
static moderato_status start_data(moderato_trainer *t, moderato_error *err)
{
	const struct intake_plan plan = {.data = &t->data,
		.texts = t->options.families || t->options.second ? &t->texts : NULL,
		.copies = &t->copies,
		.jobs = t->options.fit.jobs};
	struct termset sets[TERMSETS_MAX];
	moderato_status status;
	size_t i;

	for (i = 0; i < t->n_sets; i++)
		sets[i] = (struct termset){t->sets[i].name, t->sets[i].terms, t->sets[i].n};
	status = dataset_init(&t->data, &t->options.space, sets, t->n_sets, err);
	if (!status)
		status = copies_init(&t->copies, t->options.copies, t->options.fit.seed, err);
	if (!status && t->options.near_duplicates)
		status = moderato_campaigns_new(&t->campaigns, 0, err);
	if (!status)
		status = intake_new(&t->intake, &plan, err);
	if (status) {
		moderato_campaigns_free(t->campaigns);
		t->campaigns = NULL;
		copies_dispose(&t->copies);
		dataset_dispose(&t->data);
		return status;
	}
	t->data.base = t->base;
	t->has_data = true;
	return MODERATO_OK;
}

moderato_status moderato_trainer_add(
	moderato_trainer *t, const moderato_comment *comment, moderato_error *err)
{
	struct dataset_facts facts;
	moderato_signature signature;
	bool is_short;
	moderato_status status = MODERATO_OK;
	void *hashes = t->text_hashes;

	if (t->vectors.n)
		return fail(err, MODERATO_EINVAL, "comments cannot be mixed with foreign vectors");
	if (!t->has_data)
		status = start_data(t, err);
	if (status)
		return status;
	if (!grow_array(&hashes, &t->cap_text_hashes, t->n_text_hashes + 1, sizeof(*t->text_hashes)))
		return no_memory(err);
	t->text_hashes = hashes;
	status = dataset_facts(&t->data, comment, &facts, err);
	if (!status && t->campaigns)
		status = moderato_signature_of(comment, &signature, err);
	is_short = status == MODERATO_END; /* it has none */
	if (is_short)
		status = MODERATO_OK;
	if (!status)
		status = intake_add(t->intake, comment, &facts, err);
	if (!status && t->campaigns) {
		status = moderato_campaigns_add(t->campaigns, is_short ? NULL : &signature, err);
		t->campaigns_failed |= status != MODERATO_OK; /* the row has no number there */
	}
	if (!status)
		t->text_hashes[t->n_text_hashes++] = hash_bytes(comment->text.ptr, comment->text.len, 0);
	return status;
}

moderato_status moderato_trainer_add_corpus(
	moderato_trainer *t, const char *path, moderato_error *err)
{
	const char *slash = strrchr(path, '/');
	struct train_corpus *corpora;
	moderato_str bytes;
	moderato_status status;

	status = mapping_open(path, SIZE_MAX, &bytes, err);
	if (status)
		return status;
	corpora = resize_array(t->corpora, t->n_corpora + 1, sizeof(*corpora));
	if (corpora) {
		t->corpora = corpora;
		corpora += t->n_corpora;
		corpora->name = strdup(slash ? slash + 1 : path);
		corpora->hash = hash_bytes(bytes.ptr, bytes.len, 0);
		corpora->bytes = bytes.len;
		t->n_corpora += corpora->name != NULL;
		status = corpora->name ? MODERATO_OK : no_memory(err);
	} else {
		status = no_memory(err);
	}
	mapping_close(bytes);
	return status;
}

/* --- lexicons --- */

/* What a word is in a pair, as document_pair_hash() has it. */
static uint64_t pair_part(uint64_t key)
{
	return termset_builtin(key) >> SET_IDENTITY & 1 ? IDENTITY_HASH : key;
}

/* Add a term of one or two words; `*dropped` counts longer ones. */
static moderato_status add_term(
	struct train_termset *set, moderato_str term, size_t *dropped, moderato_error *err)
{
	uint64_t *hashes;
	size_t n;
	void *terms;
	moderato_status status = text_skeletons(term, &hashes, &n);

	if (status == MODERATO_ENOMEM)
		return no_memory(err);
	if (status || n > 2) {
		free(hashes);
		(*dropped)++;
		return MODERATO_OK;
	}
	if (n) {
		terms = resize_array(set->terms, set->n + 1, sizeof(*set->terms));
		if (terms) {
			set->terms = terms;
			set->terms[set->n++] =
				n == 1 ? hashes[0] : pair_hash(pair_part(hashes[0]), pair_part(hashes[1]));
		} else {
			status = no_memory(err);
		}
	}
	free(hashes);
	return status;
}

/* The first field of a CSV line, or the line. */
static moderato_str first_field(moderato_str line)
{
	const char *comma;

	if (line.len && line.ptr[0] == '"') {
		const char *quote = memchr(line.ptr + 1, '"', line.len - 1);

		if (quote)
			return (moderato_str){line.ptr + 1, (size_t)(quote - line.ptr) - 1};
	}
	comma = memchr(line.ptr, ',', line.len);
	return comma ? (moderato_str){line.ptr, (size_t)(comma - line.ptr)} : line;
}

static moderato_status read_terms(
	struct train_termset *set, struct input *in, size_t *dropped, moderato_error *err)
{
	moderato_status status;
	moderato_str line;
	bool first = true;

	while ((status = input_line(in, 4096, &line, err)) != MODERATO_END) {
		moderato_str term;

		if (status == MODERATO_ELIMIT) {
			(*dropped)++;
			continue;
		}
		if (status)
			return status;
		term = first_field(line);
		if (!(first && term.len == 4 && memcmp(term.ptr, "text", 4) == 0) && /* a CSV's header */
			!(line.len && line.ptr[0] == '#'))
			status = add_term(set, term, dropped, err);
		first = false;
		if (status)
			return status;
	}
	return MODERATO_OK;
}

moderato_status moderato_trainer_add_termset(moderato_trainer *t, const char *name,
	const char *path, size_t *n_terms, size_t *n_dropped, moderato_error *err)
{
	struct train_termset *set;
	struct input in;
	moderato_status status;
	size_t dropped = 0;

	if (t->has_data)
		return fail(err, MODERATO_EINVAL, "term sets are added before comments");
	if (t->n_sets == TERMSETS_MAX)
		return fail(err, MODERATO_ELIMIT, "more than %d term sets", TERMSETS_MAX);
	if (!*name || strlen(name) >= sizeof(t->sets[0].name) || strpbrk(name, "\t\n"))
		return fail(err, MODERATO_EINVAL, "term set '%s': a name of 1 to 31 letters", name);
	status = input_open(&in, path, err);
	if (status)
		return status;
	set = &t->sets[t->n_sets++];
	memcpy(set->name, name, strlen(name) + 1);
	status = read_terms(set, &in, &dropped, err);
	input_close(&in);
	if (status) { /* half a term set is none */
		free(set->terms);
		*set = (struct train_termset){.terms = NULL};
		t->n_sets--;
		return status;
	}
	set->n = termset_sort(set->terms, set->n);
	if (n_terms)
		*n_terms = set->n;
	if (n_dropped)
		*n_dropped = dropped;
	return MODERATO_OK;
}

/* --- columns --- */

int8_t *train_column(const moderato_trainer *t, int column)
{
	const struct dataset *ds = &t->data;
	int8_t *label = malloc(ds->n ? ds->n : 1);
	size_t i;
	size_t k;

	for (i = 0; label && i < ds->n; i++)
		label[i] = ds->labels[i * MODERATO_ATTRIBUTES_MAX + (size_t)column];
	for (k = 0; label && k < t->options.n_assumptions; k++) {
		const struct assumption *a = &t->options.assumptions[k];

		if (strcmp(a->attribute, ds->attributes[column]) != 0)
			continue;
		for (i = 0; i < ds->n; i++)
			if (label[i] == LABEL_UNKNOWN &&
				strcmp(ds->sources[ds->comments[i].source], a->source) == 0)
				label[i] = a->value;
	}
	return label;
}

uint64_t *train_groups(const moderato_trainer *t)
{
	uint64_t *group = resize_array(NULL, t->data.n, sizeof(*group));
	size_t i;

	for (i = 0; group && i < t->data.n; i++)
		group[i] = t->data.comments[i].group;
	return group;
}

uint32_t *train_sources(const moderato_trainer *t)
{
	uint32_t *source = resize_array(NULL, t->data.n, sizeof(*source));
	size_t i;

	for (i = 0; source && i < t->data.n; i++)
		source[i] = t->data.comments[i].source;
	return source;
}

uint8_t *train_copies(const moderato_trainer *t)
{
	uint8_t *copy = resize_array(NULL, t->data.n, sizeof(*copy));
	size_t i;

	for (i = 0; copy && i < t->data.n; i++)
		copy[i] = t->data.comments[i].copy;
	return copy;
}

/* --- what comes out --- */

moderato_evaluator *moderato_trainer_evaluation(moderato_trainer *trainer)
{
	return trainer->evaluator;
}

size_t moderato_trainer_known(const moderato_trainer *trainer, const moderato_known **rows)
{
	*rows = trainer->known_rows;
	return trainer->n_known;
}

moderato_str moderato_trainer_card(const moderato_trainer *trainer)
{
	return buffer_view(&trainer->card);
}

moderato_str moderato_trainer_card_json(const moderato_trainer *trainer)
{
	return buffer_view(&trainer->card_json);
}

moderato_status moderato_trainer_write(
	moderato_trainer *trainer, const char *path, moderato_error *err)
{
	if (!trainer->bundle.len)
		return fail(err, MODERATO_EINVAL, "nothing has been trained");
	return mapping_write(path, buffer_view(&trainer->bundle), err);
}
