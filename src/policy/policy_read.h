/* SPDX-License-Identifier: MIT */
#ifndef POLICY_POLICY_READ_H
#define POLICY_POLICY_READ_H
/* What reading any part of a policy file takes: texts, lists and mappings out of the items of a
 * YAML document, and messages that name the line and what was expected there. What the parts mean
 * is decided by policy_file.c (rules), policy_file_when.c (conditions) and policy_file_lists.c. */
#include "base/fail.h"
#include "policy/policy_internal.h"
#include "policy/yaml_items.h"

/* The file being read, and the rule under construction. */
struct policy_source {
	struct yaml_items yaml;
	const char *key; /* whose value is being read, for messages */
	moderato_policy *policy;
	struct policy_rule rule;
	bool any;                  /* the conditions being read are those of which one must hold */
	bool has_action;           /* the rule has */
	enum policy_list list;     /* being read */
	size_t n_entries[N_LISTS]; /* of all rules */
	struct arena scratch;      /* of one entry */
};

#define POLICY_BAD(s, ...)                                                                         \
	fail_at((s)->yaml.err, MODERATO_EFORMAT, (s)->yaml.name, (s)->yaml.line, __VA_ARGS__)
#define POLICY_TOO_MUCH(s, ...)                                                                    \
	fail_at((s)->yaml.err, MODERATO_ELIMIT, (s)->yaml.name, (s)->yaml.line, __VA_ARGS__)

moderato_status policy_no_memory(const struct policy_source *s);

/* The current item is not what was expected. */
moderato_status policy_expected(struct policy_source *s, const char *what);

/* A wrong value as messages show it: forty bytes of it at most in quotes, whole characters, control
 * characters as '?'. */
#define POLICY_FOUND_SIZE 48
void policy_show_text(moderato_str text, char out[POLICY_FOUND_SIZE]);

/* The current item as text that is not empty. Control characters, which only escapes can bring in,
 * would break messages and cannot be in a word; `lines` allows line ends and tabs. */
moderato_status policy_read_text(
	struct policy_source *s, const char *what, bool lines, moderato_str *out);

/* The same of one line of at most POLICY_NAME_BYTES_MAX. */
moderato_status policy_read_name(struct policy_source *s, const char *what, moderato_str *out);

/* The current item as true or false, which are written without quotes. */
moderato_status policy_read_bool(struct policy_source *s, bool *out);

/* Go to a mapping's next key; `*end` at its end. The text borrows from the current item. */
moderato_status policy_read_key(struct policy_source *s, moderato_str *key, bool *end);

struct policy_key {
	const char *name;
	moderato_status (*read)(struct policy_source *s); /* the current item is the value's first */
};

/* Read a mapping with these keys, each at most once; bit i of `*seen` is keys[i]. `listed` names
 * them for messages. */
moderato_status policy_read_mapping(struct policy_source *s, const struct policy_key *keys,
	size_t n_keys, const char *listed, unsigned *seen);

/* Call `add` for each item of a list that has at least one. */
moderato_status policy_read_list(
	struct policy_source *s, const char *what, moderato_status (*add)(struct policy_source *s));

/* --- the parts of a rule that have files of their own --- */

moderato_status policy_read_when(struct policy_source *s);
moderato_status policy_read_any(struct policy_source *s);

/* The list that s->key names. */
moderato_status policy_read_entries(struct policy_source *s);

#endif
