/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_POLICY_H
#define MODERATO_POLICY_H
/**
 * @file moderato/policy.h
 * What to do with a scored comment: publish, hold or reject, and why.
 *
 * A policy is a YAML file of named rules that a moderator edits. Every rule whose conditions all
 * hold gives a reason. The decision is the highest action among these rules, and publish if there
 * are none. A rule that publishes undoes those that hold or reject, and then it alone is the
 * reason. Of several rules that test the same attribute, only those with the highest action are
 * reasons. A policy is untrusted input and is checked completely before it is used. It cannot be
 * changed later and may be shared between threads.
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
 *     always: true                # also for people we trust
 *   - name: our own people
 *     authors: [Ann Example]
 *     when: {spam: "< 0.99"}      # but not certain spam: an account may be stolen
 *     action: publish
 * @endcode
 *
 * A rule has a unique `name`, an `action`, an optional `message` for the moderator, and at least
 * one of `when`, `any` and the lists below. If it has several, each must be met: all conditions of
 * `when` hold, at least one condition of `any` holds, and at least one entry of each list is met.
 *
 * `action: publish` is for people whom the site trusts. When such a rule fires, rules that hold or
 * reject do not count, whatever they test, unless they say `always: true`; when one of these fires
 * as well, the publishing rule does not count. The limits of trust are conditions of the rule
 * itself. Anybody can write under any name: trust a name only where readers sign in.
 *
 * A condition compares a number: the score of an attribute (0…1, by the attribute's name), `caps`
 * (the share of upper-case letters, 0…1), `links`, `length` (in characters), `words` or `repeated`:
 * how many comments of the batch have nearly the same text, including the comment itself
 * (moderato/campaign.h). When that is unknown, as for a single comment, no condition on it holds.
 * The value of a condition is `>=`, `>`, `<=` or `<` and a number, in quotes because > has another
 * meaning in YAML; a number alone means "at least". `author_url: true` (or false) tests whether the
 * author gave a link, `author_email` whether the author gave an address.
 *
 * Lists:
 * - `phrases` match whole words of the text, as they are meant to be read, so that they are found
 *   in any case and behind any spelling trick; `author_phrases` are searched in the author's name,
 *   and `user_agent_phrases` in the user agent;
 * - `authors` are names, compared without regard to case and to spaces at the ends;
 * - `emails` are addresses, or `@host` for all addresses at that host;
 * - `addresses` are IPv4 and IPv6 addresses, and networks such as 192.0.2.0/24;
 * - `author_hosts` and `link_hosts` are where the author's link and the links in the text lead. A
 *   host includes its subdomains, "www." is ignored, and a name beyond ASCII may be written as it
 *   is or as xn--…. One link in the text is enough, except for rules that publish: these require
 *   that all links lead to listed hosts;
 * - `languages` and `not_languages` are codes such as en or pt-BR; en includes en-GB. The language
 *   of a comment is the one that its `lang` states, or else the one of its words. With too little
 *   text it is unknown. An unknown language meets neither list, except `languages: [unknown]`.
 *
 * A comment without a field meets no list about that field.
 *
 * Beside `version` and `rules` a policy may say `second_reading: auto`, `always` or `never`: which
 * comments are read by the encoder too, if the bundle has one (moderato/classifier.h).
 *
 * Values are taken as they are written: the phrase `no` is the word "no". Anchors, aliases, tags,
 * directives, merge keys and a second document are refused. Limits: 1 MiB, 1,000 rules, 10,000
 * entries of each kind of list, phrases of up to 32 words, names of up to 200 bytes, 64 different
 * attributes.
 */
#include "moderato/comment.h"

MODERATO_BEGIN_DECLS

/** In ascending order: the highest wins, except against rules that publish (see above). */
typedef enum moderato_decision {
	MODERATO_PUBLISH = 0,
	MODERATO_HOLD = 1,
	MODERATO_REJECT = 2,
} moderato_decision;

/** Which comments the encoder of a bundle reads, too (moderato/classifier.h). */
typedef enum moderato_second_reading {
	MODERATO_SECOND_DEFAULT, /**< as the policy says, where there is one; else as AUTO */
	MODERATO_SECOND_AUTO,    /**< those that the first reading leaves in doubt */
	MODERATO_SECOND_ALWAYS,  /**< all: the most accurate, and the slowest */
	MODERATO_SECOND_NEVER    /**< none, as if the bundle had no encoder */
} moderato_second_reading;

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

/** Read a policy from bytes; messages call it `name`. */
MODERATO_API moderato_status moderato_policy_parse(
	moderato_policy **out, const char *name, moderato_str yaml, moderato_error *err);

/** The default policy, which has three bands for each attribute. Its rules about attributes that a
 *  bundle lacks are ignored. */
MODERATO_API moderato_status moderato_policy_default(moderato_policy **out, moderato_error *err);

/** The YAML text of the default policy, to start your own from; static. */
MODERATO_API const char *moderato_policy_default_yaml(void);

/** Returns 1 if a rule tests `repeated`, else 0. If it does, find the campaigns of a batch before
 *  screening it, and set `repeated` of each comment. */
MODERATO_API int moderato_policy_asks_repeated(const moderato_policy *policy);

/** Which comments are to be read a second time, by the policy's `second_reading`;
 *  MODERATO_SECOND_DEFAULT if it says nothing. */
MODERATO_API moderato_second_reading moderato_policy_second_reading(const moderato_policy *policy);

/** Free a policy. NULL is fine. */
MODERATO_API void moderato_policy_free(moderato_policy *policy);

/** A rule of a policy. Its texts live as long as the policy. */
typedef struct moderato_rule {
	const char *name;
	const char *message; /**< NULL: it has none */
	moderato_decision action;
	const char *attribute; /**< for a rule that holds or rejects and only tests whether a score
								reaches a value: the attribute; else NULL */
	double threshold;      /**< that value: the rule fires at this score and above; else 0 */
} moderato_rule;

/** Fill *rule with rule i in the order of the file. Returns 1, or 0 if there is no such rule. For
 *  listing and plotting policies. */
MODERATO_API int moderato_policy_rule(const moderato_policy *policy, size_t i, moderato_rule *rule);

/** "publish", "hold" or "reject"; static. */
MODERATO_API const char *moderato_decision_name(moderato_decision decision);

MODERATO_END_DECLS
#endif
