/* SPDX-License-Identifier: MIT */
#include "gate/budget.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* How many bisection steps the search for the common factor of all shares takes. */
#define STEPS 40

bool budget_add(struct budget_scores *s, const moderato_scores *of, unsigned labels)
{
	if (s->n == s->cap) {
		const size_t cap = s->cap ? 2 * s->cap : 1024;
		double *v = realloc(s->v, cap * s->n_attributes * sizeof(*v));
		unsigned *l;

		if (v)
			s->v = v;
		l = v ? realloc(s->labels, cap * sizeof(*l)) : NULL;
		if (!l)
			return false;
		s->labels = l;
		s->cap = cap;
	}
	memcpy(s->v + s->n * s->n_attributes, of->score, s->n_attributes * sizeof(*s->v));
	s->labels[s->n++] = labels;
	s->n_ordinary += labels == 0;
	return true;
}

void budget_dispose(struct budget_scores *s)
{
	free(s->v);
	free(s->labels);
	memset(s, 0, sizeof(*s));
}

static int falling(const void *a, const void *b)
{
	const double x = *(const double *)a;
	const double y = *(const double *)b;

	return (x < y) - (x > y);
}

/* Returns the scores of the ordinary comments, attribute by attribute, each in descending order:
 * [n_attributes][n_ordinary]. The caller frees them. Returns NULL if memory is out. */
static double *sorted_columns(const struct budget_scores *s)
{
	double *sorted = malloc((s->n_attributes * s->n_ordinary + 1) * sizeof(*sorted));
	size_t a;
	size_t i;

	for (a = 0; sorted && a < s->n_attributes; a++) {
		double *column = sorted + a * s->n_ordinary;
		size_t n = 0;

		for (i = 0; i < s->n; i++)
			if (!s->labels[i])
				column[n++] = s->v[i * s->n_attributes + a];
		qsort(column, n, sizeof(*column), falling);
	}
	return sorted;
}

/* Returns a threshold with four decimals, and at least `least`, that at most `n` scores of the
 * column reach. */
static double threshold_of(const double *column, size_t n_ordinary, size_t n, double least)
{
	const double above = n < n_ordinary ? column[n] : 0;
	double threshold = floor(above * 1e4 + 1) / 1e4;

	if (threshold <= above) /* rounding: 0.0003 times 1e4 is less than 3 */
		threshold = floor(above * 1e4 + 1.5) / 1e4;
	return threshold > least ? threshold : least;
}

static void set_thresholds(const struct budget_scores *s, const double *sorted, double factor,
	double least, struct budget_line *lines)
{
	size_t a;

	for (a = 0; a < s->n_attributes; a++)
		lines[a].threshold =
			lines[a].share > 0
				? threshold_of(sorted + a * s->n_ordinary, s->n_ordinary,
					  (size_t)(factor * lines[a].share * (double)s->n_ordinary), least)
				: 2;
}

size_t budget_reached(const struct budget_scores *s, const struct budget_line *lines)
{
	size_t reached = 0;
	size_t i;
	size_t a;

	for (i = 0; i < s->n; i++) {
		bool any = false;

		for (a = 0; a < s->n_attributes; a++)
			any |= s->v[i * s->n_attributes + a] >= lines[a].threshold;
		reached += any && !s->labels[i];
	}
	return reached;
}

static void count(const struct budget_scores *s, struct budget_line *lines)
{
	size_t i;
	size_t a;

	for (a = 0; a < s->n_attributes; a++) {
		struct budget_line *l = &lines[a];

		l->reached = l->caught = l->positives = 0;
		for (i = 0; i < s->n; i++) {
			const bool reaches = s->v[i * s->n_attributes + a] >= l->threshold;

			l->reached += reaches && !s->labels[i];
			l->caught += reaches && s->labels[i] >> a & 1;
			l->positives += s->labels[i] >> a & 1;
		}
	}
}

bool budget_find(
	const struct budget_scores *s, double budget, double least, struct budget_line *lines)
{
	double *sorted = sorted_columns(s);
	double low = 0;
	double high = 1;
	int step;

	if (!sorted)
		return false;
	for (step = 0; step < STEPS; step++) {
		const double middle = (low + high) / 2;

		set_thresholds(s, sorted, middle, least, lines);
		if ((double)budget_reached(s, lines) > budget * (double)s->n_ordinary)
			high = middle;
		else
			low = middle;
	}
	set_thresholds(s, sorted, low, least, lines);
	count(s, lines);
	free(sorted);
	return true;
}
