/* SPDX-License-Identifier: MIT */
/* Comments that no corpus has, the same bytes each time:
 *
 *   generate distinct|emoji N <LINES   N comments made of what LINES says: few twice, words that
 *                                      were never seen before coming in as in natural text; or with
 *                                      emoji among the words
 *   generate cyrillic|cjk N            N comments of about 160 bytes in invented words, the r-th
 *                                      most frequent of them as frequent as 1/r
 *   generate words|letter|marks|links|open|collide N
 *                                      N comments of 20,000 bytes that are meant to be slow
 */
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "feature/ngram.h"

#define LONG_BYTES 20000
#define VOCABULARY 50000
#define WORDS_MAX ((size_t)1 << 21)

static struct rng rng;
static char *words[WORDS_MAX]; /* what LINES says, in order */
static size_t n_words;

static void read_words(void)
{
	static char line[1 << 16];
	char *word;

	while (fgets(line, sizeof(line), stdin))
		for (word = strtok(line, " \n"); word && n_words < WORDS_MAX; word = strtok(NULL, " \n"))
			words[n_words++] = strdup(word);
	if (n_words < 1000) {
		fputs("generate: fewer than 1000 words\n", stderr);
		exit(1);
	}
}

static size_t below(size_t n)
{
	return (size_t)rng_below(&rng, n);
}

/* The beginning of one word and the end of another. */
static int put_new_word(void)
{
	const char *head = words[below(n_words)];
	const char *tail = words[below(n_words)];
	const size_t n = 1 + strlen(head) / 2;

	return printf("%.*s%s", (int)n, head, tail + strlen(tail) / 2);
}

static const char *const emoji[] = {"😀", "😂", "🤣", "😡", "👍🏽", "👩‍👩‍👧‍👦",
	"🇬🇧", "❤️", "🔥", "💯", "🙏🏿", "🤷‍♀️", "🍺", "🐍", "💩", "🤡", "👏👏👏", "1️⃣",
	"☠️", "✨"};

/* Runs of three to eight words of the lines, until it is long enough. Text of n words has some
 * K · n^β different ones (Heaps); the lines' own are used up, so a word is new as often as the
 * derivative says. The constants are fitted to the 300,000th to 1,900,000th word of the rows that
 * are ASCII in the data that the default bundle is trained on. */
#define HEAPS_K 8.5
#define HEAPS_BETA 0.69
static void put_recombined(bool with_emoji, double *seen)
{
	const int enough = 120 + (int)below(81);
	int bytes = 0;

	while (bytes < enough) {
		const size_t run = 3 + below(6);
		const size_t from = below(n_words - run);
		size_t i;

		for (i = from; i < from + run && bytes < enough; i++) {
			const bool fresh =
				rng_double(&rng) < HEAPS_K * HEAPS_BETA * pow(++*seen, HEAPS_BETA - 1);

			bytes += bytes ? printf(" ") : 0;
			bytes += fresh && !with_emoji ? put_new_word() : printf("%s", words[i]);
			if (with_emoji && below(2))
				bytes += printf(" %s", emoji[below(sizeof(emoji) / sizeof(*emoji))]);
		}
	}
	putchar('\n');
}

/* The word of that rank: frequent ones are short. */
static int put_ranked(bool cjk)
{
	static const char *const vowels[] = {"о", "е", "а", "и", "у", "я", "ы", "ю"};
	static const char *const others[] = {"н", "т", "с", "р", "в", "л", "к", "м", "д", "п", "б", "ь",
		"г", "з", "ч", "й", "х", "ж", "ш", "щ", "ф"};
	const double u = rng_double(&rng);
	const size_t rank = (size_t)exp(u * log(VOCABULARY));
	struct rng word;
	size_t letters = 1;
	int bytes = 0;

	rng_seed(&word, rank);
	letters += (size_t)log2((double)rank + 1) / (cjk ? 8 : 2) + rng_below(&word, cjk ? 2 : 4);
	while (letters-- > 0) {
		const double skew = rng_double(&word) * rng_double(&word);
		const unsigned c = 0x4e00 + (unsigned)(skew * 8000);

		if (cjk)
			bytes += printf("%c%c%c", (int)(0xe0 | c >> 12), (int)(0x80 | (c >> 6 & 63)),
				(int)(0x80 | (c & 63)));
		else
			bytes += printf(
				"%s", letters % 2 ? vowels[(size_t)(skew * 8)] : others[(size_t)(skew * 21)]);
	}
	return bytes;
}

static void put_invented(bool cjk)
{
	const int enough = 120 + (int)below(81);
	int bytes = 0;

	while (bytes < enough) {
		bytes += put_ranked(cjk);
		if (below(10) == 0)
			bytes += printf(cjk ? "，" : ",");
		bytes += cjk ? 0 : printf(" ");
	}
	puts(cjk ? "。" : ".");
}

/* Eight letters, another word for each number. */
static void spell(uint64_t number, char word[9])
{
	uint64_t x = rng_mix(number);
	size_t i;

	for (i = 0; i < 8; i++, x /= 26)
		word[i] = (char)('a' + x % 26);
	word[8] = '\0';
}

/* Words whose hashes agree in the 16 low bits, by which a cache or a table finds its place. */
static void put_colliding(void)
{
	static char colliding[LONG_BYTES / 9][9];
	static bool made;
	uint64_t number = 0;
	size_t i;

	for (i = 0; !made && i < LONG_BYTES / 9; number++) {
		spell(number, colliding[i]);
		if ((word_hash(colliding[i], 8) & 0xffff) == 0x5a5a)
			i++;
	}
	made = true;
	for (i = 0; i < LONG_BYTES / 9; i++)
		printf("%s ", colliding[i]);
}

static void put_long(const char *kind, unsigned comment)
{
	char word[9];
	int bytes = 0;
	unsigned i;

	if (strcmp(kind, "collide") == 0) {
		put_colliding();
		bytes = LONG_BYTES;
	} else if (strcmp(kind, "marks") == 0) {
		bytes = printf("a");
	}
	for (i = 0; bytes < LONG_BYTES; i++) {
		spell((uint64_t)comment << 32 | i, word);
		if (strcmp(kind, "words") == 0)
			bytes += printf("%s ", word);
		else if (strcmp(kind, "letter") == 0)
			bytes += printf("%c", 'a' + (int)(comment % 26));
		else if (strcmp(kind, "marks") == 0)
			bytes += printf("%c%c", 0xcc, 0x80 + (int)(rng_mix(i) % 0x30));
		else if (strcmp(kind, "links") == 0)
			bytes += printf("http://%s.example/%u ", word, i);
		else
			bytes += printf("<");
	}
	putchar('\n');
}

int main(int argc, char **argv)
{
	const char *kind = argc > 1 ? argv[1] : "";
	const unsigned long n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;
	const bool distinct = strcmp(kind, "distinct") == 0;
	const bool with_emoji = strcmp(kind, "emoji") == 0;
	const bool cjk = strcmp(kind, "cjk") == 0;
	double seen = 0;
	unsigned long i;

	rng_seed(&rng, 1);
	if (distinct || with_emoji)
		read_words();
	seen = (double)n_words;
	for (i = 0; i < n; i++) {
		if (distinct || with_emoji)
			put_recombined(with_emoji, &seen);
		else if (cjk || strcmp(kind, "cyrillic") == 0)
			put_invented(cjk);
		else
			put_long(kind, (unsigned)i);
	}
	return fflush(stdout) ? 1 : 0;
}
