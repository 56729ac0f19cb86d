/* SPDX-License-Identifier: MIT */
#ifndef POLICY_POLICY_INTERNAL_H
#define POLICY_POLICY_INTERNAL_H
/* A policy's rules in memory, between the file's reader, which adds them, and policy_apply(). */
#include "base/arena.h"
#include "policy/address.h"
#include "policy/condition.h"
#include "policy/phrase_index.h"
#include "policy/policy_apply.h"

/* A policy file is written by hand; a megabyte is ten thousand phrases of a hundred bytes. */
#define POLICY_BYTES_MAX ((size_t)1 << 20)

/* Each rule is tested on each comment, and no moderator oversees more. */
#define POLICY_RULES_MAX 1000

/* Of all rules together: larger lists are a lexicon, which belongs in a bundle's term sets. */
#define POLICY_ENTRIES_MAX 10000 /* of each kind of list */

/* Bounds the walk from each word of a comment. Longer ones are sentences, which nobody repeats
 * word for word. */
#define POLICY_PHRASE_WORDS_MAX 32

/* Bytes of a rule's or an attribute's name, and of each entry of a list that is one name: they
 * stand in one-line messages. */
#define POLICY_NAME_BYTES_MAX 200

struct policy_rule {
	const char *name;
	const char *message; /* or NULL */
	moderato_decision action;
	size_t line;
	size_t first_condition; /* into the policy's conditions */
	size_t n_conditions;    /* those of `when` and of `any` in the file's order */
	bool always;            /* a rule that publishes does not undo it */
	bool has_any;           /* of some of the conditions one must hold */
	unsigned lists;         /* bit i: it has list i (enum policy_list), which must be met */
};

/* Which lengths the listed networks have: an address is looked up by its first bits, once for each
 * length. */
struct policy_prefixes {
	bool ipv4[32 + 1];
	bool ipv6[ADDRESS_BITS_MAX + 1];
};

struct moderato_policy {
	struct arena texts; /* what the names and messages below are kept in */
	uint64_t id;        /* no other policy of this process has it */
	const char *name;   /* for messages */
	bool skips_missing; /* rules about attributes that a bundle lacks do not count */
	struct policy_rule *rules;
	size_t n_rules;
	size_t cap_rules;
	struct condition *conditions;
	size_t n_conditions;
	size_t cap_conditions;
	const char *attributes[POLICY_ATTRIBUTES_MAX]; /* each that a condition names, once */
	size_t n_attributes;
	struct phrase_index lists[N_LISTS];
	struct policy_prefixes prefixes;
};

/* Without rules; NULL: out of memory. */
moderato_policy *policy_new(const char *name);

/* A name as it is compared: repaired, normalised, case-folded, without spaces at its ends, in
 * `arena`. `name.len` is at most MODERATO_COMMENT_BYTES_MAX. False: out of memory. */
bool policy_fold(struct arena *arena, moderato_str name, moderato_str *folded);

/* The folded name of an author as the one word that LIST_AUTHORS has for it. */
uint64_t policy_author_word(moderato_str folded);

#endif
