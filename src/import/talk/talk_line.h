/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TALK_LINE_H
#define IMPORT_TALK_LINE_H
/* What a line of a page that was saved as text is: a comment's byline or a part of one, what a page
 * shows around comments, or text. */
#include <stdbool.h>

#include "moderato/comment.h"

#define TALK_LINE_MAX 200 /* longest line, in bytes, that may be a byline */
#define TALK_NAME_MAX 40

enum talk_kind {
	TALK_TEXT,
	TALK_BLANK,
	TALK_MARK,    /* "•", "Author": means nothing beside what it stands at */
	TALK_BYLINE,  /* "bob 2 hours ago | next", "At 10:32 on 3 May 2024, Ann wrote:" */
	TALK_SAYS,    /* "Ann says:" */
	TALK_TIME,    /* "3 May 2024, 10:00" */
	TALK_ACTIONS, /* "Reply", "12 Like Share" */
	TALK_COUNT,   /* "12": votes or a number in the list */
	TALK_MENU,    /* "Guidelines | FAQ | Lists" */
	TALK_HEADING, /* "3 thoughts on …", "12 Comments": the discussion follows */
	TALK_FOOTER,  /* "Leave a Reply": the discussion has ended */
};

struct talk_line {
	enum talk_kind kind;
	moderato_str text; /* the line without blanks at its ends */
	size_t indent;     /* how many characters come before it */
	moderato_str name;
	moderato_str time;
	bool says;  /* a verb says that someone speaks: "wrote:", "Comment posted by" */
	bool acts;  /* buttons follow on the same line, "| next", or are the line; of "Read more" no */
	bool forum; /* the line is one that forums have around a discussion: "Page 1 of 3" */
	unsigned count; /* the number of comments that a heading gives; 0: none */
	unsigned shape; /* of a byline: lines of the same shape have the same number */
};

/* Reads a line without its end. Linear in its length. */
struct talk_line talk_line_read(moderato_str line);

/* Takes "says:", "a dit…" or the like from the end. Returns whether there was one. */
bool talk_take_verb(moderato_str *text);

/* Returns whether the text may be a name. */
bool talk_may_be_name(moderato_str text);

#endif
