/* SPDX-License-Identifier: MIT */
#ifndef POLICY_POLICY_APPLY_H
#define POLICY_POLICY_APPLY_H
/* Applies the rules of a policy to one comment. The spans of an attribute are found by the
 * classifier, which knows the features; those of phrases and links are found here. */
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "moderato/policy.h"

/* The most attributes in one policy; no bundle has nearly as many heads. */
#define POLICY_ATTRIBUTES_MAX 64

/* Maps the attributes of a policy to columns of the scores. Everybody who applies policies keeps
 * one, initialised to zero, so that names are not compared for each comment. */
struct policy_binding {
	uint64_t policy;                    /* the policy's id, or 0 */
	int columns[POLICY_ATTRIBUTES_MAX]; /* for each attribute of the policy an index into the
										   scores, or -1 */
};

/* The lists that a rule may have. Each list of a rule must be met. */
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
	moderato_str target; /* begins where the target does; may extend beyond its end */
	moderato_span place; /* in the original text; empty: it has no place to show */
};

/* What a policy may look at. The caller owns the arrays. */
struct policy_input {
	const double *scores; /* 0…1, in the order of the attributes given to policy_bind() */
	size_t links;         /* link targets in the text */
	size_t length;        /* code points of the text */
	size_t words;
	size_t repeated; /* comments of the batch with nearly the same text; 0: unknown */
	double caps;     /* share of upper-case letters among letters, 0…1 */
	moderato_str author;
	moderato_str author_email;
	moderato_str author_url;
	moderato_str ip;
	moderato_str user_agent;
	moderato_str lang;         /* as the comment states it */
	const uint64_t *skeletons; /* [n_skeletons] hashes of words, see text/skeletons.h */
	const moderato_span
		*places; /* [n_skeletons] where each word stands in the original text; may be empty */
	size_t n_skeletons;                /* may be 0 when no rule has LIST_PHRASES */
	const struct policy_link *targets; /* [n_targets] */
	size_t n_targets; /* may be 0 when no rule has LIST_LINK_HOSTS; less than `links` if some
						 targets are unknown */
	/* Detects the language of the text: `*code` receives a static tag, or NULL when the language is
	 * not certain. Called at most once, and only if a rule depends on it. NULL: no detection.
	 * Returns false when memory runs out. */
	bool (*detect)(void *detect_payload, const char **code);
	void *detect_payload;
};

/* A rule that fired. Its texts belong to the policy, its spans to the arena. */
struct policy_hit {
	const char *rule;
	const char *message; /* NULL: it has none */
	moderato_decision action;
	int attribute; /* the attribute that it is about, an index into the scores, or -1 */
	double score;
	const moderato_span *spans; /* places of listed phrases and links; sorted, disjoint */
	size_t n_spans;
};

/* Binds the attributes of a policy to `attributes`, the names of the scores in order. Returns
 * MODERATO_EINVAL if a rule names an attribute that is not there; the default policy skips such
 * rules instead. */
moderato_status policy_bind(const moderato_policy *policy, const char *const *attributes, size_t n,
	struct policy_binding *binding, moderato_error *err);

/* True if the binding was made for this policy. The id of a freed policy is not used again. */
bool policy_is_bound(const moderato_policy *policy, const struct policy_binding *binding);

/* True if any rule has this list. */
bool policy_has_list(const moderato_policy *policy, enum policy_list list);

/* Applies all rules. `*hits` receives the rules that fired, sorted by action (highest first) and
 * then by their order in the file; of rules about one attribute only those of the highest action.
 * Rules that a publishing rule undoes are left out, so that the action of the first hit is the
 * decision. Returns MODERATO_OK or MODERATO_ENOMEM. Thread-safe for one policy. */
moderato_status policy_apply(const moderato_policy *policy, const struct policy_binding *binding,
	const struct policy_input *input, struct arena *arena, const struct policy_hit **hits,
	size_t *n_hits, moderato_decision *decision, moderato_error *err);

#endif
