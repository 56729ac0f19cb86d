/* SPDX-License-Identifier: MIT */
#include "base/time_words.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

#define WORD_MAX 24

/* In the order of their bytes. */
static const struct time_word words[] = {
#include "base/time_words.inc"
};

static int compare(const void *word, const void *row)
{
	return strcmp(word, ((const struct time_word *)row)->word);
}

/* Writes the letter at `at` in lower case: ASCII, and the letters of two bytes that the words above
 * begin with, of which the capital is a fixed distance before the small one. */
static size_t lower_letter(char *out, moderato_str word, size_t at)
{
	static const struct {
		unsigned first, last; /* capitals */
		unsigned distance;
	} ranges[] = {{0xc0, 0xde, 0x20}, {0x391, 0x3a9, 0x20}, {0x410, 0x42f, 0x20},
		{0x400, 0x40f, 0x50}, {0x15a, 0x15a, 1}, {0x15e, 0x15e, 1}, {0x10c, 0x10c, 1}};
	const unsigned char c = (unsigned char)word.ptr[at];
	unsigned letter;
	size_t i;

	out[0] = ascii_lower(word.ptr[at]);
	if (c < 0xc3 || c >= 0xe0 || at + 1 == word.len)
		return 1;
	letter = (c & 0x1fU) << 6 | ((unsigned char)word.ptr[at + 1] & 0x3fU);
	for (i = 0; i < sizeof(ranges) / sizeof(*ranges); i++) {
		if (letter < ranges[i].first || letter > ranges[i].last)
			continue;
		letter += ranges[i].distance;
		break;
	}
	out[0] = (char)(0xc0 | letter >> 6);
	out[1] = (char)(0x80 | (letter & 0x3f));
	return 2;
}

struct time_word time_word_find(moderato_str word)
{
	char lower[WORD_MAX + 1];
	const struct time_word *found;
	size_t i = 0;

	if (word.len > WORD_MAX)
		return (struct time_word){NULL, TIME_OTHER, 0};
	while (i < word.len)
		i += lower_letter(lower + i, word, i);
	lower[i] = '\0';
	found = bsearch(lower, words, sizeof(words) / sizeof(*words), sizeof(*words), compare);
	return found ? *found : (struct time_word){NULL, TIME_OTHER, 0};
}
