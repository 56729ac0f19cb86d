/* SPDX-License-Identifier: MIT */
/* What the second stage judges by, of heads trained on sixty comments. */
#include "opened.h"
#include "trained.h"

#include <math.h>

static size_t column; /* toxicity's */

static int setup(void **state)
{
	moderato_train_options options = small_options();

	(void)state;
	options.bits = 16; /* that no two features share a bucket by chance */
	train_samples(&options, 0, NULL, &bytes);
	open_bundle("samples");
	classifier->sums.keeps_words = true;
	column = bundle->heads[moderato_bundle_find(bundle, "toxicity")]->column;
	return 0;
}

static moderato_scores scores;

static const struct evidence *evidence_of(const char *text)
{
	const moderato_comment comment = {.text = str(text)};
	moderato_error err;

	must(moderato_classifier_score(classifier, &comment, &scores, &err), err);
	return &classifier->evidence;
}

/* A number of the head of toxicity. */
static double of(const char *text, enum evidence_kind kind)
{
	return (double)evidence_of(text)->head[kind][column];
}

static double fact(const char *text, enum evidence_fact kind)
{
	return (double)evidence_of(text)->fact[kind];
}

static bool near(double a, double b)
{
	return fabs(a - b) < 1e-4;
}

static void evidence__said_to_a_reader__fills_you(void **state)
{
	(void)state;
	assert_true(of("you idiot", EVIDENCE_YOU) > 0);
	assert_true(of("you idiot", EVIDENCE_DENIED) == 0);
	assert_true(of("you idiot", EVIDENCE_SELF) == 0);
	assert_true(of("an idiot", EVIDENCE_YOU) == 0);
	assert_true(of("an idiot", EVIDENCE_TOP) > 0);
}

static void evidence__denied__fills_denied(void **state)
{
	(void)state;
	assert_true(of("not an idiot", EVIDENCE_DENIED) > 0);
	assert_true(of("not an idiot", EVIDENCE_YOU) == 0);
	assert_true(of("an idiot not", EVIDENCE_DENIED) == 0);
}

/* Four words behind a negation are in its scope, the fifth is not. */
static void evidence__scope__is_four_words(void **state)
{
	(void)state;
	assert_true(
		near(of("not xx xx xx idiot", EVIDENCE_DENIED), of("not xx xx xx idiot", EVIDENCE_TOP)));
	assert_true(of("not xx xx xx xx idiot", EVIDENCE_DENIED) <
				of("not xx xx xx xx idiot", EVIDENCE_TOP) / 2);
}

static void evidence__of_oneself__fills_self(void **state)
{
	(void)state;
	assert_true(of("i am an idiot", EVIDENCE_SELF) > 0);
	assert_true(of("such an idiot", EVIDENCE_SELF) == 0);
}

static void evidence__reported__fills_reported(void **state)
{
	(void)state;
	assert_true(of("he said idiot", EVIDENCE_REPORTED) > 0);
	assert_true(of("he is an idiot", EVIDENCE_REPORTED) == 0);
}

/* What is said to a reader or denied in one sentence is not in the next. */
static void evidence__sentences__split_what_is_said(void **state)
{
	static const char *const ends[] = {". ", "! ", "? ", "\n"};
	char text[64];
	size_t i;

	(void)state;
	assert_true(of("you are kind an idiot", EVIDENCE_YOU) > of("you are kind", EVIDENCE_YOU));
	assert_true(of("it is not so an idiot", EVIDENCE_DENIED) > 0);
	for (i = 0; i < COUNT(ends); i++) {
		snprintf(text, sizeof(text), "it is not%san idiot", ends[i]);
		if (of(text, EVIDENCE_DENIED) != 0)
			fail_msg("'%s' denies %g", text, of(text, EVIDENCE_DENIED));
		assert_true(near(fact(text, FACT_SENTENCES), log(3)));
		snprintf(text, sizeof(text), "you%san idiot", ends[i]);
		assert_true(of(text, EVIDENCE_YOU) < of("you an idiot", EVIDENCE_YOU));
	}
	assert_true(near(fact("an idiot", FACT_SENTENCES), log(2)));
	assert_true(fact("", FACT_SENTENCES) == 0);
}

/* The worst sentence counts, wherever it stands. */
static void evidence__peak__is_the_worst_sentence_s(void **state)
{
	const double alone = of("stupid idiot", EVIDENCE_PEAK);

	(void)state;
	assert_true(near(of("stupid idiot. thank the bus", EVIDENCE_PEAK), alone));
	assert_true(near(of("thank the bus. stupid idiot", EVIDENCE_PEAK), alone));
}

static void evidence__words__are_ranked(void **state)
{
	(void)state;
	assert_true(of("idiot", EVIDENCE_TOP) > 0 && of("idiot", EVIDENCE_NEXT) == 0);
	assert_true(of("stupid idiot", EVIDENCE_NEXT) > 0);
	assert_true(of("stupid idiot", EVIDENCE_TOP) >= of("stupid idiot", EVIDENCE_NEXT));
	assert_true(of("idiot stupid", EVIDENCE_TOP) >= of("idiot stupid", EVIDENCE_NEXT));
}

static void evidence__quoted_words__are_left_out(void **state)
{
	static const char text[] = "they wrote \"you stupid idiot\" under it";

	(void)state;
	assert_true(of(text, EVIDENCE_YOU) == 0);
	assert_true(of("they wrote you stupid idiot under it", EVIDENCE_YOU) > 0);
	assert_true(of(text, EVIDENCE_TOP) < of("they wrote you stupid idiot under it", EVIDENCE_TOP));
	assert_true(fact(text, FACT_QUOTES) == 0.5);
}

static void evidence__margins__are_the_heads(void **state)
{
	const int i = moderato_bundle_find(bundle, "toxicity");
	const double margin = of("you idiot", EVIDENCE_MARGIN);

	(void)state;
	assert_true(margin != 0 && near(margin, scores.margin[i]));
}

static void evidence__nothing__is_nothing(void **state)
{
	const struct evidence *e = evidence_of("");
	size_t i;

	(void)state;
	for (i = EVIDENCE_PEAK; i < EVIDENCE_KINDS; i++)
		assert_true(e->head[i][column] == 0);
	for (i = 0; i < EVIDENCE_FACTS; i++)
		assert_true(e->fact[i] == 0);
}

/* Each head sees its own column first, and each input has a name of its own. */
static void evidence__inputs__begin_with_the_head_s_own(void **state)
{
	static const char *const names[] = {"a", "b", "c"};
	static struct evidence e;
	float input[SECOND_INPUTS_MAX];
	char name[2][64];
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < EVIDENCE_KINDS; i++)
		for (k = 0; k < 3; k++)
			e.head[i][k] = (float)(10 * i + k);
	for (i = 0; i < EVIDENCE_FACTS; i++)
		e.fact[i] = (float)(100 + i);
	evidence_inputs(&e, 3, 0, 1, input);
	assert_true(input[0] == 1 && input[1] == 2 && input[2] == 0);
	assert_true(input[3] == 11 && input[3 + EVIDENCE_KINDS - 2] == 10 * (EVIDENCE_KINDS - 1) + 1);
	assert_true(input[3 + EVIDENCE_KINDS - 1] == 100);
	assert_true(input[second_inputs(3) - 1] == 100 + EVIDENCE_FACTS - 1);
	evidence_name(names, 3, 1, 0, name[0], sizeof(name[0]));
	assert_string_equal(name[0], "margin of b");
	for (i = 0; i < second_inputs(3); i++)
		for (k = 0; k < i; k++) {
			evidence_name(names, 3, 1, i, name[0], sizeof(name[0]));
			evidence_name(names, 3, 1, k, name[1], sizeof(name[1]));
			assert_string_not_equal(name[0], name[1]);
		}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(evidence__said_to_a_reader__fills_you),
		cmocka_unit_test(evidence__denied__fills_denied),
		cmocka_unit_test(evidence__scope__is_four_words),
		cmocka_unit_test(evidence__of_oneself__fills_self),
		cmocka_unit_test(evidence__reported__fills_reported),
		cmocka_unit_test(evidence__sentences__split_what_is_said),
		cmocka_unit_test(evidence__peak__is_the_worst_sentence_s),
		cmocka_unit_test(evidence__words__are_ranked),
		cmocka_unit_test(evidence__quoted_words__are_left_out),
		cmocka_unit_test(evidence__margins__are_the_heads),
		cmocka_unit_test(evidence__nothing__is_nothing),
		cmocka_unit_test(evidence__inputs__begin_with_the_head_s_own),
	};

	return cmocka_run_group_tests(tests, setup, close_bundle);
}
