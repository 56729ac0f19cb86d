/* SPDX-License-Identifier: MIT */
#include "reading.h"

#include "text/skeletons.h"

const struct space space = SPACE_DEFAULT;
struct dataset reading;
struct termset term_sets[2];

uint64_t key_of(const char *word)
{
	return text_skeleton_hash(word, strlen(word));
}

int open_reader(void **state)
{
	static uint64_t rude[2];
	static uint64_t mild[1];
	moderato_error err;

	(void)state;
	rude[0] = key_of("gronk");
	rude[1] = pair_hash(key_of("utter"), key_of("twaddle"));
	mild[0] = key_of("gosh");
	term_sets[0] = (struct termset){"rude", rude, termset_sort(rude, COUNT(rude))};
	term_sets[1] = (struct termset){"mild", mild, termset_sort(mild, COUNT(mild))};
	return dataset_init(&reading, &space, term_sets, COUNT(term_sets), &err) ? -1 : 0;
}

int close_reader(void **state)
{
	(void)state;
	dataset_dispose(&reading);
	return 0;
}

const struct document *read_comment(const moderato_comment *comment)
{
	moderato_error err;

	must(classifier_read(reading.reader, comment, &err), err);
	return &reading.reader->doc;
}

const struct document *read_text(const char *text)
{
	static moderato_comment comment; /* the document points to it */

	comment = (moderato_comment){.text = str(text)};
	return read_comment(&comment);
}
