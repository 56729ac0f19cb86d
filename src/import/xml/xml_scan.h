/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_XML_SCAN_H
#define IMPORT_XML_SCAN_H
/* Looks at XML without a parser: at its beginning, and at tags among damaged bytes. */
#include <stdbool.h>

#include "base/buffer.h"
#include "import/xml/xml.h"

/* A tag, which begins with '<' at s[0]. */
struct xml_tag {
	moderato_str name;
	bool end;    /* </name> */
	bool closed; /* <name/> */
	size_t len;  /* length of the tag; 0: the bytes end before it does */
};

/* Reads the tag. Returns false if no tag begins there. */
bool xml_scan_tag(moderato_str s, struct xml_tag *tag);

/* Returns the anchor that the start tag matches, or NULL. */
const struct xml_anchor *xml_scan_anchor(
	const struct xml_format *format, const struct xml_tag *tag);

/* What comes before the root element. */
struct xml_prolog {
	size_t begin;       /* where the first markup begins: a bad tool may have left junk before it */
	size_t declaration; /* length of <?xml …?>; 0: there is none */
	moderato_str encoding; /* the encoding that it declares; absent: none */
	moderato_str root;     /* name of the root element; absent: not seen */
};

/* Reads the prolog. Returns false if this is not XML. */
bool xml_scan_prolog(moderato_str head, struct xml_prolog *prolog);

/* Appends an element's content as it is written: markup stays, XML's entities outside CDATA are
 * decoded, CDATA is unwrapped. */
void xml_unwrap(struct buffer *out, moderato_str raw);

/* Appends the character that &name; stands for in HTML, or the entity itself if it is
 * unknown. */
void xml_add_entity(struct buffer *out, const char *name);

/* Appends text with its HTML entities decoded, for names and titles. */
void xml_add_decoded(struct buffer *out, moderato_str text);

moderato_str xml_trim(moderato_str s); /* trims white space; absent if nothing is left */

#endif
