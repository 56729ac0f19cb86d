/* SPDX-License-Identifier: MIT */
/* Decides what the data set keeps of a comment: its facts, which the adding thread collects, and
 * its words, which any thread may read. */
#include "base/fail.h"
#include "classify/read.h"
#include "dataset/dataset.h"
#include "dataset/dataset_reading.h"

/* --- facts --- */

static moderato_status read_labels(
	struct dataset *ds, const moderato_comment *comment, int8_t *labels, moderato_error *err)
{
	size_t i;

	memset(labels, LABEL_UNKNOWN, MODERATO_ATTRIBUTES_MAX);
	for (i = 0; i < comment->n_labels; i++) {
		int a;

		if (comment->labels[i].value != 0 && comment->labels[i].value != 1)
			return fail(
				err, MODERATO_EINVAL, "a label of %d: expected 0 or 1", comment->labels[i].value);
		a = dataset_attribute(ds, comment->labels[i].attribute);
		if (a < 0)
			return ds->n_attributes < MODERATO_ATTRIBUTES_MAX
					   ? fail_no_memory(err)
					   : fail(err, MODERATO_ELIMIT, "more than %d attributes",
							 MODERATO_ATTRIBUTES_MAX);
		labels[a] = (int8_t)comment->labels[i].value;
	}
	return MODERATO_OK;
}

moderato_status dataset_facts(struct dataset *ds, const moderato_comment *comment,
	struct dataset_facts *facts, moderato_error *err)
{
	static const moderato_str unnamed = {"unnamed", 7};
	moderato_status status = read_check(comment, err);

	*facts = (struct dataset_facts){.grouped = comment->group.len != 0};
	if (!status)
		status = read_labels(ds, comment, facts->labels, err);
	if (!status)
		status = dataset_source(
			ds, comment->source.len ? comment->source : unnamed, &facts->source, err);
	if (!status && facts->grouped)
		facts->group =
			hash_bytes(comment->group.ptr, comment->group.len, 7 + (uint64_t)facts->source);
	return status;
}

/* --- words --- */

moderato_status dataset_reader(
	const struct dataset *ds, moderato_classifier **out, moderato_error *err)
{
	return moderato_classifier_new(out, &ds->proto, NULL, err);
}

/* Where no group is given, comments of the same words in the same order belong together. */
static uint64_t words_hash(const struct document *doc)
{
	uint64_t h = 0;
	size_t i;

	for (i = 0; i < doc->words.n; i++)
		h = hash_pair(h, doc->terms[doc->term_of[i]].key);
	return h;
}

static void add_words(const struct document *doc, struct buffer *out)
{
	size_t i;

	for (i = 0; i < doc->n_terms; i++) {
		const struct term *term = &doc->terms[i];
		const struct dataset_word word = {
			term->hash, term->count, (uint32_t)doc->words.v[term->word].len};

		buffer_add(out, (const char *)&word, sizeof(word));
	}
}

static void add_buckets(
	const struct space *space, const struct term *terms, size_t n, struct buffer *out)
{
	size_t i;

	for (i = 0; i < n; i++) {
		const uint32_t item[2] = {space_bucket(space, terms[i].hash), terms[i].count};

		buffer_add(out, (const char *)item, sizeof(item));
	}
}

static void add_letters(const struct document *doc, struct buffer *out)
{
	size_t i;

	for (i = 0; i < doc->n_terms; i++) {
		const struct word *word = &doc->words.v[doc->terms[i].word];

		buffer_add(out, word->surface, word->len);
	}
	while (out->len % sizeof(uint64_t) && !out->failed) /* so that the next reading is aligned */
		buffer_add_char(out, 0);
}

moderato_status dataset_read(moderato_classifier *reader, const moderato_comment *comment,
	struct buffer *out, moderato_error *err)
{
	const struct space *space = &reader->bundle->shape->space;
	const struct document *doc = &reader->doc;
	const size_t start = out->len;
	moderato_status status = classifier_read(reader, comment, err);
	struct dataset_reading r;
	uint32_t n_context = 0;
	uint32_t n_author = 0;
	size_t k;

	if (status)
		return status;
	for (k = 0; k < CONTEXT_FIELDS; k++) {
		n_context += (uint32_t)doc->context[k].n;
		if (context_is_author((enum context_field)k))
			n_author += (uint32_t)doc->context[k].n;
	}
	r = (struct dataset_reading){
		.words_hash = words_hash(doc),
		.n_terms = (uint32_t)doc->n_terms,
		.n_pairs = space->pairs ? (uint32_t)doc->n_pairs : 0,
		.n_context = n_context,
		.n_author = n_author,
		.n_active = (uint32_t)reader->n_active,
	};
	buffer_add(out, (const char *)&r, sizeof(r));
	add_words(doc, out);
	add_buckets(space, doc->pairs, r.n_pairs, out);
	for (k = 0; k < CONTEXT_FIELDS; k++)
		add_buckets(space, doc->context[k].terms, doc->context[k].n, out);
	buffer_add(out, (const char *)reader->active, reader->n_active * sizeof(*reader->active));
	add_letters(doc, out);
	if (out->failed) {
		out->failed = false;
		out->len = start;
		return fail_no_memory(err);
	}
	r.size = out->len - start;
	memcpy(out->data + start, &r, sizeof(r));
	return MODERATO_OK;
}
