/* SPDX-License-Identifier: MIT */
#ifndef POLICY_PHRASE_INDEX_H
#define POLICY_PHRASE_INDEX_H
/* Which rules list a sequence of words: a trie over the words' hashes, its edges in one hash table.
 * From each word of a comment the walk is at most as long as the longest phrase, however many
 * phrases begin alike, so matching is linear in the comment. An author's name is a sequence of one.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PHRASE_ROOT 0 /* where a walk starts, and "no such phrase" where it ends */
#define PHRASE_NO_OWNER 0

/* Bits, a power of two. Most of a comment's words begin no phrase, and half a kilobyte stays in a
 * core's cache. */
#define PHRASE_BEGINS 4096

struct phrase_node {
	uint64_t word;   /* the word that leads here from the parent */
	uint32_t parent; /* a node */
	uint32_t owner; /* the first rule that lists the sequence which ends here, or PHRASE_NO_OWNER */
};

/* A rule that lists a sequence, and the next one that lists it too. */
struct phrase_owner {
	uint32_t rule;
	uint32_t next;
};

struct phrase_index {
	struct phrase_node *nodes; /* [n_nodes]; 0 is the root */
	size_t n_nodes;
	size_t cap_nodes;
	struct phrase_owner *owners; /* [n_owners]; 0 is none */
	size_t n_owners;
	size_t cap_owners;
	uint64_t begins[PHRASE_BEGINS / 64]; /* bits: a sequence begins with a word of that hash */
	uint32_t *slots; /* [n_slots], a power of two: nodes by parent and word; 0 is empty */
	size_t n_slots;
};

#define PHRASE_INDEX_INIT                                                                          \
	{                                                                                              \
		0                                                                                          \
	}

void phrase_index_dispose(struct phrase_index *index);

/* Let `rule` list a sequence of n words, n > 0. Rules come in rising order, which is what makes a
 * repeat inside one rule count once. False: out of memory. */
bool phrase_index_add(struct phrase_index *index, const uint64_t *words, size_t n, uint32_t rule);

/* False: no sequence begins with that word. */
static inline bool phrase_index_may_begin(const struct phrase_index *index, uint64_t word)
{
	return index->begins[word % PHRASE_BEGINS / 64] >> (word % 64) & 1;
}

/* The node that `word` leads to from `node`, or PHRASE_ROOT. */
uint32_t phrase_index_step(const struct phrase_index *index, uint32_t node, uint64_t word);

#endif
