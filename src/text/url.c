/* SPDX-License-Identifier: MIT */
/* What counts as a link in running text, and where it ends. */
#include "text/url.h"

#include <stdint.h>
#include <string.h>

#include "base/codepoint.h"
#include "text/text.h"

#define HOST_BYTES_MAX ((size_t)256) /* DNS allows 253 */

/* Top-level domains that make host.tld a link. Two-letter words of running English and of file
 * names ("it", "is", "py") are left out, because "end.it was" only lacks a space. */
static const char *const top_levels[] = {"com", "net", "org", "info", "biz", "edu", "gov", "tv",
	"cc", "ru", "uk", "de", "fr", "cn", "ly", "gl", "co", "io", "xyz", "top", "site", "online",
	"shop", "club", "live", "store", "vip", "pro", "link", "click", "buzz", "life", "world", "app",
	"dev", "eu", "pl", "nl", "br", "jp", "ca", "au", "ua", "es", "ch", "su", "pw", "ws", "mobi",
	"name", "blog", "news", "website", "space", "fun", "icu", "win", "bid", "loan", "casino", "bet",
	"ltd", "agency", "email", "example", "test", "ml", "ga", "gq", "cf", "tk", NULL};

/* True for a letter, a digit, '-', '.', and any byte of a code point beyond ASCII. */
static bool is_host_byte(unsigned char c)
{
	static const uint64_t bits[4] = {UINT64_C(3) << '-' | UINT64_C(0x3FF) << '0',
		UINT64_C(0x3FFFFFF) << ('A' - 64) | UINT64_C(0x3FFFFFF) << ('a' - 64), UINT64_MAX,
		UINT64_MAX};

	return bits[c / 64] >> (c % 64) & 1;
}

/* The length of the host at s[0], without trailing dots and hyphens. */
static size_t host_len(const char *s, size_t len)
{
	size_t n = 0;

	while (n < len && is_host_byte((unsigned char)s[n]))
		n++;
	while (n && (s[n - 1] == '.' || s[n - 1] == '-'))
		n--;
	return n;
}

bool url_top_level(const char *s, size_t len)
{
	return text_is_one_of(top_levels, s, len);
}

static bool has_top_level(const char *s, size_t n)
{
	size_t dot = n;

	while (dot && s[dot - 1] != '.')
		dot--;
	return dot >= 2 && dot < n && url_top_level(s + dot, n - dot);
}

/* Where the link ends whose host ends at s[i]: at white space, quotes or brackets, before any
 * punctuation that belongs to the sentence. */
static size_t link_end(const char *s, size_t len, size_t i)
{
	if (i < len && s[i] != '/' && s[i] != '?' && s[i] != '#' && s[i] != ':')
		return i;
	while (i < len && (unsigned char)s[i] > ' ' && !strchr("<>\"'()[]{}|\\^`", s[i]))
		i++;
	while (i && strchr(".,!?:;*_", s[i - 1]))
		i--;
	return i;
}

static bool starts_with(const char *s, size_t len, const char *prefix)
{
	const size_t n = strlen(prefix);

	return len >= n && memcmp(s, prefix, n) == 0;
}

static size_t scheme_len(const char *s, size_t len)
{
	if (starts_with(s, len, "http://"))
		return 7;
	if (starts_with(s, len, "https://"))
		return 8;
	if (starts_with(s, len, "hxxp://"))
		return 7;
	if (starts_with(s, len, "hxxps://"))
		return 8;
	return 0;
}

static void set_host(struct url *url, const char *s, size_t from, size_t n)
{
	if (n > 4 && memcmp(s + from, "www.", 4) == 0) {
		from += 4;
		n -= 4;
	}
	url->host = from;
	url->host_len = n;
}

/* Matches the address local@host.tld, where s[at] is the '@'. */
static bool match_address(const char *s, size_t len, size_t at, struct url *url)
{
	const size_t n = host_len(s + at + 1, len - at - 1);

	if (!n || !has_top_level(s + at + 1, n))
		return false;
	url->email = true;
	url->len = at + 1 + n;
	url->host = at + 1;
	url->host_len = n;
	return true;
}

bool url_match(const char *s, size_t len, struct url *url)
{
	size_t from;
	size_t n;

	len = codepoint_cut(s, len, URL_BYTES_MAX);
	*url = (struct url){0, 0, 0, false};
	from = scheme_len(s, len);
	if (from) {
		n = host_len(s + from, len - from);
		if (!n)
			return false;
		set_host(url, s, from, n);
		url->len = link_end(s, len, from + n);
		return true;
	}
	for (n = 0;
		 n < len && n < 64 && (is_host_byte((unsigned char)s[n]) || s[n] == '_' || s[n] == '+');)
		n++;
	if (n && n < len && s[n] == '@')
		return match_address(s, len, n, url);
	n = host_len(s, codepoint_cut(s, len, HOST_BYTES_MAX));
	if (!n || !memchr(s, '.', n))
		return false;
	if (!(starts_with(s, n, "www.") && n > 5) && !has_top_level(s, n))
		return false;
	set_host(url, s, 0, n);
	url->len = link_end(s, len, n);
	return true;
}

void url_target(const char *s, size_t len, struct url *url)
{
	size_t from = scheme_len(s, len);

	if (!from && starts_with(s, len, "//"))
		from = 2;
	*url = (struct url){len, 0, 0, false};
	if (starts_with(s, len, "mailto:")) {
		const char *at = memchr(s, '@', len);

		url->email = true;
		from = at ? (size_t)(at - s) + 1 : len;
	}
	set_host(url, s, from, host_len(s + from, len - from));
}
