/* SPDX-License-Identifier: MIT */
#include "serve/akismet_form.h"

#include <stdlib.h>

#include "base/fail.h"

/* Sorted by name, for bsearch(). */
static const struct known {
	const char *name;
	enum akismet_field field;
} known[] = {
	{"POST_ak_hp_textarea", AKISMET_HONEYPOT_WP},
	{"api_key", AKISMET_API_KEY},
	{"blog", AKISMET_BLOG},
	{"blog_charset", AKISMET_BLOG_CHARSET},
	{"classify", AKISMET_CLASSIFY},
	{"comment_author", AKISMET_AUTHOR},
	{"comment_author_email", AKISMET_EMAIL},
	{"comment_author_url", AKISMET_URL},
	{"comment_check_response", AKISMET_CHECK_RESPONSE},
	{"comment_content", AKISMET_CONTENT},
	{"comment_date_gmt", AKISMET_DATE},
	{"comment_parent", AKISMET_PARENT},
	{"comment_type", AKISMET_TYPE},
	{"content_type", AKISMET_CONTENT_TYPE},
	{"extended", AKISMET_EXTENDED},
	{"filter", AKISMET_FILTER},
	{"format", AKISMET_FORMAT},
	{"from", AKISMET_FROM},
	{"guid", AKISMET_GUID},
	{"hidden_honeypot_field", AKISMET_HONEYPOT},
	{"honeypot_field_name", AKISMET_HONEYPOT_NAME},
	{"is_test", AKISMET_IS_TEST},
	{"key", AKISMET_KEY},
	{"limit", AKISMET_LIMIT},
	{"month", AKISMET_MONTH},
	{"offset", AKISMET_OFFSET},
	{"order", AKISMET_ORDER},
	{"permalink", AKISMET_PERMALINK},
	{"referer", AKISMET_REFERRER}, /* as in HTTP: some clients */
	{"referrer", AKISMET_REFERRER},
	{"test_discard", AKISMET_TEST_DISCARD},
	{"user_agent", AKISMET_USER_AGENT},
	{"user_ip", AKISMET_USER_IP},
	{"user_role", AKISMET_USER_ROLE},
};

static int compare(const void *a, const void *b)
{
	const moderato_str *name = a;
	const struct known *entry = b;
	const size_t len = strlen(entry->name);
	const size_t both = name->len < len ? name->len : len;
	const int order = both ? memcmp(name->ptr, entry->name, both) : 0;

	return order ? order : (name->len > len) - (name->len < len);
}

static bool is_context(moderato_str name)
{
	return form_name_is(name, "comment_context");
}

/* Notes the fields that matter. */
static moderato_status sort(struct akismet_form *form, struct arena *arena)
{
	size_t n_context = 0;
	size_t i;

	for (i = 0; i < form->all.n; i++) {
		const struct form_field *field = &form->all.v[i];
		const struct known *found = bsearch(
			&field->name, known, sizeof(known) / sizeof(known[0]), sizeof(known[0]), compare);

		if (found)
			form->value[found->field] =
				field->value.len ? field->value : (moderato_str){NULL, 0};
		else
			n_context += is_context(field->name);
	}
	form->context = arena_array(arena, n_context, sizeof(*form->context));
	if (!form->context)
		return fail_no_memory(&form->error);
	for (i = 0; i < form->all.n && form->n_context < n_context; i++)
		if (is_context(form->all.v[i].name))
			form->context[form->n_context++] = form->all.v[i].value;
	return MODERATO_OK;
}

void akismet_form_read(
	struct akismet_form *out, struct arena *arena, moderato_str content_type, moderato_str body)
{
	*out = (struct akismet_form){.charset = form_parameter(arena, content_type, "charset")};
	out->status = form_read(&out->all, arena, content_type, body, &out->error);
	if (!out->status)
		out->status = sort(out, arena);
}

/* ---- the query of a GET ---- */

struct query {
	struct form *form;
	size_t cap; /* 0: only count */
};

static bool take_parameter(void *payload, moderato_str name, moderato_str value)
{
	struct query *query = payload;

	if (query->cap)
		query->form->v[query->form->n] = (struct form_field){name, value};
	query->form->n++;
	return !query->cap || query->form->n < query->cap;
}

/* The length of a header is bounded, and so is the number of parameters. */
static void read_query(struct akismet_form *out, const struct request *request)
{
	struct query query = {&out->all, 0};

	*out = (struct akismet_form){.status = MODERATO_OK};
	request_each_query(request, take_parameter, &query);
	query.cap = out->all.n;
	out->all.n = 0;
	if (!query.cap)
		return;
	out->all.v = arena_array(request->arena, query.cap, sizeof(*out->all.v));
	if (!out->all.v) {
		out->status = fail_no_memory(&out->error);
		return;
	}
	request_each_query(request, take_parameter, &query);
	out->status = sort(out, request->arena);
}

const struct akismet_form *akismet_form(const struct request *request)
{
	struct akismet_form *form = *request->parsed;

	if (form)
		return form;
	form = arena_alloc(request->arena, sizeof(*form));
	if (!form)
		return NULL;
	if (strcmp(request->method, "POST") == 0)
		akismet_form_read(
			form, request->arena, request_header(request, "Content-Type"), request->body);
	else
		read_query(form, request);
	*request->parsed = form;
	return form;
}

bool akismet_form_is_true(const struct akismet_form *form, enum akismet_field field)
{
	const moderato_str value = form->value[field];

	return str_is(value, "1") || str_is_nocase(value, "true");
}
