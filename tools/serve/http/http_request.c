/* SPDX-License-Identifier: MIT */
/* What a request says, looked up where libmicrohttpd keeps it. */
#include "serve/http/http_internal.h"

static moderato_str lookup(const struct request *request, enum MHD_ValueKind kind, const char *name)
{
	const char *value = NULL;
	size_t len = 0;

	if (MHD_lookup_connection_value_n(request->http, kind, name, strlen(name), &value, &len) ==
		MHD_NO)
		return (moderato_str){NULL, 0};
	return (moderato_str){value ? value : "", len};
}

moderato_str request_header(const struct request *request, const char *name)
{
	return lookup(request, MHD_HEADER_KIND, name);
}

moderato_str request_query(const struct request *request, const char *name)
{
	return lookup(request, MHD_GET_ARGUMENT_KIND, name);
}

struct each {
	bool (*call)(void *payload, moderato_str name, moderato_str value);
	void *payload;
};

static enum MHD_Result call_each(void *cls, enum MHD_ValueKind kind, const char *key,
	size_t key_size, const char *value, size_t value_size)
{
	struct each *each = cls;
	const moderato_str v = {value ? value : "", value_size};

	(void)kind;
	return each->call(each->payload, (moderato_str){key, key_size}, v) ? MHD_YES : MHD_NO;
}

void request_each_query(const struct request *request,
	bool (*each)(void *payload, moderato_str name, moderato_str value), void *payload)
{
	struct each calls = {each, payload};

	MHD_get_connection_values_n(request->http, MHD_GET_ARGUMENT_KIND, call_each, &calls);
}

moderato_str request_bearer(const struct request *request)
{
	static const char scheme[] = "Bearer ";
	moderato_str value = request_header(request, "Authorization");

	if (!str_begins_nocase(value, scheme))
		return (moderato_str){NULL, 0};
	value = str_from(value, sizeof(scheme) - 1);
	while (value.len && value.ptr[0] == ' ')
		value = str_from(value, 1);
	return value;
}

bool request_content_is(const struct request *request, const char *media_type)
{
	moderato_str value = request_header(request, "Content-Type");
	size_t end = 0;

	while (end < value.len && value.ptr[end] != ';')
		end++;
	while (end && (value.ptr[end - 1] == ' ' || value.ptr[end - 1] == '\t'))
		end--;
	return end && str_is_nocase(str_part(value, 0, end), media_type);
}
