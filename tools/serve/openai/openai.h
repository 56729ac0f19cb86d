/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_OPENAI_H
#define TOOLS_SERVE_OPENAI_H
/* What the files of OpenAI's moderations share. */
#include "serve/protocol.h"
#include "serve/worker.h"

#define OPENAI_MODEL "omni-moderation-latest"

/* Strings in one request: each gets a result of nearly 2 KB. */
enum { OPENAI_INPUTS_MAX = 2048 };

/* ---- openai_input.c: the request ---- */

/* What is wrong with a request, in OpenAI's words; the message is in the moderato_error. */
struct openai_fault {
	const char *code; /* NULL: it has none */
	char param[48];   /* the member that is wrong, such as "input[3]"; empty: none */
};

/* What is to be moderated: one text, which may have been put together from parts. */
struct openai_input {
	moderato_str text;
	bool any_text; /* an input may consist of nothing but images */
	size_t images;
};

/* A request whose object has been read, but not the array in it. */
struct openai_request {
	moderato_str model; /* OPENAI_MODEL if it names none */
	moderato_str text;  /* the input if it is a string; otherwise absent */
	moderato_str array; /* its JSON if it is an array; otherwise absent */
};

/* Reads a request; texts are copied to `arena`. MODERATO_EINVAL: `fault` says what is wrong;
 * MODERATO_EFORMAT: it is not a JSON object; MODERATO_ENOMEM. */
moderato_status openai_read(struct json_reader *json, struct arena *arena, moderato_str body,
	struct openai_request *request, struct openai_fault *fault, moderato_error *err);

/* Called for each input in order. */
typedef moderato_status (*openai_each)(
	void *payload, const struct openai_input *input, moderato_error *err);

/* Hands over a request's inputs; texts of several parts are put together in `joined`, which is
 * empty at first. As openai_read(), or what `each` returned. */
moderato_status openai_inputs(struct json_reader *json, const struct openai_request *request,
	struct buffer *joined, struct openai_fault *fault, openai_each each, void *payload,
	moderato_error *err);

/* ---- openai_result.c: the answer ---- */

/* Screens an input and appends its element of "results". */
moderato_status openai_result(struct worker *worker, const struct openai_input *input,
	struct buffer *out, moderato_error *err);

#endif
