/* SPDX-License-Identifier: MIT */
/* Decides which fields of a comment are stored. */
#include "dataset/text_store.h"

#include <stdlib.h>
#include <string.h>

enum { N_FIELDS = 7 };

static void fields_of(moderato_comment *comment, moderato_str *fields[N_FIELDS])
{
	moderato_str *const all[N_FIELDS] = {&comment->text, &comment->id, &comment->author,
		&comment->author_email, &comment->author_url, &comment->title, &comment->parent};

	memcpy(fields, all, sizeof(all));
}

/* A comment is stored as the lengths of its fields, followed by their bytes. */
bool text_store_add(struct text_store *store, const moderato_comment *comment)
{
	const size_t before = store->bytes.len;
	moderato_comment copy = *comment;
	moderato_str *fields[N_FIELDS];
	void *start = store->start;
	size_t i;

	if (!grow_array(&start, &store->cap, store->n + 1, sizeof(*store->start)))
		return false;
	store->start = start;
	fields_of(&copy, fields);
	for (i = 0; i < N_FIELDS; i++)
		buffer_add(&store->bytes, (const char *)&fields[i]->len, sizeof(fields[i]->len));
	for (i = 0; i < N_FIELDS; i++)
		buffer_add(&store->bytes, fields[i]->ptr, fields[i]->len);
	if (store->bytes.failed) {
		store->bytes.failed = false;
		store->bytes.len = before;
		return false;
	}
	store->start[store->n++] = before;
	return true;
}

moderato_comment text_store_get(const struct text_store *store, size_t i)
{
	moderato_comment comment = MODERATO_COMMENT_INIT;
	moderato_str *fields[N_FIELDS];
	const char *lengths = store->bytes.data + store->start[i];
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

void text_store_drop(struct text_store *store)
{
	store->bytes.len = store->start[--store->n];
}

void text_store_clear(struct text_store *store)
{
	buffer_clear(&store->bytes);
	store->n = 0;
}

void text_store_dispose(struct text_store *store)
{
	buffer_dispose(&store->bytes);
	free(store->start);
	*store = (struct text_store){.n = 0};
}
