/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_CARD_READ_H
#define TRAIN_CARD_READ_H
/* A card's held-out figures in memory, between card_read.c and card_compare.c. */
#include <stdint.h>

#include "train/held_out.h"

struct recorded_auc {
	double value; /* NAN: none */
	double low;   /* NAN: recorded without an interval */
	double high;
};

/* A row of the figures, or of the identities. Texts are the card's, as they stand in their cells.
 */
struct recorded {
	size_t file;
	const char *attribute;
	moderato_slice slice;
	const char *name;
	size_t n;
	size_t n_positive;
	struct recorded_auc auc[3]; /* [0] only; of identities: subgroup, BPSN, BNSP */
};

struct recorded_file {
	const char *name;
	uint64_t hash;
};

struct moderato_card {
	char *text; /* a copy, cut into cells */
	struct recorded_file files[HELD_OUT_FILES_MAX];
	size_t n_files;
	struct recorded *rows;
	size_t n_rows;
	size_t cap_rows;
};

#endif
