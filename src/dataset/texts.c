/* SPDX-License-Identifier: MIT */
#include "dataset/texts.h"

#include <stdlib.h>
#include <string.h>

enum { N_FIELDS = 7 };

static void fields_of(moderato_comment *comment, moderato_str *fields[N_FIELDS])
{
	moderato_str *const all[N_FIELDS] = {&comment->text, &comment->id, &comment->author,
		&comment->author_email, &comment->author_url, &comment->title, &comment->parent};

	memcpy(fields, all, sizeof(all));
}

/* Lengths, then the bytes. */
bool texts_add(struct texts *texts, const moderato_comment *comment)
{
	const size_t before = texts->bytes.len;
	moderato_comment copy = *comment;
	moderato_str *fields[N_FIELDS];
	void *start = texts->start;
	size_t i;

	if (!grow_array(&start, &texts->cap, texts->n + 1, sizeof(*texts->start)))
		return false;
	texts->start = start;
	fields_of(&copy, fields);
	for (i = 0; i < N_FIELDS; i++)
		buffer_add(&texts->bytes, (const char *)&fields[i]->len, sizeof(fields[i]->len));
	for (i = 0; i < N_FIELDS; i++)
		buffer_add(&texts->bytes, fields[i]->ptr, fields[i]->len);
	if (texts->bytes.failed) {
		texts->bytes.failed = false;
		texts->bytes.len = before;
		return false;
	}
	texts->start[texts->n++] = before;
	return true;
}

moderato_comment texts_get(const struct texts *texts, size_t i)
{
	moderato_comment comment = MODERATO_COMMENT_INIT;
	moderato_str *fields[N_FIELDS];
	const char *lengths = texts->bytes.data + texts->start[i];
	const char *bytes = lengths + N_FIELDS * sizeof(size_t);
	size_t k;

	fields_of(&comment, fields);
	for (k = 0; k < N_FIELDS; k++) {
		memcpy(&fields[k]->len, lengths + k * sizeof(size_t), sizeof(size_t));
		fields[k]->ptr = fields[k]->len ? bytes : NULL;
		bytes += fields[k]->len;
	}
	return comment;
}

void texts_drop(struct texts *texts)
{
	texts->bytes.len = texts->start[--texts->n];
}

void texts_clear(struct texts *texts)
{
	buffer_clear(&texts->bytes);
	texts->n = 0;
}

void texts_dispose(struct texts *texts)
{
	buffer_dispose(&texts->bytes);
	free(texts->start);
	*texts = (struct texts){.n = 0};
}
