/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_COMMENT_JSON_H
#define CORPUS_COMMENT_JSON_H
/* What the formats need of the public parser of one comment (moderato/reader.h). */
#include <stdbool.h>

#include "moderato/reader.h"

/* Returns whether the text is a JSON object, even if it is no comment. */
bool comment_parser_takes(moderato_comment_parser *parser, moderato_str json);

#endif
