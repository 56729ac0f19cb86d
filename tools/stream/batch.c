/* SPDX-License-Identifier: MIT */
#include "stream/batch.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

void batch_clear(struct batch *batch)
{
	size_t i;

	for (i = 0; i < batch->n; i++)
		free(batch->records[i].problem);
	batch->n = 0;
	batch->used = 0;
	batch->finished = false;
	batch->status = MODERATO_OK;
	memset(batch->tally, 0, sizeof(batch->tally));
	buffer_clear(&batch->out);
	buffer_clear(&batch->page);
}

void batch_dispose(struct batch *batch)
{
	batch_clear(batch);
	buffer_dispose(&batch->out);
	buffer_dispose(&batch->page);
	free(batch->results);
	free(batch->bytes);
}

/* The offsets of a comment's strings. */
static const size_t texts[] = {offsetof(moderato_comment, text), offsetof(moderato_comment, id),
	offsetof(moderato_comment, author), offsetof(moderato_comment, author_email),
	offsetof(moderato_comment, author_url), offsetof(moderato_comment, ip),
	offsetof(moderato_comment, user_agent), offsetof(moderato_comment, title),
	offsetof(moderato_comment, parent), offsetof(moderato_comment, parent_id),
	offsetof(moderato_comment, url), offsetof(moderato_comment, created),
	offsetof(moderato_comment, lang), offsetof(moderato_comment, type),
	offsetof(moderato_comment, state), offsetof(moderato_comment, source),
	offsetof(moderato_comment, group), offsetof(moderato_comment, extra)};

enum { N_TEXTS = sizeof(texts) / sizeof(*texts) };

static moderato_str *text_at(moderato_comment *comment, size_t i)
{
	return (moderato_str *)(void *)((char *)comment + texts[i]);
}

static size_t aligned(size_t size)
{
	size_t unit = _Alignof(moderato_label); /* also enough for a span: its members are no larger */

	return (size + unit - 1) / unit * unit;
}

static moderato_str copy_text(struct batch *batch, moderato_str text)
{
	moderato_str copy = {NULL, text.len};

	if (!text.ptr)
		return text;
	copy.ptr = batch->bytes + batch->used;
	if (text.len)
		memcpy(batch->bytes + batch->used, text.ptr, text.len);
	batch->used += text.len;
	return copy;
}

static void copy_labels(struct batch *batch, moderato_comment *comment)
{
	moderato_label *labels;
	size_t i;

	batch->used = aligned(batch->used);
	labels = (moderato_label *)(void *)(batch->bytes + batch->used);
	batch->used += comment->n_labels * sizeof(*labels);
	for (i = 0; i < comment->n_labels; i++) {
		labels[i] = comment->labels[i];
		labels[i].attribute = copy_text(batch, labels[i].attribute);
	}
	comment->labels = labels;
}

static const moderato_span *copy_spans(struct batch *batch, const moderato_span *from, size_t n)
{
	moderato_span *spans;

	batch->used = aligned(batch->used);
	spans = (moderato_span *)(void *)(batch->bytes + batch->used);
	batch->used += n * sizeof(*spans);
	if (n)
		memcpy(spans, from, n * sizeof(*spans));
	return spans;
}

static size_t bytes_of(const moderato_comment *comment)
{
	size_t bytes = 3 * aligned(1) + comment->n_labels * sizeof(moderato_label) +
				   (comment->n_spans + comment->n_quoted) * sizeof(moderato_span);
	size_t i;

	for (i = 0; i < N_TEXTS; i++)
		bytes += ((const moderato_str *)(const void *)((const char *)comment + texts[i]))->len;
	for (i = 0; i < comment->n_labels; i++)
		bytes += comment->labels[i].attribute.len;
	return bytes;
}

/* Makes room for `need` bytes. Returns MODERATO_END if they do not fit into this batch. */
static moderato_status make_room(struct batch *batch, size_t need)
{
	const size_t cap = need > BATCH_BYTES ? need : BATCH_BYTES;
	char *larger;

	if (need <= batch->cap - batch->used)
		return MODERATO_OK;
	if (batch->n)
		return MODERATO_END;
	larger = realloc(batch->bytes, cap);
	if (!larger)
		return MODERATO_ENOMEM;
	batch->bytes = larger;
	batch->cap = cap;
	return MODERATO_OK;
}

moderato_status batch_add(struct batch *batch, const moderato_comment *comment, const char *path)
{
	struct record *record = &batch->records[batch->n];
	moderato_status status;
	size_t i;

	if (batch->n == BATCH_RECORDS)
		return MODERATO_END;
	status = make_room(batch, bytes_of(comment));
	if (status)
		return status;
	record->comment = *comment;
	for (i = 0; i < N_TEXTS; i++) {
		moderato_str *text = text_at(&record->comment, i);

		if (text->ptr)
			*text = copy_text(batch, *text);
	}
	if (comment->n_labels)
		copy_labels(batch, &record->comment);
	if (comment->spans)
		record->comment.spans = copy_spans(batch, comment->spans, comment->n_spans);
	if (comment->quoted)
		record->comment.quoted = copy_spans(batch, comment->quoted, comment->n_quoted);
	record->path = path;
	record->status = MODERATO_OK;
	record->problem = NULL;
	record->results = batch->results ? &batch->results[batch->n * batch->n_results] : NULL;
	batch->n++;
	return MODERATO_OK;
}

moderato_status batch_add_bad(struct batch *batch, moderato_status status, const char *message)
{
	char *problem = strdup(message);

	if (!problem)
		return MODERATO_ENOMEM;
	batch->records[batch->n++] = (struct record){.status = status, .problem = problem};
	return MODERATO_OK;
}
