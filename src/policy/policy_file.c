/* SPDX-License-Identifier: MIT */
/* A policy file's grammar: the items of a YAML document to rules. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "policy/policy_internal.h"
#include "policy/yaml_items.h"
#include "text/skeletons.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define FOUND_BYTES 40 /* of a wrong value, in a message */

/* The file being read, and the rule under construction. */
struct source {
	struct yaml_items yaml;
	const char *key; /* whose value is being read, for messages */
	moderato_policy *policy;
	struct policy_rule rule;
	size_t n_phrases; /* of all rules */
	size_t n_authors;
};

#define BAD(s, ...)                                                                                \
	fail_at((s)->yaml.err, MODERATO_EFORMAT, (s)->yaml.name, (s)->yaml.line, __VA_ARGS__)
#define TOO_MUCH(s, ...)                                                                           \
	fail_at((s)->yaml.err, MODERATO_ELIMIT, (s)->yaml.name, (s)->yaml.line, __VA_ARGS__)

static moderato_status no_memory(const struct source *s)
{
	return fail(s->yaml.err, MODERATO_ENOMEM, "%s: out of memory", s->yaml.name);
}

static bool str_is(moderato_str text, const char *word)
{
	return text.len == strlen(word) && !memcmp(text.ptr, word, text.len);
}

/* At most FOUND_BYTES of the text in quotes, whole characters, control characters as '?'. */
static void show_text(moderato_str text, char out[FOUND_BYTES + 8])
{
	size_t n = text.len;
	size_t i;

	if (n > FOUND_BYTES) {
		n = FOUND_BYTES;
		while (n && ((unsigned char)text.ptr[n] & 0xC0) == 0x80)
			n--;
	}
	out[0] = '\'';
	for (i = 0; i < n; i++)
		out[1 + i] = (unsigned char)text.ptr[i] < 0x20 || text.ptr[i] == 0x7F ? '?' : text.ptr[i];
	memcpy(out + 1 + n, n < text.len ? "...'" : "'", n < text.len ? 5 : 2);
}

/* The current item is not what was expected. */
static moderato_status expected(struct source *s, const char *what)
{
	char found[FOUND_BYTES + 8];
	const char *shown = found;

	switch (s->yaml.kind) {
	case YAML_TEXT:
		if (s->yaml.text.len)
			show_text(s->yaml.text, found);
		else
			shown = "nothing";
		break;
	case YAML_LIST:
		shown = "a list";
		break;
	case YAML_MAPPING:
		shown = "keys and values";
		break;
	case YAML_END:
		shown = "nothing";
		break;
	}
	return BAD(s, "%s%sexpected %s, not %s", s->key ? s->key : "", s->key ? ": " : "", what, shown);
}

/* The current item as text that is not empty. Control characters, which only escapes can bring in,
 * would break messages and cannot be in a word; `lines` allows line ends and tabs. */
static moderato_status read_text(struct source *s, const char *what, bool lines, moderato_str *out)
{
	size_t i;

	if (s->yaml.kind != YAML_TEXT || !s->yaml.text.len)
		return expected(s, what);
	*out = s->yaml.text;
	for (i = 0; i < out->len; i++) {
		unsigned char c = (unsigned char)out->ptr[i];

		if ((c < 0x20 && !(lines && (c == '\n' || c == '\t'))) || c == 0x7F)
			return BAD(s, "%s: expected %s without control characters, found \\x%02x",
				s->key ? s->key : "key", what, c);
	}
	return MODERATO_OK;
}

static moderato_status read_name(struct source *s, const char *what, moderato_str *out)
{
	moderato_status status = read_text(s, what, false, out);

	if (!status && out->len > POLICY_NAME_BYTES_MAX)
		return TOO_MUCH(s, "%s: expected %s of at most %d bytes, not %zu", s->key ? s->key : "key",
			what, POLICY_NAME_BYTES_MAX, out->len);
	return status;
}

/* ---- mappings and lists ---- */

struct key {
	const char *name;
	moderato_status (*read)(struct source *s); /* the current item is the value's first */
};

/* Go to the next key; `*end` at the mapping's end. The text borrows from the current item. */
static moderato_status next_key(struct source *s, moderato_str *key, bool *end)
{
	moderato_status status = yaml_items_next(&s->yaml);

	s->key = NULL;
	*end = s->yaml.kind == YAML_END;
	if (status || *end)
		return status;
	status = read_name(s, "a key", key);
	if (!status && str_is(*key, "<<"))
		return BAD(s, "merge keys (<<) are not allowed: write the rule out");
	return status;
}

/* Read a mapping with these keys, each at most once; bit i of `*seen` is keys[i]. */
static moderato_status read_mapping(
	struct source *s, const struct key *keys, size_t n_keys, const char *listed, unsigned *seen)
{
	char found[FOUND_BYTES + 8];
	moderato_str key;
	size_t i;
	bool end;

	for (;;) {
		moderato_status status = next_key(s, &key, &end);

		if (status || end)
			return status;
		for (i = 0; i < n_keys; i++)
			if (str_is(key, keys[i].name))
				break;
		if (i == n_keys) {
			show_text(key, found);
			return BAD(s, "unknown key %s: expected %s", found, listed);
		}
		if (*seen & 1U << i)
			return BAD(s, "key '%s' is given twice", keys[i].name);
		*seen |= 1U << i;
		s->key = keys[i].name;
		status = yaml_items_next(&s->yaml);
		if (!status)
			status = keys[i].read(s);
		if (status)
			return status;
	}
}

/* Call `add` for each item of a list that has at least one. */
static moderato_status read_list(
	struct source *s, const char *what, moderato_status (*add)(struct source *s))
{
	moderato_status status;
	size_t n = 0;

	if (s->yaml.kind != YAML_LIST)
		return expected(s, what);
	for (;;) {
		status = yaml_items_next(&s->yaml);
		if (status)
			return status;
		if (s->yaml.kind == YAML_END)
			return n ? MODERATO_OK : expected(s, what);
		status = add(s);
		if (status)
			return status;
		n++;
	}
}

/* ---- a rule ---- */

static moderato_status read_rule_name(struct source *s)
{
	moderato_policy *policy = s->policy;
	moderato_str name;
	moderato_status status = read_name(s, "the rule's name", &name);
	size_t i;

	if (status)
		return status;
	s->rule.name = arena_copy(&policy->texts, name.ptr, name.len);
	if (!s->rule.name)
		return no_memory(s);
	for (i = 0; i < policy->n_rules; i++)
		if (!strcmp(policy->rules[i].name, s->rule.name))
			return BAD(s, "name: expected a name of its own, but the rule in line %zu is '%s' too",
				policy->rules[i].line, s->rule.name);
	return MODERATO_OK;
}

static moderato_status read_action(struct source *s)
{
	static const moderato_decision actions[] = {MODERATO_HOLD, MODERATO_REJECT};
	size_t i;

	for (i = 0; s->yaml.kind == YAML_TEXT && i < COUNT(actions); i++) {
		if (str_is(s->yaml.text, moderato_decision_name(actions[i]))) {
			s->rule.action = actions[i];
			return MODERATO_OK;
		}
	}
	return expected(s, "hold or reject");
}

static moderato_status read_message(struct source *s)
{
	moderato_str text;
	moderato_status status = read_text(s, "text", true, &text);

	if (status)
		return status;
	while (text.len > 1 && text.ptr[text.len - 1] == '\n') /* a block scalar's last line end */
		text.len--;
	s->rule.message = arena_copy(&s->policy->texts, text.ptr, text.len);
	return s->rule.message ? MODERATO_OK : no_memory(s);
}

static moderato_status add_phrase(struct source *s)
{
	moderato_str text;
	moderato_status status = read_text(s, "a phrase in quotes", true, &text);
	uint64_t *words;
	size_t n;

	if (status)
		return status;
	if (s->n_phrases++ == POLICY_PHRASES_MAX)
		return TOO_MUCH(s, "expected at most %d phrases in all rules", POLICY_PHRASES_MAX);
	status = text_skeletons(text, &words, &n);
	if (status == MODERATO_ELIMIT || (!status && n > POLICY_PHRASE_WORDS_MAX))
		status =
			TOO_MUCH(s, "phrases: expected a phrase of at most %d words", POLICY_PHRASE_WORDS_MAX);
	else if (status)
		status = no_memory(s);
	else if (!n)
		status = expected(s, "a phrase with at least one word");
	else if (!phrase_index_add(&s->policy->phrases, words, n, (uint32_t)s->policy->n_rules))
		status = no_memory(s);
	free(words);
	return status;
}

static moderato_status read_phrases(struct source *s)
{
	s->rule.has_phrases = true;
	return read_list(s, "a list of phrases, such as [buy followers, \"whatsapp me\"]", add_phrase);
}

static moderato_status add_author(struct source *s)
{
	struct arena arena = ARENA_INIT;
	moderato_str name;
	moderato_status status = read_name(s, "an author's name in quotes", &name);
	uint64_t word;

	if (status)
		return status;
	if (s->n_authors++ == POLICY_AUTHORS_MAX)
		return TOO_MUCH(s, "expected at most %d authors in all rules", POLICY_AUTHORS_MAX);
	if (!policy_fold_author(&arena, name, &name)) {
		status = no_memory(s);
	} else if (!name.len) {
		status = expected(s, "an author's name");
	} else {
		word = policy_author_word(name);
		if (!phrase_index_add(&s->policy->authors, &word, 1, (uint32_t)s->policy->n_rules))
			status = no_memory(s);
	}
	arena_dispose(&arena);
	return status;
}

static moderato_status read_authors(struct source *s)
{
	s->rule.has_authors = true;
	return read_list(s, "a list of names, such as [\"Ann Example\", bob]", add_author);
}

/* ---- a rule's conditions ---- */

static bool is_attribute_name(moderato_str key)
{
	size_t i;

	for (i = 0; i < key.len; i++) {
		char c = key.ptr[i];

		if (!(c >= 'a' && c <= 'z') && !(i && (c == '_' || (c >= '0' && c <= '9'))))
			return false;
	}
	return key.len > 0;
}

/* The policy's number for an attribute, a new one when it has none yet. */
static moderato_status find_attribute(struct source *s, moderato_str key, size_t *attribute)
{
	moderato_policy *policy = s->policy;
	char found[FOUND_BYTES + 8];
	size_t i;

	if (!is_attribute_name(key)) {
		show_text(key, found);
		return BAD(s,
			"unknown condition %s: expected an attribute such as toxicity, or links, length, "
			"words, caps, repeated or author_url",
			found);
	}
	for (i = 0; i < policy->n_attributes; i++)
		if (str_is(key, policy->attributes[i]))
			break;
	*attribute = i;
	if (i < policy->n_attributes)
		return MODERATO_OK;
	if (i == POLICY_ATTRIBUTES_MAX)
		return TOO_MUCH(s, "expected at most %d different attributes", POLICY_ATTRIBUTES_MAX);
	policy->attributes[i] = arena_copy(&policy->texts, key.ptr, key.len);
	if (!policy->attributes[i])
		return no_memory(s);
	policy->n_attributes++;
	return MODERATO_OK;
}

static const char *condition_name(const struct source *s, const struct condition *c)
{
	return c->subject == SUBJECT_ATTRIBUTE ? s->policy->attributes[c->attribute]
										   : condition_subject_name(c->subject);
}

/* The current item is the condition's value. */
static moderato_status read_condition(struct source *s, struct condition *c)
{
	bool is_bool = c->subject == SUBJECT_AUTHOR_URL;
	bool is_text = s->yaml.kind == YAML_TEXT;
	const char *wanted = condition_parse(is_text ? s->yaml.text : (moderato_str){"", 0}, c);

	/* A quoted "true" is text; `>3` without quotes is a folded text that says nothing. */
	if (is_bool && is_text && !wanted && s->yaml.style != YAML_PLAIN)
		return BAD(s, "%s: expected true or false without quotes", s->key);
	if (is_text && s->yaml.style == YAML_BLOCK)
		return BAD(s, "%s: expected a condition in quotes, such as \"> 3\"", s->key);
	return wanted ? expected(s, wanted) : MODERATO_OK;
}

static moderato_status add_condition(struct source *s, moderato_str key)
{
	moderato_policy *policy = s->policy;
	struct condition c = {0};
	moderato_status status = MODERATO_OK;
	void *grown = policy->conditions;
	size_t i;

	if (!condition_subject_named(key, &c.subject))
		status = find_attribute(s, key, &c.attribute);
	if (status)
		return status;
	s->key = condition_name(s, &c);
	for (i = s->rule.first_condition; i < policy->n_conditions; i++)
		if (policy->conditions[i].subject == c.subject &&
			policy->conditions[i].attribute == c.attribute)
			return BAD(s, "condition '%s' is given twice", s->key);
	status = yaml_items_next(&s->yaml);
	if (!status)
		status = read_condition(s, &c);
	if (status)
		return status;
	if (!grow_array(&grown, &policy->cap_conditions, policy->n_conditions + 1, sizeof(c)))
		return no_memory(s);
	policy->conditions = grown;
	policy->conditions[policy->n_conditions++] = c;
	s->rule.n_conditions++;
	return MODERATO_OK;
}

static moderato_status read_when(struct source *s)
{
	static const char what[] = "conditions, such as {toxicity: \">= 0.9\"}";
	moderato_str key;
	bool end;

	if (s->yaml.kind != YAML_MAPPING)
		return expected(s, what);
	for (;;) {
		moderato_status status = next_key(s, &key, &end);

		if (status)
			return status;
		if (end)
			break;
		status = add_condition(s, key);
		if (status)
			return status;
	}
	s->key = "when";
	return s->rule.n_conditions ? MODERATO_OK : expected(s, what);
}

/* ---- the file ---- */

static moderato_status check_rule(struct source *s)
{
	const struct policy_rule *rule = &s->rule;

	s->yaml.line = rule->line;
	if (!rule->name)
		return BAD(s, "expected a name in this rule, as in name: too many links");
	if (rule->action == MODERATO_PUBLISH)
		return BAD(s, "rule '%s': expected an action, hold or reject", rule->name);
	if (!rule->n_conditions && !rule->has_phrases && !rule->has_authors)
		return BAD(s,
			"rule '%s': expected when, phrases or authors: without, it would fire on "
			"every comment",
			rule->name);
	return MODERATO_OK;
}

static moderato_status add_rule(struct source *s)
{
	static const struct key keys[] = {
		{"name", read_rule_name},
		{"when", read_when},
		{"phrases", read_phrases},
		{"authors", read_authors},
		{"action", read_action},
		{"message", read_message},
	};
	moderato_policy *policy = s->policy;
	void *grown = policy->rules;
	unsigned seen = 0;
	moderato_status status;

	s->key = NULL;
	if (s->yaml.kind != YAML_MAPPING)
		return expected(s, "a rule, which begins with name:");
	if (policy->n_rules == POLICY_RULES_MAX)
		return TOO_MUCH(s, "expected at most %d rules", POLICY_RULES_MAX);
	s->rule = (struct policy_rule){.line = s->yaml.line, .first_condition = policy->n_conditions};
	status = read_mapping(
		s, keys, COUNT(keys), "name, when, phrases, authors, action or message", &seen);
	if (!status)
		status = check_rule(s);
	if (status)
		return status;
	if (!grow_array(&grown, &policy->cap_rules, policy->n_rules + 1, sizeof(s->rule)))
		return no_memory(s);
	policy->rules = grown;
	policy->rules[policy->n_rules++] = s->rule;
	return MODERATO_OK;
}

static moderato_status read_rules(struct source *s)
{
	return read_list(s, "a list of rules, each beginning with - name:", add_rule);
}

static moderato_status read_version(struct source *s)
{
	moderato_str text;
	moderato_status status = read_text(s, "1", false, &text);

	if (status)
		return status;
	if (s->yaml.style != YAML_PLAIN)
		return BAD(s, "version: expected the number 1 without quotes");
	return str_is(text, "1") ? MODERATO_OK : expected(s, "1");
}

static moderato_status read_document(struct source *s)
{
	static const struct key keys[] = {{"version", read_version}, {"rules", read_rules}};
	unsigned seen = 0;
	moderato_status status = yaml_items_next(&s->yaml);

	if (status)
		return status;
	if (s->yaml.kind == YAML_END)
		return BAD(s, "expected version: 1 and rules, but the file is empty");
	if (s->yaml.kind != YAML_MAPPING)
		return expected(s, "version: 1 and rules:");
	status = read_mapping(s, keys, COUNT(keys), "version or rules", &seen);
	if (status)
		return status;
	if (seen != (1U << COUNT(keys)) - 1)
		return BAD(
			s, "expected version: 1 and rules, but there is no %s", seen & 1 ? "rules" : "version");
	return yaml_items_next(&s->yaml); /* to the end, which refuses a second document */
}

moderato_status moderato_policy_parse(
	moderato_policy **out, const char *name, moderato_str yaml, moderato_error *err)
{
	struct source s = {.key = NULL};
	moderato_status status;

	*out = NULL;
	if (yaml.len > POLICY_BYTES_MAX)
		return fail(err, MODERATO_ELIMIT, "%s: expected a policy of at most %zu bytes", name,
			POLICY_BYTES_MAX);
	status = yaml_items_open(&s.yaml, name, yaml, err);
	if (status)
		return status;
	s.policy = policy_new(name);
	status = s.policy ? read_document(&s) : no_memory(&s);
	if (!status) {
		*out = s.policy;
		s.policy = NULL; /* now owned by the caller */
	}
	moderato_policy_free(s.policy);
	yaml_items_close(&s.yaml);
	return status;
}

moderato_status moderato_policy_open(moderato_policy **out, const char *path, moderato_error *err)
{
	struct input in;
	moderato_str yaml;
	moderato_status status;

	*out = NULL;
	status = input_open(&in, path, err);
	if (status)
		return status;
	status = input_peek(&in, POLICY_BYTES_MAX + 1, &yaml, err);
	if (!status)
		status = moderato_policy_parse(out, in.name, yaml, err);
	input_close(&in);
	return status;
}
