/* SPDX-License-Identifier: MIT */
/* The store of comments: numbers for names and words, and appending what a thread has read. How
 * comments are read is in dataset_read.c, how rows are made in dataset_rows.c. */
#include "dataset/dataset.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/hash_keyed.h"
#include "base/fail.h"
#include "dataset/dataset_reading.h"

moderato_status dataset_init(struct dataset *ds, const struct space *space,
	const struct termset *sets, size_t n_sets, moderato_error *err)
{
	static const float no_books[256];
	struct bundle_shape *shape;

	memset(ds, 0, sizeof(*ds));
	ds->space = *space;
	shape = calloc(1, sizeof(*shape));
	if (!shape)
		return fail_no_memory(err);
	shape->space = *space;
	shape->n_dense = (uint32_t)heuristics_size();
	shape->stride = 1;
	ds->proto.shape = shape;
	ds->proto.linear.stride = 1;
	ds->proto.linear.books = no_books;
	ds->proto.linear.codes = calloc((size_t)1 << space->bits, 1);
	if (!ds->proto.linear.codes)
		return fail_no_memory(err);
	memcpy(ds->proto.sets, sets, n_sets * sizeof(*sets));
	ds->proto.n_sets = n_sets;
	return dataset_reader(ds, &ds->reader, err);
}

void dataset_dispose(struct dataset *ds)
{
	size_t i;

	moderato_classifier_free(ds->reader);
	buffer_dispose(&ds->reading);
	free((void *)(uintptr_t)ds->proto.shape);
	free((void *)(uintptr_t)ds->proto.linear.codes);
	free(ds->comments);
	free(ds->labels);
	free(ds->items);
	free(ds->terms);
	free(ds->buckets);
	free(ds->slot_hash);
	free(ds->slot_term);
	for (i = 0; i < ds->n_attributes; i++)
		free(ds->attributes[i]);
	for (i = 0; i < ds->n_sources; i++)
		free(ds->sources[i]);
	memset(ds, 0, sizeof(*ds));
}

/* The name's number in a list, to which it is appended if it is new. -1: the list is full, or out
 * of memory. */
static int intern(char **names, size_t *n, size_t max, moderato_str name)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (str_is(name, names[i]))
			return (int)i;
	if (*n == max)
		return -1;
	names[*n] = strndup(name.ptr ? name.ptr : "", name.len);
	return names[*n] ? (int)(*n)++ : -1;
}

int dataset_attribute(struct dataset *ds, moderato_str name)
{
	return intern(ds->attributes, &ds->n_attributes, MODERATO_ATTRIBUTES_MAX, name);
}

moderato_status dataset_source(
	struct dataset *ds, moderato_str name, uint32_t *source, moderato_error *err)
{
	const int found = intern(ds->sources, &ds->n_sources, DATASET_SOURCES_MAX, name);

	if (found < 0)
		return ds->n_sources < DATASET_SOURCES_MAX
				   ? fail_no_memory(err)
				   : fail(err, MODERATO_ELIMIT, "more than %d sources", DATASET_SOURCES_MAX);
	*source = (uint32_t)found;
	return MODERATO_OK;
}

/* --- vocabulary --- */

/* Make the hash table anew with `n` slots, a power of two, and the first `n_terms` terms. False:
 * out of memory. */
static bool rebuild_slots(struct dataset *ds, size_t n, size_t n_terms)
{
	uint64_t *hash = calloc(n, sizeof(*hash));
	uint32_t *term = calloc(n, sizeof(*term));
	size_t i;

	if (!hash || !term) {
		free(hash);
		free(term);
		return false;
	}
	for (i = 0; i < ds->n_slots; i++) {
		size_t k = (size_t)hash_slot(hash_key(), ds->slot_hash[i]) & (n - 1);

		if (!ds->slot_term[i] || ds->slot_term[i] > n_terms)
			continue;
		while (term[k])
			k = (k + 1) & (n - 1);
		hash[k] = ds->slot_hash[i];
		term[k] = ds->slot_term[i];
	}
	free(ds->slot_hash);
	free(ds->slot_term);
	ds->slot_hash = hash;
	ds->slot_term = term;
	ds->n_slots = n;
	return true;
}

static bool grow_slots(struct dataset *ds)
{
	return rebuild_slots(ds, ds->n_slots ? ds->n_slots * 2 : (size_t)1 << 14, ds->n_terms);
}

/* Add a word to the vocabulary, with the buckets of its features part by part. False: out of
 * memory. */
static bool add_term(struct dataset *ds, const char *letters, size_t len)
{
	struct ngrams *g = ds->reader->sums.ngrams;
	struct dataset_term *term;
	void *terms = ds->terms;
	void *buckets = ds->buckets;
	unsigned part;
	size_t i;

	ngrams_of(&ds->space, letters, len, g);
	if (!grow_array(&terms, &ds->cap_terms, ds->n_terms + 1, sizeof(*ds->terms)))
		return false;
	ds->terms = terms;
	if (!grow_array(&buckets, &ds->cap_buckets, ds->n_buckets + g->n, sizeof(*ds->buckets)))
		return false;
	ds->buckets = buckets;
	term = &ds->terms[ds->n_terms++];
	*term = (struct dataset_term){.bucket = ds->n_buckets};
	for (part = 0; part < NGRAM_PARTS; part++) {
		for (i = 0; i < g->n; i++)
			if (ngram_part(&g->v[i]) == part) {
				ds->buckets[ds->n_buckets++] = space_bucket(&ds->space, g->v[i].hash);
				term->n++;
			}
		term->end[part] = term->n;
	}
	return true;
}

/* The word's number in the vocabulary + 1, to which it is added if it is new. 0: out of memory. */
static uint32_t find_term(struct dataset *ds, const struct dataset_word *word, const char *letters)
{
	size_t i;

	if (ds->n_terms * 2 >= ds->n_slots && !grow_slots(ds))
		return 0;
	i = (size_t)hash_slot(hash_key(), word->hash) & (ds->n_slots - 1);
	while (ds->slot_term[i] && ds->slot_hash[i] != word->hash)
		i = (i + 1) & (ds->n_slots - 1);
	if (!ds->slot_term[i]) {
		if (!add_term(ds, letters, word->len))
			return 0;
		ds->slot_hash[i] = word->hash;
		ds->slot_term[i] = (uint32_t)ds->n_terms;
	}
	return ds->slot_term[i];
}

/* --- adding a comment --- */

/* Make room for one more comment. False: out of memory. */
static bool reserve_comment(struct dataset *ds)
{
	void *comments = ds->comments;
	void *labels = ds->labels;
	size_t cap = ds->cap;

	if (!grow_array(&labels, &cap, ds->n + 1, MODERATO_ATTRIBUTES_MAX))
		return false;
	ds->labels = labels;
	cap = ds->cap;
	if (!grow_array(&comments, &cap, ds->n + 1, sizeof(*ds->comments)))
		return false;
	ds->comments = comments;
	ds->cap = cap;
	return true;
}

/* Append the comment's items: words by their numbers, then the rest as it is. False: out of memory.
 */
static bool add_items(struct dataset *ds, const struct dataset_reading *r)
{
	const struct dataset_word *words = dataset_reading_words(r);
	const uint32_t *rest = dataset_reading_items(r);
	const size_t n_rest = dataset_reading_n_items(r);
	const char *letters = (const char *)(rest + n_rest);
	size_t n = ds->n_items;
	void *items = ds->items;
	uint32_t i;

	if (!grow_array(
			&items, &ds->cap_items, n + 2 * (size_t)r->n_terms + n_rest, sizeof(*ds->items)))
		return false;
	ds->items = items;
	for (i = 0; i < r->n_terms; i++) {
		const uint32_t term = find_term(ds, &words[i], letters);

		if (!term)
			return false;
		ds->items[n++] = term - 1;
		ds->items[n++] = words[i].count;
		letters += words[i].len;
	}
	if (n_rest)
		memcpy(ds->items + n, rest, n_rest * sizeof(*rest));
	ds->n_items = n + n_rest;
	return true;
}

moderato_status dataset_append(struct dataset *ds, const struct dataset_reading *reading,
	const struct dataset_facts *facts, moderato_error *err)
{
	const size_t item = ds->n_items;

	if (ds->n == UINT32_MAX)
		return fail(err, MODERATO_ELIMIT, "more than %u comments", UINT32_MAX);
	if (!reserve_comment(ds) || !add_items(ds, reading))
		return fail_no_memory(err);
	ds->comments[ds->n] = (struct dataset_comment){
		.item = item,
		.n_terms = reading->n_terms,
		.n_pairs = reading->n_pairs,
		.n_context = reading->n_context,
		.n_author = reading->n_author,
		.n_active = reading->n_active,
		.source = facts->source,
		.group = facts->grouped ? facts->group : reading->words_hash,
		.copy = facts->copy,
	};
	memcpy(ds->labels + ds->n * MODERATO_ATTRIBUTES_MAX, facts->labels, sizeof(facts->labels));
	ds->n_copies += facts->copy;
	ds->n++;
	return MODERATO_OK;
}

moderato_status dataset_add(
	struct dataset *ds, const moderato_comment *comment, moderato_error *err)
{
	struct dataset_facts facts;
	moderato_status status = dataset_facts(ds, comment, &facts, err);

	buffer_clear(&ds->reading);
	if (!status)
		status = dataset_read(ds->reader, comment, &ds->reading, err);
	if (!status)
		status = dataset_append(
			ds, (const struct dataset_reading *)(const void *)ds->reading.data, &facts, err);
	return status;
}

struct dataset_mark dataset_mark(const struct dataset *ds)
{
	return (struct dataset_mark){ds->n, ds->n_items, ds->n_terms, ds->n_buckets};
}

bool dataset_rewind(struct dataset *ds, struct dataset_mark mark)
{
	if (ds->n_terms > mark.n_terms && !rebuild_slots(ds, ds->n_slots, mark.n_terms))
		return false;
	ds->n = mark.n;
	ds->n_items = mark.n_items;
	ds->n_terms = mark.n_terms;
	ds->n_buckets = mark.n_buckets;
	return true;
}
