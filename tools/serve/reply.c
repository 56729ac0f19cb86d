/* SPDX-License-Identifier: MIT */
#include "serve/reply.h"

#include <stdio.h>

enum { KEEP_BYTES = 64 * 1024 };

static void clear_or_free(struct buffer *b)
{
	if (b->cap > KEEP_BYTES)
		buffer_dispose(b);
	buffer_clear(b);
}

void reply_clear(struct reply *reply)
{
	clear_or_free(&reply->body);
	clear_or_free(&reply->values);
	reply->status = 200;
	reply->content_type = NULL;
	reply->n_headers = 0;
	reply->close = false;
}

void reply_dispose(struct reply *reply)
{
	buffer_dispose(&reply->body);
	buffer_dispose(&reply->values);
}

void reply_header(struct reply *reply, const char *name, const char *value)
{
	struct reply_header *header = &reply->headers[reply->n_headers];
	const size_t begin = reply->values.len;
	size_t i;

	if (reply->n_headers == REPLY_HEADERS_MAX)
		return;
	buffer_add(&reply->values, value, strlen(value) + 1);
	if (reply->values.failed)
		return;
	for (i = begin; i + 1 < reply->values.len; i++)
		if ((unsigned char)reply->values.data[i] < ' ' || reply->values.data[i] == 127)
			reply->values.data[i] = '?';
	*header = (struct reply_header){name, begin};
	reply->n_headers++;
}

void reply_header_number(struct reply *reply, const char *name, unsigned long long value)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", value);
	reply_header(reply, name, text);
}

void reply_text(struct reply *reply, unsigned status, const char *content_type, const char *text)
{
	reply->status = status;
	reply->content_type = content_type;
	buffer_clear(&reply->body);
	buffer_add_str(&reply->body, text);
}
