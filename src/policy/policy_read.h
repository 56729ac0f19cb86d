/* SPDX-License-Identifier: MIT */
#ifndef POLICY_POLICY_READ_H
#define POLICY_POLICY_READ_H
/* Helpers for reading any part of a policy file: they read texts, lists and mappings from the items
 * of a YAML document, and their messages name the line and what was expected there. What the parts
 * mean is decided in policy_file.c (rules), policy_file_when.c (conditions) and
 * policy_file_lists.c. */
#include "base/fail.h"
#include "policy/policy_internal.h"
#include "base/yaml_items.h"

/* The file being read, and the rule under construction. */
struct policy_source {
	struct yaml_items yaml;
	const char *key; /* the key whose value is being read, for messages */
	moderato_policy *policy;
	struct policy_rule rule;
	bool any;                  /* the conditions being read are under `any` */
	bool has_action;           /* the rule has an action */
	enum policy_list list;     /* the list being read */
	size_t n_entries[N_LISTS]; /* entries so far, in all rules */
	struct arena scratch;      /* memory for one entry */
};

#define POLICY_BAD(s, ...)                                                                         \
	fail_at((s)->yaml.err, MODERATO_EFORMAT, (s)->yaml.name, (s)->yaml.line, __VA_ARGS__)
#define POLICY_TOO_MUCH(s, ...)                                                                    \
	fail_at((s)->yaml.err, MODERATO_ELIMIT, (s)->yaml.name, (s)->yaml.line, __VA_ARGS__)

moderato_status policy_no_memory(const struct policy_source *s);

/* Reports that the current item is not what was expected. */
moderato_status policy_expected(struct policy_source *s, const char *what);

/* Writes a wrong value as messages show it: at most forty bytes in quotes, whole characters,
 * control characters as '?'. */
#define POLICY_FOUND_SIZE 48
void policy_show_text(moderato_str text, char out[POLICY_FOUND_SIZE]);

/* Reads the current item as text, which must not be empty. Control characters, which only escapes
 * can bring in, would break messages and cannot be part of a word; `lines` allows line ends and
 * tabs. */
moderato_status policy_read_text(
	struct policy_source *s, const char *what, bool lines, moderato_str *out);

/* Reads one line of text of at most POLICY_NAME_BYTES_MAX bytes. */
moderato_status policy_read_name(struct policy_source *s, const char *what, moderato_str *out);

/* Reads the current item as true or false, which must stand without quotes. */
moderato_status policy_read_bool(struct policy_source *s, bool *out);

/* Goes to the next key of a mapping; sets `*end` after the last one. The text borrows from the
 * current item. */
moderato_status policy_read_key(struct policy_source *s, moderato_str *key, bool *end);

struct policy_key {
	const char *name;
	moderato_status (*read)(
		struct policy_source *s); /* called when the value's first item is the current one */
};

/* Reads a mapping with these keys, each at most once; bit i of `*seen` is set when keys[i] was
 * there. `listed` names the keys for messages. */
moderato_status policy_read_mapping(struct policy_source *s, const struct policy_key *keys,
	size_t n_keys, const char *listed, unsigned *seen);

/* Calls `add` for each item of a list, which must have at least one. */
moderato_status policy_read_list(
	struct policy_source *s, const char *what, moderato_status (*add)(struct policy_source *s));

/* --- the parts of a rule that have files of their own --- */

moderato_status policy_read_when(struct policy_source *s);
moderato_status policy_read_any(struct policy_source *s);

/* Reads the list that s->key names. */
moderato_status policy_read_entries(struct policy_source *s);

#endif
