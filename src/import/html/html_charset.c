/* SPDX-License-Identifier: MIT */
#include "import/html/html_charset.h"

#include <string.h>

#include "base/charset.h"
#include "base/limits.h"
#include "base/str.h"

/* Returns the charset named after charset= or encoding=, with or without quotes. */
static const char *declared(moderato_str head)
{
	static const char *const words[] = {"charset", "encoding"};
	size_t i;

	for (i = 0; i < 2; i++) {
		moderato_str rest = head;
		size_t found;

		while ((found = str_find_nocase(rest, str_of(words[i]))) != SIZE_MAX) {
			moderato_str label;
			const char *charset;

			rest = str_from(rest, found + strlen(words[i]));
			label = rest;
			while (label.len && strchr(" \t\r\n=\"'", *label.ptr) && *label.ptr) {
				label.ptr++;
				label.len--;
			}
			for (label.len = label.len < 40 ? label.len : 40; label.len; label.len--)
				if (!memchr(label.ptr, '"', label.len) && !memchr(label.ptr, '\'', label.len) &&
					!memchr(label.ptr, '>', label.len) && !memchr(label.ptr, '?', label.len) &&
					!memchr(label.ptr, ';', label.len) && !memchr(label.ptr, ' ', label.len))
					break;
			charset = charset_find(label);
			if (charset)
				return strncmp(charset, "UTF-16", 6) ? charset : "UTF-8"; /* it was readable */
		}
	}
	return NULL;
}

moderato_status html_recode(struct input *in, moderato_error *err)
{
	moderato_str head;
	moderato_status status = input_peek(in, HTML_DECLARATION_HEAD, &head, err);
	const char *charset;

	if (status)
		return status;
	head.len = head.len < HTML_DECLARATION_HEAD ? head.len : HTML_DECLARATION_HEAD;
	charset = declared(head);
	if (!charset) {
		status = input_peek(in, HTML_GUESS_BYTES + 1, &head, err);
		if (status)
			return status;
		charset = charset_guess(head, head.len > HTML_GUESS_BYTES);
	}
	return input_recode(in, charset, err);
}
