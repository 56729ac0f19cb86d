/* SPDX-License-Identifier: MIT */
#ifndef POLICY_POLICY_INTERNAL_H
#define POLICY_POLICY_INTERNAL_H
/* The rules of a policy in memory. The reader of the file (policy_file.c) adds them, and
 * policy_apply() uses them. */
#include "base/arena.h"
#include "policy/address.h"
#include "policy/condition.h"
#include "base/limits.h"
#include "policy/phrase_index.h"
#include "policy/policy_apply.h"

/* Each rule is tested on each comment, and no moderator keeps track of more. */
#define POLICY_RULES_MAX 1000

/* The limit for all rules together; larger lists are a lexicon, which belongs in a bundle's term
 * sets. */
#define POLICY_ENTRIES_MAX 10000 /* for each kind of list */

/* Bounds the walk from each word of a comment. Longer phrases are sentences, which nobody repeats
 * word for word. */
#define POLICY_PHRASE_WORDS_MAX 32

/* The most bytes of a rule's or an attribute's name, and of each list entry that is one name: they
 * appear in one-line messages. */
#define POLICY_NAME_BYTES_MAX 200

struct policy_rule {
	const char *name;
	const char *message; /* NULL: it has none */
	moderato_decision action;
	size_t line;
	size_t first_condition; /* index into the policy's conditions */
	size_t n_conditions;    /* of `when` and `any`, in the order of the file */
	bool always;            /* rules that publish do not undo it */
	bool has_any;           /* some of its conditions are under `any` */
	unsigned lists;         /* bit i: the rule has list i (enum policy_list), which must be met */
};

/* The prefix lengths of the listed networks: an address is looked up once for each length that
 * occurs. */
struct policy_prefixes {
	bool ipv4[32 + 1];
	bool ipv6[ADDRESS_BITS_MAX + 1];
};

struct moderato_policy {
	struct arena texts; /* holds the names and messages below */
	uint64_t id;        /* unique in this process */
	const char *name;   /* the file's name, for messages */
	moderato_second_reading second_reading;
	bool skips_missing; /* rules about attributes that the bundle lacks are ignored */
	struct policy_rule *rules;
	size_t n_rules;
	size_t cap_rules;
	struct condition *conditions;
	size_t n_conditions;
	size_t cap_conditions;
	const char *attributes[POLICY_ATTRIBUTES_MAX]; /* all that conditions name, each once */
	size_t n_attributes;
	struct phrase_index lists[N_LISTS];
	struct policy_prefixes prefixes;
};

/* True if any rule has an entry in this list. */
static inline bool has_entries(const moderato_policy *policy, enum policy_list list)
{
	return policy->lists[list].n_nodes > 0;
}

/* Makes a policy without rules. Returns NULL when memory runs out. */
moderato_policy *policy_new(const char *name);

/* Folds a name for comparison: repaired, normalised, case-folded and without spaces at its ends.
 * The result is in `arena`. `name.len` is at most MODERATO_COMMENT_BYTES_MAX. Returns false when
 * memory runs out. */
bool policy_fold(struct arena *arena, moderato_str name, moderato_str *folded);

/* The word that LIST_AUTHORS has for an author's folded name. */
uint64_t policy_author_word(moderato_str folded);

#endif
