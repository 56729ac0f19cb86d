/* SPDX-License-Identifier: MIT */
#include <math.h>

#include "opened.h"
#include "trained.h"

#include "base/json.h"
#include "report/report_internal.h"
#include "measure/thresholds.h"
#include "moderato/report.h"

static int setup(void **state)
{
	moderato_train_options options = small_options();

	(void)state;
	train_samples(&options, 0, NULL, &bytes);
	open_bundle("memory");
	return 0;
}

/* A comment with its label of toxicity. */
struct entry {
	const char *text;
	const char *source;
	int label;
};

/* The data about entries, scored by the bundle. */
static void make_data(const struct entry *entries, size_t n, const char *corpus, struct buffer *out)
{
	const char *const names[] = {
		moderato_bundle_attribute(bundle, 0), moderato_bundle_attribute(bundle, 1)};
	const size_t toxicity = (size_t)moderato_bundle_find(bundle, "toxicity");
	const moderato_figures *figures;
	moderato_evaluator *evaluator;
	moderato_report *report;
	moderato_scores scores;
	moderato_error err;
	moderato_str json;
	size_t n_figures;
	size_t i;

	must(moderato_evaluator_new(&evaluator, names, 2, 1, &err), err);
	must(moderato_report_new(&report, bundle, NULL, &err), err);
	must(moderato_report_name_bundle(report, "/somewhere/my.bundle", &err), err);
	must(moderato_report_name_corpus(report, corpus, &err), err);
	for (i = 0; i < n; i++) {
		const moderato_comment comment = {.text = str(entries[i].text),
			.id = str(entries[i].text),
			.source = str(entries[i].source)};

		must(moderato_classifier_score(classifier, &comment, &scores, &err), err);
		must(moderato_evaluator_add(evaluator, toxicity, &comment, scores.margin[toxicity],
				 scores.score[toxicity], -1, entries[i].label, -1, &err),
			err);
		must(moderato_report_add(report, toxicity, &comment, scores.margin[toxicity],
				 scores.score[toxicity], entries[i].label, &err),
			err);
	}
	must(moderato_evaluator_figures(evaluator, &figures, &n_figures, &err), err);
	must(moderato_report_json(report, figures, n_figures, &json, &err), err);
	buffer_clear(out);
	buffer_add(out, json.ptr, json.len);
	moderato_report_free(report);
	moderato_evaluator_free(evaluator);
}

/* One JSON object, valid to its end, that no text in it can lead out of a script element. */
static void check_data(const struct buffer *data)
{
	struct json_reader *reader = json_reader_new();
	moderato_error err;

	assert_non_null(reader);
	must(json_read_object(reader, buffer_view(data), NULL, NULL, &err), err);
	json_reader_free(reader);
	assert_null(memchr(data->data, '<', data->len));
}

static const struct entry hostile[] = {
	{"<script>alert(1)</script><img src=x onerror=alert(1)> you idiot", "<b onclick=x>", 0},
	{"</blockquote></section></main></body><style>*{display:none}</style> moron", "a&b", 0},
	{"\" onmouseover=\"alert(1) ' x='", "'\"", 1},
	{"]]></title></svg><svg onload=alert(1)> <!-- fool", "<!--", 0},
	{"abc \xe2\x80\xae"
	 "evil\xe2\x80\xac \xe2\x81\xa6iso zero\xe2\x80\x8bwidth \a \xef\xbb\xbf moron",
		"\xe2\x80\xae"
		"bidi",
		1},
	{"bad \xff\xc0\xaf \xed\xa0\x80 bytes, clown", "\xff", 0},
	{"", "", 1},
	{" \n\n\t ", "x", 0},
};

static void data__hostile_comments__cannot_end_a_script_element(void **state)
{
	struct buffer data = BUFFER_INIT;
	const char *text;

	(void)state;
	make_data(hostile, COUNT(hostile), "/tmp/</script>.jsonl", &data);
	check_data(&data);
	text = buffer_cstr(&data);
	assert_null(strchr(text, '\a'));
	assert_null(strchr(text, '\xff'));
	assert_non_null(strstr(text, "\\u0007"));
	assert_non_null(strstr(text, "\\ufffd"));
	assert_non_null(strstr(text, "\\u003cscript>alert(1)\\u003c/script>"));
	assert_non_null(strstr(text, "\"files\":[\"script>.jsonl\"]")); /* after the last slash */
	assert_non_null(strstr(text, "\"bundle\":\"my.bundle\""));
	assert_null(strstr(text, "/somewhere/"));
	buffer_dispose(&data);
}

static void data__same_rows__same_bytes(void **state)
{
	struct buffer one = BUFFER_INIT;
	struct buffer two = BUFFER_INIT;

	(void)state;
	make_data(hostile, COUNT(hostile), "a.jsonl", &one);
	make_data(hostile, COUNT(hostile), "a.jsonl", &two);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	buffer_dispose(&one);
	buffer_dispose(&two);
}

static void data__one_class__has_no_curve(void **state)
{
	static const struct entry benign[] = {{"a lovely bridge", "x", 0}, {"you idiot", "x", 0}};
	static const struct entry none[] = {{"", "x", 0}};
	struct buffer data = BUFFER_INIT;

	(void)state;
	make_data(benign, COUNT(benign), "a", &data);
	check_data(&data);
	assert_non_null(strstr(buffer_cstr(&data), "\"roc\":[],"));
	assert_non_null(strstr(buffer_cstr(&data), "\"pr\":[],"));
	assert_non_null(strstr(buffer_cstr(&data), "\"unjudged\":[\"spam\"]"));
	assert_null(strstr(buffer_cstr(&data), "nan"));
	make_data(none, 0, "a", &data); /* no rows at all */
	check_data(&data);
	assert_non_null(strstr(buffer_cstr(&data), "\"attributes\":[]}"));
	buffer_dispose(&data);
}

static void data__what_raised_the_score__is_marked(void **state)
{
	static const struct entry row[] = {{"the bridge, you idiot, is fine", "x", 0}};
	struct buffer data = BUFFER_INIT;

	(void)state;
	make_data(row, 1, "a", &data);
	assert_non_null(strstr(buffer_cstr(&data), "idiot\",1,"));
	assert_non_null(strstr(buffer_cstr(&data), "\"before\":0,\"text\":[\"the"));
	assert_non_null(strstr(buffer_cstr(&data), "\"after\":0,\"shares\":["));
	buffer_dispose(&data);
}

/* A long text is cut around what carried it, at whole characters. */
static void data__long_text__is_cut_and_says_so(void **state)
{
	char text[9001];
	const struct entry row[] = {{text, "x", 0}};
	struct buffer data = BUFFER_INIT;
	size_t before = 0;
	size_t after = 0;
	size_t i;

	(void)state;
	for (i = 0; i + 1 < sizeof(text); i += 2)
		memcpy(text + i, i % 10 < 8 ? "\xc3\xa9" : "  ", 2);
	memcpy(text + 6000, "an idiot  ", 10);
	text[9000] = '\0';
	make_data(row, 1, "a", &data);
	check_data(&data);
	assert_non_null(strstr(buffer_cstr(&data), "idiot\",1,"));
	assert_null(strstr(buffer_cstr(&data), "\\ufffd"));
	assert_int_equal(
		sscanf(strstr(buffer_cstr(&data), "\"before\":"), "\"before\":%zu", &before), 1);
	assert_int_equal(sscanf(strstr(buffer_cstr(&data), "\"after\":"), "\"after\":%zu", &after), 1);
	assert_in_range(before, 5000, 6000);
	assert_in_range(after, 2000, 2999);
	buffer_dispose(&data);
}

/* --- the worst --- */

static void worst__more_than_are_kept__the_worst_first(void **state)
{
	moderato_report *report;
	moderato_error err;
	const struct report_column *c;
	size_t i;

	(void)state;
	must(moderato_report_new(&report, bundle, NULL, &err), err);
	for (i = 0; i < 60; i++) {
		char text[16];
		const double margin = (double)(i * 37 % 30); /* each twice: the first of equals stays */
		const moderato_comment comment = {
			.text = {text, (size_t)snprintf(text, 16, "t%zu", i) + 1}};

		must(moderato_report_add(report, 0, &comment, margin, margin / 100, i % 2, &err), err);
	}
	c = &report->columns[0];
	assert_int_equal(c->n, 60);
	assert_int_equal(c->alarms.n, MODERATO_REPORT_ERRORS);
	assert_int_equal(c->missed.n, MODERATO_REPORT_ERRORS);
	for (i = 1; i < MODERATO_REPORT_ERRORS; i++) {
		assert_true(c->alarms.v[i].margin <= c->alarms.v[i - 1].margin);
		assert_true(c->missed.v[i].margin >= c->missed.v[i - 1].margin);
	}
	assert_true(c->alarms.v[0].margin == 28 && c->alarms.v[0].margin == c->alarms.v[1].margin);
	assert_true(c->missed.v[0].margin == 1);
	assert_true(
		atoi(c->alarms.v[0].comment.text.ptr + 1) < atoi(c->alarms.v[1].comment.text.ptr + 1));
	moderato_report_free(report);
}

static void add__bad_numbers__are_refused(void **state)
{
	static const struct {
		size_t attribute;
		double margin;
		double score;
		int label;
	} table[] = {{9, 0, 0.5, 1}, {0, NAN, 0.5, 1}, {0, INFINITY, 0.5, 1}, {0, 0, 1.5, 1},
		{0, 0, -0.1, 1}, {0, 0, NAN, 1}, {0, 0, 0.5, 2}, {0, 0, 0.5, -1}};
	const moderato_comment comment = {.text = str("x")};
	moderato_report *report;
	moderato_error err;
	size_t i;

	(void)state;
	must(moderato_report_new(&report, bundle, NULL, &err), err);
	for (i = 0; i < COUNT(table); i++)
		if (moderato_report_add(report, table[i].attribute, &comment, table[i].margin,
				table[i].score, table[i].label, &err) != MODERATO_EINVAL)
			fail_msg("row %zu was taken", i);
	assert_int_equal(report->columns[0].n, 0);
	moderato_report_free(report);
}

/* --- thresholds --- */

static void thresholds__of_a_policy__stand_among_round_ones(void **state)
{
	static const char yaml[] =
		"version: 1\nrules:\n"
		"  - {name: a, when: {toxicity: '>= 0.7'}, action: hold}\n"
		"  - {name: b, when: {toxicity: '>= 0.9'}, action: reject}\n"
		"  - {name: c, when: {toxicity: '> 0.3', links: '> 2'}, action: hold}\n"
		"  - {name: d, when: {toxicity: '< 0.2'}, action: hold}\n"
		"  - {name: e, when: {spam: '>= 0.6'}, action: hold}\n"
		"  - {name: f, when: {toxicity: '>= 0.4'}, phrases: [x], action: hold}\n";
	static const struct threshold expected[] = {{0.5, MODERATO_PUBLISH}, {0.7, MODERATO_HOLD},
		{0.8, MODERATO_PUBLISH}, {0.9, MODERATO_REJECT}, {0.95, MODERATO_PUBLISH},
		{0.99, MODERATO_PUBLISH}};
	struct threshold v[THRESHOLDS_MAX];
	moderato_policy *policy;
	moderato_error err;
	size_t i;

	(void)state;
	must(moderato_policy_parse(&policy, "p", str(yaml), &err), err);
	assert_int_equal(thresholds_of(policy, "toxicity", v), COUNT(expected));
	for (i = 0; i < COUNT(expected); i++)
		if (v[i].value != expected[i].value || v[i].action != expected[i].action)
			fail_msg("threshold %zu: %g, %d", i, v[i].value, (int)v[i].action);
	assert_int_equal(thresholds_of(policy, "threat", v), 5);
	moderato_policy_free(policy);
}

static void thresholds__many_rules__stay_in_bounds(void **state)
{
	struct threshold v[THRESHOLDS_MAX];
	struct buffer yaml = BUFFER_INIT;
	moderato_policy *policy;
	moderato_error err;
	size_t n;
	size_t i;

	(void)state;
	buffer_add_str(&yaml, "version: 1\nrules:\n");
	for (i = 0; i < 100; i++)
		buffer_printf(&yaml, "  - {name: r%zu, when: {toxicity: '>= 0.%03zu'}, action: hold}\n", i,
			900 - 7 * i);
	must(moderato_policy_parse(&policy, "p", buffer_view(&yaml), &err), err);
	n = thresholds_of(policy, "toxicity", v);
	assert_in_range(n, 6, THRESHOLDS_MAX);
	for (i = 1; i < n; i++)
		assert_true(v[i - 1].value < v[i].value);
	moderato_policy_free(policy);
	buffer_dispose(&yaml);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(data__hostile_comments__cannot_end_a_script_element),
		cmocka_unit_test(data__same_rows__same_bytes),
		cmocka_unit_test(data__one_class__has_no_curve),
		cmocka_unit_test(data__what_raised_the_score__is_marked),
		cmocka_unit_test(data__long_text__is_cut_and_says_so),
		cmocka_unit_test(worst__more_than_are_kept__the_worst_first),
		cmocka_unit_test(add__bad_numbers__are_refused),
		cmocka_unit_test(thresholds__of_a_policy__stand_among_round_ones),
		cmocka_unit_test(thresholds__many_rules__stay_in_bounds),
	};

	return cmocka_run_group_tests(tests, setup, close_bundle);
}
