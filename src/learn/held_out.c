/* SPDX-License-Identifier: MIT */
/* The files that a finished bundle is measured on: named before the training, never trained on. */
#include "learn/held_out.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/mapping.h"
#include "learn/identities.h"
#include "learn/trainer_internal.h"
#include "moderato/reader.h"

static moderato_status no_memory(moderato_error *err)
{
	return fail(err, MODERATO_ENOMEM, "out of memory");
}

moderato_status moderato_file_hash(const char *path, unsigned long long *hash, moderato_error *err)
{
	moderato_str bytes;
	const moderato_status status = mapping_open(path, SIZE_MAX, &bytes, err);

	*hash = 0;
	if (status)
		return status;
	*hash = hash_bytes(bytes.ptr, bytes.len, 0);
	mapping_close(bytes);
	return MODERATO_OK;
}

/* --- the files --- */

/* Read a file to its end: every record must be good, or the figures are of something else. */
static moderato_status count_comments(
	const char *path, const moderato_reader_options *options, size_t *n, moderato_error *err)
{
	moderato_reader *reader;
	moderato_comment comment;
	moderato_status status = moderato_reader_open(&reader, path, options, err);
	size_t n_labels = 0;

	*n = 0;
	if (status)
		return status;
	while ((status = moderato_reader_next(reader, &comment, err)) == MODERATO_OK) {
		(*n)++;
		n_labels += comment.n_labels;
	}
	moderato_reader_free(reader);
	if (status == MODERATO_END && !n_labels)
		return fail(err, MODERATO_EFORMAT, "%s: no comment has a label", path);
	return status == MODERATO_END ? MODERATO_OK : status;
}

static bool copy_option(char **out, const char *text)
{
	*out = text ? strdup(text) : NULL;
	return !text || *out;
}

static moderato_status fill_test(struct train_test *test, const char *path,
	const moderato_reader_options *options, moderato_error *err)
{
	const char *slash = strrchr(path, '/');
	moderato_str bytes;
	moderato_status status = mapping_open(path, SIZE_MAX, &bytes, err);

	if (status)
		return status;
	test->hash = hash_bytes(bytes.ptr, bytes.len, 0);
	test->bytes = bytes.len;
	mapping_close(bytes);
	test->path = strdup(path);
	test->name = strdup(slash ? slash + 1 : path);
	if (!test->path || !test->name ||
		!copy_option(&test->format, options ? options->format : NULL) ||
		!copy_option(&test->columns, options ? options->columns : NULL))
		return no_memory(err);
	return count_comments(path, options, &test->n, err);
}

static void dispose_test(struct train_test *test)
{
	free(test->path);
	free(test->name);
	free(test->format);
	free(test->columns);
}

void train_tests_dispose(moderato_trainer *t)
{
	size_t i;

	for (i = 0; i < t->n_tests; i++)
		dispose_test(&t->tests[i]);
	free(t->tests);
	free(t->test_identities);
	buffer_dispose(&t->held_out);
	buffer_dispose(&t->held_out_json);
}

moderato_status moderato_trainer_add_test(moderato_trainer *t, const char *path,
	const moderato_reader_options *options, moderato_error *err)
{
	struct train_test test = {.path = NULL};
	struct train_test *tests;
	moderato_status status;
	size_t i;

	if (t->n_tests == HELD_OUT_FILES_MAX)
		return fail(err, MODERATO_ELIMIT, "more than %d held-out files", HELD_OUT_FILES_MAX);
	status = fill_test(&test, path, options, err);
	for (i = 0; !status && i < t->n_tests; i++)
		if (strcmp(t->tests[i].name, test.name) == 0 || t->tests[i].hash == test.hash)
			status = fail(err, MODERATO_EINVAL,
				"%s: a held-out file of that name or content has been given already", path);
	tests = status ? NULL : resize_array(t->tests, t->n_tests + 1, sizeof(*tests));
	if (!status && !tests)
		status = no_memory(err);
	if (status) {
		dispose_test(&test);
		return status;
	}
	t->tests = tests;
	t->tests[t->n_tests++] = test;
	return MODERATO_OK;
}

moderato_status moderato_trainer_test_identities(
	moderato_trainer *t, const char *path, moderato_error *err)
{
	struct identities ids = {.n = 0};
	moderato_status status = identities_read(&ids, path, err); /* a mistake is told now */
	char *copy = status ? NULL : strdup(path);

	identities_dispose(&ids);
	if (status)
		return status;
	if (!copy)
		return no_memory(err);
	free(t->test_identities);
	t->test_identities = copy;
	return MODERATO_OK;
}

static bool has_line(const char *text, const char *line)
{
	const size_t len = strlen(line);
	const char *at = text;

	while ((at = strstr(at, line))) {
		if ((at == text || at[-1] == '\n') && (!at[len] || strchr("\r\n", at[len])))
			return true;
		at += len;
	}
	return false;
}

moderato_status train_tests_check(const moderato_trainer *t, moderato_error *err)
{
	size_t i;
	size_t k;

	if (!t->n_tests)
		return MODERATO_OK;
	if (t->options.protocol || t->vectors.n)
		return fail(
			err, MODERATO_EINVAL, "held-out files measure a bundle that is trained on comments");
	if (t->options.notes && has_line(t->options.notes, HELD_OUT_HEADING))
		return fail(err, MODERATO_EINVAL,
			"the notes have a section '" HELD_OUT_HEADING "', which the program writes");
	for (i = 0; i < t->n_tests; i++)
		for (k = 0; k < t->n_corpora; k++)
			if (t->tests[i].hash == t->corpora[k].hash && t->tests[i].bytes == t->corpora[k].bytes)
				return fail(err, MODERATO_EINVAL,
					"%s is trained on, as %s: figures on it would not be held out",
					t->tests[i].path, t->corpora[k].name);
	return MODERATO_OK;
}
