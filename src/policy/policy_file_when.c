/* SPDX-License-Identifier: MIT */
/* Reads the conditions of a policy file: those under a rule's `when`, all of which must hold, and
 * those under its `any`, one of which must hold. */
#include "base/ascii.h"
#include "base/buffer.h"
#include "policy/policy_read.h"

static bool is_attribute_name(moderato_str key)
{
	size_t i;

	for (i = 0; i < key.len; i++) {
		char c = key.ptr[i];

		if (!ascii_is_lower(c) && !(i && (c == '_' || ascii_is_digit(c))))
			return false;
	}
	return key.len > 0;
}

/* The index of an attribute in the policy, which is added when it is new. */
static moderato_status attribute_index(struct policy_source *s, moderato_str key, size_t *attribute)
{
	moderato_policy *policy = s->policy;
	char found[POLICY_FOUND_SIZE];
	size_t i;

	if (!is_attribute_name(key)) {
		policy_show_text(key, found);
		return POLICY_BAD(s,
			"unknown condition %s: expected an attribute such as toxicity, or links, length, "
			"words, caps, repeated, author_url or author_email",
			found);
	}
	for (i = 0; i < policy->n_attributes; i++)
		if (str_is(key, policy->attributes[i]))
			break;
	*attribute = i;
	if (i < policy->n_attributes)
		return MODERATO_OK;
	if (i == POLICY_ATTRIBUTES_MAX)
		return POLICY_TOO_MUCH(
			s, "expected at most %d different attributes", POLICY_ATTRIBUTES_MAX);
	policy->attributes[i] = arena_copy(&policy->texts, key.ptr, key.len);
	if (!policy->attributes[i])
		return policy_no_memory(s);
	policy->n_attributes++;
	return MODERATO_OK;
}

static const char *condition_name(const struct policy_source *s, const struct condition *c)
{
	return c->subject == SUBJECT_ATTRIBUTE ? s->policy->attributes[c->attribute]
										   : condition_subject_name(c->subject);
}

/* Reads the value of a condition from the current item. */
static moderato_status read_condition(struct policy_source *s, struct condition *c)
{
	bool is_text = s->yaml.kind == YAML_TEXT;
	const char *wanted = condition_parse(is_text ? s->yaml.text : (moderato_str){"", 0}, c);

	/* A quoted "true" is a text, and `>3` without quotes is an empty folded text. */
	if (condition_is_bool(c->subject) && is_text && !wanted && s->yaml.style != YAML_PLAIN)
		return POLICY_BAD(s, "%s: expected true or false without quotes", s->key);
	if (is_text && s->yaml.style == YAML_BLOCK)
		return POLICY_BAD(s, "%s: expected a condition in quotes, such as \"> 3\"", s->key);
	return wanted ? policy_expected(s, wanted) : MODERATO_OK;
}

static moderato_status add_condition(struct policy_source *s, moderato_str key)
{
	moderato_policy *policy = s->policy;
	struct condition c = {.any = s->any};
	moderato_status status = MODERATO_OK;
	void *grown = policy->conditions;
	size_t i;

	if (!condition_subject_named(key, &c.subject))
		status = attribute_index(s, key, &c.attribute);
	if (status)
		return status;
	s->key = condition_name(s, &c);
	for (i = s->rule.first_condition; i < policy->n_conditions; i++)
		if (policy->conditions[i].subject == c.subject &&
			policy->conditions[i].attribute == c.attribute && policy->conditions[i].any == c.any)
			return POLICY_BAD(s, "condition '%s' is given twice", s->key);
	status = yaml_items_next(&s->yaml);
	if (!status)
		status = read_condition(s, &c);
	if (status)
		return status;
	if (!grow_array(&grown, &policy->cap_conditions, policy->n_conditions + 1, sizeof(c)))
		return policy_no_memory(s);
	policy->conditions = grown;
	policy->conditions[policy->n_conditions++] = c;
	s->rule.n_conditions++;
	return MODERATO_OK;
}

static moderato_status read_conditions(struct policy_source *s, const char *name, bool any)
{
	static const char what[] = "conditions, such as {toxicity: \">= 0.9\"}";
	const size_t before = s->rule.n_conditions;
	moderato_str key;
	bool end;

	if (s->yaml.kind != YAML_MAPPING)
		return policy_expected(s, what);
	s->any = any;
	for (;;) {
		moderato_status status = policy_read_key(s, &key, &end);

		if (status)
			return status;
		if (end)
			break;
		status = add_condition(s, key);
		if (status)
			return status;
	}
	s->key = name;
	return s->rule.n_conditions > before ? MODERATO_OK : policy_expected(s, what);
}

moderato_status policy_read_when(struct policy_source *s)
{
	return read_conditions(s, "when", false);
}

moderato_status policy_read_any(struct policy_source *s)
{
	s->rule.has_any = true;
	return read_conditions(s, "any", true);
}
