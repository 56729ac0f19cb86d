/* SPDX-License-Identifier: MIT */
#include "gate/cascade.h"

#include <math.h>
#include <stdlib.h>

#include "base/buffer.h"

bool cascade_add(struct cascade *c, const struct cascade_comment *comment)
{
	void *v = c->v;
	const bool ok = grow_array(&v, &c->cap, c->n + 1, sizeof(*c->v));

	c->v = v;
	if (ok)
		c->v[c->n++] = *comment;
	return ok;
}

void cascade_dispose(struct cascade *c)
{
	budget_dispose(&c->ordinary);
	free(c->v);
}

bool cascade_find(const struct cascade *c, double share, double *from)
{
	struct budget_line lines[MODERATO_ATTRIBUTES_MAX] = {{0}};
	size_t i;

	for (i = 0; i < c->ordinary.n_attributes; i++)
		lines[i].share = isnan(moderato_bundle_second_from(c->bundle, i)) ? 0 : 1;
	if (!budget_find(&c->ordinary, share, 0, lines))
		return false;
	for (i = 0; i < c->ordinary.n_attributes; i++)
		from[i] = lines[i].share > 0 ? lines[i].threshold : 2;
	return true;
}

static bool is_read_twice(const double *score, const double *from, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (score[i] >= from[i])
			return true;
	return false;
}

double cascade_share(const struct cascade *c, const double *from)
{
	const size_t width = c->ordinary.n_attributes;
	size_t n = 0;
	size_t i;

	for (i = 0; i < c->ordinary.n; i++)
		n += is_read_twice(c->ordinary.v + i * width, from, width);
	return c->ordinary.n ? (double)n / (double)c->ordinary.n : 0;
}

/* ---- areas under curves ---- */

struct judged {
	double score;
	int label;
};

static int by_score(const void *a, const void *b)
{
	const struct judged *x = a;
	const struct judged *y = b;

	return (x->score > y->score) - (x->score < y->score);
}

/* The share of pairs of a one and a zero in which the one has the higher score; equal ones count
 * half. */
static double area(struct judged *v, size_t n)
{
	double pairs = 0, zeros = 0, ones = 0;
	size_t i, end;

	if (n)
		qsort(v, n, sizeof(*v), by_score);
	for (i = 0; i < n; i = end) {
		double equal[2] = {0, 0};

		for (end = i; end < n && v[end].score <= v[i].score; end++)
			equal[v[end].label]++;
		pairs += equal[1] * (zeros + equal[0] / 2);
		zeros += equal[0];
		ones += equal[1];
	}
	return zeros > 0 && ones > 0 ? pairs / zeros / ones : NAN;
}

enum reading { ONCE, CASCADE, TWICE };

static double area_of(const struct cascade *c, const double *from, size_t attribute,
	enum reading reading, struct judged *v)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < c->n; i++) {
		const struct cascade_comment *of = &c->v[i];
		const bool twice =
			reading == TWICE ||
			(reading == CASCADE && is_read_twice(of->first, from, c->ordinary.n_attributes));

		if (of->label[attribute] >= 0)
			v[n++] = (struct judged){
				twice ? of->second[attribute] : of->first[attribute], of->label[attribute]};
	}
	return area(v, n);
}

bool cascade_measure(
	const struct cascade *c, const double *from, size_t attribute, struct cascade_gain *gain)
{
	struct judged *v = resize_array(NULL, c->n + 1, sizeof(*v));

	if (!v)
		return false;
	gain->once = area_of(c, from, attribute, ONCE, v);
	gain->cascade = area_of(c, from, attribute, CASCADE, v);
	gain->twice = area_of(c, from, attribute, TWICE, v);
	free(v);
	return true;
}
