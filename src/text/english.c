/* SPDX-License-Identifier: MIT */
#include "text/english.h"

#include <string.h>

#include "base/ascii.h"

#define SHARE_MIN 5 /* one word in five must be one of these */

/* What is frequent in English and no word of another language that is written in the same letters:
 * hence neither "in" nor "was", "is", "on", "me", "so", "all", "will". Each line has the words of
 * one length, one after another. */
static const char *const words_of_length[] = {
	[2] = "byifitmy",
	[3] = "andanyarebutdidforherhimhishowitsnotourshethewhowhyyou",
	[4] = "beendoesevenfromhavehereintojustknowlikemakemanymoremuchneedonlyoversaidsomesuchthan"
		  "thatthemthentheythistimeverywantwerewhatwhenwithyour",
	[5] = "aboutbeingcoulddoingeverygoingneverotherrightstilltheirtherethesethinkthosewherewhich"
		  "whilewouldyoure",
	[6] = "peoplereallyshould",
	[7] = "because",
};

enum { LENGTHS = sizeof(words_of_length) / sizeof(words_of_length[0]) };

static bool is_english(const char *word, size_t len)
{
	const char *known = len < LENGTHS ? words_of_length[len] : NULL;
	char lower[LENGTHS];
	size_t i;

	if (!known)
		return false;
	for (i = 0; i < len; i++)
		lower[i] = ascii_lower(word[i]);
	for (; *known; known += len)
		if (*known == *lower && !memcmp(known, lower, len))
			return true;
	return false;
}

/* Bytes beyond ASCII are taken for letters, so that no part of a foreign word counts. */
static bool is_letter(char c)
{
	return (unsigned char)c >= 0x80 || ascii_is_lower(ascii_lower(c));
}

bool english_is_certain(moderato_str text)
{
	size_t english = 0;
	size_t all = 0;
	size_t i = 0;

	while (i < text.len) {
		const size_t begin = i;

		while (i < text.len && is_letter(text.ptr[i]))
			i++;
		if (i - begin > 1) {
			all++;
			english += is_english(text.ptr + begin, i - begin);
		}
		i += i < text.len;
	}
	return english >= ENGLISH_WORDS_MIN && english * SHARE_MIN >= all;
}
