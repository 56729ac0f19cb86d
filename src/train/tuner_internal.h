/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TUNER_INTERNAL_H
#define TRAIN_TUNER_INTERNAL_H
/* The tuner's inside, shared by tuner.c (comments, parts, training) and tuner_judge.c (which heads
 * are taken). */
#include <stdint.h>

#include "dataset/text_store.h"
#include "moderato/campaign.h"
#include "moderato/tuner.h"

struct moderato_tuner {
	moderato_trainer *trainer;
	moderato_campaigns *campaigns;
	char *attributes; /* those wanted; NULL: all */
	size_t parts;
	uint64_t seed;
	struct text_store texts; /* the comments; the next three are by their number */
	int8_t *labels;          /* [n][MODERATO_ATTRIBUTES_MAX], by row of the plan */
	uint64_t *group;         /* of its thread, or of its cluster of near-duplicates */
	uint16_t *part;          /* NULL: not parted yet */
	size_t cap;
	char *names[MODERATO_ATTRIBUTES_MAX];
	moderato_tune_row rows[MODERATO_ATTRIBUTES_MAX];
	moderato_tune_plan plan;
};

bool tuner_holds_out(const moderato_tuner *t, size_t i);

/* Measure the trainer's bundle and the base on what is held out, give up the heads that are worse,
 * fill the plan's figures and the card's section. Handed to the trainer, `payload` is the tuner. */
moderato_status tuner_judge(void *payload, moderato_trainer *trainer, moderato_error *err);

#endif
