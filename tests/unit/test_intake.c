/* SPDX-License-Identifier: MIT */
/* Comments on their way into the data set: the same data by any number of threads, in the order in
 * which they came, whoever was faster. */
#include "trained.h"

#include "dataset/intake.h"

static moderato_error err;

enum { N_SOURCES = 3, LONG_ONE = 77, EMPTY_ONE = 78 };

struct data {
	struct dataset ds;
	struct text_store texts;
	struct augmentation augmentation;
	struct intake *intake;
};

static void open_data(struct data *data, size_t jobs, double copies)
{
	static const struct termset no_sets[1];
	const struct intake_plan plan = {&data->ds, &data->texts, &data->augmentation, jobs};
	struct space space = SPACE_DEFAULT;

	memset(data, 0, sizeof(*data));
	space.bits = 12;
	space.context = 1u << CONTEXT_TITLE | 1u << CONTEXT_PARENT;
	must(dataset_init(&data->ds, &space, no_sets, 0, &err), err);
	must(augmentation_init(&data->augmentation, copies, 1, &err), err);
	must(intake_new(&data->intake, &plan, &err), err);
}

static void close_data(struct data *data)
{
	intake_free(data->intake);
	augmentation_dispose(&data->augmentation);
	dataset_dispose(&data->ds);
	text_store_dispose(&data->texts);
}

/* Comment `i`, each with a word of its own, in memory that is gone afterwards. */
static void add_one(struct data *data, size_t i)
{
	static const char *const sources[N_SOURCES] = {"a", "b", ""};
	const size_t len = i == LONG_ONE ? MODERATO_COMMENT_BYTES_MAX : 0;
	struct buffer text = BUFFER_INIT;
	moderato_comment comment = {.source = str(sources[i % N_SOURCES])};
	const moderato_label label = {str("toxicity"), (int)(i % 2)};
	struct dataset_facts facts;
	char id[32];

	if (i != EMPTY_ONE)
		buffer_printf(&text, "%s, said number%zu", samples[i % COUNT(samples)].text, i);
	while (text.len < len)
		buffer_add(&text, " more", len - text.len < 5 ? len - text.len : 5);
	snprintf(id, sizeof(id), "%zu", i);
	comment.text = buffer_view(&text);
	comment.id = str(id);
	comment.title = str(i % 3 ? "" : "On bread and harbours");
	comment.parent = str(i % 4 ? "" : "Nobody reads this");
	comment.group = str(i % 5 ? "" : "g");
	comment.labels = &label;
	comment.n_labels = i % 7 != 0;
	must(dataset_facts(&data->ds, &comment, &facts, &err), err);
	must(intake_add(data->intake, &comment, &facts, &err), err);
	if (text.data)
		memset(text.data, 'x', text.len);
	memset(id, 'x', sizeof(id));
	buffer_dispose(&text);
}

static void add_all(struct data *data, size_t from, size_t to)
{
	for (; from < to; from++)
		add_one(data, from);
	must(intake_finish(data->intake, &err), err);
}

#define same_array(name, a, b, n)                                                                  \
	do {                                                                                           \
		if ((n) != 0 && memcmp(a, b, (n) * sizeof(*(a))) != 0)                                     \
			fail_msg("%s: other " #a, name);                                                       \
	} while (0)

static void check_same(const char *name, const struct data *x, const struct data *y)
{
	const struct dataset *a = &x->ds;
	const struct dataset *b = &y->ds;
	size_t i;

	assert_int_equal(a->n, b->n);
	assert_int_equal(a->n_copies, b->n_copies);
	assert_int_equal(a->n_items, b->n_items);
	assert_int_equal(a->n_terms, b->n_terms);
	assert_int_equal(a->n_buckets, b->n_buckets);
	assert_int_equal(x->texts.n, a->n);
	assert_int_equal(y->texts.n, b->n);
	same_array(name, a->labels, b->labels, a->n * MODERATO_ATTRIBUTES_MAX);
	same_array(name, a->items, b->items, a->n_items);
	same_array(name, a->buckets, b->buckets, a->n_buckets);
	same_array(name, x->texts.bytes.data, y->texts.bytes.data, x->texts.bytes.len);
	for (i = 0; i < a->n; i++) {
		const struct dataset_comment *c = &a->comments[i];
		const struct dataset_comment *d = &b->comments[i];

		if (c->item != d->item || c->n_terms != d->n_terms || c->n_pairs != d->n_pairs ||
			c->n_context != d->n_context || c->n_active != d->n_active || c->source != d->source ||
			c->group != d->group || c->copy != d->copy)
			fail_msg("%s: another comment %zu", name, i);
	}
}

static void comments__any_number_of_threads__give_the_same_data(void **state)
{
	static const size_t jobs[] = {2, 3, 5, INTAKE_THREADS_MAX + 1};
	/* around what a batch takes, and more than all batches of a few threads take */
	static const size_t n[] = {0, 1, INTAKE_COMMENTS - 1, INTAKE_COMMENTS, INTAKE_COMMENTS + 1,
		2 * INTAKE_COMMENTS, 2 * INTAKE_COMMENTS + 1, 1500};
	size_t i;
	size_t k;

	(void)state;
	for (k = 0; k < COUNT(n); k++) {
		struct data one;

		open_data(&one, 1, 0.5);
		add_all(&one, 0, n[k]);
		assert_int_equal(one.ds.n - one.ds.n_copies, n[k]);
		for (i = 0; i < COUNT(jobs); i++) {
			struct data more;
			char name[64];

			snprintf(name, sizeof(name), "%zu comments, %zu threads", n[k], jobs[i]);
			open_data(&more, jobs[i], 0.5);
			add_all(&more, 0, n[k]);
			check_same(name, &one, &more);
			close_data(&more);
		}
		close_data(&one);
	}
}

/* By itself a comment goes the way of dataset_add(). */
static void comments__one_by_one__give_the_same_data(void **state)
{
	struct data by_intake;
	struct data alone;
	size_t i;

	(void)state;
	open_data(&by_intake, 2, 0);
	open_data(&alone, 1, 0);
	add_all(&by_intake, 0, 200);
	for (i = 0; i < 200; i++) {
		const moderato_comment as_kept = text_store_get(&by_intake.texts, i);
		const struct dataset_comment *c = &by_intake.ds.comments[i];
		moderato_comment comment = as_kept;

		comment.source = str(by_intake.ds.sources[c->source]);
		must(dataset_add(&alone.ds, &comment, &err), err);
		assert_int_equal(alone.ds.comments[i].n_terms, c->n_terms);
	}
	assert_int_equal(alone.ds.n_items, by_intake.ds.n_items);
	same_array("alone", alone.ds.items, by_intake.ds.items, alone.ds.n_items);
	close_data(&by_intake);
	close_data(&alone);
}

static void finish__then_more__is_as_all_at_once(void **state)
{
	struct data once;
	struct data twice;

	(void)state;
	open_data(&once, 2, 0.2);
	open_data(&twice, 2, 0.2);
	add_all(&once, 0, 500);
	add_all(&twice, 0, 300);
	assert_int_equal(twice.ds.n - twice.ds.n_copies, 300);
	add_all(&twice, 300, 300);
	add_all(&twice, 300, 500);
	check_same("twice", &once, &twice);
	close_data(&once);
	close_data(&twice);
}

static void copies__are_of_the_comment_before(void **state)
{
	struct data data;
	size_t i;

	(void)state;
	open_data(&data, 3, 1.0);
	add_all(&data, 0, 300);
	assert_true(data.ds.n_copies > 150 && data.ds.n_copies <= 300);
	assert_false(data.ds.comments[0].copy);
	for (i = 1; i < data.ds.n; i++) {
		const moderato_comment comment = text_store_get(&data.texts, i);
		const moderato_comment before = text_store_get(&data.texts, i - 1);

		if (!data.ds.comments[i].copy)
			continue;
		assert_int_equal(data.ds.comments[i].group, data.ds.comments[i - 1].group);
		assert_int_equal(data.ds.comments[i].source, data.ds.comments[i - 1].source);
		assert_memory_equal(comment.id.ptr, before.id.ptr, before.id.len);
		if (comment.text.len == before.text.len &&
			memcmp(comment.text.ptr, before.text.ptr, before.text.len) == 0)
			fail_msg("row %zu: not in disguise", i);
	}
	close_data(&data);
}

/* A comment may not grow beyond the limit by its disguise: it has no copy then. */
static void copies__that_would_be_too_long__are_none(void **state)
{
	struct data data;
	struct buffer text = BUFFER_INIT;
	struct dataset_facts facts;
	moderato_comment comment = MODERATO_COMMENT_INIT;
	size_t i;

	(void)state;
	open_data(&data, 1, 1.0);
	while (text.len + 6 <= MODERATO_COMMENT_BYTES_MAX)
		buffer_add_str(&text, "idiot ");
	comment.text = buffer_view(&text);
	for (i = 0; i < 20; i++) {
		must(dataset_facts(&data.ds, &comment, &facts, &err), err);
		must(intake_add(data.intake, &comment, &facts, &err), err);
	}
	must(intake_finish(data.intake, &err), err);
	assert_int_equal(data.ds.n - data.ds.n_copies, 20);
	assert_true(data.ds.n_copies < 20);
	buffer_dispose(&text);
	close_data(&data);
}

static void free__while_under_way__drops_it(void **state)
{
	struct data data;
	size_t i;

	(void)state;
	open_data(&data, 3, 0.5);
	for (i = 0; i < 1000; i++)
		add_one(&data, i);
	assert_true(data.ds.n < 2000); /* some may be in the data already */
	close_data(&data);
	intake_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments__any_number_of_threads__give_the_same_data),
		cmocka_unit_test(comments__one_by_one__give_the_same_data),
		cmocka_unit_test(finish__then_more__is_as_all_at_once),
		cmocka_unit_test(copies__are_of_the_comment_before),
		cmocka_unit_test(copies__that_would_be_too_long__are_none),
		cmocka_unit_test(free__while_under_way__drops_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
