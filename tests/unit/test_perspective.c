/* SPDX-License-Identifier: MIT */
/* Requests of Perspective's protocol, and its errors. */
#include "support.h"

#include "serve/perspective/perspective_fields.h"
#include "serve/perspective/perspective_request.h"

struct reader {
	struct json_reader *json;
	struct buffer relaxed;
	struct buffer out;
	struct perspective_request request;
};

static struct reader reader_new(void)
{
	struct reader r = {.json = json_reader_new(), .relaxed = BUFFER_INIT, .out = BUFFER_INIT};

	assert_non_null(r.json);
	return r;
}

static void reader_free(struct reader *r)
{
	json_reader_free(r->json);
	buffer_dispose(&r->relaxed);
	buffer_dispose(&r->out);
}

static const struct perspective_request *read_request(
	struct reader *r, moderato_str body, enum perspective_method method, bool strict)
{
	const struct perspective_reading how = {method, strict};

	assert_true(perspective_request_read(&r->request, r->json, &r->relaxed, body, &how));
	return &r->request;
}

static void add_str(struct buffer *out, const char *name, moderato_str value)
{
	if (value.ptr)
		buffer_printf(out, " %s=%.*s", name, (int)value.len, value.ptr);
}

/* A request in one line. */
static const char *describe(struct reader *r)
{
	const struct perspective_request *q = &r->request;
	size_t i;

	buffer_clear(&r->out);
	if (q->error.http) {
		buffer_printf(&r->out, "%d %s %s", q->error.http,
			q->error.detail == PERSPECTIVE_ERROR_TYPE ? q->error.error_type : "-",
			q->error.message);
		return buffer_cstr(&r->out);
	}
	buffer_printf(&r->out, "'%.*s'", (int)q->text.len, q->text.ptr);
	for (i = 0; i < q->n_asked; i++) {
		const struct perspective_asked *a = &q->asked[i];

		buffer_printf(&r->out, " %.*s:%s", (int)a->name.len, a->name.ptr,
			a->attribute ? a->attribute->name : "unknown");
		if (a->has_threshold)
			buffer_printf(&r->out, ">=%g", a->threshold);
		if (a->has_summary)
			buffer_printf(&r->out, "=%g", a->summary);
		if (a->has_spans)
			buffer_add_str(&r->out, "+spans");
	}
	for (i = 0; i < q->n_languages; i++)
		add_str(&r->out, "language", q->languages[i]);
	buffer_add_str(&r->out, q->span_annotations ? " spans" : "");
	buffer_add_str(&r->out, q->do_not_store ? " secret" : "");
	buffer_add_str(&r->out, q->context_entries || q->context_article ? " context" : "");
	add_str(&r->out, "token", q->client_token);
	add_str(&r->out, "community", q->community_id);
	return buffer_cstr(&r->out);
}

struct request_case {
	const char *body;
	const char *expected;
};

static void check_cases(
	const struct request_case *cases, size_t n, enum perspective_method method, bool strict)
{
	struct reader r = reader_new();
	size_t i;

	for (i = 0; i < n; i++) {
		read_request(&r, str(cases[i].body), method, strict);
		if (strcmp(describe(&r), cases[i].expected) != 0)
			fail_msg("%s:\n got %s\nnot %s", cases[i].body, describe(&r), cases[i].expected);
	}
	reader_free(&r);
}

#define T "\"comment\":{\"text\":\"hi\"}"
#define A "\"requestedAttributes\":{\"TOXICITY\":{}}"

static void analyze__good_requests__are_read(void **state)
{
	static const struct request_case cases[] = {
		{"{comment: {text: \"what kind of idiot name is foo?\"},\n"
		 "       languages: [\"en\"],\n       requestedAttributes: {TOXICITY:{}} }",
			"'what kind of idiot name is foo?' TOXICITY:TOXICITY language=en"},
		{"{\"comment\":{\"text\":\"hi\",\"type\":\"PLAIN_TEXT\"},\"requested_attributes\":{"
		 "\"TOXICITY@6\":{\"score_type\":\"PROBABILITY\",\"score_threshold\":0.5},\"SPAM\":{}},"
		 "\"span_annotations\":true,\"do_not_store\":true,\"client_token\":\"t\","
		 "\"session_id\":\"s\",\"community_id\":\"c\"}",
			"'hi' TOXICITY@6:TOXICITY>=0.5 SPAM:SPAM spans secret token=t community=c"},
		{"{" T "," A ",\"spanAnnotations\":true,\"doNotStore\":\"true\",\"clientToken\":\"t\","
		 "\"sessionId\":\"s\",\"communityId\":\"c\"}",
			"'hi' TOXICITY:TOXICITY spans secret token=t community=c"},
		{"{" T ",\"requestedAttributes\":{\"TOXICITY\":{\"scoreType\":\"SCORE_TYPE_UNSPECIFIED\","
		 "\"scoreThreshold\":0},\"INSULT\":null,\"OBSCENE\":{\"scoreThreshold\":\"0.25\","
		 "\"scoreType\":1},\"NOVEL\":{}}}",
			"'hi' TOXICITY:TOXICITY>=0 INSULT:INSULT OBSCENE:OBSCENE>=0.25 NOVEL:unknown"},
		{"{" T "," A ",\"languages\":\"de\"}", "'hi' TOXICITY:TOXICITY language=de"},
		{"{" T "," A ",\"languages\":[\"en\",\"hi-Latn\"],\"languages\":[\"es\"]}",
			"'hi' TOXICITY:TOXICITY language=es"},
		{"{" T "," A ",\"languages\":null,\"context\":null,\"clientToken\":null,\"x\":{\"y\":[1]}}",
			"'hi' TOXICITY:TOXICITY"},
		{"{" T "," A ",\"context\":{\"entries\":[{\"text\":\"a\",\"type\":\"HTML\"},{}]}}",
			"'hi' TOXICITY:TOXICITY context"},
		{"{" T "," A ",\"context\":{\"entries\":[],\"article_and_parent_comment\":{\"article\":{"
		 "\"text\":\"a\"},\"parent_comment\":{\"text\":\"b\"}}}}",
			"'hi' TOXICITY:TOXICITY context"},
		{"{" T ",\"requestedAttributes\":{\"THREAT\":{\"scoreThreshold\":1},\"THREAT\":{}}}",
			"'hi' THREAT:THREAT"},
		{"{\"comment\":{\"text\":\"a\\ud83d\"},TOXICITY:1," A "}",
			"'a\xEF\xBF\xBD' TOXICITY:TOXICITY"},
	};

	(void)state;
	check_cases(cases, COUNT(cases), PERSPECTIVE_ANALYZE, false);
}

static void analyze__bad_requests__are_refused_as_google_does(void **state)
{
	static const struct request_case cases[] = {
		{"{" A "}", "400 COMMENT_EMPTY Comment must be non-empty."},
		{"{\"comment\":{\"text\":\"\"}," A "}", "400 COMMENT_EMPTY Comment must be non-empty."},
		{"{\"comment\":{\"text\":null}}", "400 COMMENT_EMPTY Comment must be non-empty."},
		{"{}", "400 COMMENT_EMPTY Comment must be non-empty."},
		{"", "400 COMMENT_EMPTY Comment must be non-empty."},
		{"{" T "}", "400 NO_REQUESTED_ATTRIBUTES Missing requested_attributes"},
		{"{" T ",\"requestedAttributes\":{}}",
			"400 NO_REQUESTED_ATTRIBUTES Missing requested_attributes"},
		{"{\"comment\":{\"text\":\"hi\",\"type\":\"HTML\"}," A "}",
			"400 INVALID_REQUEST Currently, only 'PLAIN_TEXT' comments are supported"},
		{"{\"comment\":{\"text\":\"hi\",\"type\":\"WIKI\"}," A "}",
			"400 INVALID_REQUEST Unknown text type"},
		{"{" T ",\"requestedAttributes\":{\"SPAM\":{\"scoreType\":\"PERCENTILE\"}}}",
			"400 INVALID_REQUEST Requested score type PERCENTILE is not supported by attribute "
			"SPAM"},
		{"{" T ",\"requestedAttributes\":{\"SPAM\":{\"scoreType\":4}}}",
			"400 INVALID_REQUEST Requested score type RAW is not supported by attribute SPAM"},
		{"{" T "," A
		 ",\"context\":{\"entries\":[{\"text\":\"a\"}],\"articleAndParentComment\":{}}}",
			"400 INVALID_REQUEST Context can have either entries or article_and_parent_comment, "
			"but "
			"both fields were populated."},
		{"{" T ",\"requestedAttributes\":[\"TOXICITY\"]}",
			"400 - Invalid value at 'requested_attributes' (Map), Cannot bind a list to map for "
			"field "
			"'requested_attributes'."},
		{"{\"comment\":{\"text\":5}," A "}",
			"400 - Invalid value at 'comment.text' (TYPE_STRING), 5"},
		{"{\"comment\":{\"text\":[\"a\"]}," A "}", "400 - Invalid JSON payload received. Unknown "
												   "name \"comment.text\": Proto field is not "
												   "repeating, cannot start list."},
		{"{\"comment\":\"hi\"," A "}",
			"400 - Invalid value at 'comment' "
			"(type.googleapis.com/google.commentanalyzer.v1alpha1), \"hi\""},
		{"{" T "," A ",\"doNotStore\":\"yes\"}",
			"400 - Invalid value at 'do_not_store' (TYPE_BOOL), \"yes\""},
		{"{" T ",\"requestedAttributes\":{\"SPAM\":{\"scoreThreshold\":\"much\"}}}",
			"400 - Invalid value at 'requested_attributes.value.score_threshold' (TYPE_FLOAT), "
			"\"much\""},
		{"{" T ",\"requestedAttributes\":{\"SPAM\":7}}",
			"400 - Invalid value at 'requested_attributes.value' "
			"(type.googleapis.com/google.commentanalyzer.v1alpha1), 7"},
		{" ", "400 - Invalid JSON payload received. Unexpected end of string, at byte 2"},
		{"comment=hi",
			"400 - Invalid JSON payload received. Root element must be a message, at byte 1"},
		{"{\"comment\":{\"text\":5}," A,
			"400 - Invalid JSON payload received. Unexpected end of string, at byte 60"},
		{"{\"comment\":{\"text\":\"a\xff\"}}",
			"400 - Invalid JSON payload received. Encountered non UTF-8 code points, at byte 22"},
		{"{a:1e999}", "400 - Invalid JSON payload received. Number exceeds the range of double"},
	};

	(void)state;
	check_cases(cases, COUNT(cases), PERSPECTIVE_ANALYZE, false);
}

static void analyze__unknown_fields__are_refused_on_request(void **state)
{
	static const struct request_case cases[] = {
		{"{" T "," A ",\"x\":1}",
			"400 - Invalid JSON payload received. Unknown name \"x\": Cannot find field."},
		{"{\"comment\":{\"text\":\"hi\",\"html\":true}," A "}",
			"400 - Invalid JSON payload received. Unknown name \"html\" at 'comment': Cannot find "
			"field."},
		{"{" T "," A ",\"attributeScores\":{}}",
			"400 - Invalid JSON payload received. Unknown name \"attributeScores\": Cannot find "
			"field."},
		{"{" T "," A "}", "'hi' TOXICITY:TOXICITY"},
	};

	(void)state;
	check_cases(cases, COUNT(cases), PERSPECTIVE_ANALYZE, true);
}

#define S(scores) "{" T ",\"attributeScores\":" scores "}"

static void suggest__requests__are_read_or_refused(void **state)
{
	static const struct request_case cases[] = {
		/* the documents' own example, with its comma too many */
		{"{\"comment\":{\"text\":\"I guess\"},\"attributeScores\":{\"TOXICITY\":{\"summaryScore\":{"
		 "\"value\":0}},},\"communityId\":\"/forum/movies\",\"clientToken\":\"comment-53922\"}",
			"'I guess' TOXICITY:TOXICITY=0 token=comment-53922 community=/forum/movies"},
		{"{" T ",\"attribute_scores\":{\"TOXICITY\":{\"summary_score\":{\"value\":1,\"type\":"
		 "\"PROBABILITY\"},\"span_scores\":[{\"begin\":0,\"end\":2,\"score\":{\"value\":1}}]}},"
		 "\"context\":{\"entries\":[{\"text\":\"{\\\"url\\\":\\\"x\\\"}\"}]},\"languages\":[\"en\"]"
		 ","
		 "\"clientToken\":\"comment:1\"}",
			"'hi' TOXICITY:TOXICITY=1+spans language=en context token=comment:1"},
		{S("{\"SPAM\":{\"spanScores\":[{\"begin\":0,\"end\":2,\"score\":{\"value\":0.5}}]}}"),
			"'hi' SPAM:SPAM+spans"},
		{"{" T "}", "400 INVALID_REQUEST Missing attribute_scores"},
		{S("{}"), "400 INVALID_REQUEST Missing attribute_scores"},
		{S("{\"SPAM\":{}}"),
			"400 INVALID_REQUEST Attribute score of SPAM is empty: neither summary_score nor "
			"span_scores are set"},
		{S("{\"SPAM\":{\"summaryScore\":{}}}"),
			"400 INVALID_REQUEST Attribute score of SPAM: a score has no value"},
		{S("{\"SPAM\":{\"summaryScore\":{\"type\":\"PROBABILITY\"}}}"),
			"400 INVALID_REQUEST Attribute score of SPAM: a score has no value"},
		{S("{\"SPAM\":{\"summaryScore\":{\"value\":1.5}}}"),
			"400 INVALID_REQUEST Attribute score of SPAM: a score is not between 0 and 1"},
		{S("{\"SPAM\":{\"spanScores\":[{\"begin\":0,\"score\":{\"value\":1}}]}}"),
			"400 INVALID_REQUEST Attribute score of SPAM: a span has no begin or no end"},
		{S("{\"SPAM\":{\"spanScores\":[{\"begin\":0,\"end\":1}]}}"),
			"400 INVALID_REQUEST Attribute score of SPAM: a score has no value"},
		{S("{\"SPAM\":{\"summaryScore\":{\"value\":1,\"type\":\"RAW\"}}}"),
			"400 INVALID_REQUEST Requested score type RAW is not supported by attribute SPAM"},
		{"{\"attributeScores\":{\"SPAM\":{\"summaryScore\":{\"value\":1}}}}",
			"400 COMMENT_EMPTY Comment must be non-empty."},
	};

	(void)state;
	check_cases(cases, COUNT(cases), PERSPECTIVE_SUGGEST, false);
}

static void analyze__limits__are_kept(void **state)
{
	struct reader r = reader_new();
	struct buffer body = BUFFER_INIT;
	size_t n;

	(void)state;
	for (n = PERSPECTIVE_TEXT_MAX - 1; n <= PERSPECTIVE_TEXT_MAX + 1; n++) {
		buffer_clear(&body);
		buffer_add_str(&body, "{" A ",\"comment\":{\"text\":\"");
		buffer_repeat(&body, 'x', n);
		buffer_add_str(&body, "\"}}");
		read_request(&r, buffer_view(&body), PERSPECTIVE_ANALYZE, false);
		if (n <= PERSPECTIVE_TEXT_MAX)
			assert_int_equal(r.request.text.len, n);
		else
			assert_string_equal(describe(&r), "400 COMMENT_TOO_LONG Comment text too long.");
	}
	for (n = PERSPECTIVE_ATTRIBUTES_MAX - 1; n <= PERSPECTIVE_ATTRIBUTES_MAX + 1; n++) {
		size_t i;

		buffer_clear(&body);
		buffer_add_str(&body, "{" T ",\"requestedAttributes\":{");
		for (i = 0; i < n; i++)
			buffer_printf(&body, "%s\"TOXICITY@%zu\":{}", i ? "," : "", i);
		buffer_add_str(&body, "}}");
		read_request(&r, buffer_view(&body), PERSPECTIVE_ANALYZE, false);
		if (n <= PERSPECTIVE_ATTRIBUTES_MAX)
			assert_int_equal(r.request.n_asked, n);
		else
			assert_string_equal(describe(&r),
				"400 INVALID_REQUEST Too many attributes: at most 64 are scored at once.");
	}
	for (n = PERSPECTIVE_LANGUAGES_MAX - 1; n <= PERSPECTIVE_LANGUAGES_MAX + 1; n++) {
		size_t i;

		buffer_clear(&body);
		buffer_add_str(&body, "{" T "," A ",\"languages\":[");
		for (i = 0; i < n; i++)
			buffer_add_str(&body, i ? ",\"en\"" : "\"en\"");
		buffer_add_str(&body, "]}");
		read_request(&r, buffer_view(&body), PERSPECTIVE_ANALYZE, false);
		assert_int_equal(r.request.error.http, n <= PERSPECTIVE_LANGUAGES_MAX ? 0 : 400);
	}
	buffer_dispose(&body);
	reader_free(&r);
}

static void attributes__of_a_name__may_have_a_version(void **state)
{
	static const struct {
		const char *name;
		const char *found;
	} cases[] = {
		{"TOXICITY", "TOXICITY"},
		{"TOXICITY@6", "TOXICITY"},
		{"TOXICITY@20180101", "TOXICITY"},
		{"TOXICITY@", NULL},
		{"TOXICITY@six", NULL},
		{"TOXICITY6", NULL},
		{"@6", NULL},
		{"6", NULL},
		{"", NULL},
		{"toxicity", NULL},
		{"SEXUALLY_EXPLICIT", NULL},
		{"TOXICITY_EXPERIMENTAL", "TOXICITY_EXPERIMENTAL"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		const struct perspective_attribute *a = perspective_attribute_find(str(cases[i].name));

		if (cases[i].found ? !a || strcmp(a->name, cases[i].found) != 0 : a != NULL)
			fail_msg("%s: %s", cases[i].name, a ? a->name : "none");
	}
}

static void brief__words__are_counted(void **state)
{
	static const char twenty[] = "a b c d e f g h i j k l m n o p q r s t";

	(void)state;
	assert_true(perspective_brief(str("ok")) > 0.9);
	assert_true(perspective_brief(str("a b  c d\ne f g h")) == 0.5);
	assert_true(perspective_brief(str(twenty)) < 0.02);
}

static void error__envelope__has_googles_shape(void **state)
{
	static const moderato_str om[] = {{"om", 2}, {"de", 2}};
	struct perspective_error e = {0};
	struct buffer out = BUFFER_INIT;

	(void)state;
	perspective_refuse(&e, "COMMENT_EMPTY", "Comment must be non-empty.");
	perspective_refuse(&e, "INVALID_REQUEST", "later");
	perspective_error_write(&out, &e, false, false);
	assert_string_equal(buffer_cstr(&out),
		"{\n  \"error\": {\n    \"code\": 400,\n    \"message\": \"Comment must be non-empty.\",\n"
		"    \"status\": \"INVALID_ARGUMENT\",\n    \"details\": [\n      {\n"
		"        \"@type\": \"type.googleapis.com/google.commentanalyzer.v1alpha1.Error\",\n"
		"        \"errorType\": \"COMMENT_EMPTY\"\n      }\n    ]\n  }\n}\n");
	buffer_clear(&out);
	e.http = 0;
	perspective_refuse_languages(&e, str("TOXICITY"), om, 2, true);
	perspective_error_write(&out, &e, true, false);
	assert_string_equal(buffer_cstr(&out),
		"{\"error\":{\"code\":400,\"message\":\"Attribute TOXICITY does not support request "
		"languages: om, de\",\"status\":\"INVALID_ARGUMENT\",\"details\":[{\"@type\":\"type."
		"googleapis.com/google.commentanalyzer.v1alpha1.Error\",\"errorType\":\"LANGUAGE_NOT_"
		"SUPPORTED_BY_ATTRIBUTE\",\"languageNotSupportedByAttributeError\":{\"detectedLanguages\":"
		"[\"om\",\"de\"],\"attribute\":\"TOXICITY\"}}]}}");
	buffer_clear(&out);
	perspective_error_key(&e, false);
	perspective_error_write(&out, &e, true, true);
	assert_string_equal(buffer_cstr(&out),
		"{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\","
		"\"errors\":[{\"message\":\"API key not valid. Please pass a valid API key.\",\"domain\":"
		"\"global\",\"reason\":\"badRequest\"}],\"status\":\"INVALID_ARGUMENT\",\"details\":[{"
		"\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"API_KEY_INVALID\","
		"\"domain\":\"googleapis.com\",\"metadata\":{\"service\":\"commentanalyzer.googleapis."
		"com\"}"
		"}]}}");
	buffer_dispose(&out);
}

static void fields__paths__select_what_they_name(void **state)
{
	static const char answer[] =
		"{\"attributeScores\":{\"TOXICITY@6\":{\"spanScores\":[{\"begin\":0,\"end\":2}],"
		"\"summaryScore\":{\"value\":0.5,\"type\":\"P\"}},\"SPAM\":{\"summaryScore\":{\"value\":1}}"
		"},"
		"\"languages\":[\"en\"],\"clientToken\":\"\\\"\"}";
	static const struct {
		const char *fields;
		const char *expected;
	} cases[] = {
		{"*", answer},
		{"languages", "{\"languages\":[\"en\"]}"},
		{"clientToken,languages", "{\"languages\":[\"en\"],\"clientToken\":\"\\\"\"}"},
		{"client_token", "{\"clientToken\":\"\\\"\"}"},
		{"attributeScores/SPAM",
			"{\"attributeScores\":{\"SPAM\":{\"summaryScore\":{\"value\":1}}}}"},
		{"attribute_scores.*.summary_score.value",
			"{\"attributeScores\":{\"TOXICITY@6\":{\"summaryScore\":{\"value\":0.5}},\"SPAM\":{"
			"\"summaryScore\":{\"value\":1}}}}"},
		{"attributeScores/TOXICITY@6(spanScores/end,summaryScore(type)),detectedLanguages",
			"{\"attributeScores\":{\"TOXICITY@6\":{\"spanScores\":[{\"end\":2}],\"summaryScore\":{"
			"\"type\":\"P\"}}}}"},
		{"attributeScores(NONE)", "{\"attributeScores\":{}}"},
		{"", NULL},
		{",languages", NULL},
		{"languages,", NULL},
		{"attributeScores(", NULL},
		{"attributeScores(SPAM", NULL},
		{"attributeScores)", NULL},
		{"attributeScores/", NULL},
		{"scores", NULL},
		{"*/*/*/*/*/*/*/*/*", NULL},
	};
	struct json_reader *reader = json_reader_new();
	struct buffer out = BUFFER_INIT;
	size_t i;

	(void)state;
	for (i = 0; i < COUNT(cases); i++) {
		struct pretty_json pretty = pretty_json_of(&out, true);
		struct perspective_error error = {.http = 0};
		struct perspective_fields fields;

		buffer_clear(&out);
		perspective_fields_read(&fields, str(cases[i].fields), &error);
		if (!cases[i].expected) {
			assert_int_equal(error.http, 400);
			continue;
		}
		assert_int_equal(error.http, 0);
		assert_int_equal(perspective_fields_write(&fields, reader, str(answer), &pretty), 0);
		if (strcmp(buffer_cstr(&out), cases[i].expected) != 0)
			fail_msg("%s: %s", cases[i].fields, buffer_cstr(&out));
	}
	buffer_dispose(&out);
	json_reader_free(reader);
}

static void fields__names__are_limited(void **state)
{
	struct buffer text = BUFFER_INIT;
	size_t n;

	(void)state;
	for (n = PERSPECTIVE_FIELDS_MAX - 1; n <= PERSPECTIVE_FIELDS_MAX + 1; n++) {
		struct perspective_error error = {.http = 0};
		struct perspective_fields fields;
		size_t i;

		buffer_clear(&text);
		buffer_add_str(&text, "attributeScores(");
		for (i = 0; i + 1 < n; i++)
			buffer_printf(&text, "%sA%zu", i ? "," : "", i);
		buffer_add_char(&text, ')');
		perspective_fields_read(&fields, buffer_view(&text), &error);
		assert_int_equal(error.http, n <= PERSPECTIVE_FIELDS_MAX ? 0 : 400);
	}
	buffer_dispose(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(analyze__good_requests__are_read),
		cmocka_unit_test(analyze__bad_requests__are_refused_as_google_does),
		cmocka_unit_test(analyze__unknown_fields__are_refused_on_request),
		cmocka_unit_test(suggest__requests__are_read_or_refused),
		cmocka_unit_test(analyze__limits__are_kept),
		cmocka_unit_test(attributes__of_a_name__may_have_a_version),
		cmocka_unit_test(brief__words__are_counted),
		cmocka_unit_test(fields__paths__select_what_they_name),
		cmocka_unit_test(fields__names__are_limited),
		cmocka_unit_test(error__envelope__has_googles_shape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
