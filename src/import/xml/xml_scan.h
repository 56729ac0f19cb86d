/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_XML_SCAN_H
#define IMPORT_XML_SCAN_H
/* XML looked at without a parser: what stands at its beginning, and tags in what is broken. */
#include <stdbool.h>

#include "base/buffer.h"
#include "import/xml/xml.h"

/* The tag that begins at s[0] == '<'. */
struct xml_tag {
	moderato_str name;
	bool end;    /* </name> */
	bool closed; /* <name/> */
	size_t len;  /* of the tag; 0: the bytes end before it does */
};

/* False: no tag begins there. */
bool xml_scan_tag(moderato_str s, struct xml_tag *tag);

/* The anchor that the start tag is, or NULL. */
const struct xml_anchor *xml_scan_anchor(
	const struct xml_format *format, const struct xml_tag *tag);

/* What stands before the root element. */
struct xml_prolog {
	size_t begin;          /* of the first markup: what a bad tool left before it is no XML */
	size_t declaration;    /* bytes of <?xml …?>; 0: none */
	moderato_str encoding; /* what it declares; absent: nothing */
	moderato_str root;     /* name of the root element; absent: not seen */
};

/* False: this is no XML. */
bool xml_scan_prolog(moderato_str head, struct xml_prolog *prolog);

/* Append an element's content as it is written: markup stays, XML's entities outside CDATA are
 * decoded, CDATA is unwrapped. */
void xml_unwrap(struct buffer *out, moderato_str raw);

/* Append the character that &name; stands for in HTML, or what is written. */
void xml_add_entity(struct buffer *out, const char *name);

/* Append text with its HTML entities decoded, as names and titles want it. */
void xml_add_decoded(struct buffer *out, moderato_str text);

moderato_str xml_trim(moderato_str s); /* white space off both ends; absent when nothing is left */

#endif
