/* SPDX-License-Identifier: MIT */
#ifndef TEXT_URL_H
#define TEXT_URL_H
/* Finds links and e-mail addresses in running text: http(s)://…, www.…, and bare hosts that end in
 * a common top-level domain (spam.example.com/x). The input is normalised, so it is lower case. */
#include <stdbool.h>
#include <stddef.h>

struct url {
	size_t len;  /* bytes of the whole link or address */
	size_t host; /* offset of the host, without www. */
	size_t host_len;
	bool email; /* true for an e-mail address; the host then follows the @ */
};

/* True if a link or an address begins at s[0], which must be the start of a word. Takes time linear
 * in what it matches and reads at most URL_BYTES_MAX bytes. */
bool url_match(const char *s, size_t len, struct url *url);

/* True if this is a top-level domain that makes host.tld a link. */
bool url_top_level(const char *s, size_t len);

/* A longer link is cut at this number of bytes; the rest is read as words. */
#define URL_BYTES_MAX 2048

/* Fills `url` for a target that markup named: all of it is a link, and only its host is looked for.
 */
void url_target(const char *s, size_t len, struct url *url);

#endif
