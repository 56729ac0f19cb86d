/* SPDX-License-Identifier: MIT */
/* Which words of a comment become spans, with weights made by hand. */
#include "opened.h"

#include <math.h>

#define BITS 16u
#define STRIDE 4u

/* A word's or a pair's weight for toxicity; every feature's value is 1 before the norm. */
static const struct {
	const char *first;
	const char *second;
	float weight;
} weights[] = {
	{"idiot", NULL, 4},
	{"moron", NULL, 4},
	{"clown", NULL, 2},    /* half */
	{"daft", NULL, 1.99f}, /* not quite */
	{"kind", NULL, -4},
	{"thanks", NULL, -2},
	{"shut", "up", 4},
};

static uint64_t key_of(const struct space *space, const char *word)
{
	static struct ngrams ngrams;

	ngrams_of(space, word, strlen(word), &ngrams);
	return ngrams.key;
}

static int setup(void **state)
{
	static const uint64_t start[] = {0, 1};
	static const uint32_t index[] = {0};
	static const float value[] = {1};
	static const double coef[] = {0};
	static uint8_t codes[((size_t)1 << BITS) * STRIDE];
	static float books[2 * 256];
	struct bundle_parts parts = {.shape = {.kind = BUNDLE_COMMENTS,
									 .space = {.bits = BITS,
										 .pairs = 1,
										 .skeletons = 1,
										 .word_value = 1,
										 .chars_value = 1,
										 .pair_value = 1,
										 .dense_value = 1},
									 .n_dense = (uint32_t)heuristics_size(),
									 .stride = STRIDE,
									 .n_linear = 1,
									 .n_heads = 2},
		.heads = {head_of("toxicity", HEAD_LINEAR, -0.5), head_of("threat", HEAD_KERNEL, -0.5)},
		.facts = {"", 0},
		.card = {"", 0}};
	const struct space *space = &parts.shape.space;
	float *dense = calloc(heuristics_size(), sizeof(*dense));
	moderato_error err = {"", 0};
	size_t i;

	(void)state;
	assert_non_null(dense);
	parts.kernels[1] = (struct kernel_head){
		.n_sv = 1, .start = start, .index = index, .value = value, .coef = coef};
	for (i = 0; i < (size_t)1 << BITS; i++)
		codes[i * STRIDE] = 1;
	books[1] = 1;
	for (i = 0; i < COUNT(weights); i++) {
		const char *first = weights[i].first;
		const uint64_t hash =
			weights[i].second ? pair_hash(key_of(space, first), key_of(space, weights[i].second))
							  : word_hash(first, strlen(first));

		books[256 + 1 + i] = weights[i].weight;
		codes[space_bucket(space, hash) * STRIDE + 1] = (uint8_t)(1 + i);
	}
	parts.codes = codes;
	parts.books = books;
	parts.dense = dense;
	must(bundle_build(&parts, &bytes, &err), err);
	open_bundle("test");
	free(dense);
	return 0;
}

static moderato_explanation explain(const char *text)
{
	const moderato_comment comment = {.text = {text, strlen(text)}};
	moderato_explanation e;
	moderato_error err = {"", 0};

	if (moderato_classifier_explain(classifier, &comment, 0, &e, &err))
		fail_msg("%s", err.message);
	return e;
}

static void add_signs(struct buffer *out, const moderato_span *spans, size_t n, size_t at,
	const char *open, const char *close)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (spans[i].end == at)
			buffer_add_str(out, close);
	for (i = 0; i < n; i++)
		if (spans[i].begin == at)
			buffer_add_str(out, open);
}

/* The text with [what pushes up] and {what pushes down}. */
static const char *marked(struct buffer *out, const char *text)
{
	const moderato_explanation e = explain(text);
	size_t i;

	buffer_clear(out);
	for (i = 0; i <= strlen(text); i++) {
		add_signs(out, e.spans, e.n_spans, i, "[", "]");
		add_signs(out, e.down_spans, e.n_down, i, "{", "}");
		if (text[i])
			buffer_add_char(out, text[i]);
	}
	return buffer_cstr(out);
}

struct reading {
	const char *name;
	const char *expected; /* without its signs, the text */
};

static void check(const struct reading *cases, size_t n)
{
	struct buffer out = BUFFER_INIT;
	char text[256];
	size_t i;
	size_t k;

	for (i = 0; i < n; i++) {
		size_t len = 0;

		for (k = 0; cases[i].expected[k]; k++)
			if (!strchr("[]{}", cases[i].expected[k]))
				text[len++] = cases[i].expected[k];
		text[len] = '\0';
		if (strcmp(marked(&out, text), cases[i].expected) != 0)
			fail_msg("%s:\nexpected %s\ngot      %s", cases[i].name, cases[i].expected,
				buffer_cstr(&out));
	}
	buffer_dispose(&out);
}

static void spans__half_of_the_strongest__counts(void **state)
{
	static const struct reading cases[] = {
		{"the strongest", "you [idiot] there"},
		{"half", "[idiot] or [clown]"},
		{"less than half", "[idiot] or daft"},
		{"relative to this comment", "so [daft]"},
		{"both directions", "{thanks}, {kind} [moron]"},
		{"nothing", "good day"},
		{"only down", "be {kind}"},
		{"no words", ""},
		{"a pair", "just [shut up] now"},
		{"a repeated word is divided", "[idiot]: daft, daft"},
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void spans__neighbours__are_one(void **state)
{
	static const struct reading cases[] = {
		{"a space", "[idiot moron] here"},
		{"several", "[idiot \t moron]"},
		{"a no-break space", "[idiot\xc2\xa0moron]"},
		{"as an entity", "[idiot&nbsp;moron]"},
		{"a tag between", "<i>[idiot <b>moron]</b></i>"},
		{"a hyphen", "[idiot-moron]"},
		{"a slash", "[idiot/moron]"},
		{"a comma", "[idiot], [moron]"},
		{"a comma only", "[idiot],[moron]"},
		{"a stop", "[idiot]. [moron]"},
		{"a line end", "[idiot]\n[moron]"},
		{"a dash", "[idiot] - [moron]"},
		{"another word", "[idiot] and [moron]"},
		{"of the other direction", "[idiot] {kind} [moron]"},
		{"three", "[idiot moron idiot] x"},
	};

	(void)state;
	check(cases, COUNT(cases));
}

static void spans__disguised_words__are_whole(void **state)
{
	static const struct reading cases[] = {
		{"leet", "an [1d1ot] too"},
		{"an entity", "an [&#105;diot] too"},
		{"entities to the end", "an [idio&#116;] too"},
		{"a zero-width space", "an [id\xe2\x80\x8biot] too"},
		{"a look-alike", "an [\xd1\x96"
						 "diot] too"},
		{"full width", "an [\xef\xbd\x89\xef\xbd\x84\xef\xbd\x89\xef\xbd\x8f\xef\xbd\x94] too"},
		{"spaced", "an [i d i o t] too"},
		{"dotted", "an [i.d.i.o.t] too"},
		{"stretched", "an [idiooooot] too"},
		{"accents", "an [\xc3\xad"
					"d\xc3\xadot] too"},
		{"tags inside", "an <b>[id</b>iot] too"},
		{"all at once", "[&#x456;d\xe2\x80\x8b"
						"1o<i>t</i> m0r\xd0\xben] too"},
		{"all of a link", "see [http://idiot.example/moron] now"},
		{"a link is one", "see [http://moron.example/thanks] now"},
		{"no more than its words", "[clown] at [http://idiot.example/moron]"},
	};

	(void)state;
	check(cases, COUNT(cases));
}

/* Where all words are in spans, their shares are all that there is but the bias. */
static void shares__of_spans_over_all_words__sum_to_the_margin(void **state)
{
	static const char *const texts[] = {"idiot", "idiot moron", "shut up", "1d1ot", "idiot kind",
		"http://idiot.example/moron", "moron moron, idiot", "&#105;diot\xe2\x80\x8b!"};
	size_t i;
	size_t k;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		const moderato_explanation e = explain(texts[i]);
		double sum = e.bias;

		for (k = 0; k < e.n_spans; k++) {
			assert_true(e.span_shares[k] > 0);
			sum += e.span_shares[k];
		}
		for (k = 0; k < e.n_down; k++) {
			assert_true(e.down_shares[k] < 0);
			sum += e.down_shares[k];
		}
		if (!e.n_spans || fabs(sum - e.margin) > 1e-6)
			fail_msg("%s: spans and bias add up to %g, the margin is %g", texts[i], sum, e.margin);
	}
}

static void shares__worked_by_hand__agree(void **state)
{
	/* Two words and their pair, each of value 1: the norm is the root of 3. */
	moderato_explanation e = explain("you idiot");

	(void)state;
	assert_int_equal(e.n_spans, 1);
	assert_int_equal(e.n_down, 0);
	assert_true(fabs(e.span_shares[0] - 4 / sqrt(3)) < 1e-6);
	/* Each word has half of the pair. */
	e = explain("shut up");
	assert_int_equal(e.n_spans, 1);
	assert_true(fabs(e.span_shares[0] - 4 / sqrt(3)) < 1e-6);
	e = explain("kind idiot");
	assert_true(fabs(e.down_shares[0] + 4 / sqrt(3)) < 1e-6);
	assert_true(fabs(e.span_shares[0] - 4 / sqrt(3)) < 1e-6);
}

/* The target of a markup link stands nowhere in the text that is read. */
static void shares__words_that_are_nowhere__are_in_no_span(void **state)
{
	const moderato_explanation e = explain("<a href=\"http://idiot.example/\">so</a> daft");
	double daft = 0;
	bool hidden = false;
	size_t i;

	(void)state;
	for (i = 0; i < e.n_shares; i++) {
		if (!strcmp(e.shares[i].feature, "word daft"))
			daft = e.shares[i].share;
		hidden |= !strcmp(e.shares[i].feature, "word idiot") && e.shares[i].share > daft;
	}
	assert_true(hidden && daft > 0);
	assert_int_equal(e.n_spans, 1);
	assert_true(fabs(e.span_shares[0] - daft) < 1e-9);
}

static void spans__kernel_head__has_none(void **state)
{
	const moderato_comment comment = {.text = {"you idiot", 9}};
	moderato_scores scores;
	moderato_error err;
	struct spans spans;

	(void)state;
	assert_int_equal(moderato_classifier_score(classifier, &comment, &scores, &err), MODERATO_OK);
	assert_int_equal(classifier_spans(classifier, &scores, 0, 1, &spans, &err), MODERATO_OK);
	assert_int_equal(spans.n, 1);
	assert_int_equal(classifier_spans(classifier, &scores, 1, 1, &spans, &err), MODERATO_OK);
	assert_int_equal(spans.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spans__half_of_the_strongest__counts),
		cmocka_unit_test(spans__neighbours__are_one),
		cmocka_unit_test(spans__disguised_words__are_whole),
		cmocka_unit_test(shares__of_spans_over_all_words__sum_to_the_margin),
		cmocka_unit_test(shares__worked_by_hand__agree),
		cmocka_unit_test(shares__words_that_are_nowhere__are_in_no_span),
		cmocka_unit_test(spans__kernel_head__has_none),
	};

	return cmocka_run_group_tests(tests, setup, close_bundle);
}
