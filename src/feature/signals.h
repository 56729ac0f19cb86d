/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_SIGNALS_H
#define FEATURE_SIGNALS_H
/* Counts over the raw text, in one pass, for the heuristics and for the policy's conditions. */
#include "text/charmap.h"
#include "text/text.h"

struct signals {
	size_t chars; /* code points */
	size_t letters;
	size_t upper;
	size_t digits;
	size_t spaces;
	size_t newlines;
	size_t exclamations;
	size_t questions;
	size_t punctuation;     /* ASCII punctuation */
	size_t longest_run;     /* of one code point */
	size_t punctuation_run; /* the longest run of ! ? . in any mix */
	size_t beyond_latin;    /* letters of scripts other than Latin */
	size_t money;           /* currency signs next to a digit */
	size_t phones;          /* runs of 7 to 15 digits, perhaps with separators */
	size_t quotes;          /* quotation marks */
	size_t caps_words;      /* words of three letters or more, all upper case */
};

/* Counts in valid UTF-8 that is otherwise as its author wrote it. */
void signals_read(const struct text *in, struct signals *out);

/* The same for text in ASCII only, from its character map and the counts of that. */
void signals_of_map(const struct text *in, const struct charmap *map,
	const struct char_counts *counts, struct signals *out);

#endif
