/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_XML_H
#define IMPORT_XML_H
/* Reads XML from a struct input, as a stream of elements. This is the only interface to expat.
 *
 * A format says which elements are records, of which elements it wants the text, and where to
 * continue after damage. Names are as written, with their prefix; an undeclared prefix does no
 * harm. Only XML's five entities are expanded (HTML's, such as &nbsp;, are replaced by their
 * characters), and nothing external is opened. Bytes that XML does not allow are repaired before
 * the parser sees them. Memory is bounded by XML_TOKEN_BYTES_MAX, XML_DEPTH_MAX and
 * MODERATO_RECORD_BYTES_MAX.
 *
 * If a field is damaged, the damage ends with the field's end tag, and the field is taken as it is
 * written. Otherwise reading continues at the next start tag that is an anchor. Bytes are read
 * again for that, but all in all no more than a few times as many as the file has: where
 * it is broken too often, more is given up. */
#include <stdbool.h>

#include "base/file.h"
#include "base/limits.h"

#define XML_DEPTH_MAX 256 /* limit for elements that are open at once */

enum xml_want {
	XML_PASS,   /* nothing of the element is wanted */
	XML_TEXT,   /* its text is to be handed to end() */
	XML_RECORD, /* xml_read() returns after it ends */
	XML_STRAY,  /* it cannot be here: the record around it was never closed */
};

/* A place where reading can continue after damage. */
struct xml_anchor {
	const char *name;       /* name of the start tag */
	bool prefixed;          /* true if the name has some prefix, such as wp: */
	const char *parents[4]; /* the elements that are open there, the root first */
	bool empty;             /* true if the tag may close itself, as <row/> */
};

struct xml_format {
	const struct xml_anchor *anchors;
	size_t n_anchors;
	enum xml_want (*start)(void *payload, const char *name, const char *const *attributes);
	/* Called at an element's end. `text` is absent unless it was wanted. */
	void (*end)(void *payload, const char *name, moderato_str text);
	/* Called when the record that is being read is broken and is to be forgotten. */
	void (*lost)(void *payload);
	/* Called with the bytes of the input, in order; those of a good record come in one piece,
	 * after its end(). May be NULL. */
	void (*pass)(void *payload, size_t at, moderato_str bytes);
};

struct xml;

/* Returns a new reader of `in`, which still belongs to the caller, or NULL if out of memory. */
struct xml *xml_new(struct input *in, const struct xml_format *format, void *payload);
void xml_free(struct xml *x);

/* Reads to the end of the next record. Returns MODERATO_END at the end of the input. With
 * MODERATO_EFORMAT and MODERATO_ELIMIT something was lost, and the next call reads on. After a
 * record, the input's position is the record's end, however the bytes arrive. */
moderato_status xml_read(struct xml *x, moderato_error *err);

/* These may be called in start() and end(). */
size_t xml_depth(const struct xml *x); /* depth of the element; the root has 1 */
const char *xml_element(const struct xml *x, size_t depth); /* the open element at that depth */
moderato_span xml_inner_end(const struct xml *x); /* in end(): the empty span before its end tag */
bool xml_record_fits(const struct xml *x); /* true if it and its fields are not too long so far */
moderato_span xml_place(const struct xml *x); /* in end(): the element's bytes */

/* Returns whether pass() gets the bytes of the file, which it does unless they are converted.
 * Call it before the first xml_read(). */
bool xml_keeps_bytes(struct xml *x);

/* Returns the line of the record that was read last. */
size_t xml_record_line(const struct xml *x);

/* Returns how many bytes so far were not UTF-8 and were read as Windows-1252. */
size_t xml_converted(const struct xml *x);

/* Returns whether the bytes at a place of that record were first read as something else, which
 * turned out to be broken. With other bytes there, it might not be found to be. */
bool xml_read_again(const struct xml *x, size_t place);

/* Returns the name without its prefix. */
const char *xml_local(const char *name);

#endif
