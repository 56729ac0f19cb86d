/* SPDX-License-Identifier: MIT */
/* Any bytes as the body of a request of Perspective's, after a first byte that says which. What is
 * accepted keeps the limits, and its text is cut into sentences; what is refused is said in JSON.
 */
#include "base/utf8.h"
#include "promise.h"
#include "serve/perspective/perspective_fields.h"
#include "serve/perspective/perspective_request.h"
#include "serve/perspective/relaxed_json.h"
#include "serve/perspective/sentences.h"
#include "serve/perspective/utf16.h"

/* Relaxed JSON is strict JSON afterwards, and strict JSON is relaxed JSON, less some escapes. */
static void rewrite(struct json_reader *reader, moderato_str text)
{
	const moderato_status strict = json_read_object(reader, text, NULL, NULL, NULL);
	struct buffer out = BUFFER_INIT;
	moderato_error err = {"", 0};
	const moderato_status relaxed = relaxed_json_rewrite(text, &out, &err);

	promise(relaxed == MODERATO_OK || relaxed == MODERATO_EFORMAT);
	promise(strict || !relaxed);
	promise(out.len <= 6 * text.len + 1);
	if (relaxed)
		promise_message(&err);
	else if (json_read_object(reader, buffer_view(&out), NULL, NULL, &err))
		promise(strstr(err.message, "a number is malformed or out of range"));
	buffer_dispose(&out);
}

static void cut(moderato_str text)
{
	struct sentences rest = sentences_of(text);
	size_t units = 0;
	size_t end = 0;
	moderato_span span;

	while (sentences_next(&rest, &span)) {
		promise(span.begin >= end && span.begin < span.end && span.end <= text.len);
		promise(utf8_valid(text.ptr + span.begin, span.end - span.begin));
		promise(!ascii_is_space(text.ptr[span.begin]) && !ascii_is_space(text.ptr[span.end - 1]));
		units += utf16_units(str_part(text, end, span.end));
		end = span.end;
	}
	promise(units + utf16_units(str_from(text, end)) == utf16_units(text));
}

static void check_error(struct json_reader *reader, const struct perspective_error *e, bool v1)
{
	struct buffer out = BUFFER_INIT;

	promise(e->http == 400 && e->message[0]);
	perspective_error_write(&out, e, v1, v1);
	promise(!json_read_object(reader, buffer_view(&out), NULL, NULL, NULL));
	buffer_dispose(&out);
}

static void check_request(const struct perspective_request *q)
{
	size_t i;

	promise(q->text.len && q->text.len <= PERSPECTIVE_TEXT_MAX);
	promise(utf8_valid(q->text.ptr, q->text.len));
	promise(q->n_asked && q->n_asked <= PERSPECTIVE_ATTRIBUTES_MAX);
	promise(q->n_languages <= PERSPECTIVE_LANGUAGES_MAX);
	promise(!q->context_entries || !q->context_article);
	for (i = 0; i < q->n_asked; i++) {
		promise(q->asked[i].name.ptr && !q->asked[i].type.ptr && !q->asked[i].mistake);
		promise(!q->asked[i].has_threshold || isfinite(q->asked[i].threshold));
		promise(!q->asked[i].has_summary || (q->asked[i].summary >= 0 && q->asked[i].summary <= 1));
	}
	cut(q->text);
	promise(perspective_brief(q->text) >= 0 && perspective_brief(q->text) <= 1);
}

/* The bytes as the parameter `fields`: what it selects is JSON, and no more than there is. */
static void select_fields(struct json_reader *reader, moderato_str text)
{
	static const char answer[] = "{\"attributeScores\":{\"SPAM\":{\"spanScores\":[{\"begin\":0,"
								 "\"end\":2}],\"summaryScore\":{"
								 "\"value\":1}}},\"languages\":[\"en\"]}";
	struct perspective_error error = {.http = 0};
	struct perspective_fields fields;
	struct buffer out = BUFFER_INIT;
	struct pretty_json pretty = pretty_json_of(&out, true);

	perspective_fields_read(&fields, text, &error);
	if (error.http) {
		check_error(reader, &error, false);
		return;
	}
	promise(fields.n && fields.n <= PERSPECTIVE_FIELDS_MAX);
	promise(!perspective_fields_write(
		&fields, reader, (moderato_str){answer, sizeof(answer) - 1}, &pretty));
	promise(!json_read_object(reader, buffer_view(&out), NULL, NULL, NULL));
	promise(out.len < sizeof(answer));
	buffer_dispose(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct json_reader *reader = json_reader_new();
	struct perspective_request request;
	struct perspective_reading how;
	struct buffer relaxed = BUFFER_INIT;
	moderato_str body;

	if (!size || !reader) {
		json_reader_free(reader);
		return 0;
	}
	body = (moderato_str){(const char *)data + 1, size - 1};
	how = (struct perspective_reading){
		data[0] & 1 ? PERSPECTIVE_SUGGEST : PERSPECTIVE_ANALYZE, (data[0] & 2) != 0};
	rewrite(reader, body);
	select_fields(reader, body);
	if (utf8_valid(body.ptr, body.len))
		cut(body);
	promise(perspective_request_read(&request, reader, &relaxed, body, &how));
	if (request.error.http)
		check_error(reader, &request.error, (data[0] & 4) != 0);
	else
		check_request(&request);
	buffer_dispose(&relaxed);
	json_reader_free(reader);
	return 0;
}
