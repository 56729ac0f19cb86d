/* SPDX-License-Identifier: MIT */
/* Scores, explanations and vectors of a bundle trained on corpus/. */
#include "opened.h"
#include "trained.h"

#include <fcntl.h>
#include <math.h>
#include <pthread.h>
#include <sys/stat.h>
#include <unistd.h>

#define COMMENTS_MAX 4096
#define EXPLAINED_MAX 200

static moderato_error err;

static int setup(void **state)
{
	moderato_train_options options = small_options();

	(void)state;
	options.bits = 14;
	options.c = "0.3";
	options.jobs = 2;
	train_corpus(&options, &bytes);
	open_bundle("corpus");
	return 0;
}

/* Every comment of corpus/, scored. */
struct scored {
	moderato_classifier *with;
	moderato_scores *scores;
	size_t n;
	bool twice;
};

static void score_one(void *payload, const moderato_comment *comment)
{
	struct scored *s = payload;
	moderato_scores again;
	moderato_error error;

	assert_in_range(s->n, 0, COMMENTS_MAX - 1);
	must(moderato_classifier_score(s->with, comment, &s->scores[s->n], &error), error);
	if (s->twice) {
		must(moderato_classifier_score(s->with, comment, &again, &error), error);
		if (memcmp(&again, &s->scores[s->n], sizeof(again)) != 0)
			fail_msg("comment %zu: the second time it scores otherwise", s->n);
	}
	s->n++;
}

static struct scored score_all(const moderato_classifier_options *options, bool twice)
{
	struct scored s = {.scores = calloc(COMMENTS_MAX, sizeof(*s.scores)), .twice = twice};
	moderato_error error;

	assert_non_null(s.scores);
	must(moderato_classifier_new(&s.with, bundle, options, &error), error);
	each_comment(score_one, &s);
	moderato_classifier_free(s.with);
	s.with = NULL;
	assert_true(s.n > 1000);
	return s;
}

static void check_same(const char *name, const struct scored *a, const struct scored *b)
{
	size_t i;

	assert_int_equal(a->n, b->n);
	for (i = 0; i < a->n; i++)
		if (memcmp(&a->scores[i], &b->scores[i], sizeof(a->scores[i])) != 0)
			fail_msg("%s: comment %zu scores otherwise", name, i);
}

static void score__any_cache__gives_the_same_bytes(void **state)
{
	static const struct {
		const char *name;
		moderato_classifier_options options;
		bool twice;
	} table[] = {
		{"no cache", {.no_cache = 1}, false},
		{"one word", {.cache_words = 1}, false},
		{"two words", {.cache_words = 2}, true},
		{"64 words", {.cache_words = 64}, false},
		{"large", {.cache_words = (size_t)1 << 18}, true},
		{"no cache, twice", {.no_cache = 1}, true},
	};
	struct scored first = score_all(NULL, false);
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		struct scored other = score_all(&table[i].options, table[i].twice);

		check_same(table[i].name, &first, &other);
		free(other.scores);
	}
	free(first.scores);
}

static void *in_a_thread(void *payload)
{
	*(struct scored *)payload = score_all(NULL, false);
	return NULL;
}

static void score__two_threads_over_one_bundle__agree(void **state)
{
	struct scored alone = score_all(NULL, false);
	struct scored results[2];
	pthread_t threads[2];
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, in_a_thread, &results[i]), 0);
	for (i = 0; i < 2; i++)
		assert_int_equal(pthread_join(threads[i], NULL), 0);
	for (i = 0; i < 2; i++) {
		check_same("thread", &alone, &results[i]);
		free(results[i].scores);
	}
	free(alone.scores);
}

static void classifier__odd_options__are_refused(void **state)
{
	const moderato_classifier_options three = {.cache_words = 3};
	const moderato_classifier_options huge = {.cache_words = (size_t)1 << 62};
	moderato_classifier *c;

	(void)state;
	assert_int_equal(moderato_classifier_new(&c, bundle, &three, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "cache of 3 words: not a power of two");
	assert_null(c);
	assert_int_equal(moderato_classifier_new(&c, bundle, &huge, &err), MODERATO_ENOMEM);
	assert_null(c);
	moderato_classifier_free(NULL);
}

/* --- explanations --- */

static double worst_sum; /* |Σ shares + bias - margin| over Σ |share| */

/* Word by word the linear heads add up in float: a word's sum and its part of the norm are rounded
 * once each, by 2^-24 of their size. So shares, which are not rounded, add up to the margin within
 * 2^-23 of the sum of their sizes; measured on this corpus: 4e-8. */
static void check_sum(const moderato_explanation *e, const char *attribute, size_t number)
{
	double sum = e->bias;
	double sizes = fabs(e->bias);
	size_t i;

	for (i = 0; i < e->n_shares; i++) {
		sum += e->shares[i].share;
		sizes += fabs(e->shares[i].share);
		if (i && fabs(e->shares[i].share) > fabs(e->shares[i - 1].share))
			fail_msg("%s of comment %zu: shares do not fall in magnitude", attribute, number);
	}
	if (sizes > 0 && fabs(sum - e->margin) / sizes > worst_sum)
		worst_sum = fabs(sum - e->margin) / sizes;
	if (fabs(sum - e->margin) > 0x1p-23 * sizes)
		fail_msg("%s of comment %zu: shares add up to %.12g, the margin is %.12g", attribute,
			number, sum, e->margin);
}

static bool is_boundary(moderato_str text, size_t at)
{
	return at == text.len || ((unsigned char)text.ptr[at] & 0xc0) != 0x80;
}

static void check_span(moderato_str text, moderato_span span, const char *what)
{
	if (span.begin > span.end || span.end > text.len || !is_boundary(text, span.begin) ||
		!is_boundary(text, span.end))
		fail_msg("%s: span %zu to %zu of %zu bytes", what, span.begin, span.end, text.len);
}

static void check_some_spans(moderato_str text, const moderato_span *spans, const double *shares,
	size_t n, double sign, const char *what)
{
	size_t i;

	for (i = 0; i < n; i++) {
		check_span(text, spans[i], what);
		if (spans[i].begin == spans[i].end || (i && spans[i].begin <= spans[i - 1].end))
			fail_msg("%s: span %zu is empty or touches the one before", what, i);
		if (!(sign * shares[i] > 0))
			fail_msg("%s: span %zu has the share %g", what, i, shares[i]);
	}
}

static void check_spans(moderato_str text, const moderato_explanation *e, const char *what)
{
	size_t i;

	check_some_spans(text, e->spans, e->span_shares, e->n_spans, 1, what);
	check_some_spans(text, e->down_spans, e->down_shares, e->n_down, -1, what);
	for (i = 0; i < e->n_shares; i++)
		check_span(text, e->shares[i].span, e->shares[i].feature);
}

/* The largest shares only, and the others as sums, are what the whole list says. */
static void check_top(const moderato_comment *comment, size_t attribute, size_t top)
{
	moderato_share v[12];
	char names[COUNT(v)][600];
	moderato_rest up = {0, 0};
	moderato_rest down = {0, 0};
	moderato_explanation e;
	double rest = 0;
	size_t i;

	assert_in_range(top, 1, COUNT(v));
	must(moderato_classifier_explain_top(classifier, comment, attribute, top, &e, &err), err);
	assert_in_range(e.n_shares, 1, top);
	for (i = 0; i < e.n_shares; i++) {
		v[i] = e.shares[i];
		snprintf(names[i], sizeof(names[i]), "%s", e.shares[i].feature);
	}
	up = e.rest_up;
	down = e.rest_down;
	rest = e.rest;
	must(moderato_classifier_explain(classifier, comment, attribute, &e, &err), err);
	assert_true(e.rest == 0 && e.rest_up.n == 0 && e.rest_down.n == 0);
	for (i = 0; i < e.n_shares && i < top; i++) {
		assert_string_equal(names[i], e.shares[i].feature);
		assert_true(v[i].share == e.shares[i].share && v[i].value == e.shares[i].value);
		assert_memory_equal(&v[i].span, &e.shares[i].span, sizeof(v[i].span));
	}
	for (; i < e.n_shares; i++) {
		moderato_rest *side = e.shares[i].share < 0 ? &down : &up;

		side->n -= e.shares[i].share != 0;
		rest -= e.shares[i].share;
		side->sum -= e.shares[i].share;
	}
	assert_int_equal(up.n, 0);
	assert_int_equal(down.n, 0);
	assert_true(fabs(rest) < 1e-9 && fabs(up.sum) < 1e-9 && fabs(down.sum) < 1e-9);
}

static void explain_one(void *payload, const moderato_comment *comment)
{
	moderato_explanation e;
	moderato_scores scores;
	size_t *n = payload;
	size_t i;

	if ((*n)++ % 8 || *n > 8 * EXPLAINED_MAX)
		return;
	must(moderato_classifier_score(classifier, comment, &scores, &err), err);
	for (i = 0; i < bundle->n_heads; i++) {
		if (*n % 64 == 1)
			check_top(comment, i, 1 + (*n + i) % 12);
		must(moderato_classifier_explain(classifier, comment, i, &e, &err), err);
		assert_true(e.score == scores.score[i]);
		if (bundle->heads[i]->type == HEAD_LINEAR)
			assert_true(e.margin == scores.margin[i]);
		check_sum(&e, bundle->heads[i]->attribute, *n);
		check_spans(comment->text, &e, bundle->heads[i]->attribute);
	}
}

static void explain__two_hundred_comments__adds_up_to_the_margin(void **state)
{
	size_t n = 0;

	(void)state;
	each_comment(explain_one, &n);
	assert_true(n >= 8 * EXPLAINED_MAX);
	print_message("largest difference: %.2g of the shares' sizes\n", worst_sum);
}

static void spans__hostile_texts__lie_on_code_points(void **state)
{
	static const struct {
		const char *name;
		const char *text;
	} table[] = {
		{"accents", "d\xc3\xa9j\xc3\xa0 vu, you \xc3\xa9norme idi\xc3\xb6t"},
		{"look-alikes", "you stup\xd1\x96t mor\xd0\xben"},
		{"invisible", "you id\xe2\x80\x8biot \xf0\x9f\x98\x80"},
		{"entities", "you &#105;diot &amp; <b>mo</b>ron [url=http://a.example]x[/url]"},
		{"spaced", "y o u i d i o t"},
		{"full width", "\xef\xbd\x89\xef\xbd\x84\xef\xbd\x89\xef\xbd\x8f\xef\xbd\x94"},
		{"ligature", "\xef\xac\x80uck o\xef\xac\x80 idiot"},
		{"combining", "o\xcc\x81r\xcc\x82 idiot you"},
		{"emoji", "\xf0\x9f\x96\x95\xf0\x9f\x8f\xbd idiot \xf0\x9f\xa4\xa1"},
	};
	size_t i;
	size_t a;

	(void)state;
	for (i = 0; i < COUNT(table); i++)
		for (a = 0; a < bundle->n_heads; a++) {
			const moderato_comment comment = {.text = str(table[i].text)};
			moderato_explanation e;

			must(moderato_classifier_explain(classifier, &comment, a, &e, &err), err);
			check_sum(&e, table[i].name, a);
			check_spans(comment.text, &e, table[i].name);
		}
}

/* A text with more features than are sorted as if all were listed. */
static void explain_top__a_long_text__is_the_head_of_the_list(void **state)
{
	struct buffer text = BUFFER_INIT;
	moderato_comment comment = MODERATO_COMMENT_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < 4000; i++)
		buffer_printf(&text, "you idiot wo%c%c%c%c%s", (int)('a' + i % 26),
			(int)('a' + i / 26 % 26), (int)('a' + i / 676), (int)('a' + i % 7), i % 9 ? " " : ". ");
	comment.text = buffer_view(&text);
	for (i = 0; i < bundle->n_heads; i++) {
		check_top(&comment, i, 12);
		check_top(&comment, i, 1);
	}
	buffer_dispose(&text);
}

/* Every attribute of a comment that is scored once, in any order and more than once. */
static void explain_scored__each_attribute__as_if_it_were_scored_again(void **state)
{
	const moderato_comment comment = {
		.text = str("You are an idiot, 1d1ot and a liar. http://a.example/buy")};
	moderato_scores scores;
	moderato_explanation e;
	size_t i;

	(void)state;
	for (i = 0; i < 2 * bundle->n_heads; i++) {
		const size_t attribute = i * 3 % bundle->n_heads;
		char feature[200];
		double share, sum;
		size_t n;

		must(moderato_classifier_explain(classifier, &comment, attribute, &e, &err), err);
		n = e.n_shares;
		share = e.shares[n - 1].share;
		sum = e.margin + e.score + e.bias + (e.n_spans ? e.span_shares[0] : 0);
		snprintf(feature, sizeof(feature), "%s", e.shares[n - 1].feature);

		must(moderato_classifier_score(classifier, &comment, &scores, &err), err);
		must(moderato_classifier_explain_scored(
				 classifier, &scores, (attribute + 1) % bundle->n_heads, 0, &e, &err),
			err);
		must(moderato_classifier_explain_scored(classifier, &scores, attribute, 0, &e, &err), err);
		assert_int_equal(e.n_shares, n);
		assert_true(e.shares[n - 1].share == share);
		assert_string_equal(e.shares[n - 1].feature, feature);
		assert_true(sum == e.margin + e.score + e.bias + (e.n_spans ? e.span_shares[0] : 0));
	}
}

static void explain_scored__no_comment_was_scored__is_refused(void **state)
{
	const moderato_comment comment = {.text = str("hello")};
	moderato_scores scores;
	moderato_vector vector;
	moderato_explanation e;

	(void)state;
	must(moderato_classifier_score(classifier, &comment, &scores, &err), err);
	must(moderato_classifier_features(classifier, &comment, &vector, &err), err);
	assert_int_equal(
		moderato_classifier_explain_scored(classifier, &scores, 0, 0, &e, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "no comment was scored that could be explained");
	must(moderato_classifier_score_vector(classifier, &vector, &scores, &err), err);
	assert_int_equal(
		moderato_classifier_explain_scored(classifier, &scores, 0, 0, &e, &err), MODERATO_EINVAL);
}

static void explain__attribute_out_of_range__is_refused(void **state)
{
	const moderato_comment comment = {.text = str("hello")};
	moderato_explanation e;

	(void)state;
	assert_int_equal(
		moderato_classifier_explain(classifier, &comment, 7, &e, &err), MODERATO_EINVAL);
	assert_string_equal(err.message, "attribute 7: the bundle has 7");
	assert_true(!e.shares && !e.spans);
}

/* --- vectors --- */

static void vector_one(void *payload, const moderato_comment *comment)
{
	static unsigned index[1 << 16];
	static double value[1 << 16];
	moderato_scores scores;
	moderato_scores again;
	moderato_vector vector;
	size_t *n = payload;
	size_t i;

	if ((*n)++ % 3)
		return;
	must(moderato_classifier_score(classifier, comment, &scores, &err), err);
	must(moderato_classifier_features(classifier, comment, &vector, &err), err);
	assert_in_range(vector.n, 1, COUNT(index));
	memcpy(index, vector.index, vector.n * sizeof(*index));
	memcpy(value, vector.value, vector.n * sizeof(*value));
	vector.index = index;
	vector.value = value;
	must(moderato_classifier_score_vector(classifier, &vector, &again, &err), err);
	assert_int_equal(again.n, scores.n);
	for (i = 0; i < scores.n; i++)
		if (bundle->heads[i]->type == HEAD_LINEAR &&
			(fabs(again.margin[i] - scores.margin[i]) > 1e-6 ||
				fabs(again.score[i] - scores.score[i]) > 1.5e-6))
			fail_msg("comment %zu, %s: margin %.9g, of its vector %.9g", *n,
				bundle->heads[i]->attribute, scores.margin[i], again.margin[i]);
}

static void vector__of_a_comment__scores_as_the_comment(void **state)
{
	size_t n = 0;

	(void)state;
	each_comment(vector_one, &n);
}

static void vector__invalid__is_refused(void **state)
{
	static const unsigned indices[][2] = {{0, 1}, {2, 2}, {3, 1}, {1, 2}, {1, 2}, {1, 2}};
	static const double values[][2] = {
		{1, 1}, {1, 1}, {1, 1}, {1, NAN}, {INFINITY, 1}, {1, -INFINITY}};
	static const char *const messages[] = {"entry 1: indices must rise from 1",
		"entry 2: indices must rise from 1", "entry 2: indices must rise from 1",
		"entry 2: not a number", "entry 1: not a number", "entry 2: not a number"};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(messages); i++) {
		const moderato_vector vector = {indices[i], values[i], 2};
		moderato_scores scores;

		if (moderato_classifier_score_vector(classifier, &vector, &scores, &err) !=
				MODERATO_EINVAL ||
			strcmp(err.message, messages[i]) != 0)
			fail_msg("case %zu: '%s'", i, err.message);
		assert_int_equal(scores.n, 0);
	}
}

static void vector__empty_or_beyond_the_space__adds_nothing(void **state)
{
	static const unsigned index[] = {1u << 24, UINT32_MAX};
	static const double value[] = {1, 2};
	const moderato_vector empty = {NULL, NULL, 0};
	const moderato_vector beyond = {index, value, 2};
	moderato_scores a;
	moderato_scores b;
	size_t i;

	(void)state;
	must(moderato_classifier_score_vector(classifier, &empty, &a, &err), err);
	must(moderato_classifier_score_vector(classifier, &beyond, &b, &err), err);
	assert_memory_equal(&a, &b, sizeof(a));
	for (i = 0; i < a.n; i++)
		if (bundle->heads[i]->type == HEAD_LINEAR)
			assert_true(a.margin[i] == bundle->heads[i]->bias);
}

/* --- limits --- */

static void comment__at_the_limit_of_bytes__scores(void **state)
{
	static const struct {
		size_t len;
		moderato_status expected;
	} table[] = {
		{MODERATO_COMMENT_BYTES_MAX - 1, MODERATO_OK},
		{MODERATO_COMMENT_BYTES_MAX, MODERATO_OK},
		{MODERATO_COMMENT_BYTES_MAX + 1, MODERATO_ELIMIT},
	};
	static const char words[] = "You are such an \xc3\xa4rger, word ";
	char *text = malloc(MODERATO_COMMENT_BYTES_MAX + 1);
	size_t i;

	(void)state;
	assert_non_null(text);
	for (i = 0; i <= MODERATO_COMMENT_BYTES_MAX; i++)
		text[i] = words[i % (sizeof(words) - 1)];
	for (i = 0; i < COUNT(table); i++) {
		const moderato_comment comment = {.text = {text, table[i].len}};
		moderato_scores scores;

		assert_int_equal(
			moderato_classifier_score(classifier, &comment, &scores, &err), table[i].expected);
	}
	assert_string_equal(err.message, "the comment has 262145 bytes, the limit is 262144");
	free(text);
}

static void comment__empty__scores(void **state)
{
	static const char *const texts[] = {NULL, "", " \n\t ", "\xe2\x80\x8b", "...!!!"};
	moderato_scores absent;
	moderato_scores scores;
	moderato_explanation e;
	moderato_vector vector;
	size_t i;
	size_t a;

	(void)state;
	for (i = 0; i < COUNT(texts); i++) {
		const moderato_comment comment = {.text = str(texts[i])};

		must(moderato_classifier_score(classifier, &comment, &scores, &err), err);
		if (!i)
			absent = scores;
		if (i == 1)
			assert_memory_equal(&scores, &absent, sizeof(scores));
		for (a = 0; a < scores.n; a++) {
			assert_true(isfinite(scores.margin[a]) && scores.score[a] >= 0 && scores.score[a] <= 1);
			must(moderato_classifier_explain(classifier, &comment, a, &e, &err), err);
			check_sum(&e, "empty", i);
			assert_true(e.n_spans == 0 || i == 4);
		}
		must(moderato_classifier_features(classifier, &comment, &vector, &err), err);
	}
}

static void comment__any_bytes__score_alike(void **state)
{
	char text[1024];
	uint32_t seed = 1;
	size_t round;
	size_t i;

	(void)state;
	for (round = 0; round < 300; round++) {
		const moderato_comment comment = {.text = {text, round * 3}};
		moderato_scores first;
		moderato_scores second;

		for (i = 0; i < sizeof(text); i++)
			text[i] = (char)((seed = seed * 1664525 + 1013904223) >> 24);
		must(moderato_classifier_score(classifier, &comment, &first, &err), err);
		must(moderato_classifier_score(classifier, &comment, &second, &err), err);
		assert_memory_equal(&first, &second, sizeof(first));
		for (i = 0; i < first.n; i++)
			assert_true(isfinite(first.margin[i]));
	}
}

/* --- severity --- */

static void severity__every_part__only_rises(void **state)
{
	static const double steps[] = {0, 0.1, 0.5, 0.9, 1};
	double part[SEVERITY_PARTS];
	size_t code;
	size_t rest;
	size_t p;

	(void)state;
	for (code = 0; code < 3125; code++) {
		double before;

		for (rest = code, p = 0; p < SEVERITY_PARTS; p++, rest /= COUNT(steps))
			part[p] = steps[rest % COUNT(steps)];
		before = bundle_severity(part);
		assert_true(before >= 0 && before <= part[PART_TOXICITY]);
		for (p = 0; p < SEVERITY_PARTS; p++) {
			const double was = part[p];

			part[p] = fmin(1, was + 0.05);
			if (bundle_severity(part) < before)
				fail_msg("severity falls as %s rises", bundle_severity_parts[p]);
			part[p] = was;
		}
	}
}

static void severity__on_the_corpus__never_exceeds_toxicity(void **state)
{
	const int severity = moderato_bundle_find(bundle, "severe_toxicity");
	const int toxicity = moderato_bundle_find(bundle, "toxicity");
	struct scored all = score_all(NULL, false);
	size_t i;

	(void)state;
	assert_true(severity >= 0 && toxicity >= 0);
	for (i = 0; i < all.n; i++)
		if (all.scores[i].score[severity] > all.scores[i].score[toxicity])
			fail_msg("comment %zu: severity %g, toxicity %g", i, all.scores[i].score[severity],
				all.scores[i].score[toxicity]);
	free(all.scores);
}

/* Does to a file what an update, a full disk or a careless cp does. */
static void spoil(const char *path, size_t how)
{
	static const char junk[4096] = "junk";
	char other[300];
	int fd = -1;

	switch (how % 4) {
	case 0: /* cut to nothing, then written in part */
		write_file(path, junk, sizeof(junk));
		return;
	case 1: /* overwritten where it is */
		fd = open(path, O_WRONLY);
		for (; how < bytes.len; how += 8 * sizeof(junk))
			assert_int_equal(pwrite(fd, junk, sizeof(junk), (off_t)how), sizeof(junk));
		break;
	case 2: /* replaced */
		snprintf(other, sizeof(other), "%s.new", path);
		write_file(other, junk, sizeof(junk));
		assert_int_equal(rename(other, path), 0);
		return;
	default: /* cut in its middle */
		fd = open(path, O_WRONLY);
		assert_int_equal(ftruncate(fd, (off_t)(bytes.len * (how % 7) / 7)), 0);
	}
	close(fd);
}

static void bundle__file_spoilt_a_thousand_times__scores_the_same(void **state)
{
	const moderato_comment comment = {.text = str("You are an <b>idiot</b>! http://x.example/a")};
	moderato_bundle *file;
	moderato_classifier *with;
	moderato_scores expected, got;
	char path[256];
	size_t i;

	(void)state;
	must(moderato_classifier_score(classifier, &comment, &expected, &err), err);
	temporary(path, sizeof(path), "a.bundle");
	write_file(path, bytes.data, bytes.len);
	must(moderato_bundle_open(&file, path, &err), err);
	must(moderato_classifier_new(&with, file, &(moderato_classifier_options){.no_cache = 1}, &err),
		err);
	for (i = 0; i < 1000; i++) {
		spoil(path, i);
		must(moderato_classifier_score(with, &comment, &got, &err), err);
		assert_memory_equal(&got, &expected, sizeof(got));
		write_file(path, bytes.data, bytes.len);
	}
	moderato_classifier_free(with);
	moderato_bundle_free(file);
	remove_temporary(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(score__any_cache__gives_the_same_bytes),
		cmocka_unit_test(score__two_threads_over_one_bundle__agree),
		cmocka_unit_test(classifier__odd_options__are_refused),
		cmocka_unit_test(explain__two_hundred_comments__adds_up_to_the_margin),
		cmocka_unit_test(spans__hostile_texts__lie_on_code_points),
		cmocka_unit_test(explain__attribute_out_of_range__is_refused),
		cmocka_unit_test(explain_top__a_long_text__is_the_head_of_the_list),
		cmocka_unit_test(explain_scored__each_attribute__as_if_it_were_scored_again),
		cmocka_unit_test(explain_scored__no_comment_was_scored__is_refused),
		cmocka_unit_test(vector__of_a_comment__scores_as_the_comment),
		cmocka_unit_test(vector__invalid__is_refused),
		cmocka_unit_test(vector__empty_or_beyond_the_space__adds_nothing),
		cmocka_unit_test(comment__at_the_limit_of_bytes__scores),
		cmocka_unit_test(comment__empty__scores),
		cmocka_unit_test(comment__any_bytes__score_alike),
		cmocka_unit_test(severity__every_part__only_rises),
		cmocka_unit_test(severity__on_the_corpus__never_exceeds_toxicity),
		cmocka_unit_test(bundle__file_spoilt_a_thousand_times__scores_the_same),
	};

	return cmocka_run_group_tests(tests, setup, close_bundle);
}
