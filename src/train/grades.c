/* SPDX-License-Identifier: MIT */
#include "train/grades.h"

#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/hash.h"
#include "base/whole_file.h"

#define HEADER_LEN (sizeof(GRADES_HEADER) - 1)
#define RECORD_LEN (8 + GRADES_N)
#define BYTES_MAX (HEADER_LEN + (size_t)10000000 * RECORD_LEN)

/* A grade from HIGH on is a label of 1, one up to LOW a label of 0, in 254ths. What lies between
 * says that the encoder does not know either. */
#define HIGH 203 /* 0.8 */
#define LOW 25   /* 0.1 */

const char *const GRADES_ATTRIBUTES[GRADES_N] = {
	"toxicity", "severe_toxicity", "insult", "profanity", "threat", "identity_attack"};

static const unsigned char *record_at(const struct grades *grades, size_t i)
{
	return (const unsigned char *)grades->bytes.ptr + HEADER_LEN + i * RECORD_LEN;
}

static moderato_status check(struct grades *grades, const char *path, moderato_error *err)
{
	size_t i;

	if (grades->bytes.len < HEADER_LEN || memcmp(grades->bytes.ptr, GRADES_HEADER, HEADER_LEN) != 0)
		return fail(err, MODERATO_EINVAL, "%s: not a file of grades", path);
	if ((grades->bytes.len - HEADER_LEN) % RECORD_LEN)
		return fail(err, MODERATO_EINVAL, "%s: cut off in its last grade", path);
	grades->n = (grades->bytes.len - HEADER_LEN) / RECORD_LEN;
	for (i = 1; i < grades->n; i++)
		if (hash_load8(record_at(grades, i - 1)) >= hash_load8(record_at(grades, i)))
			return fail(err, MODERATO_EINVAL, "%s: grade %zu is not in order", path, i + 1);
	return MODERATO_OK;
}

moderato_status grades_read(struct grades *grades, const char *path, moderato_error *err)
{
	const moderato_status status = whole_file_read(path, BYTES_MAX, &grades->bytes, err);

	return status ? status : check(grades, path, err);
}

void grades_dispose(struct grades *grades)
{
	whole_file_free(grades->bytes);
	free(grades->record);
}

/* The record of a text's hash; n: there is none. */
static size_t find(const struct grades *grades, uint64_t hash)
{
	size_t first = 0;
	size_t end = grades->n;

	while (first < end) {
		const size_t middle = first + (end - first) / 2;
		const uint64_t at = hash_load8(record_at(grades, middle));

		if (at == hash)
			return middle;
		if (at < hash)
			first = middle + 1;
		else
			end = middle;
	}
	return grades->n;
}

bool grades_look_up(struct grades *grades, moderato_str text)
{
	void *record = grades->record;
	const bool ok = grow_array(&record, &grades->cap, grades->n_rows + 1, sizeof(*grades->record));

	grades->record = record;
	if (ok)
		grades->record[grades->n_rows++] =
			(uint32_t)find(grades, hash_fnv1a(0, text.ptr, text.len));
	return ok;
}

int8_t grades_label(const struct grades *grades, size_t number, const char *attribute)
{
	unsigned grade;
	size_t k = 0;

	while (k < GRADES_N && strcmp(GRADES_ATTRIBUTES[k], attribute) != 0)
		k++;
	if (k == GRADES_N || number >= grades->n_rows || grades->record[number] == grades->n)
		return LABEL_UNKNOWN;
	grade = record_at(grades, grades->record[number])[8 + k];
	return grade >= HIGH ? 1 : grade <= LOW ? 0 : LABEL_UNKNOWN;
}
