/* SPDX-License-Identifier: MIT */
/* Identity terms, which share a feature, and words beside the comment, which have their own. */
#include "reading.h"
#include "trained.h"

#include <math.h>

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
	for (i = 0; i < COUNT(terms); i++)
		if (features_of(terms[i]) != features_of("gay"))
			fail_msg("'%s' has features of its own", terms[i]);
}

static void identity__other_words__keep_their_own(void **state)
{
	static const char *const words[] = {"whiteboard", "gaze", "oldest", "idiot", "music", "minty"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(words); i++)
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
	struct space *asked = (struct space *)(uintptr_t)&reading.proto.shape->space;
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
	struct space *asked = (struct space *)(uintptr_t)&reading.proto.shape->space;
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
	assert_int_equal(classifier_read(reading.reader, &comment, &err), MODERATO_ELIMIT);
	assert_non_null(strstr(err.message, "parent"));
}

/* --- the author's --- */

static const struct context *context_of(enum context_field field, const char *text, size_t len)
{
	static struct context context;
	static struct arena arena = ARENA_INIT;

	arena_reset(&arena);
	assert_true(context_read(&arena, (moderato_str){text, len}, field, &context));
	return &context;
}

static bool has_letters(const struct context *context, const char *letters)
{
	size_t i;

	for (i = 0; i < context->n; i++)
		if (context->letters[i].len == strlen(letters) &&
			memcmp(context->letters[i].ptr, letters, strlen(letters)) == 0)
			return true;
	return false;
}

/* Three to five in a row; a word itself is one feature, its letters are within. */
static void context__author__has_letters_in_a_row(void **state)
{
	static const char *const has[] = {"bestvpn", "bes", "best", "bestv", "tvpn", "vpn"};
	static const char *const has_not[] = {"be", "bestvp", "estvpn"};
	const struct context *context;
	size_t i;

	(void)state;
	context = context_of(CONTEXT_AUTHOR, "bestvpn", 7);
	assert_int_equal(context->n, 1 + 5 + 4 + 3);
	for (i = 0; i < COUNT(has); i++)
		assert_true(has_letters(context, has[i]));
	for (i = 0; i < COUNT(has_not); i++)
		assert_false(has_letters(context, has_not[i]));
	assert_int_equal(context_of(CONTEXT_AUTHOR, "vpn", 3)->n, 1);
	assert_int_equal(context_of(CONTEXT_TITLE, "bestvpn", 7)->n, 1);
}

static void context__url_and_name__have_features_apart(void **state)
{
	const uint64_t name = context_of(CONTEXT_AUTHOR, "vpn", 3)->terms[0].hash;

	(void)state;
	assert_true(name != context_of(CONTEXT_AUTHOR_URL, "vpn", 3)->terms[0].hash);
	assert_true(name != key_of("vpn"));
}

/* The last letter is a word of its own, if it is read. */
static void context__author_s_limit__is_where_it_says(void **state)
{
	static char text[CONTEXT_AUTHOR_BYTES_MAX + 1];
	size_t len;

	(void)state;
	for (len = CONTEXT_AUTHOR_BYTES_MAX - 1; len <= CONTEXT_AUTHOR_BYTES_MAX + 1; len++) {
		memset(text, ' ', sizeof(text));
		text[0] = 'a';
		text[len - 1] = 'b';
		assert_int_equal(
			context_of(CONTEXT_AUTHOR, text, len)->n, len <= CONTEXT_AUTHOR_BYTES_MAX ? 2 : 1);
		assert_int_equal(
			context_of(CONTEXT_AUTHOR_URL, text, len)->n, len <= CONTEXT_AUTHOR_BYTES_MAX ? 2 : 1);
		assert_int_equal(context_of(CONTEXT_PARENT, text, len)->n, 2);
	}
}

/* The limit in the middle of a character. */
static void context__author_cut_in_a_character__is_read(void **state)
{
	static char text[CONTEXT_AUTHOR_BYTES_MAX + 1];

	(void)state;
	memset(text, ' ', sizeof(text));
	memcpy(text, "ann", 3);
	memcpy(text + CONTEXT_AUTHOR_BYTES_MAX - 1, "\xC3\xA9", 2);
	assert_true(has_letters(context_of(CONTEXT_AUTHOR, text, sizeof(text)), "ann"));
}

/* Sixty comments; with names, what is spam is signed so. */
static void train_signed(bool names, struct buffer *out)
{
	moderato_train_options options = small_options();
	moderato_trainer *trainer;
	moderato_error err;
	size_t i;

	options.bits = 16;
	must(moderato_trainer_new(&trainer, &options, &err), err);
	for (i = 0; i < COUNT(samples); i++) {
		const bool is_spam = samples[i].spam == 1;
		const moderato_label labels[] = {
			{str("toxicity"), samples[i].toxicity == 1}, {str("spam"), is_spam}};
		const moderato_comment comment = {.text = str(samples[i].text),
			.author = str(!names    ? NULL
						  : is_spam ? "cheap jerseys"
									: "Ann Lee"),
			.labels = labels,
			.n_labels = 2};

		must(moderato_trainer_add(trainer, &comment, &err), err);
	}
	must(moderato_trainer_run(trainer, &err), err);
	written(trainer, out);
	moderato_trainer_free(trainer);
}

/* The margin of spam less the heuristics' part: the words' and the author's. */
static double words_margin(const moderato_bundle *bundle, const char *text, const char *author)
{
	const moderato_comment comment = {.text = str(text), .author = str(author)};
	const size_t spam = (size_t)moderato_bundle_find(bundle, "spam");
	moderato_classifier *classifier;
	moderato_scores scores;
	moderato_error err;
	double margin;

	must(moderato_classifier_new(&classifier, bundle, NULL, &err), err);
	must(moderato_classifier_score(classifier, &comment, &scores, &err), err);
	margin = scores.margin[spam] - classifier->linear.dense[bundle->heads[spam]->column];
	moderato_classifier_free(classifier);
	return margin;
}

static const char *const short_and_long[] = {"order now", "",
	"The council should repair the bridge, as the bus was late again this morning"};

static void context__author_of_no_weight__changes_no_margin(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	moderato_bundle *bundle;
	moderato_error err;
	size_t i;

	(void)state;
	train_signed(false, &bytes);
	must(moderato_bundle_open_memory(&bundle, "unsigned", buffer_view(&bytes), &err), err);
	for (i = 0; i < COUNT(short_and_long); i++)
		assert_true(words_margin(bundle, short_and_long[i], NULL) ==
					words_margin(bundle, short_and_long[i], "cheap jerseys"));
	moderato_bundle_free(bundle);
	buffer_dispose(&bytes);
}

/* A name adds as much to a long comment as to one that says nothing. */
static void context__author__adds_the_same_to_any_text(void **state)
{
	struct buffer bytes = BUFFER_INIT;
	moderato_bundle *bundle;
	moderato_error err;
	double added[COUNT(short_and_long)];
	size_t i;

	(void)state;
	train_signed(true, &bytes);
	must(moderato_bundle_open_memory(&bundle, "signed", buffer_view(&bytes), &err), err);
	for (i = 0; i < COUNT(short_and_long); i++)
		added[i] = words_margin(bundle, short_and_long[i], "cheap jerseys") -
				   words_margin(bundle, short_and_long[i], NULL);
	assert_true(added[0] > 0.01);
	for (i = 1; i < COUNT(short_and_long); i++)
		if (fabs(added[i] - added[0]) > 1e-6)
			fail_msg("'%s': %g more, not %g", short_and_long[i], added[i], added[0]);
	moderato_bundle_free(bundle);
	buffer_dispose(&bytes);
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
		cmocka_unit_test(context__author__has_letters_in_a_row),
		cmocka_unit_test(context__url_and_name__have_features_apart),
		cmocka_unit_test(context__author_s_limit__is_where_it_says),
		cmocka_unit_test(context__author_cut_in_a_character__is_read),
		cmocka_unit_test(context__author_of_no_weight__changes_no_margin),
		cmocka_unit_test(context__author__adds_the_same_to_any_text),
	};

	return cmocka_run_group_tests(tests, open_reader, close_reader);
}
