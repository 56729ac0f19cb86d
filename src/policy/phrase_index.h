/* SPDX-License-Identifier: MIT */
#ifndef POLICY_PHRASE_INDEX_H
#define POLICY_PHRASE_INDEX_H
/* Finds the rules that list a sequence of words: a trie over the hashes of words, whose edges are
 * in one hash table. The walk from each word of a comment is at most as long as the longest phrase,
 * however many phrases begin alike, so that matching is linear in the comment. Other lists use it
 * as well: an author's name is a sequence of one word. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PHRASE_ROOT 0 /* a walk starts here, and ends here when no such phrase exists */
#define PHRASE_NO_OWNER 0

/* The number of bits of a filter for first words, a power of two. Most words of a comment begin no
 * phrase, and half a kilobyte stays in a core's cache. */
#define PHRASE_BEGINS 4096

struct phrase_node {
	uint64_t word;   /* the word that leads here from the parent */
	uint32_t parent; /* a node's index */
	uint32_t owner;  /* the first rule that lists the sequence ending here, an index into owners; or
						PHRASE_NO_OWNER */
};

/* One rule that lists a sequence, in a linked list of all that do. */
struct phrase_owner {
	uint32_t rule;
	uint32_t next;
};

struct phrase_index {
	struct phrase_node *nodes; /* [n_nodes]; node 0 is the root */
	size_t n_nodes;
	size_t cap_nodes;
	struct phrase_owner *owners; /* [n_owners]; index 0 is not used */
	size_t n_owners;
	size_t cap_owners;
	uint64_t begins[PHRASE_BEGINS / 64]; /* bit set: a sequence begins with a word of that hash */
	uint32_t *slots; /* [n_slots], a power of two: nodes by the hash of parent and word, open
						addressing; 0 is empty */
	size_t n_slots;
};

#define PHRASE_INDEX_INIT                                                                          \
	{                                                                                              \
		0                                                                                          \
	}

void phrase_index_dispose(struct phrase_index *index);

/* Adds a sequence of n words, n > 0, to the list of `rule`. Rules must come in ascending order;
 * this is how a repeat within one rule is recognised and ignored. Returns false when memory runs
 * out. */
bool phrase_index_add(struct phrase_index *index, const uint64_t *words, size_t n, uint32_t rule);

/* False if certainly no sequence begins with this word. */
static inline bool phrase_index_may_begin(const struct phrase_index *index, uint64_t word)
{
	return index->begins[word % PHRASE_BEGINS / 64] >> (word % 64) & 1;
}

/* The node that `word` leads to from `node`; PHRASE_ROOT when there is none. */
uint32_t phrase_index_step(const struct phrase_index *index, uint32_t node, uint64_t word);

#endif
