/* SPDX-License-Identifier: MIT */
/* Which part of a link is its host, by the rules of browsers, and when two hosts are the same. */
#include "policy/host.h"

#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "base/hash_keyed.h"
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

/* The place after a scheme and its slashes, or 0; `*scheme` receives whether there is one. Browsers
 * read a backslash as a slash. */
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
	/* There is no host in "javascript:…" nor in "a@b"; only digits after the colon are a port. */
	if (end < link.len &&
		(link.ptr[end] == '@' || (link.ptr[end] == ':' && !scheme && end + 1 < link.len &&
									 !ascii_is_digit(link.ptr[end + 1]))))
		end = begin;
	return (moderato_str){link.ptr + begin, end - begin};
}

/* ---- the labels of a host ---- */

/* The hash of a label as people read it. What Punycode encodes is not case-folded again: there "ß"
 * differs from "ss". */
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
		return hash_keyed(label.ptr, label.len);
	for (i = 0; i < n; i++)
		len += codepoint_put(text + len, code[i]);
	return hash_keyed(text, len);
}

/* The length of a dot at byte i, else 0. U+3002 is a dot as well, and folding turns U+FF61 into it.
 */
static size_t dot_len_at(moderato_str name, size_t i)
{
	if (name.ptr[i] == '.')
		return 1;
	return name.len - i >= 3 && !memcmp(name.ptr + i, "\xE3\x80\x82", 3) ? 3 : 0;
}

static moderato_str without_www_and_dot(moderato_str name)
{
	if (name.len && name.ptr[name.len - 1] == '.')
		name.len--;
	if (name.len > 4 && !memcmp(name.ptr, "www.", 4))
		name = (moderato_str){name.ptr + 4, name.len - 4};
	return name;
}

/* Appends the labels in order. Returns false when the name is no host. */
static bool split_labels(moderato_str name, struct host *out)
{
	size_t begin = 0;
	size_t i = 0;

	for (;;) {
		const size_t dot = i < name.len ? dot_len_at(name, i) : 0;

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
	if (!split_labels(without_www_and_dot(name), out))
		out->n = 0;
	for (i = 0; i < out->n / 2; i++) {
		const uint64_t label = out->label[i];

		out->label[i] = out->label[out->n - 1 - i];
		out->label[out->n - 1 - i] = label;
	}
	return true;
}
