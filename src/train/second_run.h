/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_SECOND_RUN_H
#define TRAIN_SECOND_RUN_H
/* The training of the second stage, shared by second_stage.c (which evidence is gathered, and what
 * from) and second_fit.c (what a head learns from it). */
#include "train/trainer_internal.h"

#define SECOND_FOLDS 3

/* A source gives at most this many comments, or counts as if it did. */
#define SECOND_ROWS_MAX 4000

/* A comment as the encoder read it. */
struct read_windows {
	float *vector; /* [n][width], malloc'ed */
	size_t n;      /* 0: it does not read this comment */
	uint64_t hash; /* of what it read */
};

struct second_run {
	struct train_heads *heads;
	const struct train_inputs *in;
	const struct dataset_rows *rows;
	struct train_progress *progress;
	uint16_t *fold;  /* [rows->rows.n] */
	uint8_t *wanted; /* [data.n] 1: the comment's evidence is wanted */
	/* For each head the linear models that did not see one fold. */
	double *weight[MODERATO_ATTRIBUTES_MAX][SECOND_FOLDS];
	double bias[MODERATO_ATTRIBUTES_MAX][SECOND_FOLDS];
	size_t n_linear;                             /* linear heads that evidence is of */
	size_t column[MODERATO_ATTRIBUTES_MAX];      /* of each head in the bundle */
	size_t kept_column[MODERATO_ATTRIBUTES_MAX]; /* likewise, of the base's heads that are kept */
	size_t dims;                                 /* of the word vectors */
	uint32_t *row;                               /* [n_wanted] rows of the data */
	struct evidence *evidence;                   /* [n_wanted] theirs */
	struct read_windows
		*windows; /* [n_wanted] what the encoder makes of them; NULL: there is none */
	size_t n_wanted;
};

/* The comments that a head learns from: those of the wanted that have a label. */
struct second_rows {
	size_t n;
	size_t n_inputs;
	size_t n_features; /* that are made of the inputs */
	float *input;      /* [n][n_inputs] */
	int8_t *label;
	uint64_t *group;
	uint32_t *source;
	uint32_t *row; /* of the data */
	size_t *start; /* the features, as in struct rows; the last one is the source's offset */
	uint32_t *index;
	float *value;
};

/* ---- second_rows.c ---- */

/* Make room for n rows. False: out of memory. Dispose either way. */
bool second_rows_init(struct second_rows *s, size_t n, size_t n_inputs, size_t n_features);
void second_rows_dispose(struct second_rows *s);

/* The mean and the inverse deviation of each input; one that never varies gets an inverse of 0. */
void second_rows_measure(const struct second_rows *s, float *mean, float *inverse);

/* End row i, whose features end before `at`, with its source's offset. Returns where the next row
 * begins. */
size_t second_rows_offset(struct second_rows *s, size_t i, size_t at);

/* Train a linear SVM on the features at a cost, and calibrate it. Errors as fit_head(). */
moderato_status second_rows_fit(const struct second_run *run, const struct second_rows *s,
	double cost, struct fit *fit, moderato_error *err);

/* ---- second_fit.c ---- */

/* Train the second stage of a head on the evidence; `column` is the head's in the bundle. Errors as
 * fit_head(). */
moderato_status second_fit(
	const struct second_run *run, struct train_head *head, size_t column, moderato_error *err);

/* ---- encoder_windows.c ---- */

/* Make room for what the encoder makes of the comments, if there is one. False: out of memory.
 * Dispose either way. */
bool encoder_windows_init(struct second_run *run);
void encoder_windows_dispose(struct second_run *run);

/* Let it read wanted comment i, which the classifier has just scored, unless the cache has what it
 * makes of it. False: out of memory. */
bool encoder_windows_read(struct second_run *run, moderato_classifier *c, size_t i);

/* Write all that was read to the cache, if there is one. MODERATO_EIO, MODERATO_ENOMEM. */
moderato_status encoder_windows_keep(const struct second_run *run, moderato_error *err);

/* The vector of wanted comment i, which has been read, for the head of an attribute. */
void encoder_windows_vector(
	const struct second_run *run, size_t i, const char *attribute, float *vector);

/* ---- encoder_fit.c ---- */

/* Train the heads for comments that the encoder has read too, for attributes that have a second
 * stage, which must be trained, or for which the base has such a head. Errors as fit_head(). */
moderato_status encoder_fit(const struct second_run *run, moderato_error *err);

/* The final margin of the first reading of a comment, by a head's second stage if it has one. */
float encoder_first_margin(const struct second_run *run, const struct evidence *e,
	const struct second *stage, size_t column);

/* ---- encoder_from.c ---- */

/* Whether a source is one of those that scores are calibrated on. */
bool encoder_counts(const struct train_inputs *in, uint32_t source);

/* Set from which scores of the first reading on a comment is read twice. MODERATO_ENOMEM. */
moderato_status encoder_choose_from(const struct second_run *run, moderato_error *err);

#endif
