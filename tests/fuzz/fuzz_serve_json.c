/* SPDX-License-Identifier: MIT */
/* Any bytes as the body of a JSON request: to OpenAI's moderations, to Coral's phase, and to
 * moderato's own protocol. The first byte says which. JSON lines are split the same way in whatever
 * pieces they arrive: the second byte says how long those are. */
#include "base/utf8.h"
#include "promise.h"
#include "serve/coral/coral.h"
#include "serve/openai/openai.h"
#include "serve/own/own.h"

static struct json_reader *json;
static struct arena arena;

/* ---- OpenAI ---- */

static moderato_status promise_input(
	void *payload, const struct openai_input *input, moderato_error *err)
{
	size_t *n = payload;

	(void)err;
	promise(input->text.ptr && input->text.len <= MODERATO_COMMENT_BYTES_MAX);
	promise(utf8_valid(input->text.ptr, input->text.len));
	promise(input->any_text || (!input->text.len && input->images));
	++*n;
	return MODERATO_OK;
}

static void ask_openai(moderato_str body)
{
	struct buffer joined = BUFFER_INIT;
	struct openai_request request;
	struct openai_fault fault = {.code = NULL};
	moderato_error err = {.message = ""};
	moderato_status status = openai_read(json, &arena, body, &request, &fault, &err);
	size_t n = 0;

	if (!status)
		status = openai_inputs(json, &request, &joined, &fault, promise_input, &n, &err);
	promise(!status || status == MODERATO_EFORMAT || status == MODERATO_EINVAL);
	promise(status || (n && n <= OPENAI_INPUTS_MAX && request.model.len));
	promise((status == MODERATO_EINVAL) == (fault.code != NULL));
	if (status)
		promise_message(&err);
	buffer_dispose(&joined);
}

/* ---- Coral ---- */

static void ask_coral(moderato_str body)
{
	static const char *items[] = {"secret"};
	const struct config_texts secrets = {items, 1};
	struct coral_request request;
	moderato_error err = {.message = ""};
	moderato_status status = coral_read(json, &arena, body, &request, &err);

	promise(!status || status == MODERATO_EFORMAT);
	promise(status || utf8_valid(request.comment.text.ptr, request.comment.text.len));
	if (status)
		promise_message(&err);
	promise(!coral_is_signed(&secrets, body, str_of("body")));
}

/* ---- moderato's own ---- */

/* What own_lines.c uses of the daemon: a verdict is the line itself, with its number. */
moderato_status own_verdict_or_error(struct worker *worker, const struct wish *wish,
	moderato_str text, struct place place, struct buffer *out, moderato_error *err)
{
	(void)worker;
	(void)wish;
	(void)err;
	promise(text.len <= MODERATO_RECORD_BYTES_MAX);
	promise(!memchr(text.ptr, '\n', text.len) && place.unit == PLACE_LINE);
	buffer_printf(out, "%zu:", place.number);
	buffer_add(out, text.ptr, text.len);
	return MODERATO_OK;
}

void own_error_item(struct buffer *out, moderato_str id, struct place place, const char *message)
{
	(void)id;
	buffer_printf(out, "%zu:%s", place.number, message);
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
	promise(false);
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

static void answer_lines(moderato_str body, size_t piece, struct buffer *out)
{
	struct setup setup = {.generation = 1};
	struct worker worker = {.setup = &setup};
	struct request request = {.method = "POST"};
	struct reply reply = {.status = 200};
	moderato_error err;
	void *state = own_lines.begin(&worker, &request);

	promise(state);
	while (body.len) {
		const size_t n = body.len < piece ? body.len : piece;

		promise(!own_lines.feed(&worker, state, str_part(body, 0, n), out, &err));
		body = str_from(body, n);
	}
	promise(!own_lines.end(&worker, state, out, &reply, &err));
	own_lines.free(state);
}

static void ask_lines(moderato_str body)
{
	const size_t piece = body.len ? (unsigned char)body.ptr[0] + 1u : 1;
	struct buffer whole = BUFFER_INIT;
	struct buffer pieces = BUFFER_INIT;

	if (body.len)
		body = str_from(body, 1);
	answer_lines(body, body.len + 1, &whole);
	answer_lines(body, piece, &pieces);
	promise(str_equal(buffer_view(&whole), buffer_view(&pieces)));
	buffer_dispose(&whole);
	buffer_dispose(&pieces);
}

static void ask_own(moderato_str body)
{
	moderato_comment_parser *parser;
	moderato_comment comment;
	moderato_error err = {.message = ""};
	moderato_status status;

	promise(!moderato_comment_parser_new(&parser, &err));
	status = moderato_comment_parse(parser, body, &comment, &err);
	promise(!status || status == MODERATO_EFORMAT || status == MODERATO_ELIMIT);
	promise((status == MODERATO_OK) == (comment.text.ptr != NULL));
	if (status)
		promise_message(&err);
	moderato_comment_parser_free(parser);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const askers[])(moderato_str body) = {ask_openai, ask_coral, ask_own, ask_lines};

	if (!size)
		return 0;
	json = json_reader_new();
	promise(json);
	askers[data[0] % COUNT(askers)]((moderato_str){(const char *)data + 1, size - 1});
	json_reader_free(json);
	arena_dispose(&arena);
	return 0;
}
