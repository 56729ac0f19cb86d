/* SPDX-License-Identifier: MIT */
/* Finds the form of a request. */
#include <string.h>

#include "base/fail.h"
#include "serve/akismet/akismet_form.h"

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
	out->status = akismet_form_sort(out, request->arena);
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
