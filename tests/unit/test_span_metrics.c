/* SPDX-License-Identifier: MIT */
#include "support.h"

#include <math.h>

#include "measure/span_metrics.h"
#include "moderato/evaluator.h"

enum { SPANS = 3 };

struct pair {
	const char *name;
	const char *text;
	size_t n_marked;
	moderato_span marked[SPANS];
	size_t n_found;
	moderato_span found[SPANS];
	double f1;
};

/* The F1 of each by hand: twice the common characters over the sum of both. */
static const struct pair pairs[] = {
	{"both empty", "kind words", 0, {{0, 0}}, 0, {{0, 0}}, 1},
	{"nothing found", "an idiot", 1, {{3, 8}}, 0, {{0, 0}}, 0},
	{"nothing marked", "an idiot", 0, {{0, 0}}, 1, {{3, 8}}, 0},
	{"the same", "an idiot", 1, {{3, 8}}, 1, {{3, 8}}, 1},
	{"beside one another", "an idiot", 1, {{0, 2}}, 1, {{3, 8}}, 0},
	{"touching", "an idiot", 1, {{0, 3}}, 1, {{3, 8}}, 0},
	{"one word of two", "pathetic loser", 1, {{0, 14}}, 1, {{9, 14}}, 10.0 / 19},
	{"a part of a span", "0123456789", 1, {{2, 6}}, 1, {{4, 8}}, 4.0 / 8},
	{"several", "0123456789", 2, {{0, 3}, {5, 8}}, 3, {{1, 2}, {2, 6}, {7, 10}}, 8.0 / 14},
	/* 4 bytes but 1 character; 2 bytes each and 2 characters */
	{"characters, not bytes", "\xf0\x9f\x98\x80 \xc3\xa9\xc3\xa9", 2, {{0, 4}, {5, 9}}, 1, {{0, 4}},
		2.0 / 4},
	{"no text", "", 0, {{0, 0}}, 0, {{0, 0}}, 1},
};

static void f1__worked_by_hand__agrees(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pairs); i++) {
		const struct pair *p = &pairs[i];
		const double there = span_f1(str(p->text), p->marked, p->n_marked, p->found, p->n_found);
		const double back = span_f1(str(p->text), p->found, p->n_found, p->marked, p->n_marked);

		if (fabs(there - p->f1) > 1e-12 || there != back)
			fail_msg("%s: expected %g, got %g and %g", p->name, p->f1, there, back);
	}
}

static moderato_comment marked(const struct pair *p)
{
	return (moderato_comment){.text = str(p->text), .spans = p->marked, .n_spans = p->n_marked};
}

static moderato_evaluator *new_evaluator(unsigned long long seed)
{
	static const char *const attributes[] = {"spam", "toxicity"};
	moderato_evaluator *e;

	assert_int_equal(moderato_evaluator_new(&e, attributes, 2, seed, NULL), MODERATO_OK);
	return e;
}

/* Every pair `times` times, from the first or from the last. */
static void add_all(moderato_evaluator *e, size_t times, int backwards)
{
	size_t i;

	for (i = 0; i < times * COUNT(pairs); i++) {
		const size_t k = backwards ? times * COUNT(pairs) - 1 - i : i;
		const struct pair *p = &pairs[k % COUNT(pairs)];
		const moderato_comment comment = marked(p);

		assert_int_equal(
			moderato_evaluator_add_spans(e, 1, &comment, p->found, p->n_found, NULL), MODERATO_OK);
	}
}

static moderato_figures figures_of(moderato_evaluator *e, const char *attribute)
{
	const moderato_figures *figures;
	size_t n;
	size_t i;

	assert_int_equal(moderato_evaluator_figures(e, &figures, &n, NULL), MODERATO_OK);
	for (i = 0; i < n && strcmp(figures[i].attribute, attribute) != 0; i++)
		;
	assert_true(i < n);
	assert_int_equal(figures[i].slice, MODERATO_SLICE_ALL);
	return figures[i];
}

static void figures__spans__are_the_mean_over_comments(void **state)
{
	moderato_evaluator *e = new_evaluator(1);
	moderato_figures f;
	double sum = 0;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(pairs); i++)
		sum += pairs[i].f1;
	add_all(e, 1, 0);
	f = figures_of(e, "toxicity");
	assert_int_equal(f.n_spans, COUNT(pairs));
	assert_int_equal(f.n, 0);
	assert_true(fabs(f.span_f1 - sum / (double)COUNT(pairs)) < 1e-12);
	assert_true(isnan(f.span_f1_low) && isnan(f.span_f1_high)); /* too few */
	f = figures_of(e, "spam");
	assert_true(f.n_spans == 0 && isnan(f.span_f1));
	add_all(e, 9, 0);
	f = figures_of(e, "toxicity");
	assert_true(f.span_f1_low < f.span_f1 && f.span_f1 < f.span_f1_high);
	assert_true(f.span_f1_high - f.span_f1_low < 0.4);
	moderato_evaluator_free(e);
}

static void figures__another_order_of_comments__are_the_same_bits(void **state)
{
	moderato_evaluator *a = new_evaluator(7);
	moderato_evaluator *b = new_evaluator(7);
	moderato_evaluator *c = new_evaluator(8);
	moderato_figures f;
	moderato_figures g;
	moderato_figures h;

	(void)state;
	add_all(a, 3, 0);
	add_all(b, 3, 1);
	add_all(c, 3, 0);
	f = figures_of(a, "toxicity");
	g = figures_of(b, "toxicity");
	h = figures_of(c, "toxicity");
	assert_true(f.span_f1 == g.span_f1 && f.span_f1 == h.span_f1);
	assert_true(f.span_f1_low == g.span_f1_low && f.span_f1_high == g.span_f1_high);
	assert_true(f.span_f1_low != h.span_f1_low || f.span_f1_high != h.span_f1_high);
	moderato_evaluator_free(a);
	moderato_evaluator_free(b);
	moderato_evaluator_free(c);
}

static void add__bad_spans__are_refused(void **state)
{
	static const struct {
		const char *name;
		size_t attribute;
		bool unmarked;
		moderato_span spans[2];
		size_t n;
	} table[] = {
		{"no such attribute", 2, false, {{0, 1}}, 1},
		{"nobody marked it", 1, true, {{0, 1}}, 1},
		{"empty", 1, false, {{1, 1}}, 1},
		{"backwards", 1, false, {{2, 1}}, 1},
		{"behind the text", 1, false, {{3, 9}}, 1},
		{"not sorted", 1, false, {{3, 4}, {0, 1}}, 2},
		{"overlapping", 1, false, {{0, 3}, {2, 4}}, 2},
	};
	moderato_evaluator *e = new_evaluator(1);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		moderato_comment comment = marked(&pairs[3]);
		moderato_error err = {"", 0};

		if (table[i].unmarked)
			comment.spans = NULL;
		if (moderato_evaluator_add_spans(e, table[i].attribute, &comment, table[i].spans,
				table[i].n, &err) != MODERATO_EINVAL ||
			!err.message[0])
			fail_msg("%s", table[i].name);
		comment = marked(&pairs[3]);
		comment.spans = table[i].spans;
		comment.n_spans = table[i].n;
		if (i > 1 && moderato_evaluator_add_spans(e, 1, &comment, NULL, 0, NULL) != MODERATO_EINVAL)
			fail_msg("%s, marked", table[i].name);
	}
	assert_int_equal(figures_of(e, "toxicity").n_spans, 0);
	moderato_evaluator_free(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(f1__worked_by_hand__agrees),
		cmocka_unit_test(figures__spans__are_the_mean_over_comments),
		cmocka_unit_test(figures__another_order_of_comments__are_the_same_bits),
		cmocka_unit_test(add__bad_spans__are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
