/* SPDX-License-Identifier: MIT */
/* Identity terms, which share a feature, and words beside the comment, which have their own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "reading.h"

/* All of the features of a word, folded into one number. */
static uint64_t features_of(const char *word)
{
	static struct ngrams grams;
	uint64_t sum = 0;
	size_t i;

	ngrams_of(&space, word, strlen(word), &grams);
	for (i = 0; i < grams.n; i++)
		sum += grams.v[i].hash * 31 + grams.v[i].kind;
	return sum;
}

static void identity__terms__have_the_same_features(void **state)
{
	static const char *const terms[] = {
		"muslim", "muslims", "white", "straight", "jewish", "old", "americans", "deaf", "g4y"};
	size_t i;

	(void)state;
	for (i = 0; i < READING_COUNT(terms); i++)
		if (features_of(terms[i]) != features_of("gay"))
			fail_msg("'%s' has features of its own", terms[i]);
}

static void identity__other_words__keep_their_own(void **state)
{
	static const char *const words[] = {"whiteboard", "gaze", "oldest", "idiot", "music", "minty"};
	size_t i;

	(void)state;
	for (i = 0; i < READING_COUNT(words); i++)
		if (features_of(words[i]) == features_of("gay"))
			fail_msg("'%s' is taken for an identity", words[i]);
}

static void pairs_of(const char *text, uint64_t *hash, size_t *n)
{
	const struct document *doc = read_text(text);
	size_t i;

	*n = doc->n_pairs;
	for (i = 0; i < doc->n_pairs && i < 8; i++)
		hash[i] = doc->pairs[i].hash;
}

static void identity__pairs__do_not_tell_terms_apart(void **state)
{
	uint64_t a[8];
	uint64_t b[8];
	size_t n_a;
	size_t n_b;

	(void)state;
	pairs_of("all jewish neighbours", a, &n_a);
	pairs_of("all white neighbours", b, &n_b);
	assert_int_equal(n_a, 2);
	assert_int_equal(n_a, n_b);
	assert_memory_equal(a, b, n_a * sizeof(*a));
}

static void identity__two_terms_in_a_row__are_no_pair(void **state)
{
	uint64_t hash[8];
	size_t n;

	(void)state;
	pairs_of("my african american friend", hash, &n);
	assert_int_equal(n, 2); /* my ·, · friend */
}

/* --- context --- */

static const struct document *read_beside(const char *title, const char *parent)
{
	static moderato_comment comment;

	comment = (moderato_comment){.text = {"well said", 9},
		.title = {title, strlen(title)},
		.parent = {parent, strlen(parent)}};
	return read_comment(&comment);
}

static void context__not_asked_for__is_not_read(void **state)
{
	const struct document *doc = read_beside("A harbour", "It is an idiotic plan");

	(void)state;
	assert_int_equal(doc->context[CONTEXT_TITLE].n, 0);
	assert_int_equal(doc->context[CONTEXT_PARENT].n, 0);
}

static void context__fields__have_features_apart(void **state)
{
	struct space *asked = (struct space *)(uintptr_t)&data.proto.space->space;
	const struct document *doc;

	(void)state;
	asked->context = 1u << CONTEXT_TITLE | 1u << CONTEXT_PARENT;
	doc = read_beside("harbour news news", "harb0ur");
	asked->context = 0;
	assert_int_equal(doc->context[CONTEXT_TITLE].n, 2);
	assert_int_equal(doc->context[CONTEXT_PARENT].n, 1);
	assert_int_equal(doc->context[CONTEXT_TITLE].terms[1].count, 2);
	assert_true(
		doc->context[CONTEXT_TITLE].terms[0].hash != doc->context[CONTEXT_PARENT].terms[0].hash);
	assert_true(doc->context[CONTEXT_TITLE].terms[0].hash != key_of("harbour"));
}

static void context__disguised_words__are_read_as_meant(void **state)
{
	struct space *asked = (struct space *)(uintptr_t)&data.proto.space->space;
	uint64_t plain;

	(void)state;
	asked->context = 1u << CONTEXT_PARENT;
	plain = read_beside("", "idiot")->context[CONTEXT_PARENT].terms[0].hash;
	assert_int_equal(read_beside("", "1d10t")->context[CONTEXT_PARENT].terms[0].hash, plain);
	asked->context = 0;
}

static void context__too_long_a_parent__is_refused(void **state)
{
	moderato_comment comment = {.text = {"a", 1}, .parent = {"", MODERATO_COMMENT_BYTES_MAX + 1}};
	moderato_error err;

	(void)state;
	assert_int_equal(classifier_read(data.reader, &comment, &err), MODERATO_ELIMIT);
	assert_non_null(strstr(err.message, "parent"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(identity__terms__have_the_same_features),
		cmocka_unit_test(identity__other_words__keep_their_own),
		cmocka_unit_test(identity__pairs__do_not_tell_terms_apart),
		cmocka_unit_test(identity__two_terms_in_a_row__are_no_pair),
		cmocka_unit_test(context__not_asked_for__is_not_read),
		cmocka_unit_test(context__fields__have_features_apart),
		cmocka_unit_test(context__disguised_words__are_read_as_meant),
		cmocka_unit_test(context__too_long_a_parent__is_refused),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
