/* SPDX-License-Identifier: MIT */
#include "classify/share_list.h"

#include <stdlib.h>
#include <string.h>

void share_list_init(struct share_list *l, struct arena *arena, size_t top, bool sums_rest)
{
	*l = (struct share_list){
		.arena = arena, .top = top, .shown = top, .sums_rest = sums_rest, .least = -1};
	if (sums_rest && top && top < SHARES_SORTED)
		l->top = SHARES_SORTED;
}

/* By falling magnitude; equal ones by name, and those of one name as they were found. */
static int by_share(const void *a, const void *b)
{
	const struct listed_share *x = a;
	const struct listed_share *y = b;
	const double p = fabs(x->share.share);
	const double q = fabs(y->share.share);
	int order;

	if (p != q)
		return p > q ? -1 : 1;
	order = strcmp(x->share.feature, y->share.feature);
	return order ? order : (x->number > y->number) - (x->number < y->number);
}

/* Makes room for one more. False: out of memory. */
static bool make_room(struct share_list *l)
{
	const size_t cap = l->cap ? l->cap * 2 : 512;
	struct listed_share *v;

	if (l->n < l->cap)
		return true;
	v = arena_array(l->arena, cap, sizeof(*v));
	if (!v) {
		l->failed = true;
		return false;
	}
	if (l->n)
		memcpy(v, l->v, l->n * sizeof(*v));
	l->v = v;
	l->cap = cap;
	return true;
}

/* Moves the heap's item `at` down to where no child is to go before it. */
static void sift_down(struct share_list *l, size_t at)
{
	const struct listed_share item = l->v[at];
	size_t child;

	while ((child = 2 * at + 1) < l->n) {
		if (child + 1 < l->n && by_share(&l->v[child + 1], &l->v[child]) > 0)
			child++;
		if (by_share(&l->v[child], &item) <= 0)
			break;
		l->v[at] = l->v[child];
		at = child;
	}
	l->v[at] = item;
}

/* From now on each that comes in has to be better than the root. */
static void make_heap(struct share_list *l)
{
	size_t i;

	for (i = l->n / 2; i-- > 0;)
		sift_down(l, i);
	l->least = fabs(l->v[0].share.share);
}

void share_list_add(struct share_list *l, const moderato_share *share, size_t number)
{
	const struct listed_share item = {*share, number};

	if (!l->top || l->n < l->top) {
		if (!make_room(l))
			return;
		l->v[l->n++] = item;
		if (l->n == l->top)
			make_heap(l);
		return;
	}
	if (by_share(&item, &l->v[0]) > 0) {
		share_list_drop(l, share->share);
		return;
	}
	share_list_drop(l, l->v[0].share.share);
	l->v[0] = item;
	sift_down(l, 0);
	l->least = fabs(l->v[0].share.share);
}

static void add_rest(struct share_sums *out, double share)
{
	moderato_rest *side = share < 0 ? &out->down : &out->up;

	side->n += share != 0;
	side->sum += share;
	out->rest += share;
}

/* Sums the others: first those that are listed, but not wanted, and then all that are smaller. */
static void sum_rest(const struct share_list *l, struct share_sums *out)
{
	size_t i;

	for (i = out->n; i < l->n; i++)
		add_rest(out, l->v[i].share.share);
	out->up.n += l->up.n;
	out->up.sum += l->up.sum;
	out->down.n += l->down.n;
	out->down.sum += l->down.sum;
	out->rest += l->up.sum + l->down.sum;
}

bool share_list_finish(struct share_list *l, struct share_sums *out)
{
	const size_t n = l->shown && l->shown < l->n ? l->shown : l->n;
	moderato_share *v = arena_array(l->arena, n, sizeof(*v));
	size_t i;

	*out = (struct share_sums){.v = v, .n = n};
	if (!v || l->failed)
		return false;
	if (l->n)
		qsort(l->v, l->n, sizeof(*l->v), by_share);
	for (i = 0; i < n; i++)
		v[i] = l->v[i].share;
	if (l->sums_rest)
		sum_rest(l, out);
	return true;
}
