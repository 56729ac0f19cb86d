/* SPDX-License-Identifier: MIT */
#include "learn/dataset.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "text/skeletons.h"

static moderato_status no_memory(moderato_error *err)
{
	return fail(err, MODERATO_ENOMEM, "out of memory");
}

moderato_status dataset_init(struct dataset *ds, const struct space *space,
	const struct termset *sets, size_t n_sets, moderato_error *err)
{
	static const float no_books[256];
	struct bundle_space *bs;

	memset(ds, 0, sizeof(*ds));
	ds->space = *space;
	bs = calloc(1, sizeof(*bs));
	if (!bs)
		return no_memory(err);
	bs->space = *space;
	bs->n_dense = (uint32_t)heuristics_size();
	bs->stride = 1;
	ds->proto.space = bs;
	ds->proto.linear.stride = 1;
	ds->proto.linear.books = no_books;
	ds->proto.linear.codes = calloc((size_t)1 << space->bits, 1);
	if (!ds->proto.linear.codes)
		return no_memory(err);
	memcpy(ds->proto.sets, sets, n_sets * sizeof(*sets));
	ds->proto.n_sets = n_sets;
	return moderato_classifier_new(&ds->reader, &ds->proto, NULL, err);
}

void dataset_dispose(struct dataset *ds)
{
	size_t i;

	moderato_classifier_free(ds->reader);
	free((void *)(uintptr_t)ds->proto.space);
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

/* The name's place in a list, appended when it is new. */
static int intern(char **names, size_t *n, size_t max, moderato_str name)
{
	size_t i;

	for (i = 0; i < *n; i++)
		if (strlen(names[i]) == name.len && memcmp(names[i], name.ptr, name.len) == 0)
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

int dataset_source(struct dataset *ds, moderato_str name)
{
	return intern(ds->sources, &ds->n_sources, DATASET_SOURCES_MAX, name);
}

/* --- vocabulary --- */

/* The first `n_terms` terms in a table of `n` slots. */
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
		size_t k = (size_t)(ds->slot_hash[i] >> 20) & (n - 1);

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

/* The buckets of a new word's features, part by part. */
static bool add_term(struct dataset *ds, const struct word *w)
{
	struct ngrams *g = ds->reader->scratch;
	struct dataset_term *term;
	void *terms = ds->terms;
	void *buckets = ds->buckets;
	unsigned part;
	size_t i;

	ngrams_of(&ds->space, w->surface, w->len, g);
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

/* The number of the word, + 1; 0: out of memory. */
static uint32_t find_term(struct dataset *ds, const struct word *w, uint64_t hash)
{
	size_t i;

	if (ds->n_terms * 2 >= ds->n_slots && !grow_slots(ds))
		return 0;
	i = (size_t)(hash >> 20) & (ds->n_slots - 1);
	while (ds->slot_term[i] && ds->slot_hash[i] != hash)
		i = (i + 1) & (ds->n_slots - 1);
	if (!ds->slot_term[i]) {
		if (!add_term(ds, w))
			return 0;
		ds->slot_hash[i] = hash;
		ds->slot_term[i] = (uint32_t)ds->n_terms;
	}
	return ds->slot_term[i];
}

/* --- adding a comment --- */

static void add_bucket(struct dataset *ds, const struct term *term)
{
	ds->items[ds->n_items++] = space_bucket(&ds->space, term->hash);
	ds->items[ds->n_items++] = term->count;
}

static bool add_items(struct dataset *ds, struct dataset_comment *row)
{
	const moderato_classifier *c = ds->reader;
	const struct document *doc = &c->doc;
	const size_t n_pairs = ds->space.pairs ? doc->n_pairs : 0;
	const size_t n_context = doc->context[CONTEXT_TITLE].n + doc->context[CONTEXT_PARENT].n;
	const size_t need = 2 * (doc->n_terms + n_pairs + n_context) + c->n_active;
	void *items = ds->items;
	size_t i;
	size_t k;

	if (!grow_array(&items, &ds->cap_items, ds->n_items + need, sizeof(*ds->items)))
		return false;
	ds->items = items;
	row->item = ds->n_items;
	for (i = 0; i < doc->n_terms; i++) {
		const uint32_t term = find_term(ds, &doc->words.v[doc->terms[i].word], doc->terms[i].hash);

		if (!term)
			return false;
		ds->items[ds->n_items++] = term - 1;
		ds->items[ds->n_items++] = doc->terms[i].count;
	}
	for (i = 0; i < n_pairs; i++)
		add_bucket(ds, &doc->pairs[i]);
	for (k = 0; k < CONTEXT_FIELDS; k++)
		for (i = 0; i < doc->context[k].n; i++)
			add_bucket(ds, &doc->context[k].terms[i]);
	for (i = 0; i < c->n_active; i++)
		ds->items[ds->n_items++] = c->active[i];
	row->n_terms = (uint32_t)doc->n_terms;
	row->n_pairs = (uint32_t)n_pairs;
	row->n_context = (uint32_t)n_context;
	row->n_active = (uint32_t)c->n_active;
	return true;
}

/* Comments of the same words in the same order belong together where no group is given. */
static uint64_t words_hash(const struct document *doc)
{
	uint64_t h = 0;
	size_t i;

	for (i = 0; i < doc->words.n; i++)
		h = hash_pair(h, doc->terms[doc->term_of[i]].key);
	return h;
}

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
					   ? no_memory(err)
					   : fail(err, MODERATO_ELIMIT, "more than %d attributes",
							 MODERATO_ATTRIBUTES_MAX);
		labels[a] = (int8_t)comment->labels[i].value;
	}
	return MODERATO_OK;
}

static bool grow_comments(struct dataset *ds)
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

moderato_status dataset_add(
	struct dataset *ds, const moderato_comment *comment, moderato_error *err)
{
	static const moderato_str unnamed = {"unnamed", 7};
	struct dataset_comment *row;
	moderato_status status;
	int source;

	status = classifier_read(ds->reader, comment, err);
	if (status)
		return status;
	if (ds->n == UINT32_MAX)
		return fail(err, MODERATO_ELIMIT, "more than %u comments", UINT32_MAX);
	if (!grow_comments(ds))
		return no_memory(err);
	status = read_labels(ds, comment, ds->labels + ds->n * MODERATO_ATTRIBUTES_MAX, err);
	if (status)
		return status;
	source = dataset_source(ds, comment->source.len ? comment->source : unnamed);
	if (source < 0)
		return ds->n_sources < DATASET_SOURCES_MAX
				   ? no_memory(err)
				   : fail(err, MODERATO_ELIMIT, "more than %d sources", DATASET_SOURCES_MAX);
	row = &ds->comments[ds->n];
	if (!add_items(ds, row))
		return no_memory(err);
	row->source = (uint32_t)source;
	row->copy = false;
	row->group = comment->group.len
					 ? hash_bytes(comment->group.ptr, comment->group.len, 7 + (uint64_t)source)
					 : words_hash(&ds->reader->doc);
	ds->n++;
	return MODERATO_OK;
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
