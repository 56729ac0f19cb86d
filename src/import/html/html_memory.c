/* SPDX-License-Identifier: MIT */
/* Small pieces are cut from chunks, and freed ones are kept in a list for each size. A large piece
 * is a chunk of its own, which is freed when it is given back. */
#include "import/html/html_memory.h"

#include <stdint.h>
#include <stdlib.h>

#define CHUNK_BYTES ((size_t)64 << 10)
#define UNIT sizeof(uint64_t)

enum {
	SMALL_UNITS = 64, /* larger pieces, beyond 512 bytes with their head, are chunks */
	LARGE = 0,        /* the size in the head of such a piece */
};

/* A chunk, in a ring, so that it can be taken out. */
struct chunk {
	struct chunk *next;
	struct chunk *before;
	size_t size; /* including this */
	uint64_t bytes[];
};

/* A piece: one unit that holds its size in units, then what was asked for. A piece that was given
 * back holds the next one of its size there. */
struct piece {
	uint64_t units;
	struct piece *next;
};

struct html_memory {
	struct chunk *chunks; /* NULL: none */
	uint64_t *at;         /* the rest of the latest chunk for small pieces */
	size_t left;          /* units of it */
	struct piece *spare[SMALL_UNITS + 1];
	size_t bytes_left; /* of the limit */
	bool full;
};

struct html_memory *html_memory_new(size_t max)
{
	struct html_memory *memory = calloc(1, sizeof(*memory));

	if (memory)
		memory->bytes_left = max;
	return memory;
}

void html_memory_free(struct html_memory *memory)
{
	while (memory && memory->chunks) {
		struct chunk *chunk = memory->chunks;

		memory->chunks = chunk->next;
		free(chunk);
	}
	free(memory);
}

bool html_memory_is_full(const struct html_memory *memory)
{
	return memory->full;
}

static struct chunk *add_chunk(struct html_memory *memory, size_t bytes)
{
	struct chunk *chunk;

	if (bytes > memory->bytes_left || sizeof(*chunk) > memory->bytes_left - bytes) {
		memory->full = true;
		return NULL;
	}
	chunk = malloc(sizeof(*chunk) + bytes);
	if (!chunk)
		return NULL;
	*chunk = (struct chunk){.next = memory->chunks, .size = sizeof(*chunk) + bytes};
	if (chunk->next)
		chunk->next->before = chunk;
	memory->chunks = chunk;
	memory->bytes_left -= chunk->size;
	return chunk;
}

static void drop_chunk(struct html_memory *memory, struct chunk *chunk)
{
	if (chunk->next)
		chunk->next->before = chunk->before;
	if (chunk->before)
		chunk->before->next = chunk->next;
	else
		memory->chunks = chunk->next;
	memory->bytes_left += chunk->size;
	free(chunk);
}

/* Returns the next units of a chunk. What is left of a chunk that is too short is lost: less than a
 * small piece of 64 KB. */
static uint64_t *cut(struct html_memory *memory, size_t units)
{
	uint64_t *piece;

	if (units > memory->left) {
		struct chunk *chunk = add_chunk(memory, CHUNK_BYTES);

		if (!chunk)
			return NULL;
		memory->at = chunk->bytes;
		memory->left = CHUNK_BYTES / UNIT;
	}
	piece = memory->at;
	memory->at += units;
	memory->left -= units;
	return piece;
}

void *html_memory_take(struct html_memory *memory, size_t size)
{
	const size_t units = size > SIZE_MAX - 2 * UNIT ? SIZE_MAX : 1 + (size + UNIT - 1) / UNIT;
	struct chunk *chunk;
	uint64_t *head;

	if (units > SMALL_UNITS) {
		chunk = add_chunk(memory, units > SIZE_MAX / UNIT ? SIZE_MAX : units * UNIT);
		if (!chunk)
			return NULL;
		chunk->bytes[0] = LARGE;
		return chunk->bytes + 1;
	}
	if (memory->spare[units]) {
		struct piece *piece = memory->spare[units];

		memory->spare[units] = piece->next;
		return &piece->next;
	}
	head = cut(memory, units < 2 ? 2 : units);
	if (!head)
		return NULL;
	*head = units < 2 ? 2 : units;
	return head + 1;
}

void html_memory_give_back(struct html_memory *memory, void *data)
{
	struct piece *piece;

	if (!data)
		return;
	piece = (struct piece *)(void *)((uint64_t *)data - 1);
	if (piece->units == LARGE) {
		drop_chunk(
			memory, (struct chunk *)(void *)((char *)data - UNIT - offsetof(struct chunk, bytes)));
		return;
	}
	piece->next = memory->spare[piece->units];
	memory->spare[piece->units] = piece;
}
