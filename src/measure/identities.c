/* SPDX-License-Identifier: MIT */
/* Decides what is a term, and when a text names it. */
#include "measure/identities.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/file.h"
#include "base/hash_keyed.h"
#include "corpus/source.h"
#include "text/skeletons.h"

static moderato_status parse_identity(
	struct identity *out, const struct input *in, moderato_str line, moderato_error *err)
{
	uint64_t *words;
	size_t n;
	moderato_status status = text_skeletons(line, &words, &n);

	if (status)
		return fail_no_memory(err); /* the line is short */
	if (!n || n > IDENTITY_WORDS_MAX) {
		free(words);
		return fail_at(err, MODERATO_EFORMAT, in->name, in->line_taken,
			"expected a term of 1 to %d words, got %zu", IDENTITY_WORDS_MAX, n);
	}
	*out = (struct identity){.n_words = n};
	memcpy(out->words, words, n * sizeof(*words));
	free(words);
	return MODERATO_OK;
}

static bool same_identity(const struct identity *a, const struct identity *b)
{
	return a->n_words == b->n_words && !memcmp(a->words, b->words, a->n_words * sizeof(*a->words));
}

static moderato_status add_identity(
	struct identities *ids, const struct input *in, moderato_str line, moderato_error *err)
{
	struct identity identity;
	moderato_status status = parse_identity(&identity, in, line, err);
	size_t i;

	if (status)
		return status;
	for (i = 0; i < ids->n; i++)
		if (same_identity(&ids->v[i], &identity))
			return fail_at(err, MODERATO_EFORMAT, in->name, in->line_taken,
				"expected each term once, got \"%s\" again", ids->v[i].name);
	if (ids->n == IDENTITIES_MAX)
		return fail_at(err, MODERATO_ELIMIT, in->name, in->line_taken,
			"more than %d identity terms", IDENTITIES_MAX);
	identity.name = strndup(line.ptr, line.len);
	if (!identity.name)
		return fail_no_memory(err);
	ids->v[ids->n++] = identity;
	return MODERATO_OK;
}

moderato_status identities_read(struct identities *ids, const char *path, moderato_error *err)
{
	const size_t before = ids->n;
	moderato_status status;
	struct input in;
	moderato_str line;

	status = input_open(&in, path, err);
	if (status)
		return status;
	while (!(status = input_line(&in, IDENTITY_BYTES_MAX, &line, err))) {
		line = trim_blanks(line);
		if (is_blank(line) || line.ptr[0] == '#')
			continue;
		status = add_identity(ids, &in, line, err);
		if (status)
			break;
	}
	input_close(&in);
	if (status == MODERATO_END)
		return MODERATO_OK;
	while (ids->n > before)
		free(ids->v[--ids->n].name);
	return status;
}

/* Do the words contain the identity's words one after the other? */
static bool words_name(const uint64_t *words, size_t n, const struct identity *identity)
{
	size_t i;

	for (i = 0; i + identity->n_words <= n; i++)
		if (words[i] == identity->words[0] &&
			!memcmp(words + i, identity->words, identity->n_words * sizeof(*words)))
			return true;
	return false;
}

moderato_status identities_find(struct identities *ids, moderato_str text, moderato_error *err)
{
	const uint64_t hash = hash_keyed(text.ptr, text.len);
	uint64_t *words;
	size_t n;
	size_t i;
	moderato_status status;

	if (!ids->n || (hash == ids->last_text && text.len == ids->last_len))
		return MODERATO_OK;
	status = text_skeletons(text, &words, &n);
	if (status == MODERATO_ELIMIT)
		return fail(err, status, "the comment has %zu bytes, the limit is %zu", text.len,
			MODERATO_COMMENT_BYTES_MAX);
	if (status)
		return fail_no_memory(err);
	memset(&ids->last, 0, sizeof(ids->last));
	for (i = 0; i < ids->n; i++)
		if (words_name(words, n, &ids->v[i]))
			ids->last.bits[i / 64] |= UINT64_C(1) << i % 64;
	ids->last_text = hash;
	ids->last_len = text.len;
	free(words);
	return MODERATO_OK;
}

void identities_dispose(struct identities *ids)
{
	while (ids->n)
		free(ids->v[--ids->n].name);
}
