/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_XML_INTERNAL_H
#define IMPORT_XML_INTERNAL_H
/* What the parser and the mending of what is broken share. */
#include "base/buffer.h"
#include "import/xml/xml.h"
#include "import/xml/xml_repair.h"

#define LOOK ((size_t)4 << 10) /* a tag among what is broken */

/* An element that is open. Places count the input's bytes from its beginning. */
struct open {
	size_t name;  /* where in `names` */
	size_t begin; /* of its start tag */
	size_t inner; /* after it */
};

struct xml {
	struct input *in;
	const struct xml_format *format;
	void *payload;
	struct XML_ParserStruct *parser; /* expat's */
	struct xml_map map;              /* what expat got → where it is in the input */
	size_t fed;                      /* bytes that expat got */
	size_t read;                     /* place after the last of them */
	size_t chunk;                    /* bytes to feed next */
	size_t unfinished;               /* bytes fed of what is not complete */
	struct buffer repaired;
	struct buffer written; /* a field as it is written, repaired */
	struct open open[XML_DEPTH_MAX];
	struct buffer names; /* each with its NUL */
	size_t depth;
	size_t tag;    /* place of the last start tag outside of records */
	size_t record; /* depth of the record that is being read; 0: none */
	size_t line;   /* of the record that was read last */
	size_t wanted; /* depth of the element whose text is wanted; 0: none */
	struct buffer text;
	moderato_span place; /* of the element that ended last */
	size_t inner_end;    /* before its end tag */
	const char *broken;  /* why we gave up on what expat would take */
	size_t broken_at;
	struct {
		size_t place, line;
	} counted;   /* lines so far */
	bool markup; /* there are elements in the text that is wanted */
	bool text_too_long;
	bool failed; /* out of memory */
	bool record_too_long;
	bool priming; /* the parents of a place to go on at are fed */
	bool begun;
	bool suspended;
	bool ended;    /* because the record ends */
	bool finished; /* expat knows that nothing more comes */
	bool over;     /* there is nothing more to say */
};

/* ---- the window: xml_window.c ---- */

void xml_take_to(struct xml *x, size_t place);

/* The window from a place that has not been taken. */
moderato_str xml_window_at(const struct xml *x, size_t place);

/* The same, `want` bytes of it at least. Fewer: the input ends. */
moderato_status xml_look_on(
	struct xml *x, size_t place, size_t want, moderato_str *view, moderato_error *err);

/* Places rise from call to call, or it counts anew. */
size_t xml_line_at(struct xml *x, size_t place);

/* ---- the parser: xml.c ---- */

/* A parser in which the elements that are open are open, to go on at that place. */
bool xml_renew(struct xml *x, size_t place);

void xml_pop(struct xml *x);

/* The element whose text is wanted ends before that place. */
void xml_end_text(struct xml *x, size_t place);

/* ---- the beginning: xml_begin.c ---- */

/* Step after what is no XML and the declaration. MODERATO_EFORMAT: to be told, and read on. */
moderato_status xml_begin(struct xml *x, moderato_error *err);

/* ---- damage: xml_mend.c ---- */

/* Continue after what is broken at `place`, and say so, unless nothing was lost. */
moderato_status xml_mend(struct xml *x, const char *why, size_t place, moderato_error *err);

#endif
