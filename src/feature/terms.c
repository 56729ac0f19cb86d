/* SPDX-License-Identifier: MIT */
/* The table of the weights of small counts, and the memory of a table of terms. */
#include "feature/terms.h"

#include <math.h>
#include <pthread.h>
#include <string.h>

double term_tf_known[TERM_TF_KNOWN];

double term_tf_log(uint32_t count)
{
	return 1.0 + log((double)count);
}

static void fill_known(void)
{
	uint32_t i;

	term_tf_known[0] = TERM_TF_QUOTED;
	for (i = 1; i < TERM_TF_KNOWN; i++)
		term_tf_known[i] = term_tf_log(i);
}

void term_tf_init(void)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;

	pthread_once(&once, fill_known);
}

bool term_table_init(struct term_table *t, struct arena *arena, size_t n)
{
	size_t cap = 16;

	while (cap < 4 * n)
		cap *= 2;
	t->n = 0;
	t->key = hash_key();
	t->mask = cap - 1;
	t->terms = arena_array(arena, n, sizeof(*t->terms));
	t->slot = arena_array(arena, cap, sizeof(*t->slot));
	if (t->slot)
		memset(t->slot, 0, cap * sizeof(*t->slot));
	return t->terms && t->slot;
}
