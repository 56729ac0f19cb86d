/* SPDX-License-Identifier: MIT */
#ifndef TEXT_URL_H
#define TEXT_URL_H
/* Find links in running text: http(s)://…, www.…, and bare hosts that end in a common top-level
 * domain (spam.example.com/x). And e-mail addresses. Input is normalised, so lower case. */
#include <stdbool.h>
#include <stddef.h>

struct url {
	size_t len;  /* bytes of the whole */
	size_t host; /* offset of the host, without www. */
	size_t host_len;
	bool email; /* it is an address, and the host is what follows the @ */
};

/* Does a link or an address begin at s[0]? `s` is at the start of a word. Linear in what it
 * consumes, and looks at most URL_BYTES_MAX bytes ahead. */
bool url_match(const char *s, size_t len, struct url *url);

/* Is it a top-level domain that makes host.tld a link? `len` is not 0. */
bool url_top_level(const char *s, size_t len);

/* A link longer than this is cut there; the rest is read as words. */
#define URL_BYTES_MAX 2048

/* The same for a target that markup named: everything is a link; only the host is looked for. */
void url_target(const char *s, size_t len, struct url *url);

#endif
