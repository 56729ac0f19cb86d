/* SPDX-License-Identifier: MIT */
/* Requests of OpenAI's moderations. */
#include "support.h"

#include "serve/openai/openai.h"

struct reader {
	struct json_reader *json;
	struct arena arena;
	struct buffer joined;
	struct buffer out;
};

static moderato_status describe_input(
	void *payload, const struct openai_input *input, moderato_error *err)
{
	struct reader *r = payload;

	(void)err;
	buffer_printf(&r->out, "[%.*s]%s", (int)input->text.len, input->text.ptr,
		input->any_text ? "" : " no text");
	if (input->images)
		buffer_printf(&r->out, " %zu images", input->images);
	return MODERATO_OK;
}

/* A request, or what is wrong with it, in one line. */
static const char *describe(struct reader *r, const char *body)
{
	struct openai_request request;
	struct openai_fault fault = {.code = NULL};
	moderato_error err = {.message = ""};
	moderato_status status;

	buffer_clear(&r->out);
	buffer_clear(&r->joined);
	arena_reset(&r->arena);
	status = openai_read(r->json, &r->arena, str(body), &request, &fault, &err);
	if (!status) {
		buffer_printf(&r->out, "%.*s: ", (int)request.model.len, request.model.ptr);
		status = openai_inputs(r->json, &request, &r->joined, &fault, describe_input, r, &err);
	}
	if (status) {
		buffer_clear(&r->out);
		buffer_printf(&r->out, "%s %s %s", moderato_status_name(status),
			fault.code ? fault.code : "-", *fault.param ? fault.param : "-");
		assert_true(*err.message);
	}
	return buffer_cstr(&r->out);
}

static const struct {
	const char *body;
	const char *expected;
} cases[] = {
	{"{\"input\":\"a\"}", "omni-moderation-latest: [a]"},
	{"{\"input\":\"\"}", "omni-moderation-latest: []"},
	{"{\"model\":\"m\",\"input\":[\"a\",\"\",\"c\"]}", "m: [a][][c]"},
	{"{\"input\":[\"a\"],\"model\":null,\"x\":[{}]}", "omni-moderation-latest: [a]"},
	{"{\"input\":[\"a\"],\"input\":\"b\"}", "omni-moderation-latest: [b]"},
	{"{\"input\":\"b\",\"input\":[\"a\"]}", "omni-moderation-latest: [a]"},
	{"{\"input\":[{\"text\":\"a\",\"type\":\"text\"},{\"type\":\"text\",\"text\":\"b\"}]}",
		"omni-moderation-latest: [a\nb]"},
	{"{\"input\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\"}}]}",
		"omni-moderation-latest: [] no text 1 images"},
	{"{\"input\":[{\"type\":\"image_url\"},{\"type\":\"text\",\"text\":\"\"}]}",
		"omni-moderation-latest: [] 1 images"},
	{"{}", "invalid argument missing_required_parameter input"},
	{"{\"input\":null}", "invalid argument missing_required_parameter input"},
	{"{\"input\":\"a\",\"input\":null}", "invalid argument missing_required_parameter input"},
	{"{\"input\":true}", "invalid argument invalid_type input"},
	{"{\"input\":[]}", "invalid argument empty_array input"},
	{"{\"input\":[1]}", "invalid argument invalid_type input[0]"},
	{"{\"input\":[\"a\",{}]}", "invalid argument invalid_type input[1]"},
	{"{\"input\":[{\"type\":\"text\",\"text\":\"a\"},\"b\"]}",
		"invalid argument invalid_type input[1]"},
	{"{\"input\":[{}]}", "invalid argument invalid_value input[0]"},
	{"{\"input\":[{\"type\":7,\"text\":\"a\"}]}", "invalid argument invalid_value input[0]"},
	{"{\"input\":\"a\",\"model\":[]}", "invalid argument invalid_type model"},
	{"[]", "bad format - -"},
	{"", "bad format - -"},
	{"{\"input\":\"a\"", "bad format - -"},
	{"{\"input\":[\"a\",]}", "bad format - -"},
};

static void openai_read__every_form(void **state)
{
	struct reader r = {.json = json_reader_new()};
	size_t i;

	(void)state;
	assert_non_null(r.json);
	for (i = 0; i < COUNT(cases); i++) {
		const char *found = describe(&r, cases[i].body);

		if (strcmp(found, cases[i].expected) != 0)
			fail_msg("%s\n  got      %s\n  expected %s", cases[i].body, found, cases[i].expected);
	}
	json_reader_free(r.json);
	arena_dispose(&r.arena);
	buffer_dispose(&r.joined);
	buffer_dispose(&r.out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(openai_read__every_form),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
