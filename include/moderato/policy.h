/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_POLICY_H
#define MODERATO_POLICY_H
/**
 * @file moderato/policy.h
 * What to do with a scored comment: publish, hold or reject, and why.
 *
 * A policy is a YAML file of named rules that a moderator edits. Every rule
 * whose conditions all hold gives a reason; the decision is the highest action
 * among them, else publish. A rule that publishes undoes those that hold or
 * reject: then it alone is the reason. Of several rules that test one attribute only those
 * of the highest action are reasons. A policy is untrusted input and is checked whole
 * before use. Immutable once made: share it between threads.
 *
 * @code{.yaml}
 * version: 1
 * rules:
 *   - name: toxicity              # shown in the verdict's reasons
 *     when: {toxicity: ">= 0.92"} # every condition must hold; also >, <, <=
 *     action: reject              # publish, hold or reject
 *     message: Likely to drive people away.   # optional
 *   - name: too many links
 *     when: {links: "> 3"}
 *     action: hold
 *   - name: house list
 *     phrases: [buy followers, "whatsapp me"]  # whole words, any case and spelling trick
 *     action: hold
 *     always: true                # for people we trust, too
 *   - name: our own people
 *     authors: [Ann Example]
 *     when: {spam: "< 0.99"}      # but not when it is surely spam: an account may be stolen
 *     action: publish
 * @endcode
 *
 * A rule has a `name` of its own, an `action`, an optional `message` for the moderator, and at
 * least one of `when`, `any` and the lists below; with several, each must be met: all conditions of
 * `when` hold, at least one of `any` does, and of each list at least one entry is met.
 *
 * `action: publish` is for whom one trusts. Where such a rule fires, rules that hold or reject do
 * not count, whatever they test, unless they say `always: true`; where one of these fires, the rule
 * that publishes does not count. What may undo trust is said in the rule itself, by a condition.
 * Anybody can write under any name: trust a name only where readers sign in.
 *
 * A condition compares a number: an attribute's score (0…1, by the attribute's name), `caps` (share
 * of upper-case letters, 0…1), `links`, `length` (characters), `words` or `repeated`: how many
 * comments of the batch say nearly the same, itself among them (moderato/campaign.h). Where that is
 * unknown, of a single comment for one, no condition on it holds. A condition's value is `>=`, `>`,
 * `<=` or `<` and a number, in quotes because > means something else to YAML; a number alone is
 * "at least". `author_url: true` (or false) asks whether the author gave a link, `author_email`
 * whether an address.
 *
 * Lists:
 * - `phrases` match whole words of the text by what they are meant to be read as, so any case and
 *   spelling trick is found; `author_phrases` the same in the author's name, and
 *   `user_agent_phrases` in the user agent;
 * - `authors` are names, compared without case and without spaces at the ends;
 * - `emails` are addresses, or `@host` for all at that host;
 * - `addresses` are IPv4 and IPv6 addresses, and networks such as 192.0.2.0/24;
 * - `author_hosts` and `link_hosts` are where the author's link and the text's links lead. A host
 *   stands for its subdomains, www. counts for nothing, and a name beyond ASCII may be written as
 *   it is or as xn--…. One link of the text is enough, but in a rule that publishes: there all of
 *   them must be listed.
 * - `languages` and `not_languages` are codes such as en or pt-BR; en stands for en-GB, too. A
 *   comment's is what its `lang` says, else what its words are in. Of too little text that is
 *   `unknown`, which is neither a listed language nor another one, but for `languages: [unknown]`.
 *
 * A comment of which a field is not known meets no list about it.
 *
 * Values are taken as they are written: a phrase `no` is the word "no". Anchors, aliases, tags,
 * directives, merge keys and a second document are refused. Limits: 1 MiB, 1,000 rules, 10,000
 * entries of each kind of list, phrases of up to 32 words, names of up to 200 bytes, 64 different
 * attributes.
 */
#include "moderato/comment.h"

MODERATO_BEGIN_DECLS

/** In rising order: the highest wins, but for rules that publish (see above). */
typedef enum moderato_decision {
	MODERATO_PUBLISH = 0,
	MODERATO_HOLD = 1,
	MODERATO_REJECT = 2,
} moderato_decision;

typedef struct moderato_policy moderato_policy; /* opaque */

/**
 * Read a policy file.
 * @param out receives the policy; free it with moderato_policy_free(). NULL on failure
 * @param path a YAML file
 * @return MODERATO_OK; MODERATO_EIO; MODERATO_EFORMAT (YAML, unknown key, wrong value: the message
 *         has file, line and what was expected); MODERATO_ELIMIT; MODERATO_ENOMEM
 */
MODERATO_API moderato_status moderato_policy_open(
	moderato_policy **out, const char *path, moderato_error *err);

/** The same from bytes; `name` stands in messages. */
MODERATO_API moderato_status moderato_policy_parse(
	moderato_policy **out, const char *name, moderato_str yaml, moderato_error *err);

/** The policy that ships: three bands for each attribute. */
MODERATO_API moderato_status moderato_policy_default(moderato_policy **out, moderato_error *err);

/** The YAML text of the policy that ships, to start one's own from; static. */
MODERATO_API const char *moderato_policy_default_yaml(void);

/** Does a rule ask for `repeated`? Then who screens a batch finds its campaigns first, and sets
 *  `repeated` of each comment. 1 or 0. */
MODERATO_API int moderato_policy_asks_repeated(const moderato_policy *policy);

/** Free; NULL is fine. */
MODERATO_API void moderato_policy_free(moderato_policy *policy);

/** A rule as it is written. Its texts live as long as the policy. */
typedef struct moderato_rule {
	const char *name;
	const char *message; /**< or NULL */
	moderato_decision action;
	const char *attribute; /**< where the rule holds or rejects and tests nothing but that this
								attribute's score reaches a value; else NULL */
	double threshold;      /**< that value: it fires at this score and above. 0 without attribute */
} moderato_rule;

/** Rule i of the policy, in its order; returns 0 when there is no i-th. For lists and plots. */
MODERATO_API int moderato_policy_rule(const moderato_policy *policy, size_t i, moderato_rule *rule);

/** "publish", "hold" or "reject"; static. */
MODERATO_API const char *moderato_decision_name(moderato_decision decision);

MODERATO_END_DECLS
#endif
