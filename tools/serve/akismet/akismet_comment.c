/* SPDX-License-Identifier: MIT */
#include "serve/akismet/akismet_comment.h"

#include <string.h>

#include "base/charset.h"
#include "base/fail.h"
#include "base/json.h"
#include "serve/akismet/to_utf8.h"
#include "serve/crypto.h"

/* Converts the texts that people write. */
static moderato_status convert(
	moderato_comment *c, struct arena *arena, const struct akismet_form *form, moderato_error *err)
{
	moderato_str *const texts[] = {
		&c->text, &c->author, &c->author_email, &c->author_url, &c->title};
	const moderato_str label =
		form->value[AKISMET_BLOG_CHARSET].len ? form->value[AKISMET_BLOG_CHARSET] : form->charset;
	const char *charset = label.len ? charset_find(label) : NULL;
	moderato_status status = MODERATO_OK;
	size_t i;

	for (i = 0; !status && i < sizeof(texts) / sizeof(texts[0]); i++)
		status = to_utf8(texts[i], arena, charset, err);
	return status;
}

/* Joins the page's tags and categories. */
static bool join_context(
	moderato_str *out, struct arena *arena, struct buffer *scratch, const struct akismet_form *form)
{
	size_t i;

	buffer_clear(scratch);
	for (i = 0; i < form->n_context; i++) {
		if (!form->context[i].len)
			continue;
		if (scratch->len)
			buffer_add_str(scratch, ", ");
		buffer_add(scratch, form->context[i].ptr, form->context[i].len);
	}
	if (scratch->len > MODERATO_COMMENT_BYTES_MAX) /* so many tags say nothing */
		return true;
	return !scratch->failed && (!scratch->len || arena_copy_str(arena, out, buffer_view(scratch)));
}

static void add_member(struct buffer *out, const char *name, moderato_str value)
{
	if (!value.len)
		return;
	if (out->len)
		buffer_add_char(out, ',');
	json_write_string(out, str_of(name));
	buffer_add_char(out, ':');
	json_write_string(out, value);
}

static bool write_extra(
	moderato_str *out, struct arena *arena, struct buffer *scratch, const struct akismet_form *form)
{
	buffer_clear(scratch);
	add_member(scratch, "blog", form->value[AKISMET_BLOG]);
	add_member(scratch, "referrer", form->value[AKISMET_REFERRER]);
	return !scratch->failed && (!scratch->len || arena_copy_str(arena, out, buffer_view(scratch)));
}

/* A reader's comment has no type: WordPress calls it "comment". */
static moderato_str type_of(const struct akismet_form *form)
{
	const moderato_str type = form->value[AKISMET_TYPE].len ? form->value[AKISMET_TYPE]
															: form->value[AKISMET_CONTENT_TYPE];

	return str_is(type, "comment") ? (moderato_str){NULL, 0} : type;
}

/* WordPress says of a comment that answers none that it answers number 0. */
static moderato_str parent_of(const struct akismet_form *form)
{
	const moderato_str parent = form->value[AKISMET_PARENT];

	return str_is(parent, "0") ? (moderato_str){NULL, 0} : parent;
}

moderato_status akismet_comment(moderato_comment *out, struct arena *arena, struct buffer *scratch,
	const struct akismet_form *form, moderato_error *err)
{
	const moderato_str *value = form->value;

	*out = (moderato_comment){
		.text = value[AKISMET_CONTENT].ptr ? value[AKISMET_CONTENT] : (moderato_str){"", 0},
		.author = value[AKISMET_AUTHOR],
		.author_email = value[AKISMET_EMAIL],
		.author_url = value[AKISMET_URL],
		.ip = value[AKISMET_USER_IP],
		.user_agent = value[AKISMET_USER_AGENT],
		.parent_id = parent_of(form),
		.url = value[AKISMET_PERMALINK],
		.created = value[AKISMET_DATE],
		.type = type_of(form),
	};
	if (out->text.len > MODERATO_COMMENT_BYTES_MAX)
		return fail(err, MODERATO_ELIMIT, "the comment has %zu bytes, the limit is %zu",
			out->text.len, MODERATO_COMMENT_BYTES_MAX);
	if (!join_context(&out->title, arena, scratch, form) ||
		!write_extra(&out->extra, arena, scratch, form))
		return fail_no_memory(err);
	return convert(out, arena, form, err);
}

moderato_status akismet_judgement(moderato_comment *comment, struct arena *arena,
	const struct akismet_form *form, bool spam, moderato_error *err)
{
	static const char prefix[] = "akismet:";
	const moderato_str parts[] = {
		form->value[AKISMET_BLOG], comment->author, comment->author_email, comment->text};
	moderato_label *label = arena_alloc(arena, sizeof(*label));
	char *id = arena_alloc(arena, sizeof(prefix) + CRYPTO_ID_DIGITS);

	if (!label || !id)
		return fail_no_memory(err);
	memcpy(id, prefix, sizeof(prefix));
	if (!crypto_id(parts, sizeof(parts) / sizeof(parts[0]), id + sizeof(prefix) - 1))
		return fail_no_memory(err);
	*label = (moderato_label){.attribute = str_of("spam"), .value = spam};
	comment->id = str_of(id);
	comment->source = str_of("akismet");
	comment->labels = label;
	comment->n_labels = 1;
	comment->ip = comment->user_agent = (moderato_str){NULL, 0};
	return MODERATO_OK;
}
