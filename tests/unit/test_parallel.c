/* SPDX-License-Identifier: MIT */
/* Tasks on several threads, and the rows that are made so: the same, in the same order, whoever was
 * faster. */
#include "trained.h"

#include "dataset/dataset.h"
#include "base/parallel.h"

/* --- tasks --- */

struct list {
	size_t made[PARALLEL_THREADS_MAX]; /* by thread */
	size_t taken[1000];
	size_t n;
	size_t bad_work; /* the task that fails, + 1 */
	size_t bad_take;
};

static bool make(void *payload, size_t thread, size_t task)
{
	struct list *list = payload;
	volatile size_t spin = task % 7 * 1000; /* some take longer */

	while (spin)
		spin--;
	list->made[thread] = task * 3;
	return task + 1 != list->bad_work;
}

static bool take(void *payload, size_t thread, size_t task)
{
	struct list *list = payload;

	if (task + 1 == list->bad_take)
		return false;
	list->taken[list->n++] = list->made[thread];
	return true;
}

static void tasks__any_number_of_threads__are_taken_in_order(void **state)
{
	static const size_t jobs[] = {0, 1, 2, 5, PARALLEL_THREADS_MAX, PARALLEL_THREADS_MAX + 1};
	static const size_t n[] = {0, 1, 2, 1000};
	size_t i;
	size_t k;
	size_t t;

	(void)state;
	for (i = 0; i < COUNT(jobs); i++)
		for (k = 0; k < COUNT(n); k++) {
			struct list list = {.n = 0};

			assert_true(parallel_run(jobs[i], n[k], make, take, &list));
			assert_int_equal(list.n, n[k]);
			for (t = 0; t < n[k]; t++)
				assert_int_equal(list.taken[t], t * 3);
			assert_true(parallel_run(jobs[i], n[k], make, NULL, &list));
		}
}

static void tasks__one_fails__those_before_it_are_taken(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < 4; i++) {
		struct list list = {.bad_work = i % 2 ? 500 : 0, .bad_take = i % 2 ? 0 : 500};

		assert_false(parallel_run(i < 2 ? 1 : 4, 1000, make, take, &list));
		assert_true(list.n <= 499); /* a failure may be known before they had their turn */
		if (i < 2)
			assert_int_equal(list.n, 499);
	}
}

/* --- rows --- */

static void add_many(struct dataset *ds, size_t n)
{
	moderato_error err;
	size_t i;

	for (i = 0; i < n; i++) {
		char text[128];
		moderato_comment comment = {.source = str(i % 2 ? "odd" : "even")};

		snprintf(text, sizeof(text), "%s, number %zu of them and%zu",
			samples[i % COUNT(samples)].text, i, i);
		comment.text = str(i % 11 ? text : "");
		must(dataset_add(ds, &comment, &err), err);
		ds->comments[i].copy = i % 13 == 5;
		ds->n_copies += ds->comments[i].copy;
	}
}

static void same_rows(const struct dataset_rows *a, const struct dataset_rows *b, size_t n)
{
	assert_memory_equal(a->start, b->start, (n + 1) * sizeof(*a->start));
	assert_memory_equal(a->index, b->index, a->start[n] * sizeof(*a->index));
	assert_memory_equal(a->value, b->value, a->start[n] * sizeof(*a->value));
	assert_memory_equal(a->scale, b->scale, (size_t)1 << 12);
}

static void rows__any_number_of_threads__are_the_same(void **state)
{
	static const size_t jobs[] = {0, 2, 3, PARALLEL_THREADS_MAX + 1};
	static const size_t n[] = {1, 127, 128, 129, 1100}; /* around what a thread makes at a time */
	static const struct termset no_sets[1];
	struct space space = SPACE_DEFAULT;
	moderato_error err;
	size_t i;
	size_t k;

	(void)state;
	space.bits = 12;
	for (k = 0; k < 2 * COUNT(n); k++) {
		const size_t rows = n[k / 2];
		const struct dataset_layout by_one = {0.5f, k % 2, 1};
		uint8_t *half = malloc(rows);
		struct dataset_rows one;
		struct dataset ds;

		assert_non_null(half);
		for (i = 0; i < rows; i++)
			half[i] = i % 3 != 0;
		must(dataset_init(&ds, &space, no_sets, 0, &err), err);
		add_many(&ds, rows);
		must(dataset_make_rows(&ds, half, 1, by_one, &one, &err), err);
		for (i = 0; i < COUNT(jobs); i++) {
			const struct dataset_layout by_more = {0.5f, k % 2, jobs[i]};
			struct dataset_rows more;

			must(dataset_make_rows(&ds, half, 1, by_more, &more, &err), err);
			same_rows(&one, &more, rows);
			dataset_rows_dispose(&more);
		}
		dataset_rows_dispose(&one);
		dataset_dispose(&ds);
		free(half);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tasks__any_number_of_threads__are_taken_in_order),
		cmocka_unit_test(tasks__one_fails__those_before_it_are_taken),
		cmocka_unit_test(rows__any_number_of_threads__are_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
