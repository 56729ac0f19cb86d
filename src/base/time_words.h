/* SPDX-License-Identifier: MIT */
#ifndef BASE_TIME_WORDS_H
#define BASE_TIME_WORDS_H
/* The words that written times consist of, in English, German, French, Spanish, Italian,
 * Portuguese, Dutch, Russian and Polish, and the months in Swedish, Danish and Norwegian. */
#include "moderato/comment.h"

enum time_word_sort {
	TIME_OTHER,
	TIME_LINK, /* stands between the parts of a time: "at" */
	TIME_PART, /* as a number: "an" */
	TIME_MONTH,
	TIME_WEEKDAY,
	TIME_HALF, /* am and pm */
	TIME_ZONE,
	TIME_UNIT, /* "hours" */
	TIME_AGO,
	TIME_DAY, /* "today" */
};

struct time_word {
	const char *word;
	enum time_word_sort sort;
	int value; /* a month from 1 (also of "ago", Spanish for August), a weekday from Monday, 0; the
				  hours that pm adds; a zone's minutes east of Greenwich */
};

/* Finds a word in any case; of other words the sort is TIME_OTHER. */
struct time_word time_word_find(moderato_str word);

#endif
