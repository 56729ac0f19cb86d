/* SPDX-License-Identifier: MIT */
#ifndef TESTS_READING_H
#define TESTS_READING_H
/* Comments read as training reads them, for the tests of what is found in them. Include it behind
 * cmocka.h. */
#include <string.h>

#include "feature/ngram.h"
#include "dataset/dataset.h"
#include "text/skeletons.h"

#define READING_COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const struct space space = SPACE_DEFAULT;

/* A reader as training has it, with two term sets of a bundle. */
static struct dataset data;
static struct termset sets[2];
static uint64_t rude_terms[2];
static uint64_t mild_terms[1];

static uint64_t key_of(const char *word)
{
	return text_skeleton_hash(word, strlen(word));
}

static int open_reader(void **state)
{
	moderato_error err;

	(void)state;
	rude_terms[0] = key_of("gronk");
	rude_terms[1] = pair_hash(key_of("utter"), key_of("twaddle"));
	mild_terms[0] = key_of("gosh");
	sets[0] =
		(struct termset){"rude", rude_terms, termset_sort(rude_terms, READING_COUNT(rude_terms))};
	sets[1] =
		(struct termset){"mild", mild_terms, termset_sort(mild_terms, READING_COUNT(mild_terms))};
	return dataset_init(&data, &space, sets, READING_COUNT(sets), &err) ? -1 : 0;
}

static int close_reader(void **state)
{
	(void)state;
	dataset_dispose(&data);
	return 0;
}

static const struct document *read_comment(const moderato_comment *comment)
{
	moderato_error err;

	if (classifier_read(data.reader, comment, &err))
		fail_msg("%s", err.message);
	return &data.reader->doc;
}

static const struct document *read_text(const char *text)
{
	static moderato_comment comment; /* the document points to it */

	comment = (moderato_comment){.text = {text, strlen(text)}};
	return read_comment(&comment);
}

#endif
