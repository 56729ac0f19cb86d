/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_SIGNALS_H
#define FEATURE_SIGNALS_H
/* Counts over the raw text, in one pass: for the heuristics, and for the policy's conditions. */
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
	size_t longest_run;     /* the same code point in a row */
	size_t punctuation_run; /* ! ? . in a row, any mix */
	size_t beyond_ascii;    /* letters beyond Latin */
	size_t money;           /* currency signs with a digit beside */
	size_t phones;          /* runs of 7 … 15 digits with separators */
	size_t quotes;          /* quotation marks */
	size_t caps_words;      /* words of three letters or more, all upper case */
};

/* `in` is valid UTF-8, otherwise as its author wrote it. */
void signals_read(const struct text *in, struct signals *out);

/* The same for a text of ASCII only, by its character map and what that counted. */
void signals_of_map(const struct text *in, const struct charmap *map,
	const struct char_counts *counts, struct signals *out);

#endif
