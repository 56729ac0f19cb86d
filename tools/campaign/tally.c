/* SPDX-License-Identifier: MIT */
#include "campaign/tally.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

/* Adds a new name, which one comment has so far. */
static bool add_name(struct tally *tally, moderato_str name, size_t comment)
{
	void *v = tally->v;
	char *copy;

	if (!grow_array(&v, &tally->cap, tally->n + 1, sizeof(*tally->v)))
		return false;
	tally->v = v;
	copy = malloc(name.len + !name.len);
	if (!copy)
		return false;
	if (name.len)
		memcpy(copy, name.ptr, name.len);
	name.ptr = copy;
	if (!string_table_add(&tally->names, name)) {
		free(copy);
		return false;
	}
	tally->v[tally->n++] = (struct tallied){name, 1, comment};
	return true;
}

bool tally_add(struct tally *tally, moderato_str name, size_t comment)
{
	const uint32_t number = string_table_find(&tally->names, name);
	struct tallied *t;

	if (number == STRING_TABLE_NONE)
		return add_name(tally, name, comment);
	t = &tally->v[number];
	t->n += t->last != comment;
	t->last = comment;
	return true;
}

/* Sorts by descending count, then by arrival: `last` now holds the order of arrival. */
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
		free((void *)(uintptr_t)tally->names.strings[i].ptr);
	free(tally->v);
	string_table_dispose(&tally->names);
	*tally = (struct tally){.n = 0};
}
