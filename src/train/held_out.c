/* SPDX-License-Identifier: MIT */
/* Decides which files a finished bundle can be measured on: they are named before the training,
 * read in full at once so that mistakes are told early, and never trained on. */
#include "train/held_out.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/whole_file.h"
#include "measure/identities.h"
#include "moderato/reader.h"
#include "train/trainer_internal.h"

moderato_status moderato_file_hash(const char *path, unsigned long long *hash, moderato_error *err)
{
	size_t len;

	return whole_file_hash(path, hash, &len, err);
}

/* --- the files --- */

/* Count the comments of a file. Every record must be good, or the figures would not be those of the
 * file. */
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

/* Copy a text that may be NULL. False: out of memory. */
static bool copy_option(const char **out, const char *text)
{
	*out = text ? strdup(text) : NULL;
	return !text || *out;
}

/* Copies how a file is read. What could not be copied is NULL. */
static bool copy_options(moderato_reader_options *out, const moderato_reader_options *options)
{
	const bool copied =
		copy_option(&out->format, options->format) & copy_option(&out->columns, options->columns) &
		copy_option(&out->delimiter, options->delimiter) &
		copy_option(&out->labels_map, options->labels_map) &
		copy_option(&out->charset, options->charset) & copy_option(&out->parquet, options->parquet);

	out->no_header = options->no_header;
	return copied;
}

/* Fill `test`, which is to be disposed of also on failure. */
static moderato_status open_test(struct train_test *test, const char *path,
	const moderato_reader_options *options, moderato_error *err)
{
	const char *slash = strrchr(path, '/');
	unsigned long long hash;
	moderato_status status = whole_file_hash(path, &hash, &test->bytes, err);

	if (status)
		return status;
	test->hash = hash;
	test->path = strdup(path);
	test->name = strdup(slash ? slash + 1 : path);
	if (!test->path || !test->name || (options && !copy_options(&test->reading, options)))
		return fail_no_memory(err);
	return count_comments(path, options, &test->n, err);
}

static void test_dispose(struct train_test *test)
{
	free(test->path);
	free(test->name);
	free((char *)(uintptr_t)test->reading.format);
	free((char *)(uintptr_t)test->reading.columns);
	free((char *)(uintptr_t)test->reading.delimiter);
	free((char *)(uintptr_t)test->reading.labels_map);
	free((char *)(uintptr_t)test->reading.charset);
	free((char *)(uintptr_t)test->reading.parquet);
}

void train_tests_dispose(struct train_tests *tests)
{
	size_t i;

	for (i = 0; i < tests->n; i++)
		test_dispose(&tests->v[i]);
	free(tests->v);
	free(tests->identities);
}

moderato_status moderato_trainer_add_test(moderato_trainer *t, const char *path,
	const moderato_reader_options *options, moderato_error *err)
{
	struct train_tests *tests = &t->in.tests;
	struct train_test test = {.path = NULL};
	struct train_test *v;
	moderato_status status;
	size_t i;

	if (tests->n == HELD_OUT_FILES_MAX)
		return fail(err, MODERATO_ELIMIT, "more than %d held-out files", HELD_OUT_FILES_MAX);
	status = open_test(&test, path, options, err);
	for (i = 0; !status && i < tests->n; i++)
		if (strcmp(tests->v[i].name, test.name) == 0 || tests->v[i].hash == test.hash)
			status = fail(err, MODERATO_EINVAL,
				"%s: a held-out file of that name or content has been given already", path);
	v = status ? NULL : resize_array(tests->v, tests->n + 1, sizeof(*v));
	if (!status && !v)
		status = fail_no_memory(err);
	if (status) {
		test_dispose(&test);
		return status;
	}
	tests->v = v;
	tests->v[tests->n++] = test;
	return MODERATO_OK;
}

moderato_status moderato_trainer_test_identities(
	moderato_trainer *t, const char *path, moderato_error *err)
{
	struct identities ids = {.n = 0};
	moderato_status status = identities_read(&ids, path, err); /* so that a mistake is told now */
	char *copy = status ? NULL : strdup(path);

	identities_dispose(&ids);
	if (status)
		return status;
	if (!copy)
		return fail_no_memory(err);
	free(t->in.tests.identities);
	t->in.tests.identities = copy;
	return MODERATO_OK;
}

/* Is the line in the text? */
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

moderato_status train_tests_check(const struct train_inputs *in, moderato_error *err)
{
	size_t i;
	size_t k;

	if (!in->tests.n)
		return MODERATO_OK;
	if (in->options.protocol || in->vectors.n)
		return fail(
			err, MODERATO_EINVAL, "held-out files measure a bundle that is trained on comments");
	if (in->options.notes && has_line(in->options.notes, HELD_OUT_HEADING))
		return fail(err, MODERATO_EINVAL,
			"the notes have a section '" HELD_OUT_HEADING "', which the program writes");
	for (i = 0; i < in->tests.n; i++)
		for (k = 0; k < in->n_corpora; k++)
			if (in->tests.v[i].hash == in->corpora[k].hash &&
				in->tests.v[i].bytes == in->corpora[k].bytes)
				return fail(err, MODERATO_EINVAL,
					"%s is trained on, as %s: figures on it would not be held out",
					in->tests.v[i].path, in->corpora[k].name);
	return MODERATO_OK;
}
