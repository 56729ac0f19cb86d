/* SPDX-License-Identifier: MIT */
#ifndef DATASET_DATASET_H
#define DATASET_DATASET_H
/* Labelled comments as the trainer holds them: words as numbers, and how to make rows of them.
 *
 * A comment is read once, by the pipeline that scores. What is kept of it is its distinct words and
 * pairs, the heuristics that are on, labels, source and group. Rows (sparse vectors) follow from
 * that and from the document frequencies of whichever comments are to be trained on, so that a
 * held-out fold leaves no trace in the features' scale. */
#include <stdbool.h>

#include "base/buffer.h"
#include "model/svm.h"
#include "classify/classifier_internal.h"

/* Labels of one comment: 0, 1, or LABEL_UNKNOWN. */
#define LABEL_UNKNOWN ((int8_t)-1)

#define DATASET_SOURCES_MAX 1024

struct dataset_comment {
	size_t item;      /* its first entry in items */
	uint32_t n_terms; /* items: n_terms × (term, count), n_pairs and n_context × (bucket, count), */
	uint32_t n_pairs; /* n_active × index */
	uint32_t n_context;
	uint32_t n_author; /* of n_context, the last: the author's, which have a norm of their own */
	uint32_t n_active;
	uint32_t source;
	uint64_t group; /* hash of source and group; of the words where no group is given */
	bool copy;      /* of the comment before, in disguise: trained on, never judged by */
};

/* The features of one word: their buckets, part by part (feature/ngram.h). */
struct dataset_term {
	size_t bucket;
	uint16_t n;
	uint16_t end[NGRAM_PARTS]; /* of each part among them */
};

struct dataset {
	struct space space;
	const moderato_bundle *base; /* rows have its heads as features too; borrowed; or NULL */
	moderato_bundle proto;       /* an empty bundle: what the reading classifier needs */
	moderato_classifier *reader; /* what dataset_add() reads with */
	struct buffer reading;
	struct dataset_comment *comments;
	size_t n;
	size_t n_copies; /* among them */
	size_t cap;
	int8_t *labels; /* [cap][MODERATO_ATTRIBUTES_MAX] */
	uint32_t *items;
	size_t n_items, cap_items;
	struct dataset_term *terms;
	size_t n_terms, cap_terms;
	uint32_t *buckets;
	size_t n_buckets, cap_buckets;
	uint64_t *slot_hash; /* open addressing: word hash → term + 1 */
	uint32_t *slot_term;
	size_t n_slots;
	char *attributes[MODERATO_ATTRIBUTES_MAX];
	size_t n_attributes;
	char *sources[DATASET_SOURCES_MAX];
	size_t n_sources;
};

/* `sets` are the term sets, borrowed for the dataset's life. */
moderato_status dataset_init(struct dataset *ds, const struct space *space,
	const struct termset *sets, size_t n_sets, moderato_error *err);
void dataset_dispose(struct dataset *ds);

/* What a comment says beside its words. */
struct dataset_facts {
	int8_t labels[MODERATO_ATTRIBUTES_MAX];
	uint32_t source;
	bool grouped; /* else the words tell the group */
	bool copy;
	uint64_t group;
};

/* What can be wrong with a comment is found here: its lengths, labels, too many of anything.
 * MODERATO_ELIMIT, MODERATO_EINVAL, MODERATO_ENOMEM. */
moderato_status dataset_facts(struct dataset *ds, const moderato_comment *comment,
	struct dataset_facts *facts, moderato_error *err);

/* What a comment's words are, as one of several threads found it. Behind it, in a buffer of such:
 * its words, its items as far as they are no words, the words' letters, up to `size`. */
struct dataset_reading {
	uint64_t words_hash;
	size_t size;
	uint32_t n_terms;
	uint32_t n_pairs;
	uint32_t n_context;
	uint32_t n_author; /* of n_context, the last */
	uint32_t n_active;
};

/* A classifier for one more thread to read with; it must not outlive the data set. */
moderato_status dataset_reader(
	const struct dataset *ds, moderato_classifier **out, moderato_error *err);

/* Append the comment's reading to `out`; does not touch the data set. */
moderato_status dataset_read(moderato_classifier *reader, const moderato_comment *comment,
	struct buffer *out, moderato_error *err);

/* Add the comment that was read. On failure, for want of memory, it is not added. */
moderato_status dataset_append(struct dataset *ds, const struct dataset_reading *reading,
	const struct dataset_facts *facts, moderato_error *err);

/* All of that at once. */
moderato_status dataset_add(
	struct dataset *ds, const moderato_comment *comment, moderato_error *err);

/* The attribute's index, adding it when it is new; -1: too many or out of memory. */
int dataset_attribute(struct dataset *ds, moderato_str name);
int dataset_source(struct dataset *ds, moderato_str name);

/* Rows of all comments, with what the features' scale was. */
struct dataset_rows {
	struct rows rows;
	size_t *start;
	uint32_t *index;
	float *value;
	uint8_t *scale;        /* [2^bits] code of each bucket, 0: not a feature */
	float scale_book[256]; /* a code's meaning */
	uint32_t *place;       /* [first_source] where each feature stands in the rows; NULL: as is */
	uint32_t n_features;   /* hashed, dense, the base's heads, and each source's offset */
	uint32_t first_base;   /* the index of the base's head 0 */
	uint32_t first_source; /* the index of source 0's offset */
};

/* How the rows are laid out, and made. */
struct dataset_layout {
	float offset; /* each row ends in its source's offset feature, of this value; 0: none */
	bool by_use;  /* features are numbered by how often they occur, so that those that a solver
					 asks for all the time lie together; else rows rise in the feature's number */
	size_t jobs;  /* threads that make them, the caller's among them; 0 is 1 */
};

/* Make the rows of all comments. Document frequencies are counted over the comments with
 * count[i] != 0 (NULL: all) that are no copies; a feature in fewer than `min_comments` of them does
 * not exist. */
moderato_status dataset_make_rows(const struct dataset *ds, const uint8_t *count,
	uint32_t min_comments, struct dataset_layout layout, struct dataset_rows *out,
	moderato_error *err);

/* Weights by place as weights by feature: weight[first_source]. False: out of memory. */
bool dataset_rows_restore(const struct dataset_rows *rows, double *weight);

void dataset_rows_dispose(struct dataset_rows *rows);

/* The rows of the comments from `first` on alone, in the scale of `like` and without offsets, as a
 * bundle would see comments that it was not trained on. `out` has no scale of its own. */
moderato_status dataset_make_more_rows(const struct dataset *ds, size_t first,
	const struct dataset_rows *like, struct dataset_rows *out, moderato_error *err);

/* How far a data set goes; dataset_rewind() takes back what was added since. */
struct dataset_mark {
	size_t n;
	size_t n_items;
	size_t n_terms;
	size_t n_buckets;
};

struct dataset_mark dataset_mark(const struct dataset *ds);
bool dataset_rewind(struct dataset *ds, struct dataset_mark mark); /* false: out of memory */

#endif
