/* SPDX-License-Identifier: MIT */
/* The document is perspective_discovery.json, in which @ROOT@ stands for the address. */
#include "serve/perspective/perspective_discovery.h"

#include "perspective_discovery_json.inc"

#define ROOT "@ROOT@"
#define HOST_BYTES_MAX 262 /* a name of 255, and :65535 */

/* True for a host with or without a port: a name, an address of IPv4, or one of IPv6 in brackets.
 * No other characters, so that nothing but an address can be made of it. */
static bool is_host(moderato_str host)
{
	size_t i = 0;

	if (!host.len || host.len > HOST_BYTES_MAX)
		return false;
	if (host.ptr[0] == '[') {
		for (i = 1; i < host.len && host.ptr[i] != ']'; i++)
			if (ascii_hex(host.ptr[i]) < 0 && host.ptr[i] != ':' && host.ptr[i] != '.')
				return false;
		if (i < 3 || i == host.len)
			return false;
		i++;
	} else {
		while (i < host.len &&
			   (ascii_is_digit(host.ptr[i]) || host.ptr[i] == '-' || host.ptr[i] == '.' ||
				   host.ptr[i] == '_' || ascii_is_lower(ascii_lower(host.ptr[i]))))
			i++;
		if (!i)
			return false;
	}
	if (i == host.len)
		return true;
	if (host.ptr[i++] != ':' || i == host.len || host.len - i > 5)
		return false;
	while (i < host.len && ascii_is_digit(host.ptr[i]))
		i++;
	return i == host.len;
}

/* A proxy that speaks TLS for the daemon says so. */
static bool is_https(const struct request *request)
{
	return request->tls || str_is_nocase(request_header(request, "X-Forwarded-Proto"), "https");
}

static void add_root(struct buffer *out, bool https, moderato_str host)
{
	buffer_add_str(out, https ? "https://" : "http://");
	buffer_add(out, host.ptr, host.len);
	buffer_add_char(out, '/');
}

/* The document has no line end in a string, so that blanks after one are indents. */
static size_t skip_indent(const char *text, size_t at, size_t len)
{
	while (at < len && (text[at] == ' ' || text[at] == '\n'))
		at++;
	return at;
}

bool perspective_discovery_write(struct buffer *out, const struct request *request, bool compact)
{
	const char *const text = perspective_discovery_json;
	const size_t len = sizeof(perspective_discovery_json) - 1;
	const moderato_str host = request_header(request, "Host");
	const bool https = is_https(request);
	size_t from = 0;
	size_t i = 0;

	if (!is_host(host))
		return false;
	while (i < len) {
		if (text[i] == '@' && !strncmp(text + i, ROOT, sizeof(ROOT) - 1)) {
			buffer_add(out, text + from, i - from);
			add_root(out, https, host);
			from = i += sizeof(ROOT) - 1;
		} else if (compact && text[i] == '\n') {
			buffer_add(out, text + from, i - from);
			from = i = skip_indent(text, i, len);
		} else {
			i++;
		}
	}
	buffer_add(out, text + from, len - from);
	return true;
}
