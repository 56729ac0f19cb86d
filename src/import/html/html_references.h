/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_REFERENCES_H
#define IMPORT_HTML_REFERENCES_H
/* HTML's character references, all of the standard's, as browsers read them: &amp; and &#38; and,
 * for some old names, &amp without its semicolon. */
#include <stdbool.h>
#include <stddef.h>

#define HTML_REFERENCE_MAX 8

struct html_reference {
	const char *end;               /* the place after it */
	char text[HTML_REFERENCE_MAX]; /* what it stands for, in UTF-8 */
	size_t len;
};

/* Reads the reference that begins with the & at `at`. Returns whether it is one: in the value of an
 * attribute, such as "?a=1&copy=2", fewer are. */
bool html_reference_read(
	const char *at, const char *end, bool in_value, struct html_reference *found);

#endif
