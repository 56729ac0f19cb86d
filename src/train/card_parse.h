/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_CARD_PARSE_H
#define TRAIN_CARD_PARSE_H
/* A card's held-out figures in memory, between card_parse.c and card_compare.c. */
#include <stdint.h>

#include "base/arena.h"
#include "train/held_out.h"

/* A row of figures of one of the card's files. Measures that the card does not record are NAN. */
struct recorded {
	size_t file;
	moderato_figures figures;
};

struct recorded_file {
	const char *name;
	uint64_t hash;
};

struct moderato_card {
	struct arena texts; /* of all names */
	struct recorded_file files[HELD_OUT_FILES_MAX];
	size_t n_files;
	struct recorded *rows;
	size_t n_rows;
	size_t cap_rows;
};

#endif
