/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_AKISMET_FORM_H
#define TOOLS_SERVE_AKISMET_FORM_H
/* The form of a request of Akismet's protocol, read once and sorted by the fields that matter.
 * WordPress sends a hundred others (the server's variables, a copy of its own form), which stay in
 * `all`. */
#include "serve/akismet/form.h"
#include "serve/request.h"

enum akismet_field {
	AKISMET_API_KEY,
	AKISMET_BLOG,
	AKISMET_BLOG_CHARSET,
	AKISMET_CHECK_RESPONSE, /* what comment-check said of a comment that is submitted later */
	AKISMET_CLASSIFY,
	AKISMET_AUTHOR,
	AKISMET_EMAIL,
	AKISMET_URL,
	AKISMET_CONTENT,
	AKISMET_DATE,
	AKISMET_PARENT,
	AKISMET_TYPE,         /* comment_type */
	AKISMET_CONTENT_TYPE, /* content_type, Discourse's name for it */
	AKISMET_EXTENDED,
	AKISMET_FILTER,
	AKISMET_FORMAT,
	AKISMET_FROM,
	AKISMET_GUID,
	AKISMET_HONEYPOT,      /* hidden_honeypot_field */
	AKISMET_HONEYPOT_NAME, /* which other field is one */
	AKISMET_HONEYPOT_WP,   /* POST_ak_hp_textarea, that of Akismet's own plug-in for WordPress */
	AKISMET_IS_TEST,
	AKISMET_KEY,
	AKISMET_LIMIT,
	AKISMET_MONTH,
	AKISMET_OFFSET,
	AKISMET_ORDER,
	AKISMET_PERMALINK,
	AKISMET_REFERRER,
	AKISMET_TEST_DISCARD,
	AKISMET_USER_AGENT,
	AKISMET_USER_IP,
	AKISMET_USER_ROLE,
	AKISMET_FIELDS
};

struct akismet_form {
	struct form all;
	moderato_str value[AKISMET_FIELDS]; /* absent if not sent, or empty */
	moderato_str *context;              /* the elements of comment_context */
	size_t n_context;
	moderato_str charset;   /* of the Content-Type; absent: not said */
	moderato_status status; /* why it could not be read; the message is `error` */
	moderato_error error;
};

/* Reads a form from its bytes, and notes the fields that matter. Of a field that was sent
 * twice the last one counts, as in PHP. */
void akismet_form_read(
	struct akismet_form *out, struct arena *arena, moderato_str content_type, moderato_str body);

/* Notes the fields that matter of `all`. Returns form->status. */
moderato_status akismet_form_sort(struct akismet_form *form, struct arena *arena);

/* Whether a field says yes: 1 or true. */
bool akismet_form_is_true(const struct akismet_form *form, enum akismet_field field);

/* ---- akismet_request.c ---- */

/* Returns the request's form, which it reads at the first call: the query of a GET, the body of a
 * POST. NULL: out of memory. */
const struct akismet_form *akismet_form(const struct request *request);

#endif
