/* SPDX-License-Identifier: MIT */
/* The trie's hash table, open addressing with linear probing. */
#include "policy/phrase_index.h"

#include <stdlib.h>

#include "base/buffer.h"
#include "base/hash.h"

#define FIRST_SLOTS ((size_t)64) /* a power of two */

void phrase_index_dispose(struct phrase_index *index)
{
	free(index->nodes);
	free(index->owners);
	free(index->slots);
	*index = (struct phrase_index)PHRASE_INDEX_INIT;
}

/* The slot of an edge, or the empty slot where it belongs. At least half of the slots are empty, so
 * that the search ends. */
static size_t find_edge(const struct phrase_index *index, uint32_t node, uint64_t word)
{
	size_t mask = index->n_slots - 1;
	size_t slot = (size_t)hash_pair(word, node) & mask;

	while (index->slots[slot]) {
		const struct phrase_node *there = &index->nodes[index->slots[slot]];

		if (there->word == word && there->parent == node)
			break;
		slot = (slot + 1) & mask;
	}
	return slot;
}

uint32_t phrase_index_step(const struct phrase_index *index, uint32_t node, uint64_t word)
{
	if (!index->n_slots)
		return PHRASE_ROOT;
	return index->slots[find_edge(index, node, word)];
}

/* Doubles the hash table and inserts all nodes again. */
static bool grow_edges(struct phrase_index *index)
{
	size_t n_slots = index->n_slots ? 2 * index->n_slots : FIRST_SLOTS;
	uint32_t *slots = calloc(n_slots, sizeof(*slots));
	size_t i;

	if (!slots)
		return false;
	free(index->slots);
	index->slots = slots;
	index->n_slots = n_slots;
	for (i = 1; i < index->n_nodes; i++) {
		const struct phrase_node *node = &index->nodes[i];

		slots[find_edge(index, node->parent, node->word)] = (uint32_t)i;
	}
	return true;
}

/* Appends a node. The limits of policies keep the number of nodes far below 2^32. Returns false
 * when memory runs out. */
static bool add_trie_node(struct phrase_index *index, uint32_t parent, uint64_t word)
{
	void *nodes = index->nodes;

	if (!grow_array(&nodes, &index->cap_nodes, index->n_nodes + 1, sizeof(*index->nodes)))
		return false;
	index->nodes = nodes;
	index->nodes[index->n_nodes++] = (struct phrase_node){word, parent, PHRASE_NO_OWNER};
	return true;
}

/* The node that `word` leads to, which is added when it does not exist; PHRASE_ROOT when memory
 * runs out. */
static uint32_t step_or_add(struct phrase_index *index, uint32_t node, uint64_t word)
{
	size_t slot;

	if (!index->n_nodes && !add_trie_node(index, PHRASE_ROOT, 0))
		return PHRASE_ROOT;
	if (2 * (index->n_nodes + 1) > index->n_slots && !grow_edges(index))
		return PHRASE_ROOT;
	slot = find_edge(index, node, word);
	if (!index->slots[slot]) {
		if (!add_trie_node(index, node, word))
			return PHRASE_ROOT;
		index->slots[slot] = (uint32_t)(index->n_nodes - 1);
	}
	return index->slots[slot];
}

bool phrase_index_add(struct phrase_index *index, const uint64_t *words, size_t n, uint32_t rule)
{
	uint32_t node = PHRASE_ROOT;
	void *owners;
	size_t first;
	size_t i;

	for (i = 0; i < n; i++) {
		node = step_or_add(index, node, words[i]);
		if (node == PHRASE_ROOT)
			return false;
	}
	if (index->nodes[node].owner != PHRASE_NO_OWNER &&
		index->owners[index->nodes[node].owner].rule == rule)
		return true;
	index->begins[words[0] % PHRASE_BEGINS / 64] |= (uint64_t)1 << (words[0] % 64);
	first = index->n_owners ? index->n_owners : 1;
	owners = index->owners;
	if (!grow_array(&owners, &index->cap_owners, first + 1, sizeof(*index->owners)))
		return false;
	index->owners = owners;
	index->owners[first] = (struct phrase_owner){rule, index->nodes[node].owner};
	index->nodes[node].owner = (uint32_t)first;
	index->n_owners = first + 1;
	return true;
}
