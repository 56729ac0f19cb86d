/* SPDX-License-Identifier: MIT */
/* Hands a reply to libmicrohttpd. */
#include <unistd.h>

#include "serve/http/http_internal.h"

/* The reply's body stays where it is until the exchange ends: nothing is copied. */
static struct MHD_Response *make_response(struct exchange *x)
{
	struct MHD_Response *response;
	struct spill *spill = &x->spill;

	if (x->stream && spill->file >= 0) {
		response = MHD_create_response_from_fd64(spill->in_file, spill->file);
		if (response)
			spill->file = -1; /* libmicrohttpd closes it */
		return response;
	}
	return MHD_create_response_from_buffer(
		x->reply.body.len, x->reply.body.data, MHD_RESPMEM_PERSISTENT);
}

enum MHD_Result send_reply(struct MHD_Connection *connection, struct exchange *x)
{
	const struct reply *reply = &x->reply;
	struct MHD_Response *response = make_response(x);
	enum MHD_Result result;
	bool named = false; /* some protocols name the request in their own way */
	size_t i;

	if (!response)
		return MHD_NO;
	if (reply->content_type)
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, reply->content_type);
	for (i = 0; i < reply->n_headers; i++) {
		const char *name = reply->headers[i].name;

		MHD_add_response_header(response, name, reply->values.data + reply->headers[i].value);
		named |= str_is_nocase(str_of(name), "X-Request-Id");
	}
	if (!named)
		MHD_add_response_header(response, "X-Request-Id", x->request.id);
	if (reply->close)
		MHD_add_response_header(response, MHD_HTTP_HEADER_CONNECTION, "close");
	result = MHD_queue_response(connection, reply->status, response);
	MHD_destroy_response(response);
	return result;
}
