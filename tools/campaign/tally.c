/* SPDX-License-Identifier: MIT */
#include "campaign/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

static size_t slot_of(const struct tally *tally, moderato_str name)
{
	size_t i = (size_t)hash_bytes(name.ptr, name.len, 0) & (tally->n_slots - 1);

	for (; tally->slots[i]; i = (i + 1) & (tally->n_slots - 1)) {
		const struct tallied *t = &tally->v[tally->slots[i] - 1];

		if (t->len == name.len && memcmp(t->name, name.ptr, name.len) == 0)
			break;
	}
	return i;
}

/* Room for one more, the table at most half full. */
static bool grow(struct tally *tally)
{
	const size_t cap = tally->cap ? 2 * tally->cap : 8;
	struct tallied *v = realloc(tally->v, cap * sizeof(*v));
	unsigned *slots = calloc(2 * cap, sizeof(*slots));
	size_t i;

	if (v)
		tally->v = v;
	if (!v || !slots) {
		free(slots);
		return false;
	}
	free(tally->slots);
	tally->slots = slots;
	tally->n_slots = 2 * cap;
	tally->cap = cap;
	for (i = 0; i < tally->n; i++)
		slots[slot_of(tally, (moderato_str){v[i].name, v[i].len})] = (unsigned)i + 1;
	return true;
}

bool tally_add(struct tally *tally, moderato_str name, size_t comment)
{
	struct tallied *t;
	size_t slot;

	if (tally->n == tally->cap && !grow(tally))
		return false;
	slot = slot_of(tally, name);
	if (!tally->slots[slot]) {
		t = &tally->v[tally->n];
		*t = (struct tallied){malloc(name.len + !name.len), name.len, 1, comment};
		if (!t->name)
			return false;
		if (name.len)
			memcpy(t->name, name.ptr, name.len);
		tally->slots[slot] = (unsigned)++tally->n;
		return true;
	}
	t = &tally->v[tally->slots[slot] - 1];
	t->n += t->last != comment;
	t->last = comment;
	return true;
}

/* `last` has become the place of arrival. */
static int compare(const void *left, const void *right)
{
	const struct tallied *a = left;
	const struct tallied *b = right;

	if (a->n != b->n)
		return a->n > b->n ? -1 : 1;
	return (a->last > b->last) - (a->last < b->last);
}

void tally_sort(struct tally *tally)
{
	size_t i;

	for (i = 0; i < tally->n; i++)
		tally->v[i].last = i;
	if (tally->n)
		qsort(tally->v, tally->n, sizeof(*tally->v), compare);
}

void tally_dispose(struct tally *tally)
{
	size_t i;

	for (i = 0; i < tally->n; i++)
		free(tally->v[i].name);
	free(tally->v);
	free(tally->slots);
	*tally = (struct tally){.n = 0};
}
