/* SPDX-License-Identifier: MIT */
/* Any bytes as a form. The first line is its Content-Type. What was read can be written urlencoded
 * and read again; Akismet's comment that it tells of keeps within its limits. */
#include "base/buffer.h"
#include "base/json.h"
#include "promise.h"
#include "serve/akismet/akismet_comment.h"
#include "serve/akismet/akismet_decide.h"

static void encode(struct buffer *out, moderato_str text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		buffer_printf(out, "%%%02x", (unsigned char)text.ptr[i]);
}

static void read_again(const struct form *form, struct arena *arena)
{
	struct buffer body = BUFFER_INIT;
	struct form again;
	size_t i;

	for (i = 0; i < form->n; i++) {
		encode(&body, form->v[i].name);
		buffer_add_char(&body, '=');
		encode(&body, form->v[i].value);
		buffer_add_char(&body, '&');
	}
	promise(!form_read(&again, arena, (moderato_str){NULL, 0}, buffer_view(&body), NULL));
	promise(again.n == form->n);
	for (i = 0; i < form->n; i++)
		promise(str_equal(again.v[i].name, form->v[i].name) &&
				str_equal(again.v[i].value, form->v[i].value));
	buffer_dispose(&body);
}

static moderato_status ignore(
	void *payload, moderato_str key, const struct json_value *value, moderato_error *err)
{
	(void)payload;
	(void)key;
	(void)value;
	(void)err;
	return MODERATO_OK;
}

/* What is passed through stands between the braces of a JSON object. */
static void check_extra(moderato_str extra)
{
	struct json_reader *reader = json_reader_new();
	struct buffer text = BUFFER_INIT;

	buffer_add_char(&text, '{');
	buffer_add(&text, extra.ptr, extra.len);
	buffer_add_char(&text, '}');
	promise(reader && !json_read_object(reader, buffer_view(&text), ignore, NULL, NULL));
	buffer_dispose(&text);
	json_reader_free(reader);
}

static void check_comment(const struct akismet_form *form, struct arena *arena)
{
	struct buffer scratch = BUFFER_INIT;
	struct akismet_answer answer;
	moderato_comment comment;

	akismet_decide_by_form(&answer, form);
	promise(!(answer.discard && !answer.spam));
	promise(!akismet_comment(&comment, arena, &scratch, form, NULL));
	promise(comment.text.ptr != NULL);
	promise(comment.title.len <= 4 * MODERATO_COMMENT_BYTES_MAX);
	check_extra(comment.extra);
	promise(!akismet_judgement(&comment, arena, form, true, NULL));
	promise(comment.id.len && comment.n_labels == 1);
	buffer_dispose(&scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const char *newline = size ? memchr(data, '\n', size) : NULL;
	const size_t type_len = newline ? (size_t)(newline - (const char *)data) : 0;
	const size_t begin = newline ? type_len + 1 : 0;
	const moderato_str type = {(const char *)data, type_len};
	const moderato_str body = {(const char *)data + begin, size - begin};
	struct arena arena = ARENA_INIT;
	struct akismet_form form;
	size_t bytes = 0;
	size_t i;

	akismet_form_read(&form, &arena, type, body);
	if (form.status) {
		promise(form.all.n == 0);
		promise_message(&form.error);
	} else {
		for (i = 0; i < form.all.n; i++) {
			promise(form.all.v[i].name.ptr && form.all.v[i].value.ptr);
			bytes += form.all.v[i].name.len + form.all.v[i].value.len;
		}
		promise(bytes <= body.len && form.all.n <= FORM_FIELDS_MAX);
		read_again(&form.all, &arena);
		check_comment(&form, &arena);
	}
	arena_dispose(&arena);
	return 0;
}
