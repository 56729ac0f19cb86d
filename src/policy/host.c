/* SPDX-License-Identifier: MIT */
#include "policy/host.h"

#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "base/hash.h"
#include "policy/policy_internal.h"
#include "text/punycode.h"

#define IDN_PREFIX "xn--"

static bool is_host_byte(char c)
{
	return ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_slash(char c)
{
	return c == '/' || c == '\\';
}

/* ---- the host of a link ---- */

/* What follows a scheme and its slashes; `*scheme` is whether there is one. A backslash is a slash
 * to browsers. */
static size_t authority_begin(moderato_str link, bool *scheme)
{
	size_t i = 0;

	while (i < link.len && (ascii_is_alnum(link.ptr[i]) || link.ptr[i] == '+' ||
							   link.ptr[i] == '-' || link.ptr[i] == '.'))
		i++;
	if (i && i < link.len && link.ptr[i] == ':')
		i++;
	else
		i = 0;
	*scheme = i + 1 < link.len && is_slash(link.ptr[i]) && is_slash(link.ptr[i + 1]);
	if (!*scheme)
		return 0;
	while (i < link.len && is_slash(link.ptr[i]))
		i++;
	return i;
}

static size_t authority_end(moderato_str link, size_t begin)
{
	size_t i = begin;

	while (i < link.len && (unsigned char)link.ptr[i] > ' ' && !strchr("/\\?#<>\"`", link.ptr[i]))
		i++;
	return i;
}

moderato_str host_of_link(moderato_str link)
{
	size_t begin;
	size_t end;
	size_t i;
	bool scheme;

	while (link.len && (unsigned char)link.ptr[0] <= ' ')
		link = (moderato_str){link.ptr + 1, link.len - 1};
	begin = authority_begin(link, &scheme);
	if (scheme) {
		for (i = authority_end(link, begin); i > begin && link.ptr[i - 1] != '@';)
			i--;
		begin = i;
	}
	for (end = begin; end < link.len && is_host_byte(link.ptr[end]);)
		end++;
	/* "javascript:…" names no host, nor does "a@b"; a port is digits. */
	if (end < link.len &&
		(link.ptr[end] == '@' || (link.ptr[end] == ':' && !scheme && end + 1 < link.len &&
									 !ascii_is_digit(link.ptr[end + 1]))))
		end = begin;
	return (moderato_str){link.ptr + begin, end - begin};
}

/* ---- its labels ---- */

/* A label as people read it. What xn-- names exactly is not folded again: "ß" is not "ss" there. */
static uint64_t label_hash(moderato_str label)
{
	const size_t prefix = strlen(IDN_PREFIX);
	uint32_t code[PUNYCODE_BYTES_MAX];
	char text[4 * PUNYCODE_BYTES_MAX];
	size_t len = 0;
	size_t n = 0;
	size_t i;

	if (label.len > prefix && !memcmp(label.ptr, IDN_PREFIX, prefix))
		n = punycode_decode(label.ptr + prefix, label.len - prefix, code);
	if (!n)
		return hash_bytes(label.ptr, label.len, 0);
	for (i = 0; i < n; i++)
		len += codepoint_put(text + len, code[i]);
	return hash_bytes(text, len, 0);
}

/* The length of a dot at s[i]: U+3002, which folding makes of U+FF61, is one too. */
static size_t dot_at(moderato_str name, size_t i)
{
	if (name.ptr[i] == '.')
		return 1;
	return name.len - i >= 3 && !memcmp(name.ptr + i, "\xE3\x80\x82", 3) ? 3 : 0;
}

static moderato_str trim(moderato_str name)
{
	if (name.len && name.ptr[name.len - 1] == '.')
		name.len--;
	if (name.len > 4 && !memcmp(name.ptr, "www.", 4))
		name = (moderato_str){name.ptr + 4, name.len - 4};
	return name;
}

/* Append the labels in their order. False: it is no host. */
static bool add_labels(moderato_str name, struct host *out)
{
	size_t begin = 0;
	size_t i = 0;

	for (;;) {
		const size_t dot = i < name.len ? dot_at(name, i) : 0;

		if (i < name.len && !dot) {
			if (!is_host_byte(name.ptr[i++]))
				return false;
			continue;
		}
		if (i == begin || out->n == HOST_LABELS_MAX)
			return false;
		out->label[out->n++] = label_hash((moderato_str){name.ptr + begin, i - begin});
		if (i == name.len)
			return true;
		i += dot;
		begin = i;
	}
}

bool host_read(struct arena *arena, moderato_str name, struct host *out)
{
	size_t i;

	out->n = 0;
	if (!policy_fold(arena, name, &name))
		return false;
	if (!add_labels(trim(name), out))
		out->n = 0;
	for (i = 0; i < out->n / 2; i++) {
		const uint64_t label = out->label[i];

		out->label[i] = out->label[out->n - 1 - i];
		out->label[out->n - 1 - i] = label;
	}
	return true;
}
