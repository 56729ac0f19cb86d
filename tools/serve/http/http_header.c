/* SPDX-License-Identifier: MIT */
/* Reads a header, and refuses messages about whose length or meaning two programs could have
 * different opinions: a proxy in front of us might see one request where we see two. */
#include "base/ascii.h"
#include "serve/http/http_internal.h"

struct reading {
	struct header *header;
	size_t lengths;
	size_t encodings;
	size_t hosts;
	bool odd_encoding;
	bool odd_name;
	bool odd_value;
	const char *next; /* where the next line begins, if nothing stands between */
	bool gap;
};

/* The characters of a header's name, by the bits of their codes: "!#$%&'*+-.0-9A-Z^_`a-z|~". */
static bool is_token_char(unsigned char c)
{
	static const uint64_t half[2] = {0x03ff6cfa00000000, 0x57ffffffc7fffffe};

	return c < 128 && (half[c / 64] >> c % 64 & 1);
}

static bool is_token(moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (!is_token_char((unsigned char)s.ptr[i]))
			return false;
	return s.len > 0;
}

static bool is_control(char c)
{
	return ((unsigned char)c < ' ' && c != '\t') || c == 127;
}

static bool has_control(moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (is_control(s.ptr[i]))
			return true;
	return false;
}

const char *header_look_at_path(const char *uri)
{
	for (; *uri; uri++)
		if ((unsigned char)*uri <= ' ' || *uri == 127 ||
			(uri[0] == '%' && uri[1] == '0' && uri[2] == '0'))
			return NULL;
	return uri + 1;
}

bool header_leaves_room(struct MHD_Connection *connection)
{
	/* Each field takes a record besides its text, and a cookie is copied. */
	const size_t record = 64;
	const size_t reply = 2048;
	const size_t harmless = CONNECTION_MEMORY / (2 * record); /* if it is nothing but fields */
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);
	const char *cookie;
	size_t cookie_len = 0;
	int n;

	if (!info || info->header_size <= harmless)
		return true;
	n = MHD_get_connection_values(
		connection, MHD_HEADER_KIND | MHD_COOKIE_KIND | MHD_GET_ARGUMENT_KIND, NULL, NULL);
	MHD_lookup_connection_value_n(connection, MHD_HEADER_KIND, "Cookie", 6, &cookie, &cookie_len);
	return info->header_size + (size_t)n * record + cookie_len + reply <= CONNECTION_MEMORY;
}

/* libmicrohttpd 0.9.75 cuts lines at a NUL, ends them at a line feed alone, and joins a continued
 * line to the wrong place. It leaves the header where it was read, with zeros for the ends of names
 * and lines, so that lines which do not follow each other closely betray all of that. Later
 * versions refuse it by themselves. */
#define LINES_ARE_ADJACENT (MHD_VERSION < 0x00097700)

static void look_at_place(struct reading *r, const char *key, moderato_str value)
{
	r->gap |= key != r->next;
	r->next = value.ptr + value.len + 2;
}

static void look_at_name(struct reading *r, moderato_str name, moderato_str value)
{
	struct header *header = r->header;

	switch (name.len) {
	case 4:
		if (str_is_nocase(name, "Host")) {
			header->host = value;
			r->hosts++;
		}
		break;
	case 6:
		if (str_is_nocase(name, "Expect"))
			header->asks_first = str_is_nocase(value, "100-continue");
		break;
	case 14:
		if (str_is_nocase(name, "Content-Length")) {
			header->length = value;
			r->lengths++;
		}
		break;
	case 16:
		if (str_is_nocase(name, "Content-Encoding"))
			header->packing = value;
		break;
	case 17:
		if (str_is_nocase(name, "Transfer-Encoding")) {
			header->chunked = str_is_nocase(value, "chunked");
			r->odd_encoding |= !header->chunked;
			r->encodings++;
		}
		break;
	}
}

static enum MHD_Result look(void *cls, enum MHD_ValueKind kind, const char *key, size_t key_size,
	const char *value, size_t value_size)
{
	struct reading *r = cls;
	const moderato_str name = {key, key_size};
	const moderato_str text = {value ? value : "", value_size};

	(void)kind;
	r->odd_name |= !is_token(name);
	r->odd_value |= has_control(text);
	look_at_place(r, key, text);
	look_at_name(r, name, text);
	return MHD_YES;
}

static bool has_gap(const struct reading *r, struct MHD_Connection *connection, const char *method,
	const char *path)
{
	const union MHD_ConnectionInfo *size =
		MHD_get_connection_info(connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

	if (!LINES_ARE_ADJACENT)
		return false;
	return r->gap || path != method + strlen(method) + 1 || !size ||
		   r->next + 2 != method + size->header_size;
}

static const char *fault_of(const struct reading *r, const char *version)
{
	const bool modern = strcmp(version, MHD_HTTP_VERSION_1_0) != 0;

	if (r->odd_name)
		return "A header has a name with characters that do not belong there.";
	if (r->odd_value)
		return "A header has a control character.";
	if (r->lengths > 1)
		return "There is more than one Content-Length.";
	if (r->encodings > 1 || r->odd_encoding)
		return "Transfer-Encoding may only be 'chunked'.";
	if (r->encodings && r->lengths)
		return "There is a Transfer-Encoding as well as a Content-Length.";
	if (r->encodings && !modern)
		return "Transfer-Encoding needs HTTP/1.1.";
	if (r->hosts > 1)
		return "There is more than one Host.";
	if (!r->hosts && modern)
		return "There is no Host.";
	return NULL;
}

void header_read(struct header *header, struct MHD_Connection *connection, const char *method,
	const char *path, const char *version)
{
	struct reading r = {.header = header, .next = version + strlen(version) + 2};

	*header = (struct header){.fault = NULL};
	MHD_get_connection_values_n(connection, MHD_HEADER_KIND, look, &r);
	header->fault = fault_of(&r, version);
	if (!header->fault && (!is_token(str_of(method)) || has_gap(&r, connection, method, path)))
		header->fault = "The header has a line that is cut, continued or ended oddly.";
}
