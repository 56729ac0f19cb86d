/* SPDX-License-Identifier: MIT */
/* Any bytes as a file of grades, of which texts are looked up.
 *
 * The first byte's lowest bit says that the others are the file as it is. Otherwise they are
 * records, which are put in order behind the header. */
#include "base/hash.h"
#include "memory_file.h"
#include "train/grades.h"

#define RECORD_LEN (8 + GRADES_N)

static int by_hash(const void *a, const void *b)
{
	const uint64_t x = hash_load8(a);
	const uint64_t y = hash_load8(b);

	return (x > y) - (x < y);
}

static void add_records(struct buffer *file, moderato_str bytes)
{
	buffer_add(file, GRADES_HEADER, sizeof(GRADES_HEADER) - 1);
	buffer_add(file, bytes.ptr, bytes.len);
	promise(!file->failed);
	qsort(file->data + sizeof(GRADES_HEADER) - 1, bytes.len / RECORD_LEN, RECORD_LEN, by_hash);
}

static void promise_labels(struct grades *grades, moderato_str bytes)
{
	static const moderato_str texts[] = {{"", 0}, {"a", 1}, {"You are an idiot.", 17}};
	size_t i;
	size_t k;

	for (i = 0; i < COUNT(texts); i++)
		promise(grades_look_up(grades, texts[i]));
	promise(grades_look_up(grades, bytes));
	for (i = 0; i <= grades->n_rows; i++) {
		for (k = 0; k < GRADES_N; k++) {
			const int8_t label = grades_label(grades, i, GRADES_ATTRIBUTES[k]);

			promise(label == 0 || label == 1 || label == LABEL_UNKNOWN);
			promise(i < grades->n_rows || label == LABEL_UNKNOWN);
		}
		promise(grades_label(grades, i, "spam") == LABEL_UNKNOWN);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct grades grades = {.n = 0};
	struct buffer file = BUFFER_INIT;
	moderato_str bytes;
	moderato_error err = {"", 0};
	char path[40];
	int fd;

	if (!size)
		return 0;
	bytes = (moderato_str){(const char *)data + 1, size - 1};
	if (data[0] & 1)
		buffer_add(&file, bytes.ptr, bytes.len);
	else
		add_records(&file, bytes);
	fd = memory_file(buffer_view(&file), path);
	if (grades_read(&grades, path, &err))
		promise_message(&err);
	else
		promise_labels(&grades, bytes);
	grades_dispose(&grades);
	close(fd);
	buffer_dispose(&file);
	return 0;
}
