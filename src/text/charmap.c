/* SPDX-License-Identifier: MIT */
/* Chooses the kernel for this machine, has it map each block, and takes care of what crosses the
 * edges of blocks. */
#include "text/charmap.h"

#include <string.h>

#include "base/ascii.h"
#include "base/simd.h"

/* The plain C kernel, which defines what the others must compute. */
static void map_scalar(
	struct char_block *block, const char *s, const char *before, uint64_t *quiet, uint64_t *same)
{
	size_t i;

	*block = (struct char_block){0};
	*quiet = 0;
	*same = 0;
	for (i = 0; i < CHAR_BLOCK; i++) {
		const unsigned char c = (unsigned char)s[i];
		const unsigned char lower = c | 0x20;
		const uint64_t bit = UINT64_C(1) << i;

		*same |= s[i] == before[i] ? bit : 0;
		if (c >= 0x80) {
			block->high |= bit;
		} else if (ascii_is_lower(lower)) {
			block->letter |= bit;
			block->upper |= c <= 'Z' ? bit : 0;
		} else if (ascii_is_digit(c)) {
			block->digit |= bit;
		} else if (c <= ' ') {
			block->blank |= bit;
			block->newline |= c == '\n' ? bit : 0;
			block->odd |= c != ' ' && c != '\t' && c != '\n' && c != '\r' ? bit : 0;
		} else {
			block->odd |= c == 0x7F || strchr("<&\\[]", c) ? bit : 0;
			*quiet |= strchr(",.;:'\"()[]{}-_/", c) ? bit : 0;
			block->exclamation |= c == '!' ? bit : 0;
			block->question |= c == '?' ? bit : 0;
			block->quote |= c == '"' ? bit : 0;
			block->dollar |= c == '$' ? bit : 0;
			block->ends |= c == '.' || c == '!' || c == '?' ? bit : 0;
			block->caps |= c == '\'' ? bit : 0;
		}
	}
	block->caps |= block->upper;
	block->repeat = *same & ~block->blank;
}

static void count_scalar(const struct charmap *map, struct char_counts *counts)
{
	charmap_count_body(map, counts);
}

static const struct charmap_kernel *kernel(void)
{
	static const struct charmap_kernel scalar = {map_scalar, count_scalar};
	const int level = (int)simd_level();
	const struct charmap_kernel *found = charmap_kernel_x86(level);

	if (!found)
		found = charmap_kernel_neon(level);
	return found ? found : &scalar;
}

void charmap_count(const struct charmap *map, struct char_counts *counts)
{
	kernel()->count(map, counts);
}

/* Maps a text of at most one block, padded with spaces. */
static void map_short(const struct charmap_kernel *k, struct char_block *block, const char *s,
	size_t n, uint64_t *quiet, uint64_t *same)
{
	char bytes[1 + CHAR_BLOCK];

	memset(bytes, ' ', sizeof(bytes));
	memcpy(bytes + 1, s, n);
	k->map(block, bytes + 1, bytes, quiet, same);
	*same &= ~UINT64_C(1); /* there is no byte before the first */
	block->repeat &= *same;
	if (n < CHAR_BLOCK)
		block->blank &= (UINT64_C(1) << n) - 1;
}

/* Maps the first of several blocks. There is no byte before it, so compare each byte with the one
 * after it. */
static void map_first(const struct charmap_kernel *k, struct char_block *block, const char *s,
	uint64_t *quiet, uint64_t *same)
{
	k->map(block, s, s + 1, quiet, same);
	*same <<= 1;
	block->repeat = *same & ~block->blank;
}

/* Maps the last block, of `left` bytes: maps the last CHAR_BLOCK bytes of the text, and shifts out
 * those that belong to the block before. */
static void map_last(const struct charmap_kernel *k, struct char_block *block, const char *end,
	size_t left, uint64_t *quiet, uint64_t *same)
{
	const char *s = end - CHAR_BLOCK;
	uint64_t *bits = &block->letter;
	size_t i;

	k->map(block, s, s - 1, quiet, same);
	for (i = 0; i < CHAR_STRIDE; i++)
		bits[i] >>= CHAR_BLOCK - left;
	*quiet >>= CHAR_BLOCK - left;
	*same >>= CHAR_BLOCK - left;
}

bool charmap_read(struct charmap *map, struct arena *arena, const char *s, size_t len)
{
	const struct charmap_kernel *k = kernel();
	uint64_t quiet_before = 0; /* the quiet signs of the block before */
	uint64_t quiet = 0;
	uint64_t same = 0;
	size_t i;

	map->n = (len + CHAR_BLOCK - 1) / CHAR_BLOCK;
	map->len = len;
	map->v = arena_array(arena, map->n, sizeof(*map->v));
	if (!map->v)
		return false;
	for (i = 0; i < map->n; i++) {
		struct char_block *block = &map->v[i];
		const char *at = s + i * CHAR_BLOCK;
		const size_t left = len - i * CHAR_BLOCK;

		if (len <= CHAR_BLOCK)
			map_short(k, block, at, left, &quiet, &same);
		else if (!i)
			map_first(k, block, at, &quiet, &same);
		else if (left < CHAR_BLOCK)
			map_last(k, block, s + len, left, &quiet, &same);
		else
			k->map(block, at, at - 1, &quiet, &same);
		block->alnum = block->letter | block->digit;
		block->start = ~(block->blank | (quiet & ~(same | same >> 1)));
		if (left < CHAR_BLOCK)
			block->start &= (UINT64_C(1) << left) - 1;
		if (i && same & 1) /* the last sign of the block before does not stand alone */
			map->v[i - 1].start |= quiet_before & UINT64_C(1) << 63;
		quiet_before = quiet;
	}
	return true;
}
