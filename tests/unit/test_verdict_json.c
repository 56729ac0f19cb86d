/* SPDX-License-Identifier: MIT */
#include "opened.h"

#include <math.h>

#include "base/json.h"
#include "base/number.h"
#include "feature/heuristics.h"
#include "moderato/exporter.h"
#include "moderato/reader.h"

#define BITS 12u
#define N_LINEAR 2u
#define STRIDE 4u
#define STR(literal)                                                                               \
	{                                                                                              \
		"" literal, sizeof(literal) - 1                                                            \
	}

struct fixture {
	char *text; /* the growing text */
	size_t len;
	size_t cap;
	moderato_error err;
};

static void set_weight(
	uint8_t *codes, const struct space *space, const char *word, size_t column, uint8_t code)
{
	struct ngrams *ngrams = malloc(sizeof(*ngrams));
	size_t i;

	assert_non_null(ngrams);
	ngrams_of(space, word, strlen(word), ngrams);
	assert_int_equal(ngrams->n, 1);
	for (i = 0; i < ngrams->n; i++)
		codes[space_bucket(space, ngrams->v[i].hash) * STRIDE + 1 + column] = code;
	free(ngrams);
}

/* A bundle made here: every word's value is 1, "idiot" has weight 3 for toxicity, "casino" 5 for
 * spam, and the third head is a kernel's. */
static void build(void)
{
	static const uint64_t start[] = {0, 1};
	static const uint32_t index[] = {0};
	static const float value[] = {1};
	static const double coef[] = {0};
	struct bundle_parts parts = {.shape = {.kind = BUNDLE_COMMENTS,
									 .space = {.bits = BITS,
										 .word_value = 1,
										 .chars_value = 1,
										 .pair_value = 1,
										 .dense_value = 1},
									 .n_dense = (uint32_t)heuristics_size(),
									 .stride = STRIDE,
									 .n_linear = N_LINEAR,
									 .n_heads = 3},
		.heads = {head_of("spam", HEAD_LINEAR, -4), head_of("toxicity", HEAD_LINEAR, -0.5),
			head_of("threat", HEAD_KERNEL, 1)},
		.facts = STR(""),
		.card = STR("")};
	uint8_t *codes = calloc((size_t)1 << BITS, STRIDE);
	float *books = calloc((1 + N_LINEAR) * 256, sizeof(*books));
	float *dense = calloc(N_LINEAR * heuristics_size(), sizeof(*dense));
	moderato_error err = {"", 0};
	size_t i;

	assert_true(codes && books && dense);
	parts.heads[1].column = 1;
	parts.kernels[2] = (struct kernel_head){
		.n_sv = 1, .start = start, .index = index, .value = value, .coef = coef};
	for (i = 0; i < (size_t)1 << BITS; i++)
		codes[i * STRIDE] = 1;
	books[1] = 1;
	books[256 + 1] = 5;
	books[512 + 1] = 3;
	set_weight(codes, &parts.shape.space, "casino", 0, 1);
	set_weight(codes, &parts.shape.space, "idiot", 1, 1);
	parts.codes = codes;
	parts.books = books;
	parts.dense = dense;
	must(bundle_build(&parts, &bytes, &err), err);
	free(codes);
	free(books);
	free(dense);
}

static int setup(void **state)
{
	struct fixture *f = calloc(1, sizeof(*f));

	assert_non_null(f);
	build();
	open_bundle("test");
	*state = f;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *f = *state;

	free(f->text);
	free(f);
	return close_bundle(state);
}

static void check_text(const char *name, const struct fixture *f, const char *expected)
{
	if (f->len != strlen(expected) || strcmp(f->text, expected) != 0)
		fail_msg("%s:\n     got %s\nexpected %s", name, f->text, expected);
}

static moderato_status member_is_fine(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	(void)key;
	(void)value;
	(void)err;
	++*(size_t *)payload;
	return MODERATO_OK;
}

/* Is the text one valid JSON object? */
static void check_json(const struct fixture *f)
{
	struct json_reader *reader = json_reader_new();
	moderato_error err = {"", 0};
	size_t n = 0;

	assert_non_null(reader);
	if (json_read_object(reader, (moderato_str){f->text, f->len}, member_is_fine, &n, &err))
		fail_msg("%s: %s", err.message, f->text);
	json_reader_free(reader);
}

/* Score the comment and write the verdict, with these reasons. */
static void write_verdict(struct fixture *f, const moderato_comment *comment, unsigned with,
	const unsigned char *selected, const moderato_reason *reasons, size_t n_reasons)
{
	moderato_verdict verdict = {
		.decision = MODERATO_HOLD, .reasons = reasons, .n_reasons = n_reasons};

	f->len = 0;
	if (moderato_classifier_score(classifier, comment, &verdict.scores, &f->err) ||
		moderato_verdict_json(
			classifier, comment, &verdict, with, selected, &f->text, &f->len, &f->cap, &f->err))
		fail_msg("%s", f->err.message);
	check_json(f);
}

static void number__every_millionth__reads_back(void **state)
{
	uint32_t k;

	(void)state;
	for (k = 0; k <= 1000000; k++) {
		const double value = (double)k / 1e6;
		char text[32];
		char slow[32];
		const size_t n = moderato_format_number(text, value);

		text[n] = '\0';
		if (strtod(text, NULL) != value || n > 8 || (n > 1 && text[n - 1] == '0') ||
			strspn(text, "0123456789.") != n)
			fail_msg("%u millionths: got %s", k, text);
		if (k % 499)
			continue;
		format_double(slow, value);
		if (strtod(slow, NULL) != strtod(text, NULL) || (!strchr(slow, 'e') && strcmp(slow, text)))
			fail_msg("%u millionths: got %s, format_double() says %s", k, text, slow);
	}
}

static void number__any_value__reads_back(void **state)
{
	static const struct {
		double value;
		const char *expected;
	} table[] = {
		{0, "0"},
		{-0.0, "-0"},
		{1, "1"},
		{0.0131, "0.0131"},
		{0.000004, "0.000004"},
		{0.999999, "0.999999"},
		{0.1 + 0.2, "0.30000000000000004"},
		{1.0 / 3, "0.3333333333333333"},
		{0.0000015, "1.5e-06"},
		{1.5, "1.5"},
		{-1.25, "-1.25"},
		{4.9406564584124654e-324, "4.94065645841247e-324"},
		{1.7976931348623157e308, "1.7976931348623157e+308"},
		{INFINITY, "null"},
		{-INFINITY, "null"},
		{NAN, "null"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(table); i++) {
		char text[32];
		const size_t n = moderato_format_number(text, table[i].value);

		text[n] = '\0';
		if (strcmp(text, table[i].expected) != 0)
			fail_msg("%.17g: got %s, expected %s", table[i].value, text, table[i].expected);
		if (isfinite(table[i].value))
			assert_true(strtod(text, NULL) == table[i].value);
	}
}

static void verdict__reasons__are_written_as_designed(void **state)
{
	static const moderato_span spans[] = {{12, 17}, {20, 25}};
	static const moderato_reason reasons[] = {
		{"toxicity", NULL, MODERATO_HOLD, 1, 0.731059, spans, 1},
		{"house \"list\"", "We don't sell followers.", MODERATO_HOLD, -1, 0, spans, 2},
		{"too many links", NULL, MODERATO_HOLD, -1, 0, NULL, 0},
	};
	moderato_comment comment = {.text = STR("You are an idiot."), .id = STR("c1"), .line = 7};

	write_verdict(*state, &comment, 0, NULL, reasons, COUNT(reasons));
	check_text("reasons", *state,
		"{\"id\":\"c1\",\"decision\":\"hold\","
		"\"scores\":{\"spam\":0.017986,\"toxicity\":0.731059,\"threat\":0.731059},"
		"\"reasons\":[{\"rule\":\"toxicity\",\"score\":0.731059,\"spans\":[[12,17]]},"
		"{\"rule\":\"house \\\"list\\\"\",\"spans\":[[12,17],[20,25]],"
		"\"message\":\"We don't sell followers.\"},"
		"{\"rule\":\"too many links\",\"spans\":[]}]}");
}

static void verdict__missing_id__is_the_line(void **state)
{
	moderato_comment comment = {.text = STR("Fine."), .line = 12};
	struct fixture *f = *state;

	write_verdict(f, &comment, 0, (const unsigned char *)"\1\0\0", NULL, 0);
	check_text("line 12", f,
		"{\"id\":\"12\",\"decision\":\"hold\",\"scores\":{\"spam\":0.017986},\"reasons\":[]}");
	comment.line = 0;
	write_verdict(f, &comment, 0, (const unsigned char *)"\0\0\0", NULL, 0);
	check_text("no line", f, "{\"decision\":\"hold\",\"scores\":{},\"reasons\":[]}");
	comment.id = (moderato_str)STR("");
	write_verdict(f, &comment, 0, (const unsigned char *)"\0\0\0", NULL, 0);
	check_text("empty id", f, "{\"id\":\"\",\"decision\":\"hold\",\"scores\":{},\"reasons\":[]}");
}

static void verdict__margins__stand_behind_the_scores(void **state)
{
	moderato_comment comment = {.text = STR("You are an idiot.")};

	/* Four words of value 1 have norm 2: 3 / 2 - 0.5. */
	write_verdict(*state, &comment, MODERATO_WITH_MARGINS, NULL, NULL, 0);
	check_text("all margins", *state,
		"{\"decision\":\"hold\","
		"\"scores\":{\"spam\":0.017986,\"toxicity\":0.731059,\"threat\":0.731059},"
		"\"margins\":{\"spam\":-4,\"toxicity\":1,\"threat\":1},\"reasons\":[]}");
	write_verdict(
		*state, &comment, MODERATO_WITH_MARGINS, (const unsigned char *)"\1\0\1", NULL, 0);
	check_text("margins", *state,
		"{\"decision\":\"hold\",\"scores\":{\"spam\":0.017986,\"threat\":0.731059},"
		"\"margins\":{\"spam\":-4,\"threat\":1},\"reasons\":[]}");
}

static void verdict__spans__are_of_attributes_that_score(void **state)
{
	moderato_comment comment = {.text = STR("You are an idiot")};
	moderato_scores other;
	const moderato_comment another = {.text = STR("Casino casino idiot")};
	struct fixture *f = *state;
	moderato_verdict verdict = {.decision = MODERATO_PUBLISH};

	write_verdict(f, &comment, MODERATO_WITH_SPANS, NULL, NULL, 0);
	check_text("spans", f,
		"{\"decision\":\"hold\","
		"\"scores\":{\"spam\":0.017986,\"toxicity\":0.731059,\"threat\":0.731059},"
		"\"reasons\":[],\"spans\":{\"spam\":[],\"toxicity\":[[11,16]],\"threat\":[]}}");
	/* The classifier has read another comment before the verdict is written. */
	f->len = 0;
	assert_int_equal(moderato_classifier_score(classifier, &comment, &verdict.scores, &f->err), 0);
	assert_int_equal(moderato_classifier_score(classifier, &another, &other, &f->err), 0);
	assert_int_equal(moderato_verdict_json(classifier, &comment, &verdict, MODERATO_WITH_SPANS,
						 (const unsigned char *)"\0\1\0", &f->text, &f->len, &f->cap, &f->err),
		MODERATO_OK);
	check_text("after another", f,
		"{\"decision\":\"publish\",\"scores\":{\"toxicity\":0.731059},\"reasons\":[],"
		"\"spans\":{\"toxicity\":[[11,16]]}}");
}

static void verdict__explain__lists_shares(void **state)
{
	moderato_comment comment = {.text = STR("idiot idiot")};
	struct fixture *f = *state;
	const char *expected =
		"\"explain\":{\"toxicity\":[{\"feature\":\"word idiot\",\"value\":1,\"share\":3,"
		"\"span\":[0,5]}";

	write_verdict(f, &comment, MODERATO_WITH_EXPLAIN, (const unsigned char *)"\0\1\1", NULL, 0);
	if (!strstr(f->text, expected) || !strstr(f->text, "],\"threat\":[]}}"))
		fail_msg("got %s", f->text);
}

static void verdict__explain__lists_ten_shares_at_most(void **state)
{
	moderato_comment comment = {.text = STR("a b c d e f g h one two three four five six seven "
											"eight nine ten eleven twelve thirteen idiot")};
	struct fixture *f = *state;
	const char *at;
	size_t n = 0;

	write_verdict(f, &comment, MODERATO_WITH_EXPLAIN, (const unsigned char *)"\0\1\0", NULL, 0);
	for (at = f->text; (at = strstr(at, "\"feature\":")); at++)
		n++;
	assert_int_equal(n, 10);
	assert_non_null(strstr(f->text, "[{\"feature\":\"word idiot\""));
}

static const moderato_label labels[] = {{STR("toxicity"), 1}, {STR("spam"), 0}};

/* Every field, in an order that is not that of the keys. */
#define FULL                                                                                       \
	{                                                                                              \
		.text = STR("caf\xc3\xa9\n"), .id = STR("5"), .author = STR("a"),                          \
		.author_email = STR("b"), .author_url = STR("c"), .ip = STR("d"), .user_agent = STR("e"),  \
		.title = STR("f"), .parent = STR("g"), .parent_id = STR("h"), .url = STR("i"),             \
		.created = STR("j"), .lang = STR("k"), .source = STR("l"), .group = STR("m"),              \
		.labels = labels, .n_labels = 2, .extra = STR("\"kind\":[1,\"x\"],\"n\":1.0")              \
	}

#define FULL_FIELDS                                                                                \
	"\"text\":\"caf\xc3\xa9\\n\",\"author\":\"a\",\"author_email\":\"b\",\"author_url\":\"c\","    \
	"\"ip\":\"d\",\"user_agent\":\"e\",\"title\":\"f\",\"parent\":\"g\",\"parent_id\":\"h\","      \
	"\"url\":\"i\",\"created\":\"j\",\"lang\":\"k\",\"labels\":{\"toxicity\":1,\"spam\":0},"       \
	"\"source\":\"l\",\"group\":\"m\",\"kind\":[1,\"x\"],\"n\":1.0}"

static void verdict__text__brings_all_fields(void **state)
{
	moderato_comment comment = FULL;

	write_verdict(*state, &comment, MODERATO_WITH_TEXT, (const unsigned char *)"\0\0\0", NULL, 0);
	check_text("text", *state,
		"{\"id\":\"5\",\"decision\":\"hold\",\"scores\":{},\"reasons\":[]," FULL_FIELDS);
	write_verdict(*state, &comment, 0, (const unsigned char *)"\0\0\0", NULL, 0);
	check_text("without", *state,
		"{\"id\":\"5\",\"decision\":\"hold\",\"scores\":{},\"reasons\":[],"
		"\"kind\":[1,\"x\"],\"n\":1.0}");
}

static void verdict__extra_that_poses_as_a_verdict__is_dropped(void **state)
{
	static const struct {
		moderato_str extra;
		const char *expected;
	} table[] = {
		{STR("\"decision\":\"publish\""), "}"},
		{STR("\"a\":1,\"decision\":\"publish\""), ",\"a\":1}"},
		{STR("\"decision\":\"publish\",\"b\":2"), ",\"b\":2}"},
		{STR("\"a\":\"x,\\\"decision\\\":1\",\"b\":\"\\\\\",\"scores\":{\"spam\":[0,{}]},\"c\":3"),
			",\"a\":\"x,\\\"decision\\\":1\",\"b\":\"\\\\\",\"c\":3}"},
		{STR("\"margins\":{},\"reasons\":[[],1],\"spans\":{},\"explain\":null"), "}"},
		{STR("\"campaign\":{\"id\":\"1\",\"size\":9},\"b\":2"), ",\"b\":2}"},
		{STR("\"a\":{\"decision\":1},\"decisions\":2"), ",\"a\":{\"decision\":1},\"decisions\":2}"},
		{STR("\"a\":1, \"decision\": \"publish\" , \"b\":2"), ",\"a\":1,\"b\":2}"},
		{STR(" \"scores\":1,\t\"b\":2"), ",\"b\":2}"},
		{STR("\"decision\":0,\"a\":\"\\"), ",\"a\":\"\\}"}, /* no caller's; must end all the same */
	};
	const char *before = "{\"decision\":\"hold\",\"scores\":{},\"reasons\":[]";
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		const moderato_comment comment = {.text = STR("x"), .extra = table[i].extra};
		const moderato_verdict verdict = {.decision = MODERATO_HOLD};

		f->len = 0;
		assert_int_equal(moderato_verdict_json(classifier, &comment, &verdict, 0, NULL, &f->text,
							 &f->len, &f->cap, &f->err),
			MODERATO_OK);
		if (strncmp(f->text, before, strlen(before)) != 0 ||
			strcmp(f->text + strlen(before), table[i].expected) != 0)
			fail_msg("%s: got %s", table[i].extra.ptr, f->text);
	}
}

static void verdict__screened__has_the_reasons_spans(void **state)
{
	static const moderato_str yaml = STR("version: 1\n"
										 "rules:\n"
										 "  - name: rude\n"
										 "    when: {toxicity: \">= 0.7\"}\n"
										 "    action: hold\n"
										 "    message: Be kind.\n"
										 "  - name: house list\n"
										 "    phrases: [an idiot]\n"
										 "    action: reject\n");
	moderato_comment comment = {.text = STR("You are an <b>idiot</b>"), .id = STR("1")};
	struct fixture *f = *state;
	moderato_policy *policy;
	moderato_verdict verdict;

	if (moderato_policy_parse(&policy, "test", yaml, &f->err) ||
		moderato_classifier_screen(classifier, policy, &comment, &verdict, &f->err) ||
		moderato_verdict_json(classifier, &comment, &verdict, MODERATO_WITH_SPANS,
			(const unsigned char *)"\0\1\0", &f->text, &f->len, &f->cap, &f->err))
		fail_msg("%s", f->err.message);
	check_json(f);
	check_text("screened", f,
		"{\"id\":\"1\",\"decision\":\"reject\",\"scores\":{\"toxicity\":0.731059},\"reasons\":["
		"{\"rule\":\"house list\",\"spans\":[[8,19]]},"
		"{\"rule\":\"rude\",\"score\":0.731059,\"spans\":[[14,19]],\"message\":\"Be kind.\"}],"
		"\"spans\":{\"toxicity\":[[14,19]]}}");
	moderato_policy_free(policy);
}

static void verdict__failure__leaves_the_text(void **state)
{
	struct fixture *f = *state;
	moderato_comment comment = {.text = {NULL, MODERATO_COMMENT_BYTES_MAX + 1}};
	const moderato_verdict verdict = {.decision = MODERATO_HOLD};
	char *big = malloc(comment.text.len);

	assert_non_null(big);
	memset(big, 'a', comment.text.len);
	comment.text.ptr = big;
	f->text = strdup("before");
	f->len = 6;
	f->cap = 7;
	assert_int_equal(moderato_verdict_json(classifier, &comment, &verdict, MODERATO_WITH_SPANS,
						 NULL, &f->text, &f->len, &f->cap, &f->err),
		MODERATO_ELIMIT);
	assert_int_equal(f->len, 6);
	assert_string_equal(f->text, "before");
	free(big);
}

static void comment__all_fields__are_in_order(void **state)
{
	moderato_comment comment = FULL;
	struct fixture *f = *state;

	assert_int_equal(
		moderato_comment_json(&comment, &f->text, &f->len, &f->cap, &f->err), MODERATO_OK);
	check_json(f);
	check_text("all", f, "{\"id\":\"5\"," FULL_FIELDS);
}

static void comment__few_fields__leaves_out_the_rest(void **state)
{
	static const struct {
		const char *name;
		moderato_comment comment;
		const char *expected;
	} table[] = {
		{"text", {.text = STR("x"), .line = 3}, "{\"text\":\"x\"}"},
		{"empty text", {.text = STR("")}, "{\"text\":\"\"}"},
		{"no text", {.title = STR("t")}, "{\"title\":\"t\"}"},
		{"labels", {.text = STR("x"), .labels = labels, .n_labels = 1},
			"{\"text\":\"x\",\"labels\":{\"toxicity\":1}}"},
		{"extra", {.extra = STR("\"decision\":1")}, "{\"decision\":1}"},
		{"bad bytes", {.text = STR("a\xff\"\\\x01")},
			"{\"text\":\"a\xef\xbf\xbd\\\"\\\\\\u0001\"}"},
		{"nothing", {.line = 1}, "{}"},
	};
	struct fixture *f = *state;
	size_t i;

	for (i = 0; i < COUNT(table); i++) {
		f->len = 0;
		assert_int_equal(
			moderato_comment_json(&table[i].comment, &f->text, &f->len, &f->cap, &f->err),
			MODERATO_OK);
		check_json(f);
		check_text(table[i].name, f, table[i].expected);
	}
}

static void comment__appended__keeps_what_was_there(void **state)
{
	moderato_comment comment = {.text = STR("x")};
	struct fixture *f = *state;

	assert_int_equal(
		moderato_comment_json(&comment, &f->text, &f->len, &f->cap, &f->err), MODERATO_OK);
	assert_int_equal(
		moderato_comment_json(&comment, &f->text, &f->len, &f->cap, &f->err), MODERATO_OK);
	check_text("twice", f, "{\"text\":\"x\"}{\"text\":\"x\"}");
	assert_true(f->cap > f->len);
}

static void comment__written_and_read__is_the_same(void **state)
{
	moderato_comment comment = FULL;
	moderato_comment read;
	moderato_reader *reader;
	struct fixture *f = *state;
	char *first;

	assert_int_equal(
		moderato_comment_json(&comment, &f->text, &f->len, &f->cap, &f->err), MODERATO_OK);
	first = strdup(f->text);
	assert_non_null(first);
	if (moderato_reader_open_memory(
			&reader, "test", (moderato_str){first, f->len}, NULL, &f->err) ||
		moderato_reader_next(reader, &read, &f->err))
		fail_msg("%s", f->err.message);
	f->len = 0;
	assert_int_equal(
		moderato_comment_json(&read, &f->text, &f->len, &f->cap, &f->err), MODERATO_OK);
	check_text("read back", f, first);
	moderato_reader_free(reader);
	free(first);
}

#define IN_FIXTURE(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(number__every_millionth__reads_back),
		cmocka_unit_test(number__any_value__reads_back),
		IN_FIXTURE(verdict__reasons__are_written_as_designed),
		IN_FIXTURE(verdict__missing_id__is_the_line),
		IN_FIXTURE(verdict__margins__stand_behind_the_scores),
		IN_FIXTURE(verdict__spans__are_of_attributes_that_score),
		IN_FIXTURE(verdict__explain__lists_shares),
		IN_FIXTURE(verdict__explain__lists_ten_shares_at_most),
		IN_FIXTURE(verdict__text__brings_all_fields),
		IN_FIXTURE(verdict__extra_that_poses_as_a_verdict__is_dropped),
		IN_FIXTURE(verdict__screened__has_the_reasons_spans),
		IN_FIXTURE(verdict__failure__leaves_the_text),
		IN_FIXTURE(comment__all_fields__are_in_order),
		IN_FIXTURE(comment__few_fields__leaves_out_the_rest),
		IN_FIXTURE(comment__appended__keeps_what_was_there),
		IN_FIXTURE(comment__written_and_read__is_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
