/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_STATICMAN_H
#define IMPORT_STATICMAN_H
/* The fields of Staticman's entries, which are JSON or YAML. */
#include <stdbool.h>

#include "moderato/comment.h"

enum staticman_slot {
	STATICMAN_NONE,
	STATICMAN_ID,
	STATICMAN_PARENT, /* the page, or the entry that this one answers: `options[parent]` */
	STATICMAN_ANSWERS,
	STATICMAN_SLUG,
	STATICMAN_NAME,
	STATICMAN_EMAIL,
	STATICMAN_URL,
	STATICMAN_TEXT,
	STATICMAN_DATE,
	STATICMAN_SLOTS,
};

/* `replying_to` is not among them: it is the number of an entry on its page, not an id. */
#define STATICMAN_FIELDS(FIELD)                                                                    \
	FIELD("_id", STATICMAN_ID)                                                                     \
	FIELD("_parent", STATICMAN_PARENT)                                                             \
	FIELD("parent_id", STATICMAN_ANSWERS)                                                          \
	FIELD("reply_to", STATICMAN_ANSWERS)                                                           \
	FIELD("replyID", STATICMAN_ANSWERS)                                                            \
	FIELD("replying_to_uid", STATICMAN_ANSWERS)                                                    \
	FIELD("slug", STATICMAN_SLUG)                                                                  \
	FIELD("post_id", STATICMAN_SLUG)                                                               \
	FIELD("name", STATICMAN_NAME)                                                                  \
	FIELD("author", STATICMAN_NAME)                                                                \
	FIELD("email", STATICMAN_EMAIL)                                                                \
	FIELD("url", STATICMAN_URL)                                                                    \
	FIELD("website", STATICMAN_URL)                                                                \
	FIELD("site", STATICMAN_URL)                                                                   \
	FIELD("message", STATICMAN_TEXT)                                                               \
	FIELD("comment", STATICMAN_TEXT)                                                               \
	FIELD("body", STATICMAN_TEXT)                                                                  \
	FIELD("content", STATICMAN_TEXT)                                                               \
	FIELD("date", STATICMAN_DATE)                                                                  \
	FIELD("timestamp", STATICMAN_DATE)

/* Fills in all but the text and the time. */
void staticman_fill(const moderato_str *fields, moderato_comment *comment);

/* Returns whether the string is a UUID, in quotes or not, as the ids of entries are. */
bool staticman_is_id(moderato_str s);

#endif
