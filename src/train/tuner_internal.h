/* SPDX-License-Identifier: MIT */
#ifndef TRAIN_TUNER_INTERNAL_H
#define TRAIN_TUNER_INTERNAL_H
/* The tuner's inside, shared by tuner.c, which collects comments, parts them and trains, and
 * tuner_judge.c, which decides which heads are taken. */
#include <stdint.h>

#include "dataset/text_store.h"
#include "moderato/campaign.h"
#include "moderato/tuner.h"

struct moderato_tuner {
	moderato_trainer *trainer;
	moderato_campaigns *campaigns; /* finds near-duplicates */
	char *attributes;              /* a list of those that are wanted; NULL: all */
	size_t parts;                  /* one part in so many is held out */
	uint64_t seed;
	struct text_store
		texts;       /* the comments; each of the next three arrays has one entry for each */
	int8_t *labels;  /* [n][MODERATO_ATTRIBUTES_MAX], in the order of the plan's rows */
	uint64_t *group; /* the hash of its thread or of its cluster of near-duplicates */
	uint16_t *part;  /* NULL: the comments are not parted yet */
	size_t cap;
	char *names[MODERATO_ATTRIBUTES_MAX];
	moderato_tune_row rows[MODERATO_ATTRIBUTES_MAX];
	moderato_tune_plan plan;
};

/* Is comment i held out? */
bool tuner_holds_out(const moderato_tuner *t, size_t i);

/* A train_judge, whose payload is the tuner: measure the trainer's bundle and the base on what is
 * held out, give up the heads that are worse, and fill the plan's figures and the card's section.
 */
moderato_status tuner_judge(void *payload, moderato_trainer *trainer, moderato_error *err);

#endif
