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

/* Called for each input in order, while the request is read. */
typedef moderato_status (*openai_each)(
	void *payload, const struct openai_input *input, moderato_error *err);

/* Reads a request. `model` receives the name in it, or OPENAI_MODEL; it lives in `arena`. Texts are
 * put together in `joined`, which is empty at first. MODERATO_EINVAL: `fault` says what is wrong;
 * MODERATO_EFORMAT: it is not a JSON object; MODERATO_ENOMEM; what `each` returned. */
moderato_status openai_read(struct json_reader *json, struct arena *arena, struct buffer *joined,
	moderato_str body, moderato_str *model, struct openai_fault *fault, openai_each each,
	void *payload, moderato_error *err);

/* ---- openai_result.c: the answer ---- */

/* Screens an input and appends its element of "results". */
moderato_status openai_result(struct worker *worker, const struct openai_input *input,
	struct buffer *out, moderato_error *err);

#endif
