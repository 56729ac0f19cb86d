/* SPDX-License-Identifier: MIT */
#ifndef TEXT_CHARMAP_H
#define TEXT_CHARMAP_H
/* A map of the kinds of characters in a text, as bits, so that stages which look at every byte look
 * at 64 at a time. Bit i of block b describes byte 64 b + i; bits beyond the text are 0.
 *
 * The idea is that of the first stage of simdjson (Langdale and Lemire: "Parsing gigabytes of JSON
 * per second", 2019), which finds structure with bitmaps before it reads anything. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

enum { CHAR_BLOCK = 64 };

struct char_block {
	uint64_t letter; /* a-z, A-Z */
	uint64_t upper;
	uint64_t digit;
	uint64_t blank; /* white space and controls: bytes up to ' ' */
	uint64_t odd;   /* < & \ [ ], which may begin markup; DEL, controls but tab and line ends */
	uint64_t newline;
	uint64_t high; /* part of a code point beyond ASCII */
	uint64_t exclamation;
	uint64_t question;
	uint64_t quote; /* " */
	uint64_t dollar;
	uint64_t ends;   /* . ! ? */
	uint64_t caps;   /* A-Z and ' */
	uint64_t repeat; /* equal to the byte before it, and no blank */
	uint64_t alnum;  /* a letter or a digit */
	uint64_t start; /* neither a blank nor one of , . ; : ' " ( ) [ ] { } - _ / that stands alone */
};

struct charmap {
	struct char_block *v; /* [n] in the arena */
	size_t n;
	size_t len; /* bytes of the text */
};

/* The number of characters of each kind. */
struct char_counts {
	size_t high;
	size_t letters;
	size_t upper;
	size_t digits;
	size_t blanks;
	size_t odd;
	size_t newlines;
	size_t exclamations;
	size_t questions;
	size_t quotes;
	size_t dollars;
};

/* Maps a text of any bytes. Returns false when memory runs out. */
bool charmap_read(struct charmap *map, struct arena *arena, const char *s, size_t len);

void charmap_count(const struct charmap *map, struct char_counts *counts);

/* --- one member of every block as a row of bits; `bits` points to it in the first block --- */

#define CHAR_STRIDE (sizeof(struct char_block) / sizeof(uint64_t))

static inline uint64_t bits_word(const uint64_t *bits, size_t i)
{
	return bits[i / CHAR_BLOCK * CHAR_STRIDE];
}

static inline bool bits_has(const uint64_t *bits, size_t i)
{
	return bits_word(bits, i) >> (i % CHAR_BLOCK) & 1;
}

/* The first bit below n that is set in a block after that of i; n when there is none. With ~0 as
 * `flip` it looks for a clear bit. */
static inline size_t bits_beyond(const uint64_t *bits, uint64_t flip, size_t i, size_t n)
{
	for (i = (i | (CHAR_BLOCK - 1)) + 1; i < n; i += CHAR_BLOCK) {
		const uint64_t word = bits_word(bits, i) ^ flip;

		if (word) {
			i += (size_t)__builtin_ctzll(word);
			return i < n ? i : n;
		}
	}
	return n;
}

/* The first bit from i on, below n, that is set (or clear); n when there is none. */
static inline size_t bits_next(const uint64_t *bits, size_t i, size_t n)
{
	uint64_t word;

	if (i >= n)
		return n;
	word = bits_word(bits, i) >> (i % CHAR_BLOCK);
	if (!word)
		return bits_beyond(bits, 0, i, n);
	i += (size_t)__builtin_ctzll(word);
	return i < n ? i : n;
}

static inline size_t bits_next_clear(const uint64_t *bits, size_t i, size_t n)
{
	uint64_t word;

	if (i >= n)
		return n;
	word = bits_word(bits, i) >> (i % CHAR_BLOCK);
	word = ~word & ~UINT64_C(0) >> (i % CHAR_BLOCK);
	if (!word)
		return bits_beyond(bits, ~UINT64_C(0), i, n);
	i += (size_t)__builtin_ctzll(word);
	return i < n ? i : n;
}

/* True if any bit of [begin, end) is set. */
static inline bool bits_any(const uint64_t *bits, size_t begin, size_t end)
{
	return bits_next(bits, begin, end) < end;
}

/* --- for the vector instructions of each machine --- */

struct charmap_kernel {
	/* Maps one block of CHAR_BLOCK bytes at `s`; `before` points to the byte before each of them.
	 * Sets all members but alnum and start. *quiet receives the signs that do not count when they
	 * stand alone, *same the bytes that equal the one before, including blanks. */
	void (*map)(struct char_block *block, const char *s, const char *before, uint64_t *quiet,
		uint64_t *same);
	void (*count)(const struct charmap *map, struct char_counts *counts);
};

/* The kernel for a level of base/simd.h; NULL when it does not exist on this machine. */
const struct charmap_kernel *charmap_kernel_x86(int level);
const struct charmap_kernel *charmap_kernel_neon(int level);

/* Counting is the same C everywhere; a machine that counts bits in hardware compiles its own copy.
 */
static inline __attribute__((always_inline)) void charmap_count_body(
	const struct charmap *map, struct char_counts *counts)
{
	size_t i;

	*counts = (struct char_counts){0};
	for (i = 0; i < map->n; i++) {
		const struct char_block *b = &map->v[i];

		counts->high += (size_t)__builtin_popcountll(b->high);
		counts->letters += (size_t)__builtin_popcountll(b->letter);
		counts->upper += (size_t)__builtin_popcountll(b->upper);
		counts->digits += (size_t)__builtin_popcountll(b->digit);
		counts->blanks += (size_t)__builtin_popcountll(b->blank);
		counts->odd += (size_t)__builtin_popcountll(b->odd);
		counts->newlines += (size_t)__builtin_popcountll(b->newline);
		counts->exclamations += (size_t)__builtin_popcountll(b->exclamation);
		counts->questions += (size_t)__builtin_popcountll(b->question);
		counts->quotes += (size_t)__builtin_popcountll(b->quote);
		counts->dollars += (size_t)__builtin_popcountll(b->dollar);
	}
}

#endif
