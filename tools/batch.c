/* SPDX-License-Identifier: MIT */
#include "batch.h"

#include <stdlib.h>
#include <string.h>

enum { BATCH_BYTES = 256 << 10 }; /* of comments; a longer single comment has a batch to itself */

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
	strbuf_clear(&batch->out);
}

void batch_dispose(struct batch *batch)
{
	batch_clear(batch);
	strbuf_dispose(&batch->out);
	free(batch->results);
	free(batch->bytes);
}

/* The texts of a comment, as a list. */
static size_t texts_of(moderato_comment *comment, moderato_str *texts[16])
{
	moderato_str *const all[16] = {&comment->text, &comment->id, &comment->author,
		&comment->author_email, &comment->author_url, &comment->ip, &comment->user_agent,
		&comment->title, &comment->parent, &comment->parent_id, &comment->url, &comment->created,
		&comment->lang, &comment->source, &comment->group, &comment->extra};

	memcpy(texts, all, sizeof(all));
	return 16;
}

static size_t aligned(size_t size)
{
	size_t unit = _Alignof(moderato_label); /* and of a span, whose members are no larger */

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

static void copy_spans(struct batch *batch, moderato_comment *comment)
{
	moderato_span *spans;

	if (!comment->spans)
		return;
	batch->used = aligned(batch->used);
	spans = (moderato_span *)(void *)(batch->bytes + batch->used);
	batch->used += comment->n_spans * sizeof(*spans);
	if (comment->n_spans)
		memcpy(spans, comment->spans, comment->n_spans * sizeof(*spans));
	comment->spans = spans;
}

static size_t bytes_of(moderato_comment *comment)
{
	moderato_str *texts[16];
	size_t n = texts_of(comment, texts);
	size_t bytes = 2 * aligned(1) + comment->n_labels * sizeof(moderato_label) +
				   comment->n_spans * sizeof(moderato_span);
	size_t i;

	for (i = 0; i < n; i++)
		bytes += texts[i]->len;
	for (i = 0; i < comment->n_labels; i++)
		bytes += comment->labels[i].attribute.len;
	return bytes;
}

moderato_status batch_add(struct batch *batch, const moderato_comment *comment, const char *path)
{
	moderato_comment copy = *comment;
	moderato_str *texts[16];
	size_t need = bytes_of(&copy);
	size_t n, i;

	if (batch->n == BATCH_RECORDS)
		return MODERATO_END;
	if (need > batch->cap - batch->used) {
		char *larger;

		if (batch->n)
			return MODERATO_END;
		larger = realloc(batch->bytes, need > BATCH_BYTES ? need : BATCH_BYTES);
		if (!larger)
			return MODERATO_ENOMEM;
		batch->bytes = larger;
		batch->cap = need > BATCH_BYTES ? need : BATCH_BYTES;
	}
	n = texts_of(&copy, texts);
	for (i = 0; i < n; i++)
		*texts[i] = copy_text(batch, *texts[i]);
	copy_labels(batch, &copy);
	copy_spans(batch, &copy);
	batch->records[batch->n] = (struct record){.comment = copy, .path = path};
	if (batch->results)
		batch->records[batch->n].results = &batch->results[batch->n * batch->n_results];
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
