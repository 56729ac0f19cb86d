/* SPDX-License-Identifier: MIT */
/* Reads lexicons: what of a line is the term, and which hash a term has among the features. */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "feature/ngram.h"
#include "text/skeletons.h"
#include "train/trainer_internal.h"

#define TERM_LINE_MAX 4096 /* bytes */

/* A word's hash as a part of a pair, as document_pair_hash() has it. */
static uint64_t pair_part(uint64_t key)
{
	return termset_builtin(key) >> SET_IDENTITY & 1 ? IDENTITY_HASH : key;
}

/* Add a term of one or two words; longer ones are dropped and counted in `*dropped`. */
static moderato_status add_term(
	struct train_termset *set, moderato_str term, size_t *dropped, moderato_error *err)
{
	uint64_t *hashes;
	size_t n;
	void *terms;
	moderato_status status = text_skeletons(term, &hashes, &n);

	if (status == MODERATO_ENOMEM)
		return fail_no_memory(err);
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
			status = fail_no_memory(err);
		}
	}
	free(hashes);
	return status;
}

/* The first field of a line of CSV; of a line without commas all of it. */
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

	while ((status = input_line(in, TERM_LINE_MAX, &line, err)) != MODERATO_END) {
		moderato_str term;

		if (status == MODERATO_ELIMIT) {
			(*dropped)++;
			continue;
		}
		if (status)
			return status;
		term = first_field(line);
		if (!(first && term.len == 4 && memcmp(term.ptr, "text", 4) == 0) && /* the header of CSV */
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
	struct train_inputs *inputs = &t->in;
	struct train_termset *set;
	struct input in;
	moderato_status status;
	size_t dropped = 0;

	if (inputs->reading.started)
		return fail(err, MODERATO_EINVAL, "term sets are added before comments");
	if (inputs->n_sets == TERMSETS_MAX)
		return fail(err, MODERATO_ELIMIT, "more than %d term sets", TERMSETS_MAX);
	if (!*name || strlen(name) >= sizeof(inputs->sets[0].name) || strpbrk(name, "\t\n"))
		return fail(err, MODERATO_EINVAL, "term set '%s': a name of 1 to 31 letters", name);
	status = input_open(&in, path, err);
	if (status)
		return status;
	set = &inputs->sets[inputs->n_sets++];
	memcpy(set->name, name, strlen(name) + 1);
	status = read_terms(set, &in, &dropped, err);
	input_close(&in);
	if (status) { /* drop the half that was read */
		free(set->terms);
		*set = (struct train_termset){.terms = NULL};
		inputs->n_sets--;
		return status;
	}
	set->n = termset_sort(set->terms, set->n);
	if (n_terms)
		*n_terms = set->n;
	if (n_dropped)
		*n_dropped = dropped;
	return MODERATO_OK;
}
