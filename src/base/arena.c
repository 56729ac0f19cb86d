/* SPDX-License-Identifier: MIT */
#include "base/arena.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ARENA_BLOCK ((size_t)16 * 1024)
#define ARENA_ALIGN ((size_t)16)

struct arena_block {
	struct arena_block *next;
	size_t cap;
	_Alignas(16) char bytes[];
};

static struct arena_block *new_block(struct arena *a, size_t cap)
{
	struct arena_block *block;

	if (cap > SIZE_MAX - sizeof(*block))
		return NULL;
	block = malloc(sizeof(*block) + cap);
	if (!block)
		return NULL;
	block->cap = cap;
	block->next = a->blocks;
	a->blocks = block;
	a->used = 0;
	a->total += cap;
	return block;
}

void *arena_alloc(struct arena *a, size_t size)
{
	size_t rounded;
	size_t cap = ARENA_BLOCK;
	void *p;

	if (__builtin_add_overflow(size, ARENA_ALIGN - 1, &rounded))
		return NULL;
	rounded &= ~(ARENA_ALIGN - 1);
#ifdef MODERATO_ARENA_MALLOC
	cap = rounded; /* a block of its own for each object */
	if (!new_block(a, cap))
		return NULL;
#else
	if (!a->blocks || a->blocks->cap - a->used < rounded) {
		/* Doubling keeps the number of blocks logarithmic in a comment's size. */
		if (cap < a->total)
			cap = a->total;
		if (cap < rounded)
			cap = rounded;
		if (!new_block(a, cap))
			return NULL;
	}
#endif
	p = a->blocks->bytes + a->used;
	a->used += rounded;
	return p;
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return arena_alloc(a, bytes);
}

void *arena_copy(struct arena *a, const void *data, size_t len)
{
	char *copy;

	if (len == SIZE_MAX)
		return NULL;
	copy = arena_alloc(a, len + 1);
	if (!copy)
		return NULL;
	if (len)
		memcpy(copy, data, len);
	copy[len] = '\0';
	return copy;
}

bool arena_copy_str(struct arena *a, moderato_str *to, moderato_str from)
{
	to->len = from.len;
	to->ptr = from.len ? arena_copy(a, from.ptr, from.len) : NULL;
	return to->ptr || !from.len;
}

struct arena_mark arena_mark(const struct arena *a)
{
	return (struct arena_mark){a->blocks, a->used};
}

void arena_rewind(struct arena *a, struct arena_mark to)
{
	while (a->blocks != to.block) {
		struct arena_block *newest = a->blocks;

		a->blocks = newest->next;
		a->total -= newest->cap;
		free(newest);
	}
	a->used = to.used;
}

/* Free all blocks but `keep`. */
static void free_blocks(struct arena *a, const struct arena_block *keep)
{
	struct arena_block *block = a->blocks;

	while (block) {
		struct arena_block *next = block->next;

		if (block != keep)
			free(block);
		block = next;
	}
}

void arena_reset(struct arena *a)
{
	struct arena_block *largest = NULL;
#ifndef MODERATO_ARENA_MALLOC
	struct arena_block *block;

	for (block = a->blocks; block; block = block->next)
		if (!largest || block->cap > largest->cap)
			largest = block;
#endif
	free_blocks(a, largest);
	a->blocks = largest;
	a->used = 0;
	a->total = 0;
	if (largest) {
		largest->next = NULL;
		a->total = largest->cap;
	}
}

void arena_dispose(struct arena *a)
{
	free_blocks(a, NULL);
	*a = (struct arena)ARENA_INIT;
}
