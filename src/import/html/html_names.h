/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_NAMES_H
#define IMPORT_HTML_NAMES_H
/* The elements and attributes of HTML, as far as finding comments needs them. */
#include <stddef.h>

#include "moderato/comment.h"

enum html_kind {
	HTML_INLINE,  /* any other name becomes a <span>, which no rule of nesting is about */
	HTML_BLOCK,   /* ends a paragraph and what is inline */
	HTML_TABLE,   /* a part of a table */
	HTML_VOID,    /* has no end */
	HTML_NO_TAG,  /* the tag is left out, what is inside stays */
	HTML_NO_TEXT, /* is left out with all up to its end */
	HTML_TITLE,   /* holds text only */
};

/* What the rules of which element ends which ask for. */
enum html_role {
	HTML_IS_P = 1,
	HTML_IS_LI = 2,
	HTML_IS_DD = 4, /* dt too */
	HTML_IS_TR = 8,
	HTML_IS_CELL = 16,  /* td, th, caption */
	HTML_IS_TBODY = 32, /* thead and tfoot too */
	HTML_IS_TABLE = 64,
	HTML_IS_HEADING = 128,
	HTML_IS_LIST = 256,
	HTML_IS_PLAIN = 512, /* div, address: they end nothing around an item of a list */
};

struct html_name {
	const char *name;
	enum html_kind kind;
	unsigned role; /* of enum html_role */
};

/* Of a name in any case; without a name where it is to be a <span>. */
struct html_name html_name_find(moderato_str name);

/* Attributes that are kept; the others are left out. */
#define HTML_ATTRIBUTES(ROW)                                                                       \
	ROW(CLASS, "class")                                                                            \
	ROW(CONTENT, "content")                                                                        \
	ROW(DATA_AUTHOR, "data-author")                                                                \
	ROW(DATA_FULLNAME, "data-fullname")                                                            \
	ROW(DATA_ID, "data-id")                                                                        \
	ROW(DATA_COMMENT_ID, "data-comment-id")                                                        \
	ROW(DATA_TIMESTAMP, "data-timestamp")                                                          \
	ROW(DATA_UTIME, "data-utime")                                                                  \
	ROW(DATETIME, "datetime")                                                                      \
	ROW(HREF, "href")                                                                              \
	ROW(ID, "id")                                                                                  \
	ROW(INDENT, "indent")                                                                          \
	ROW(ITEMPROP, "itemprop")                                                                      \
	ROW(ITEMSCOPE, "itemscope")                                                                    \
	ROW(ITEMTYPE, "itemtype")                                                                      \
	ROW(NAME, "name")                                                                              \
	ROW(PROPERTY, "property")                                                                      \
	ROW(REL, "rel")                                                                                \
	ROW(TITLE, "title")                                                                            \
	ROW(TYPEOF, "typeof")                                                                          \
	ROW(WIDTH, "width")

#define HTML_ATTRIBUTE_ENUM(name, text) HTML_##name##_ATTRIBUTE,
enum html_attribute { HTML_ATTRIBUTES(HTML_ATTRIBUTE_ENUM) HTML_N_ATTRIBUTES };
#undef HTML_ATTRIBUTE_ENUM

extern const char *const html_attribute_names[HTML_N_ATTRIBUTES];

/* HTML_N_ATTRIBUTES: it is not kept. */
enum html_attribute html_attribute_find(moderato_str name);

#endif
