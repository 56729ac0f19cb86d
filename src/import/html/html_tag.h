/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_TAG_H
#define IMPORT_HTML_TAG_H
/* Reads tags and what else begins with a <, as the standard's tokenizer does, each in linear time
 * whatever it is made of. */
#include <stdbool.h>

#include "import/html/html_names.h"

struct html_tag {
	moderato_str name; /* as it is written */
	bool closing;
	bool self_closed;
	bool json_ld;                           /* type="application/ld+json" */
	moderato_str values[HTML_N_ATTRIBUTES]; /* as they are written */
	unsigned seen;                          /* has a bit for each attribute */
};

/* Reads the tag that begins at `at`. Returns the place after it, or NULL if the end of the page
 * cuts the tag off. */
const char *html_tag_read(const char *at, const char *end, struct html_tag *tag);

/* Returns the place after a comment, a declaration or an instruction that begins with `<!`, `<?`
 * or `</`. */
const char *html_comment_end(const char *at, const char *end);

/* Returns the end tag of an element that holds only text, or `end`. */
const char *html_text_end(const char *at, const char *end, const char *name);

#endif
