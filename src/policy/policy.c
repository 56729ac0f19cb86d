/* SPDX-License-Identifier: MIT */
/* A policy as an object: making and freeing it, what others may ask about its rules, the default
 * policy, and how names are compared. */
#include "policy/policy_apply.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/hash_keyed.h"
#include "policy/policy_internal.h"
#include "text/normalize.h"
#include "text/utf8_repair.h"

#include "default_policy.inc"

moderato_policy *policy_new(const char *name)
{
	static _Atomic uint64_t last_id;
	moderato_policy *policy = calloc(1, sizeof(*policy));

	if (!policy)
		return NULL;
	policy->id = ++last_id;
	policy->name = arena_copy(&policy->texts, name, strlen(name));
	if (!policy->name) {
		moderato_policy_free(policy);
		return NULL;
	}
	return policy;
}

void moderato_policy_free(moderato_policy *policy)
{
	size_t i;

	if (!policy)
		return;
	for (i = 0; i < N_LISTS; i++)
		phrase_index_dispose(&policy->lists[i]);
	free(policy->rules);
	free(policy->conditions);
	arena_dispose(&policy->texts);
	free(policy);
}

/* The condition of a rule that only tests whether a score reaches a value; NULL for other rules. A
 * rule that publishes is none of these: trouble begins at the threshold of the attribute's other
 * rules. */
static const struct condition *threshold_condition(
	const moderato_policy *policy, const struct policy_rule *rule)
{
	const struct condition *condition;

	if (rule->action == MODERATO_PUBLISH || rule->n_conditions != 1 || rule->has_any || rule->lists)
		return NULL;
	condition = &policy->conditions[rule->first_condition];
	if (condition->subject != SUBJECT_ATTRIBUTE ||
		(condition->comparison != AT_LEAST && condition->comparison != ABOVE))
		return NULL;
	return condition;
}

int moderato_policy_rule(const moderato_policy *policy, size_t i, moderato_rule *rule)
{
	const struct condition *condition;

	*rule = (moderato_rule){0};
	if (i >= policy->n_rules)
		return 0;
	rule->name = policy->rules[i].name;
	rule->message = policy->rules[i].message;
	rule->action = policy->rules[i].action;
	condition = threshold_condition(policy, &policy->rules[i]);
	if (condition) {
		rule->attribute = policy->attributes[condition->attribute];
		rule->threshold = condition->comparison == ABOVE ? nextafter(condition->value, INFINITY)
														 : condition->value;
	}
	return 1;
}

const char *moderato_decision_name(moderato_decision decision)
{
	switch (decision) {
	case MODERATO_PUBLISH:
		return "publish";
	case MODERATO_HOLD:
		return "hold";
	case MODERATO_REJECT:
		return "reject";
	}
	return "unknown decision";
}

const char *moderato_policy_default_yaml(void)
{
	return default_policy_yaml;
}

moderato_status moderato_policy_default(moderato_policy **out, moderato_error *err)
{
	const moderato_str yaml = {default_policy_yaml, sizeof(default_policy_yaml) - 1};
	moderato_status status = moderato_policy_parse(out, "default policy", yaml, err);

	if (!status)
		(*out)->skips_missing = true;
	return status;
}

bool policy_fold(struct arena *arena, moderato_str name, moderato_str *folded)
{
	const struct text original = {name.ptr, name.len, NULL};
	struct text valid;
	struct text normal;
	size_t repaired;
	size_t begin = 0;
	size_t end;

	*folded = (moderato_str){NULL, 0};
	if (!utf8_repair(arena, &original, &valid, &repaired) || !normalize(arena, &valid, &normal))
		return false;
	end = normal.len;
	while (begin < end && normal.s[begin] == ' ')
		begin++;
	while (end > begin && normal.s[end - 1] == ' ')
		end--;
	*folded = (moderato_str){normal.s + begin, end - begin};
	return true;
}

uint64_t policy_author_word(moderato_str folded)
{
	return hash_keyed(folded.ptr, folded.len);
}

moderato_second_reading moderato_policy_second_reading(const moderato_policy *policy)
{
	return policy->second_reading;
}
