/* SPDX-License-Identifier: MIT */
/* What the daemon reads: its configuration, and the bodies and parameters of requests. */
#include "base/json.h"
#include "linear_table.h"
#include "serve/akismet/akismet_comment.h"
#include "serve/akismet/akismet_decide.h"
#include "serve/config/config.h"
#include "serve/config/config_table.h"
#include "serve/coral/coral.h"
#include "serve/http/cors.h"
#include "serve/http/http_unpack.h"
#include "serve/openai/openai.h"
#include "serve/own/own.h"
#include "serve/perspective/perspective_fields.h"
#include "serve/perspective/perspective_request.h"
#include "serve/perspective/relaxed_json.h"
#include "serve/perspective/sentences.h"

static void read_config(const char *argument, moderato_str bytes)
{
	struct config config;
	moderato_error err;

	(void)argument;
	config_init(&config);
	if (!config_parse(&config, "f", "/etc", bytes, &err))
		config_check(&config, &err);
	config_dispose(&config);
}

const struct stage stage_config = {"configuration", read_config, NULL, (size_t)256 << 10, 1};

static void read_form(const char *type, moderato_str bytes)
{
	struct buffer scratch = BUFFER_INIT;
	struct arena arena = ARENA_INIT;
	struct akismet_answer answer;
	struct akismet_form form;
	moderato_comment comment;

	akismet_form_read(&form, &arena, (moderato_str){type, strlen(type)}, bytes);
	if (!form.status) {
		akismet_decide_by_form(&answer, &form);
		(void)akismet_comment(&comment, &arena, &scratch, &form, NULL);
	}
	buffer_dispose(&scratch);
	arena_dispose(&arena);
}

const struct stage stage_form = {"form", read_form, NULL, (size_t)1 << 20, 4};

static void read_perspective(const char *argument, moderato_str bytes)
{
	const struct perspective_reading how = {
		!strcmp(argument, "suggest") ? PERSPECTIVE_SUGGEST : PERSPECTIVE_ANALYZE, false};
	struct json_reader *reader = json_reader_new();
	static struct perspective_request request;
	struct buffer relaxed = BUFFER_INIT;
	struct buffer out = BUFFER_INIT;
	moderato_error err;

	require(reader && perspective_request_read(&request, reader, &relaxed, bytes, &how));
	if (request.error.http)
		perspective_error_write(&out, &request.error, false, false);
	buffer_clear(&out);
	relaxed_json_rewrite(bytes, &out, &err);
	buffer_dispose(&relaxed);
	buffer_dispose(&out);
	json_reader_free(reader);
}

const struct stage stage_perspective = {"Perspective", read_perspective, NULL, (size_t)1 << 20, 4};

static void read_fields(const char *argument, moderato_str bytes)
{
	struct perspective_error error = {.http = 0};
	struct perspective_fields fields;

	(void)argument;
	perspective_fields_read(&fields, bytes, &error);
}

const struct stage stage_fields = {"fields", read_fields, NULL, 0, 4};

static void read_sentences(const char *argument, moderato_str bytes)
{
	struct sentences rest = sentences_of(bytes);
	moderato_span span;

	(void)argument;
	while (sentences_next(&rest, &span))
		;
}

const struct stage stage_sentences = {"sentences", read_sentences, NULL, 0, 4};

static moderato_status take_input(
	void *payload, const struct openai_input *input, moderato_error *err)
{
	(void)payload;
	(void)input;
	(void)err;
	return MODERATO_OK;
}

static void read_openai(const char *argument, moderato_str bytes)
{
	struct openai_fault fault = {.code = NULL};
	struct json_reader *json = json_reader_new();
	struct buffer joined = BUFFER_INIT;
	struct arena arena = ARENA_INIT;
	struct openai_request request;
	moderato_error err;

	(void)argument;
	require(json);
	if (!openai_read(json, &arena, bytes, &request, &fault, &err))
		openai_inputs(json, &request, &joined, &fault, take_input, NULL, &err);
	buffer_dispose(&joined);
	arena_dispose(&arena);
	json_reader_free(json);
}

const struct stage stage_openai = {"OpenAI", read_openai, NULL, (size_t)1 << 20, 4};

static void read_coral(const char *argument, moderato_str bytes)
{
	static const char *items[] = {"secret"};
	const struct config_texts secrets = {items, 1};
	struct json_reader *json = json_reader_new();
	struct arena arena = ARENA_INIT;
	struct coral_request request;
	moderato_error err;

	require(json);
	if (!strcmp(argument, "signature"))
		coral_is_signed(&secrets, bytes, (moderato_str){"body", 4});
	else
		coral_read(json, &arena, bytes, &request, &err);
	arena_dispose(&arena);
	json_reader_free(json);
}

const struct stage stage_coral = {"Coral", read_coral, NULL, (size_t)1 << 20, 4};

static void read_own(const char *argument, moderato_str bytes)
{
	moderato_comment_parser *parser;
	moderato_comment comment;
	moderato_error err;

	(void)argument;
	require(!moderato_comment_parser_new(&parser, &err));
	moderato_comment_parse(parser, bytes, &comment, &err);
	moderato_comment_parser_free(parser);
}

const struct stage stage_own = {"JSON comment", read_own, NULL, (size_t)1 << 20, 4};

/* ---- JSON lines: what own_lines.c uses of the daemon ---- */

moderato_status own_verdict_or_error(struct worker *worker, const struct wish *wish,
	moderato_str text, struct place place, struct buffer *out, moderato_error *err)
{
	(void)worker;
	(void)wish;
	(void)text;
	(void)place;
	(void)err;
	buffer_add_char(out, '\n');
	return MODERATO_OK;
}

void own_error_item(struct buffer *out, moderato_str id, struct place place, const char *message)
{
	(void)id;
	(void)place;
	buffer_add(out, message, strlen(message));
}

moderato_status wish_read(const struct worker *worker, const struct request *request,
	struct wish *wish, moderato_error *err)
{
	(void)worker;
	(void)request;
	(void)err;
	*wish = (struct wish){.all = true};
	return MODERATO_OK;
}

void own_failure(struct reply *reply, moderato_status status, const moderato_error *err)
{
	(void)reply;
	(void)status;
	(void)err;
}

moderato_str request_query(const struct request *request, const char *name)
{
	(void)request;
	(void)name;
	return (moderato_str){NULL, 0};
}

bool request_content_is(const struct request *request, const char *media_type)
{
	(void)request;
	(void)media_type;
	return false;
}

/* The body comes in pieces of so many bytes. */
static void read_lines(const char *piece, moderato_str bytes)
{
	struct setup setup = {.generation = 1};
	struct worker worker = {.setup = &setup};
	struct request request = {.method = "POST"};
	struct reply reply = {.status = 200};
	struct buffer out = BUFFER_INIT;
	moderato_error err;
	void *state = own_lines.begin(&worker, &request);
	bool good = true;

	require(state);
	while (good && bytes.len) {
		const size_t most = strtoul(piece, NULL, 10);
		const size_t n = bytes.len < most ? bytes.len : most;

		good = !own_lines.feed(&worker, state, (moderato_str){bytes.ptr, n}, &out, &err);
		bytes.ptr += n;
		bytes.len -= n;
	}
	if (good)
		own_lines.end(&worker, state, &out, &reply, &err);
	own_lines.free(state);
	buffer_dispose(&out);
}

const struct stage stage_lines = {"JSON lines", read_lines, NULL, 0, 4};

/* ---- headers and what is beside the body ---- */

static moderato_status take(void *payload, moderato_str bytes, moderato_error *err)
{
	(void)payload;
	(void)bytes;
	(void)err;
	return MODERATO_OK;
}

static void unpack_body(const char *piece, moderato_str bytes)
{
	struct http_unpacker *u = http_unpacker_new();
	bool damaged = false;
	moderato_error err;

	require(u);
	while (bytes.len && !damaged) {
		const size_t most = strtoul(piece, NULL, 10);
		const size_t n = bytes.len < most ? bytes.len : most;

		http_unpack_piece(u, (moderato_str){bytes.ptr, n}, take, NULL, &damaged, &err);
		bytes.ptr += n;
		bytes.len -= n;
	}
	http_unpacker_free(u);
}

/* A gzip member of no bytes for each line of the input, which has 20 bytes. */
static void pack_nothing(const char *argument, moderato_str bytes, struct buffer *out)
{
	static const char member[] = "\x1f\x8b\x08\0\0\0\0\0\0\x03\x03\0\0\0\0\0\0\0\0";
	size_t i;

	(void)argument;
	for (i = 0; i < bytes.len / sizeof(member); i++)
		buffer_add(out, member, sizeof(member));
}

const struct stage stage_unpack = {"packed body", unpack_body, pack_nothing, 0, 4};

static void read_header_list(const char *argument, moderato_str bytes)
{
	struct arena arena = ARENA_INIT;
	moderato_str boundary;

	(void)argument;
	cors_is_header_list(bytes);
	form_parameter(&boundary, &arena, bytes, "boundary");
	arena_dispose(&arena);
}

const struct stage stage_cors = {"header", read_header_list, NULL, 0, 4};
