/* SPDX-License-Identifier: MIT */
#ifndef BASE_WRITTEN_PARTS_H
#define BASE_WRITTEN_PARTS_H
/* Takes a written time apart into its numbers and words. Numbers say what they are by their form
 * (10:00, 2024, 03/05/2024) and words by a table. A number that has no place, or a second date,
 * makes the text no time. */
#include <stdbool.h>

#include "moderato/comment.h"

#define WRITTEN_MAX 100 /* bytes; nobody writes a longer time */

enum { WRITTEN_NONE = -1, WRITTEN_AM = 0, WRITTEN_PM = 12 };

struct written {
	moderato_str rest;
	int year, month, day; /* WRITTEN_NONE: not yet read, also below */
	int first, second;    /* the numbers of 03/05/2024 */
	int hour, minute;
	int seconds;
	int half;    /* WRITTEN_AM or WRITTEN_PM */
	int weekday; /* 0: Monday */
	int offset;  /* minutes east of Greenwich */
	bool zoned;  /* an offset was read, or the name of a zone */
	bool strict; /* a word that is not known fails */
	bool dotted; /* 03.05.2024 has the day first, wherever it is written */
	bool failed;
};

/* Words that times do not consist of mean nothing; if it is strict, they fail. */
struct written written_take_apart(moderato_str text, bool strict);

#endif
