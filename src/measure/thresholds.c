/* SPDX-License-Identifier: MIT */
/* Collects thresholds in their order, and what each costs by the ranking. */
#include "measure/thresholds.h"

#include <math.h>
#include <string.h>

static const double round_ones[] = {0.5, 0.8, 0.9, 0.95, 0.99};
enum { N_ROUND = sizeof(round_ones) / sizeof(round_ones[0]) };

/* Insert a threshold in rising order; of two equal ones the one with the higher action stays. */
static void insert_threshold(struct threshold *v, size_t *n, struct threshold t)
{
	size_t i = *n;

	while (i && v[i - 1].value > t.value)
		i--;
	if (i && v[i - 1].value >= t.value) {
		if (t.action > v[i - 1].action)
			v[i - 1].action = t.action;
		return;
	}
	memmove(v + i + 1, v + i, (*n - i) * sizeof(*v));
	v[i] = t;
	(*n)++;
}

size_t thresholds_of(
	const moderato_policy *policy, const char *attribute, struct threshold out[THRESHOLDS_MAX])
{
	moderato_rule rule;
	size_t n = 0;
	size_t i;

	for (i = 0; moderato_policy_rule(policy, i, &rule) && n + N_ROUND < THRESHOLDS_MAX; i++) {
		if (rule.attribute && strcmp(rule.attribute, attribute) == 0)
			insert_threshold(out, &n, (struct threshold){rule.threshold, rule.action});
	}
	for (i = 0; i < N_ROUND; i++)
		insert_threshold(out, &n, (struct threshold){round_ones[i], MODERATO_PUBLISH});
	return n;
}

struct threshold_cost threshold_cost(const struct metric_ranking *scores, double threshold)
{
	const struct metric_confusion c = metric_confusion_at(scores, threshold);

	return (struct threshold_cost){metric_recall(&c), metric_fpr(&c), metric_precision(&c)};
}
