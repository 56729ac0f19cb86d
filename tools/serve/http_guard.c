/* SPDX-License-Identifier: MIT */
/* Refuses messages about whose length two programs could have different opinions: a proxy in front
 * of us might see one request where we see two. */
#include "serve/http_internal.h"

struct framing {
	size_t lengths;
	size_t encodings;
	size_t hosts;
	bool odd_encoding;
};

static enum MHD_Result look(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_size,
	const char *value, size_t value_size)
{
	struct framing *framing = cls;
	const moderato_str name = {key, key_size};
	const moderato_str text = {value ? value : "", value_size};

	(void)kind;
	if (str_is_nocase(name, "Content-Length"))
		framing->lengths++;
	else if (str_is_nocase(name, "Host"))
		framing->hosts++;
	else if (str_is_nocase(name, "Transfer-Encoding")) {
		framing->encodings++;
		framing->odd_encoding |= !str_is_nocase(text, "chunked");
	}
	return MHD_YES;
}

const char *guard_header(struct MHD_Connection *connection, const char *version)
{
	struct framing framing = {0};

	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, look, &framing);
	if (framing.lengths > 1)
		return "There is more than one Content-Length.";
	if (framing.encodings > 1 || framing.odd_encoding)
		return "Transfer-Encoding may only be 'chunked'.";
	if (framing.encodings && framing.lengths)
		return "There is a Transfer-Encoding as well as a Content-Length.";
	if (framing.encodings && strcmp(version, MHD_HTTP_VERSION_1_1) != 0)
		return "Transfer-Encoding needs HTTP/1.1.";
	if (framing.hosts > 1)
		return "There is more than one Host.";
	if (!framing.hosts && strcmp(version, MHD_HTTP_VERSION_1_1) == 0)
		return "There is no Host.";
	return NULL;
}
