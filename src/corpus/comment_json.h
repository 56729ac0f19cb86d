/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_COMMENT_JSON_H
#define CORPUS_COMMENT_JSON_H
/* What the formats need of the public parser of one comment (moderato/reader.h). */
#include <stdbool.h>

#include "moderato/reader.h"

/* After moderato_comment_parse() failed: returns whether it may be an object of another program:
 * all that it lacks is a text, or it has an object where a comment has a string. */
bool comment_parser_is_foreign(const moderato_comment_parser *parser);

/* Sets moderato_reader_options.labels_map, which must live as long as the parser. */
void comment_parser_map(moderato_comment_parser *parser, const char *labels_map);

/* Returns whether the text is a JSON object, even if it is no comment. */
bool comment_parser_takes(moderato_comment_parser *parser, moderato_str json);

#endif
