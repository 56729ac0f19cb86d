/* SPDX-License-Identifier: MIT */
#ifndef LEARN_TRAINER_INTERNAL_H
#define LEARN_TRAINER_INTERNAL_H
/* The trainer's inside, shared by trainer.c (what goes in), train_run.c (heads), protocol.c
 * (evaluation by protocol), assemble.c (the bundle), held_out*.c
 * (figures on other files) and card.c (the card). */
#include "learn/copies.h"
#include "learn/dataset.h"
#include "learn/fit.h"
#include "learn/intake.h"
#include "learn/texts.h"
#include "learn/train_options.h"
#include "model/rehearsal.h"
#include "moderato/campaign.h"
#include "moderato/trainer.h"

struct train_termset {
	char name[32];
	uint64_t *terms;
	size_t n;
};

struct train_corpus {
	char *name; /* the file's, without its folder */
	uint64_t hash;
	size_t bytes;
};

/* A file to measure the finished bundle on. */
struct train_test {
	char *path;
	char *name; /* without its folder */
	char *format;
	char *columns;
	uint64_t hash;
	size_t bytes;
	size_t n;         /* comments */
	size_t n_trained; /* of them, those whose text is trained on too: files can share comments */
};

/* Foreign vectors instead of comments. */
struct train_vectors {
	size_t *start;
	uint32_t *index;
	float *value;
	int8_t *label;
	size_t n, cap_rows, cap_entries;
	uint32_t n_features;
};

/* An attribute being trained. */
struct train_head {
	char *attribute;
	int column; /* in the data set's labels */
	struct fit fit;
	struct second second; /* its arrays are floats; n 0: none */
	float *floats;
	moderato_known known; /* what became of what the base knew of it */
};

struct moderato_trainer {
	struct train_options options;
	struct train_termset sets[TERMSETS_MAX];
	size_t n_sets;
	struct train_corpus *corpora;
	size_t n_corpora;
	moderato_bundle *base;  /* what to start from; or NULL */
	struct rehearsal known; /* what it knew, as rows behind the data's; n 0: it does not say */
	uint32_t known_source;  /* of these rows */
	moderato_known known_rows[MODERATO_ATTRIBUTES_MAX]; /* of all heads, refused ones too */
	size_t n_known;
	struct dataset data;
	bool has_data;                 /* data is initialised: from then on no term set can be added */
	struct intake *intake;         /* by which comments come into data */
	struct copies copies;          /* in disguise */
	moderato_campaigns *campaigns; /* near-duplicates are to be one group; or NULL */
	bool campaigns_found;
	bool campaigns_failed; /* a comment is missing there */
	struct texts texts;    /* of the comments in data, when disguises are to be measured */
	struct train_vectors vectors;
	double weight[DATASET_SOURCES_MAX];
	uint8_t calibrates[DATASET_SOURCES_MAX]; /* when some source does */
	struct train_head heads[MODERATO_ATTRIBUTES_MAX];
	size_t n_heads;
	const struct bundle_head
		*kept[MODERATO_ATTRIBUTES_MAX]; /* linear heads of the base, taken over */
	size_t n_kept;
	bool severity; /* severe_toxicity is derived */
	moderato_evaluator *evaluator;
	uint64_t *text_hashes; /* hash of each comment's text */
	size_t n_text_hashes, cap_text_hashes;
	struct train_test *tests;
	size_t n_tests;
	char *test_identities; /* path; NULL: none */
	/* tuner.c: look at the bundle that was just made, whose heads may be given up; NULL: not */
	moderato_status (*judge)(void *payload, moderato_trainer *t, moderato_error *err);
	void *judge_payload;
	struct buffer held_out; /* the card's section about what was held out, */
	struct buffer
		held_out_json; /* and the same as a member of the card's JSON, with a comma before */
	struct buffer card;
	struct buffer card_json;
	struct buffer bundle;
	const char *step; /* for progress */
	size_t step_offset, step_total;
};

/* A source's offset feature has this value: small, so that the offset is cheap to learn but does
 * not explain what the words can. */
#define TRAIN_OFFSET 0.5f

/* The attributes that moderato names itself, in their order in a bundle. */
#define VOCABULARY_N 7
extern const char *const train_vocabulary[VOCABULARY_N];

/* Kernel heads have no offsets, a kernel would mix them with the words, and their vectors go into
 * the bundle as they are. */
struct dataset_layout train_layout(const moderato_trainer *t);

/* Labels of one attribute by row, assumptions applied; malloc'ed. NULL: out of memory. */
int8_t *train_column(const moderato_trainer *t, int column);
uint64_t *train_groups(const moderato_trainer *t);
uint32_t *train_sources(const moderato_trainer *t);

/* The problem of head i. `columns` is to be disposed of, also on failure (MODERATO_ENOMEM). */
struct rehearse_columns;
moderato_status train_problem(moderato_trainer *t, size_t i, const struct dataset_rows *rows,
	struct rehearse_columns *columns, struct fit_problem *problem, moderato_error *err);

/* Which rows are copies in disguise, each of the row before; malloc'ed. NULL: out of memory. */
uint8_t *train_copies(const moderato_trainer *t);

/* second_stage.c: a second stage for each linear head, on the evidence that models of other folds
 * give of a comment. Afterwards the heads' held-out margins, thresholds and AUC are the second
 * stage's. */
moderato_status train_second(
	moderato_trainer *t, const struct dataset_rows *rows, moderato_error *err);

/* Is there a trained head of that attribute? */
bool train_has_head(const moderato_trainer *t, const char *attribute);

/* Give up trained head i for the base's of that attribute, or for none. */
void train_drop_head(moderato_trainer *t, size_t i);

/* Progress of a fit, for fit_head(). */
bool train_progress(void *payload, size_t done, size_t total);

/* vectors.c: the same for foreign vectors. */
moderato_status train_on_vectors(moderato_trainer *t, moderato_error *err);

/* protocol.c: evaluate by options.protocol into t->evaluator. */
moderato_status train_protocol(moderato_trainer *t, moderato_error *err);

/* protocol_perturb.c: what a fold's model makes of held-out rows in disguise. `row` are [n] rows of
 * the data, of which some are drawn by `stream`; `rows` are those that the model was trained on.
 * Changes t->data on the way. Each answer is appended to `out` as a struct perturbed_answer. */
struct perturbed_answer {
	uint32_t row;
	uint8_t family;
	uint8_t positive;
	uint8_t clean_positive;
	uint8_t zero;
	double margin;
	double clean_margin;
};

moderato_status train_perturbed_answers(moderato_trainer *t, const struct fit *fit,
	const struct fit_problem *problem, const struct dataset_rows *rows, const uint32_t *row,
	size_t n, uint64_t stream, struct buffer *out, moderato_error *err);

/* The same in the parent: hand such an answer to the evaluator as attribute a's. */
moderato_status train_take_perturbed(moderato_trainer *t, size_t a, int label,
	const struct perturbed_answer *answer, moderato_error *err);

/* assemble.c: t->bundle from the heads and the rows' scale (NULL for vectors). */
moderato_status train_assemble(
	moderato_trainer *t, const struct dataset_rows *rows, moderato_error *err);

/* held_out.c: can the files be held out: are they not trained on? */
moderato_status train_tests_check(const moderato_trainer *t, moderato_error *err);
void train_tests_dispose(moderato_trainer *t);

/* held_out_measure.c: t->held_out and t->held_out_json from t->bundle and the files. */
moderato_status train_held_out(moderato_trainer *t, moderato_error *err);

/* card.c: t->card and t->card_json. */
moderato_status train_card(moderato_trainer *t, moderato_error *err);

#endif
