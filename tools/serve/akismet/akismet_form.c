/* SPDX-License-Identifier: MIT */
#include "serve/akismet/akismet_form.h"

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

moderato_status akismet_form_sort(struct akismet_form *form, struct arena *arena)
{
	size_t n_context = 0;
	size_t i;

	for (i = 0; i < form->all.n; i++) {
		const struct form_field *field = &form->all.v[i];
		const struct known *found = bsearch(
			&field->name, known, sizeof(known) / sizeof(known[0]), sizeof(known[0]), compare);

		if (found)
			form->value[found->field] = field->value.len ? field->value : (moderato_str){NULL, 0};
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
	*out = (struct akismet_form){.status = MODERATO_OK};
	if (form_parameter(&out->charset, arena, content_type, "charset"))
		out->status = form_read(&out->all, arena, content_type, body, &out->error);
	else
		out->status = fail_no_memory(&out->error);
	if (!out->status)
		out->status = akismet_form_sort(out, arena);
}

bool akismet_form_is_true(const struct akismet_form *form, enum akismet_field field)
{
	const moderato_str value = form->value[field];

	return str_is(value, "1") || str_is_nocase(value, "true");
}
