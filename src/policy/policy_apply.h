/* SPDX-License-Identifier: MIT */
#ifndef POLICY_POLICY_APPLY_H
#define POLICY_POLICY_APPLY_H
/* A policy's rules and how they are applied. What a rule's spans are for an attribute is the
 * classifier's to say (it knows the features); a phrase's spans are found here. */
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "moderato/policy.h"

/* Different attributes in one policy: far more than any bundle has heads. */
#define POLICY_ATTRIBUTES_MAX 64

/* Which scores a policy's attributes are. Whoever applies policies keeps one, zero at first, so
 * that names are not compared for every comment. */
struct policy_binding {
	uint64_t policy;                    /* the policy's id, or 0 */
	int columns[POLICY_ATTRIBUTES_MAX]; /* index into the scores, or -1 */
};

/* The lists that a rule may have, each of which must be met. */
enum policy_list {
	LIST_PHRASES,
	LIST_AUTHORS,
	LIST_AUTHOR_PHRASES,
	LIST_AUTHOR_HOSTS,
	LIST_EMAILS,
	LIST_ADDRESSES,
	LIST_USER_AGENT_PHRASES,
	LIST_LINK_HOSTS,
	LIST_LANGUAGES,
	LIST_NOT_LANGUAGES,
	N_LISTS
};

/* A link of the text. */
struct policy_link {
	moderato_str target; /* from its beginning on; may go on after its end */
	moderato_span place; /* in the original; empty: nowhere to show */
};

/* What a policy looks at. Arrays are the caller's. */
struct policy_input {
	const double *scores; /* 0…1, of the attributes that the binding was made with */
	size_t links;         /* link targets in the text */
	size_t length;        /* code points of the text */
	size_t words;
	size_t repeated; /* comments of the batch that say nearly the same; 0: unknown */
	double caps;     /* share of upper-case letters among letters, 0…1 */
	moderato_str author;
	moderato_str author_email;
	moderato_str author_url;
	moderato_str ip;
	moderato_str user_agent;
	moderato_str lang; /* as the comment says */
	const uint64_t
		*skeletons;     /* [n_skeletons] hash of each word's skeleton, see text/skeletons.h */
	size_t n_skeletons; /* 0 will do when no rule has LIST_PHRASES */
	/* Where word i of those stands in the original text; asked only of the words of a phrase. */
	moderato_span (*place)(const void *words_payload, size_t i);
	const void *words_payload;
	const struct policy_link *targets; /* [n_targets] */
	size_t n_targets; /* 0 will do when no rule has LIST_LINK_HOSTS; fewer than `links`: not all
							are known */
	/* The language of the text: `*code` receives a tag, static, or NULL where it cannot be told.
	 * Asked once at most, and only where a rule depends on it. NULL: nobody can tell. False: out of
	 * memory. */
	bool (*detect)(void *detect_payload, const char **code);
	void *detect_payload;
};

/* A rule that fired. Texts belong to the policy, spans to the arena. */
struct policy_hit {
	const char *rule;
	const char *message; /* or NULL */
	moderato_decision action;
	int attribute; /* the first attribute that it tested (index into the input's), or -1 */
	double score;
	const moderato_span *spans; /* of listed phrases and links, sorted, disjoint */
	size_t n_spans;
};

/* Find the policy's attributes among these names, which are in the order of scores.
 * MODERATO_EINVAL: a rule names one that is not there (the default policy skips such rules
 * instead). */
moderato_status policy_bind(const moderato_policy *policy, const char *const *attributes, size_t n,
	struct policy_binding *binding, moderato_error *err);

/* Is that binding of this policy? A freed policy's id is not used again. */
bool policy_is_bound(const moderato_policy *policy, const struct policy_binding *binding);

/* Has any rule that list? */
bool policy_has_list(const moderato_policy *policy, enum policy_list list);

/* Apply every rule. `*hits` receives the rules that fired, highest action first, then the file's
 * order; of rules about one attribute only those of the highest action. Those that a rule which
 * publishes undoes are left out, so that the first one's action is the decision. MODERATO_ENOMEM.
 * Thread-safe on one policy. */
moderato_status policy_apply(const moderato_policy *policy, const struct policy_binding *binding,
	const struct policy_input *input, struct arena *arena, const struct policy_hit **hits,
	size_t *n_hits, moderato_decision *decision, moderato_error *err);

#endif
