/* SPDX-License-Identifier: MIT */
#ifndef DATASET_DATASET_H
#define DATASET_DATASET_H
/* Holds labelled comments for the trainer, with their words as numbers, and makes rows of them.
 *
 * A comment is read once, by the same code that scores. What is kept of it is its distinct words
 * and pairs, the heuristics that are on, the labels, the source and the group. Rows (sparse
 * vectors) are made from that and from the document frequencies of those comments that are to be
 * trained on, so that a held-out fold leaves no trace in the features' scales. */
#include <stdbool.h>

#include "base/buffer.h"
#include "model/svm.h"
#include "classify/classifier_internal.h"

/* A label is 0, 1, or this. */
#define LABEL_UNKNOWN ((int8_t)-1)

#define DATASET_SOURCES_MAX 1024

struct dataset_comment {
	size_t item;        /* its first entry in `items`, where it has, one after the other: */
	uint32_t n_terms;   /* its words, as (term, count), */
	uint32_t n_pairs;   /* its pairs of words, as (bucket, count), */
	uint32_t n_context; /* the words beside the text, as (bucket, count), */
	uint32_t n_active;  /* and the heuristics that are on, by their numbers */
	uint32_t n_author;  /* how many of n_context, at the end, are the author's: these have a norm of
						   their own */
	uint32_t source;
	uint64_t group; /* hash of source and group, or of the words if no group is given */
	bool copy;      /* the comment before it in disguise: trained on, but never judged by */
};

/* The features of one word as hash buckets, those of one part (feature/ngram.h) after the other. */
struct dataset_term {
	size_t bucket; /* the first, in `buckets` */
	uint16_t n;
	uint16_t end[NGRAM_PARTS]; /* where each part ends among the n */
};

struct dataset {
	struct space space;
	const moderato_bundle *base; /* rows have its heads as features, too; borrowed; or NULL */
	moderato_bundle proto;       /* a bundle without heads, for classifiers that only read */
	moderato_classifier *reader; /* dataset_add() reads with it */
	struct buffer reading;       /* the scratch of dataset_add() */
	struct dataset_comment *comments;
	size_t n;
	size_t n_copies; /* of the n comments */
	size_t cap;
	int8_t *labels; /* [cap][MODERATO_ATTRIBUTES_MAX] */
	uint32_t *items;
	size_t n_items, cap_items;
	struct dataset_term *terms; /* the vocabulary */
	size_t n_terms, cap_terms;
	uint32_t *buckets;
	size_t n_buckets, cap_buckets;
	uint64_t *slot_hash; /* an open-addressing hash table from a word's hash … */
	uint32_t *slot_term; /* … to its term + 1; 0: the slot is free */
	size_t n_slots;
	char *attributes[MODERATO_ATTRIBUTES_MAX];
	size_t n_attributes;
	char *sources[DATASET_SOURCES_MAX];
	size_t n_sources;
};

/* Make an empty data set. `sets` are the term sets, borrowed as long as it lives. MODERATO_ENOMEM;
 * dispose also on failure. */
moderato_status dataset_init(struct dataset *ds, const struct space *space,
	const struct termset *sets, size_t n_sets, moderato_error *err);
void dataset_dispose(struct dataset *ds);

/* What is kept of a comment beside its words. */
struct dataset_facts {
	int8_t labels[MODERATO_ATTRIBUTES_MAX];
	uint32_t source;
	bool grouped; /* `group` is given; else it follows from the words */
	bool copy;
	uint64_t group;
};

/* Check a comment and collect its facts. Whatever can be wrong with it is found here.
 * MODERATO_ELIMIT: a field is too long, or there are too many attributes or sources;
 * MODERATO_EINVAL: a label is neither 0 nor 1; MODERATO_ENOMEM. */
moderato_status dataset_facts(struct dataset *ds, const moderato_comment *comment,
	struct dataset_facts *facts, moderato_error *err);

/* What one of several threads found a comment to consist of. In a buffer of readings each is
 * followed by its words, its items other than words, and the words' letters
 * (dataset/dataset_reading.h). */
struct dataset_reading {
	uint64_t words_hash; /* of all words in their order */
	size_t size;         /* bytes, including what follows */
	uint32_t n_terms;
	uint32_t n_pairs;
	uint32_t n_context;
	uint32_t n_author; /* of n_context, those at the end */
	uint32_t n_active;
};

/* Make a classifier for one more thread to read with. It must not outlive the data set. */
moderato_status dataset_reader(
	const struct dataset *ds, moderato_classifier **out, moderato_error *err);

/* Read a comment and append the reading to `out`, without touching the data set. MODERATO_ENOMEM.
 */
moderato_status dataset_read(moderato_classifier *reader, const moderato_comment *comment,
	struct buffer *out, moderato_error *err);

/* Add a comment that was read. On failure, which is MODERATO_ENOMEM or MODERATO_ELIMIT (too many
 * comments), it is not added. */
moderato_status dataset_append(struct dataset *ds, const struct dataset_reading *reading,
	const struct dataset_facts *facts, moderato_error *err);

/* Check, read and add a comment. */
moderato_status dataset_add(
	struct dataset *ds, const moderato_comment *comment, moderato_error *err);

/* The number of an attribute, which is added if it is new. -1: there are too many, or out of
 * memory.
 */
int dataset_attribute(struct dataset *ds, moderato_str name);

/* Finds the number of a source, which is added if it is new. MODERATO_ELIMIT: there are too many;
 * MODERATO_ENOMEM. */
moderato_status dataset_source(
	struct dataset *ds, moderato_str name, uint32_t *source, moderato_error *err);

/* Rows of comments, with the scales of their features. */
struct dataset_rows {
	struct rows rows;
	size_t *start;
	uint32_t *index;
	float *value;
	uint8_t *scale;        /* [2^bits] the code of each bucket's scale; 0: it is not a feature */
	float scale_book[256]; /* the scale that each code stands for */
	uint32_t *place;       /* [first_source] the number that each feature has in the rows; NULL: its
							  own */
	uint32_t n_features;   /* hashed and dense ones, the base's heads, and each source's offset */
	uint32_t first_base;   /* the feature of the base's head 0 */
	uint32_t first_source; /* the feature that is source 0's offset */
};

/* How rows are made. */
struct dataset_layout {
	float offset; /* the value of the source's offset, with which a row ends; 0: rows have none */
	bool by_use;  /* features are numbered by how often they occur, so that those that a solver
					 needs all the time are close together; else each row is in the order of the
					 features' own numbers */
	size_t jobs;  /* threads, the caller's among them; 0 is 1 */
};

/* Make the rows of all comments. Document frequencies are counted over the comments with
 * count[i] != 0 (NULL: all) that are no copies; a feature that is in fewer than `min_comments` of
 * them is dropped. MODERATO_ENOMEM, and nothing is left to dispose of. */
moderato_status dataset_make_rows(const struct dataset *ds, const uint8_t *count,
	uint32_t min_comments, struct dataset_layout layout, struct dataset_rows *out,
	moderato_error *err);

/* Turn weight[first_source], which is by place in the rows, into weights by feature. False: out of
 * memory. */
bool dataset_rows_restore(const struct dataset_rows *rows, double *weight);

void dataset_rows_dispose(struct dataset_rows *rows);

/* Make the rows of the comments from `first` on alone, with the scales of `like` and without
 * offsets, as a bundle sees comments that it was not trained on. `out` has no scales.
 * MODERATO_ENOMEM. */
moderato_status dataset_make_more_rows(const struct dataset *ds, size_t first,
	const struct dataset_rows *like, struct dataset_rows *out, moderato_error *err);

/* How much a data set holds at some time. */
struct dataset_mark {
	size_t n;
	size_t n_items;
	size_t n_terms;
	size_t n_buckets;
};

struct dataset_mark dataset_mark(const struct dataset *ds);

/* Take back what was added after the mark. False: out of memory. */
bool dataset_rewind(struct dataset *ds, struct dataset_mark mark);

#endif
