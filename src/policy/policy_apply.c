/* SPDX-License-Identifier: MIT */
/* How rules are applied: first the conditions, which are cheap; then the lists of rules whose
 * conditions hold (policy_match.c); and at last it is decided which of the rules that fired count.
 */
#include <string.h>

#include "base/fail.h"
#include "policy/policy_match.h"

#define NOT_THERE (-1) /* the scores lack this attribute */

static int column_of(const char *const *attributes, size_t n, const char *name)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (!strcmp(attributes[i], name))
			return (int)i;
	return NOT_THERE;
}

/* The first rule that tests an attribute of the policy. */
static const struct policy_rule *first_tester(const moderato_policy *policy, size_t attribute)
{
	const struct policy_rule *rule = policy->rules;
	size_t i;

	for (i = 0; i < policy->n_conditions; i++) {
		const struct condition *c = &policy->conditions[i];

		if (c->subject == SUBJECT_ATTRIBUTE && c->attribute == attribute)
			break;
	}
	while (rule->first_condition + rule->n_conditions <= i)
		rule++;
	return rule;
}

moderato_status policy_bind(const moderato_policy *policy, const char *const *attributes, size_t n,
	struct policy_binding *binding, moderato_error *err)
{
	size_t i;

	binding->policy = 0;
	for (i = 0; i < policy->n_attributes; i++) {
		binding->columns[i] = column_of(attributes, n, policy->attributes[i]);
		if (binding->columns[i] == NOT_THERE && !policy->skips_missing)
			return fail(err, MODERATO_EINVAL,
				"policy %s: rule '%s' tests attribute '%s', which the bundle does not have",
				policy->name, first_tester(policy, i)->name, policy->attributes[i]);
	}
	binding->policy = policy->id;
	return MODERATO_OK;
}

bool policy_is_bound(const moderato_policy *policy, const struct policy_binding *binding)
{
	return binding->policy == policy->id;
}

bool policy_has_list(const moderato_policy *policy, enum policy_list list)
{
	return has_entries(policy, list);
}

int moderato_policy_asks_repeated(const moderato_policy *policy)
{
	size_t i;

	for (i = 0; i < policy->n_conditions; i++)
		if (policy->conditions[i].subject == SUBJECT_REPEATED)
			return 1;
	return 0;
}

static bool condition_is_met(const struct policy_application *a, const struct condition *c)
{
	const struct policy_input *input = a->input;

	switch (c->subject) {
	case SUBJECT_ATTRIBUTE:
		return a->columns[c->attribute] != NOT_THERE &&
			   condition_holds(c, input->scores[a->columns[c->attribute]]);
	case SUBJECT_CAPS:
		return condition_holds(c, input->caps);
	case SUBJECT_LINKS:
		return condition_holds(c, (double)input->links);
	case SUBJECT_LENGTH:
		return condition_holds(c, (double)input->length);
	case SUBJECT_WORDS:
		return condition_holds(c, (double)input->words);
	case SUBJECT_REPEATED:
		return input->repeated && condition_holds(c, (double)input->repeated);
	case SUBJECT_AUTHOR_URL:
		return condition_holds(c, input->author_url.len ? 1 : 0);
	case SUBJECT_AUTHOR_EMAIL:
		return condition_holds(c, input->author_email.len ? 1 : 0);
	}
	return false;
}

/* True if all conditions of `when` hold, and one of `any` if the rule has that. */
static bool conditions_hold(const struct policy_application *a, const struct policy_rule *rule)
{
	bool any = !rule->has_any;
	size_t i;

	for (i = 0; i < rule->n_conditions; i++) {
		const struct condition *c = &a->policy->conditions[rule->first_condition + i];

		if (c->any)
			any = any || condition_is_met(a, c);
		else if (!condition_is_met(a, c))
			return false;
	}
	return any;
}

/* Finds the rules whose conditions hold. For most comments there is none, and a->states stays NULL.
 * Returns false when memory runs out. */
static bool test_conditions(struct policy_application *a)
{
	const moderato_policy *policy = a->policy;
	size_t i;

	for (i = 0; i < policy->n_rules; i++) {
		if (!conditions_hold(a, &policy->rules[i]))
			continue;
		if (!a->states) {
			a->states = arena_array(a->arena, policy->n_rules, sizeof(*a->states));
			if (!a->states)
				return false;
			memset(a->states, 0, policy->n_rules * sizeof(*a->states));
		}
		a->states[i].possible = true;
	}
	return true;
}

static bool has_fired(const struct policy_rule *rule, const struct rule_state *state)
{
	return state->possible && (state->met & rule->lists) == rule->lists;
}

/* The condition whose attribute a fired rule is about: the first of `when`, or else the first of
 * `any` that holds. NULL if the rule tests no attribute, and if it publishes: a score below a value
 * has no words to show. */
static const struct condition *telling_condition(
	const struct policy_application *a, const struct policy_rule *rule)
{
	const struct condition *of_any = NULL;
	size_t i;

	if (rule->action == MODERATO_PUBLISH)
		return NULL;
	for (i = 0; i < rule->n_conditions; i++) {
		const struct condition *c = &a->policy->conditions[rule->first_condition + i];

		if (c->subject != SUBJECT_ATTRIBUTE)
			continue;
		if (!c->any)
			return c;
		if (!of_any && condition_is_met(a, c))
			of_any = c;
	}
	return of_any;
}

static bool make_hit(const struct policy_application *a, size_t i, struct policy_hit *hit)
{
	const struct policy_rule *rule = &a->policy->rules[i];
	const struct condition *telling = telling_condition(a, rule);

	*hit = (struct policy_hit){
		.rule = rule->name, .message = rule->message, .action = rule->action, .attribute = -1};
	if (telling) {
		hit->attribute = a->columns[telling->attribute];
		hit->score = a->input->scores[hit->attribute];
	}
	return policy_match_spans(a->arena, &a->states[i], &hit->spans, &hit->n_spans);
}

/* True if a hit of a higher action is about the same attribute: the lower threshold of a score that
 * reaches the higher one says nothing new. */
static bool outranked(const struct policy_hit *hits, size_t n, const struct policy_hit *hit)
{
	size_t i;

	for (i = 0; hit->attribute >= 0 && !hit->n_spans && i < n; i++)
		if (hits[i].attribute == hit->attribute && hits[i].action > hit->action)
			return true;
	return false;
}

/* Which of the fired rules count. A rule that publishes undoes all others, except rules with
 * `always`; if one of these fired, the publishing rule does not count. */
enum reach { ALL_COUNT, ALWAYS_COUNT, PUBLISH_COUNTS };

static bool is_within_reach(enum reach reach, const struct policy_rule *rule)
{
	switch (reach) {
	case ALL_COUNT:
		return true;
	case ALWAYS_COUNT:
		return rule->always;
	case PUBLISH_COUNTS:
		return rule->action == MODERATO_PUBLISH;
	}
	return false;
}

static enum reach find_reach(const struct policy_application *a, size_t *n_fired)
{
	const moderato_policy *policy = a->policy;
	bool publish = false;
	bool always = false;
	size_t i;

	*n_fired = 0;
	for (i = 0; i < policy->n_rules; i++) {
		const struct policy_rule *rule = &policy->rules[i];

		if (!has_fired(rule, &a->states[i]))
			continue;
		++*n_fired;
		publish |= rule->action == MODERATO_PUBLISH;
		always |= rule->always;
	}
	if (!publish)
		return ALL_COUNT;
	return always ? ALWAYS_COUNT : PUBLISH_COUNTS;
}

/* Collects the fired rules that count, highest action first, then in the order of the file. Returns
 * false when memory runs out. */
static bool collect_hits(
	const struct policy_application *a, const struct policy_hit **out, size_t *n_out)
{
	static const moderato_decision order[] = {MODERATO_REJECT, MODERATO_HOLD, MODERATO_PUBLISH};
	const moderato_policy *policy = a->policy;
	struct policy_hit *hits;
	size_t n = 0;
	const enum reach reach = find_reach(a, &n);
	size_t i;
	size_t k;

	if (!n)
		return true;
	hits = arena_array(a->arena, n, sizeof(*hits));
	if (!hits)
		return false;
	n = 0;
	for (k = 0; k < sizeof(order) / sizeof(order[0]); k++) {
		for (i = 0; i < policy->n_rules; i++) {
			if (policy->rules[i].action != order[k] || !is_within_reach(reach, &policy->rules[i]) ||
				!has_fired(&policy->rules[i], &a->states[i]))
				continue;
			if (!make_hit(a, i, &hits[n]))
				return false;
			n += !outranked(hits, n, &hits[n]);
		}
	}
	*out = hits;
	*n_out = n;
	return true;
}

moderato_status policy_apply(const moderato_policy *policy, const struct policy_binding *binding,
	const struct policy_input *input, struct arena *arena, const struct policy_hit **hits,
	size_t *n_hits, moderato_decision *decision, moderato_error *err)
{
	struct policy_application a = {policy, input, binding->columns, arena, NULL};

	*hits = NULL;
	*n_hits = 0;
	*decision = MODERATO_PUBLISH;
	if (!test_conditions(&a))
		return fail_no_memory(err);
	if (!a.states)
		return MODERATO_OK;
	if (!policy_match(&a) || !collect_hits(&a, hits, n_hits))
		return fail_no_memory(err);
	if (*n_hits)
		*decision = (*hits)[0].action;
	return MODERATO_OK;
}
