/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_TALK_FORM_H
#define IMPORT_TALK_FORM_H
/* Finds the form of the bylines that part the comments of a page that was saved as text. No site is
 * known by its words: a discussion is where bylines of one form come again and again, with text
 * between them and a sign that people talk: a verb, buttons, or a heading that counts comments. */
#include "import/talk/talk_line.h"
#include "base/written_time.h"

#define TALK_FORM_SAYS 0x10000U /* "Ann says:", and a time before or after the text */
#define TALK_FORM_PAIR 0x20000U /* a name, and a time on the next line */
#define TALK_FORM_OVER 0x30000U /* a time, and a name on the next line; "by Ann" */
#define TALK_FORM_TAIL                                                                             \
	0x40000U /* a name, the text, and below it buttons and a time, as on Facebook;                 \
				other forms: talk_line.shape */

struct talk_form {
	unsigned form; /* 0: there is no discussion */
	bool skip;     /* an article that looks like a comment comes before the heading */
	enum date_order order;
};

/* Looks at the beginning of a page, all of whose lines but the last must be complete. Linear. */
struct talk_form talk_form_find(moderato_str page);

/* Returns the name in a line that stands below a time, or nothing if it is none. */
moderato_str talk_name_below(const struct talk_line *line);

/* Takes the next line, without its end. Returns false if there is none. */
bool talk_take_line(moderato_str *page, moderato_str *line);

#endif
