/* SPDX-License-Identifier: MIT */
/* Reads a policy file as a whole: its rules, and the keys of each rule. */
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "base/file.h"
#include "policy/policy_read.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* ---- a rule ---- */

static moderato_status read_rule_name(struct policy_source *s)
{
	moderato_policy *policy = s->policy;
	moderato_str name;
	moderato_status status = policy_read_name(s, "the rule's name", &name);
	size_t i;

	if (status)
		return status;
	s->rule.name = arena_copy(&policy->texts, name.ptr, name.len);
	if (!s->rule.name)
		return policy_no_memory(s);
	for (i = 0; i < policy->n_rules; i++)
		if (!strcmp(policy->rules[i].name, s->rule.name))
			return POLICY_BAD(s,
				"name: expected a unique name, but the rule in line %zu is called '%s' as well",
				policy->rules[i].line, s->rule.name);
	return MODERATO_OK;
}

static moderato_status read_action(struct policy_source *s)
{
	static const moderato_decision actions[] = {MODERATO_PUBLISH, MODERATO_HOLD, MODERATO_REJECT};
	size_t i;

	for (i = 0; s->yaml.kind == YAML_TEXT && i < COUNT(actions); i++) {
		if (str_is(s->yaml.text, moderato_decision_name(actions[i]))) {
			s->rule.action = actions[i];
			s->has_action = true;
			return MODERATO_OK;
		}
	}
	return policy_expected(s, "publish, hold or reject");
}

static moderato_status read_always(struct policy_source *s)
{
	return policy_read_bool(s, &s->rule.always);
}

static moderato_status read_message(struct policy_source *s)
{
	moderato_str text;
	moderato_status status = policy_read_text(s, "text", true, &text);

	if (status)
		return status;
	while (
		text.len > 1 && text.ptr[text.len - 1] == '\n') /* the last line ends of a block scalar */
		text.len--;
	s->rule.message = arena_copy(&s->policy->texts, text.ptr, text.len);
	return s->rule.message ? MODERATO_OK : policy_no_memory(s);
}

/* ---- the file ---- */

static moderato_status check_rule(struct policy_source *s)
{
	const struct policy_rule *rule = &s->rule;

	s->yaml.line = rule->line;
	if (!rule->name)
		return POLICY_BAD(s, "expected a name in this rule, as in name: too many links");
	if (!s->has_action)
		return POLICY_BAD(s, "rule '%s': expected an action, publish, hold or reject", rule->name);
	if (rule->always && rule->action == MODERATO_PUBLISH)
		return POLICY_BAD(
			s, "rule '%s': always: true is for rules that hold or reject", rule->name);
	if (!rule->n_conditions && !rule->lists)
		return POLICY_BAD(s,
			"rule '%s': expected when, any or a list such as phrases; without one, the rule would "
			"fire on every comment",
			rule->name);
	return MODERATO_OK;
}

static moderato_status add_rule(struct policy_source *s)
{
	static const struct policy_key keys[] = {
		{"name", read_rule_name},
		{"when", policy_read_when},
		{"any", policy_read_any},
		{"phrases", policy_read_entries},
		{"authors", policy_read_entries},
		{"author_phrases", policy_read_entries},
		{"author_hosts", policy_read_entries},
		{"emails", policy_read_entries},
		{"addresses", policy_read_entries},
		{"user_agent_phrases", policy_read_entries},
		{"link_hosts", policy_read_entries},
		{"languages", policy_read_entries},
		{"not_languages", policy_read_entries},
		{"action", read_action},
		{"always", read_always},
		{"message", read_message},
	};
	/* The names of all lists would not fit in a message together with the name of a file. */
	static const char listed[] =
		"name, when, any, action, always, message or a list such as phrases or link_hosts";
	moderato_policy *policy = s->policy;
	void *grown = policy->rules;
	unsigned seen = 0;
	moderato_status status;

	s->key = NULL;
	if (s->yaml.kind != YAML_MAPPING)
		return policy_expected(s, "a rule, which begins with name:");
	if (policy->n_rules == POLICY_RULES_MAX)
		return POLICY_TOO_MUCH(s, "expected at most %d rules", POLICY_RULES_MAX);
	s->has_action = false;
	s->rule = (struct policy_rule){.line = s->yaml.line, .first_condition = policy->n_conditions};
	status = policy_read_mapping(s, keys, COUNT(keys), listed, &seen);
	if (!status)
		status = check_rule(s);
	if (status)
		return status;
	if (!grow_array(&grown, &policy->cap_rules, policy->n_rules + 1, sizeof(s->rule)))
		return policy_no_memory(s);
	policy->rules = grown;
	policy->rules[policy->n_rules++] = s->rule;
	return MODERATO_OK;
}

static moderato_status read_rules(struct policy_source *s)
{
	return policy_read_list(s, "a list of rules, each beginning with - name:", add_rule);
}

static moderato_status read_version(struct policy_source *s)
{
	moderato_str text;
	moderato_status status = policy_read_text(s, "1", false, &text);

	if (status)
		return status;
	if (s->yaml.style != YAML_PLAIN)
		return POLICY_BAD(s, "version: expected the number 1 without quotes");
	return str_is(text, "1") ? MODERATO_OK : policy_expected(s, "1");
}

static moderato_status read_second_reading(struct policy_source *s)
{
	static const char *const words[] = {"auto", "always", "never"};
	moderato_str text;
	moderato_status status = policy_read_text(s, "auto, always or never", false, &text);
	size_t i;

	for (i = 0; !status && i < COUNT(words); i++)
		if (str_is(text, words[i])) {
			s->policy->second_reading = (moderato_second_reading)((size_t)MODERATO_SECOND_AUTO + i);
			return MODERATO_OK;
		}
	return status ? status : policy_expected(s, "auto, always or never");
}

static moderato_status read_document(struct policy_source *s)
{
	static const struct policy_key keys[] = {
		{"version", read_version}, {"rules", read_rules}, {"second_reading", read_second_reading}};
	unsigned seen = 0;
	moderato_status status = yaml_items_next(&s->yaml);

	if (status)
		return status;
	if (s->yaml.kind == YAML_END)
		return POLICY_BAD(s, "expected version: 1 and rules, but the file is empty");
	if (s->yaml.kind != YAML_MAPPING)
		return policy_expected(s, "version: 1 and rules:");
	status = policy_read_mapping(s, keys, COUNT(keys), "version, rules or second_reading", &seen);
	if (status)
		return status;
	if ((seen & 3) != 3)
		return POLICY_BAD(
			s, "expected version: 1 and rules, but there is no %s", seen & 1 ? "rules" : "version");
	return yaml_items_next(
		&s->yaml); /* to the end of the file, where a second document is refused */
}

moderato_status moderato_policy_parse(
	moderato_policy **out, const char *name, moderato_str yaml, moderato_error *err)
{
	struct policy_source s = {.key = NULL};
	moderato_status status;

	*out = NULL;
	if (yaml.len > POLICY_BYTES_MAX)
		return fail(err, MODERATO_ELIMIT, "%s: expected a policy of at most %zu bytes", name,
			POLICY_BYTES_MAX);
	status = yaml_items_open(&s.yaml, name, yaml, err);
	if (status)
		return status;
	s.policy = policy_new(name);
	status = s.policy ? read_document(&s) : policy_no_memory(&s);
	if (!status) {
		*out = s.policy;
		s.policy = NULL; /* now owned by the caller */
	}
	arena_dispose(&s.scratch);
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
