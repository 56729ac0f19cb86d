/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_XML_H
#define IMPORT_XML_H
/* XML out of a struct input, as a stream of elements: the only door to expat.
 *
 * A format says which elements are records, of which it wants the text, and how to find a place to
 * continue after damage. Names are as written, prefix and all: a prefix that nobody declared does
 * no harm. No entity is expanded but the five of XML (HTML's, such as &nbsp;, are taken as what
 * they stand for), nothing external is opened. Bytes that no XML may hold are repaired in front of
 * the parser. Memory is bounded by XML_TOKEN_BYTES_MAX, XML_DEPTH_MAX and
 * MODERATO_RECORD_BYTES_MAX.
 *
 * Damage: what is broken inside a field ends with the field's end tag, and the field is taken as it
 * is written. Else the parser goes on at the next start tag that is an anchor. */
#include <stdbool.h>

#include "base/file.h"

#define XML_DEPTH_MAX 256                       /* elements that are open at once */
#define XML_TOKEN_BYTES_MAX ((size_t)256 << 10) /* a tag, a comment, an instruction */

enum xml_want {
	XML_PASS,   /* go on */
	XML_TEXT,   /* hand its text to end() */
	XML_RECORD, /* xml_read() returns after its end */
	XML_STRAY,  /* it cannot be where it is: the record around it was never closed */
};

/* Where reading can go on. */
struct xml_anchor {
	const char *name;       /* of a start tag */
	bool prefixed;          /* written with some prefix, such as wp: */
	const char *parents[4]; /* that are open there, the root first */
};

struct xml_format {
	const struct xml_anchor *anchors;
	size_t n_anchors;
	enum xml_want (*start)(void *payload, const char *name, const char *const *attributes);
	/* `text` is absent unless it was wanted. */
	void (*end)(void *payload, const char *name, moderato_str text);
	/* The record that is being read is broken: forget it. */
	void (*lost)(void *payload);
	/* The bytes of the input, in order; those of a good record in one piece, after its end(). May
	 * be NULL. */
	void (*pass)(void *payload, size_t at, moderato_str bytes);
};

struct xml;

/* `in` stays the caller's. NULL: out of memory. */
struct xml *xml_new(struct input *in, const struct xml_format *format, void *payload);
void xml_free(struct xml *x);

/* Read to the end of the next record. MODERATO_END; MODERATO_EFORMAT, MODERATO_ELIMIT: something
 * was lost, the next call reads on. The input's position is after the record; it depends on the
 * bytes alone. */
moderato_status xml_read(struct xml *x, moderato_error *err);

/* In start() and end(): */
size_t xml_depth(const struct xml *x);                      /* of the element; the root has 1 */
const char *xml_element(const struct xml *x, size_t depth); /* the open element there */
moderato_span xml_inner_end(const struct xml *x); /* in end(): before its end tag, empty */
bool xml_record_fits(const struct xml *x);        /* and its fields, so far */
moderato_span xml_place(const struct xml *x);     /* in end(): the element's bytes */

/* Is what pass() gets what the file holds? Not if it is converted. Before the first xml_read(). */
bool xml_keeps_bytes(struct xml *x);

/* Line of the record that was read last. */
size_t xml_record_line(const struct xml *x);

/* The name after its prefix. */
const char *xml_local(const char *name);

#endif
