/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_XML_INTERNAL_H
#define IMPORT_XML_INTERNAL_H
/* What the parser shares with the code that mends damage. */
#include "base/buffer.h"
#include "import/xml/xml.h"
#include "import/xml/xml_repair.h"

#define LOOK ((size_t)4 << 10) /* limit for a tag among damaged bytes */

/* An element that is open. Places count the input's bytes from its beginning. */
struct open {
	size_t name;  /* offset in `names` */
	size_t begin; /* where its start tag begins */
	size_t inner; /* where its content begins */
};

struct xml {
	struct input *in;
	const struct xml_format *format;
	void *payload;
	struct XML_ParserStruct *parser; /* the parser of expat */
	struct xml_map map;              /* maps what expat got to its place in the input */
	size_t fed;                      /* how many bytes expat got */
	size_t read;                     /* the place after the last of them */
	size_t chunk;                    /* how many bytes to feed next */
	size_t unfinished;               /* bytes fed of a token that is not complete */
	struct buffer repaired;
	struct buffer written; /* a field as it is written, repaired */
	struct open open[XML_DEPTH_MAX];
	struct buffer names; /* the names of open elements, each with its NUL */
	size_t depth;
	size_t tag;    /* place of the last start tag outside of records */
	size_t record; /* depth of the record that is being read; 0: none */
	size_t line;   /* line of the record that was read last */
	size_t wanted; /* depth of the element whose text is wanted; 0: none */
	struct buffer text;
	moderato_span place; /* the bytes of the element that ended last */
	size_t inner_end;    /* the place before its end tag */
	const char *broken;  /* why we rejected what expat would accept */
	size_t broken_at;
	size_t broken_to; /* how far the parser has read in a token that is too long */
	size_t furthest;  /* the last place that mending has reached so far */
	size_t again;     /* bytes that mending has read again so far, see xml_mend.c */
	size_t again_to;  /* what is before that place was read before, as something else */
	struct {
		size_t place, line;
	} counted;   /* the lines counted so far */
	bool markup; /* the text that is wanted contains elements */
	bool text_too_long;
	bool failed; /* out of memory */
	bool record_too_long;
	bool priming; /* the parents of the place to continue at are being fed */
	bool begun;
	bool suspended;
	bool ended;    /* parsing stopped because the record ends */
	bool finished; /* expat was told that nothing more comes */
	bool over;     /* nothing is left to read */
};

/* ---- the window: xml_window.c ---- */

void xml_take_to(struct xml *x, size_t place);

/* Returns the window from a place that has not been taken yet. */
moderato_str xml_window_at(const struct xml *x, size_t place);

/* The same with at least `want` bytes. Fewer mean that the input ends. */
moderato_status xml_look_on(
	struct xml *x, size_t place, size_t want, moderato_str *view, moderato_error *err);

/* Returns the line of a place. Counts from the start again if the place is before that of the
 * last call. */
size_t xml_line_at(struct xml *x, size_t place);

/* ---- the parser: xml.c ---- */

/* Starts a new parser at that place, with the same elements open. */
bool xml_renew(struct xml *x, size_t place);

void xml_pop(struct xml *x);

/* Ends, before that place, the element whose text is wanted. */
void xml_end_text(struct xml *x, size_t place);

/* ---- the beginning: xml_begin.c ---- */

/* Skips the declaration and bytes before it that are not XML. After MODERATO_EFORMAT, which
 * should be reported, reading continues. */
moderato_status xml_begin(struct xml *x, moderato_error *err);

/* ---- damage: xml_mend.c ---- */

/* Continues after damage at `place`, and reports it unless nothing was lost. */
moderato_status xml_mend(struct xml *x, const char *why, size_t place, moderato_error *err);

#endif
