/* SPDX-License-Identifier: MIT */
#include "text/english.h"

#include <string.h>

#include "base/ascii.h"

#define SHARE_MIN 5 /* one word in five must be one of these */

/* What is frequent in English and no word of another language that is written in the same letters:
 * hence neither "in" nor "was", "is", "on", "me", "so", "all", "will". By first letter, each with
 * zeros up to eight bytes, so that words are compared as numbers. */
static const char words[26][14][8] = {
	['a' - 'a'] = {"and", "any", "are", "about"},
	['b' - 'a'] = {"by", "but", "been", "being", "because"},
	['c' - 'a'] = {"could"},
	['d' - 'a'] = {"did", "does", "doing"},
	['e' - 'a'] = {"even", "every"},
	['f' - 'a'] = {"for", "from"},
	['g' - 'a'] = {"going"},
	['h' - 'a'] = {"her", "him", "his", "how", "have", "here"},
	['i' - 'a'] = {"if", "it", "its", "into"},
	['j' - 'a'] = {"just"},
	['k' - 'a'] = {"know"},
	['l' - 'a'] = {"like"},
	['m' - 'a'] = {"my", "make", "many", "more", "much"},
	['n' - 'a'] = {"not", "need", "never"},
	['o' - 'a'] = {"our", "only", "over", "other"},
	['p' - 'a'] = {"people"},
	['r' - 'a'] = {"right", "really"},
	['s' - 'a'] = {"she", "said", "some", "such", "still", "should"},
	['t' - 'a'] = {"the", "than", "that", "them", "then", "they", "this", "time", "their", "there",
		"these", "think", "those"},
	['v' - 'a'] = {"very"},
	['w' - 'a'] = {"who", "why", "want", "were", "what", "when", "with", "where", "which", "while",
		"would"},
	['y' - 'a'] = {"you", "your", "youre"},
};

/* `word` has zeros up to eight bytes. */
static bool is_english(const char word[8])
{
	const char(*known)[8] = words[word[0] - 'a'];

	for (; (*known)[0]; known++)
		if (!memcmp(*known, word, 8))
			return true;
	return false;
}

/* Bytes beyond ASCII are taken for letters, so that no part of a foreign word counts. */
static bool is_letter(unsigned char c)
{
	return c >= 0x80 || (unsigned char)((c | 0x20) - 'a') < 26;
}

/* Reads the word that begins at *i and goes past it. Returns its length; `lower` receives its first
 * eight bytes in lower case. */
static size_t read_word(moderato_str text, size_t *i, char lower[8])
{
	size_t n = 0;

	memset(lower, 0, 8);
	for (; *i < text.len && is_letter((unsigned char)text.ptr[*i]); n++, ++*i)
		if (n < 8)
			lower[n] = (char)(text.ptr[*i] | 0x20);
	return n;
}

bool english_is_certain(moderato_str text)
{
	size_t english = 0;
	size_t all = 0;
	size_t i = 0;
	char word[8];

	while (i < text.len) {
		const size_t n = read_word(text, &i, word);

		if (n > 1) {
			all++;
			english += n < 8 && ascii_is_lower(word[0]) && is_english(word);
		}
		i += i < text.len;
	}
	return english >= ENGLISH_WORDS_MIN && english * SHARE_MIN >= all;
}
