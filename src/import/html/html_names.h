/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_NAMES_H
#define IMPORT_HTML_NAMES_H
/* The elements and attributes of HTML, as far as finding comments needs them. */
#include <stddef.h>

#include "moderato/comment.h"

enum html_kind {
	HTML_INLINE,  /* any other name becomes a <span>, which has no nesting rules */
	HTML_BLOCK,   /* ends a paragraph and inline elements */
	HTML_TABLE,   /* a part of a table */
	HTML_VOID,    /* has no end tag */
	HTML_NO_TAG,  /* the tag is left out, its content stays */
	HTML_NO_TEXT, /* is left out with its content */
	HTML_TITLE,   /* contains only text */
};

/* Roles in the rules about which element ends which. */
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
	HTML_IS_PLAIN = 512, /* div, address: a list item in one still ends the item around it */
	HTML_N_ROLES = 10,
};

struct html_name {
	const char *name;
	enum html_kind kind;
	unsigned role; /* flags of enum html_role */
};

/* Finds an element by its name in any case. The result has no name if it is to become a
 * <span>. */
struct html_name html_name_find(moderato_str name);

/* The attributes that are kept; the others are dropped. */
#define HTML_ATTRIBUTES(ROW)                                                                       \
	ROW(ALT, "alt")                                                                                \
	ROW(AUTHOR, "author")                                                                          \
	ROW(CLASS, "class")                                                                            \
	ROW(CONTENT, "content")                                                                        \
	ROW(CREATED, "created")                                                                        \
	ROW(DATA_AUTHOR, "data-author")                                                                \
	ROW(DATA_FULLNAME, "data-fullname")                                                            \
	ROW(DATA_ID, "data-id")                                                                        \
	ROW(DATA_COMMENT_TIMESTAMP, "data-comment-timestamp")                                          \
	ROW(DATA_NODE_ID, "data-node-id")                                                              \
	ROW(DATA_COMMENT_ID, "data-comment-id")                                                        \
	ROW(DATA_TIMESTAMP, "data-timestamp")                                                          \
	ROW(DATA_UTIME, "data-utime")                                                                  \
	ROW(DATETIME, "datetime")                                                                      \
	ROW(DEPTH, "depth")                                                                            \
	ROW(HREF, "href")                                                                              \
	ROW(ID, "id")                                                                                  \
	ROW(INDENT, "indent")                                                                          \
	ROW(IS, "is")                                                                                  \
	ROW(ITEMPROP, "itemprop")                                                                      \
	ROW(ITEMSCOPE, "itemscope")                                                                    \
	ROW(ITEMTYPE, "itemtype")                                                                      \
	ROW(NAME, "name")                                                                              \
	ROW(PROPERTY, "property")                                                                      \
	ROW(REL, "rel")                                                                                \
	ROW(THINGID, "thingid")                                                                        \
	ROW(TITLE, "title")                                                                            \
	ROW(TYPEOF, "typeof")                                                                          \
	ROW(WIDTH, "width")

#define HTML_ATTRIBUTE_ENUM(name, text) HTML_##name##_ATTRIBUTE,
enum html_attribute { HTML_ATTRIBUTES(HTML_ATTRIBUTE_ENUM) HTML_N_ATTRIBUTES };
#undef HTML_ATTRIBUTE_ENUM

extern const char *const html_attribute_names[HTML_N_ATTRIBUTES];

/* Returns the attribute, or HTML_N_ATTRIBUTES if it is not kept. */
enum html_attribute html_attribute_find(moderato_str name);

#endif
