/* SPDX-License-Identifier: MIT */
#ifndef CORPUS_JSON_NAMES_H
#define CORPUS_JSON_NAMES_H
/* Objects of other programs' JSON, whose members are called otherwise than a comment's. They are
 * written anew with a comment's names: those that the options say, otherwise those that a table's
 * column would have by its name. */
#include "base/buffer.h"
#include "moderato/reader.h"

struct json_names; /* opaque */

/* Makes it; free it with json_names_free(). MODERATO_EINVAL: options->columns or
 * options->labels_map is wrong; MODERATO_ENOMEM. The options may be NULL. */
moderato_status json_names_new(
	struct json_names **out, const moderato_reader_options *options, moderato_error *err);
void json_names_free(struct json_names *names); /* NULL is fine */

/* Returns whether the options name members, so that no object is read without this. */
bool json_names_are_given(const struct json_names *names);

/* Writes the object anew; *out lives until the next call. MODERATO_EFORMAT: the object is broken,
 * or a label is none; MODERATO_ENOMEM. */
moderato_status json_names_rewrite(
	struct json_names *names, moderato_str object, moderato_str *out, moderato_error *err);

/* Returns whether a comment may begin with that key. */
bool json_names_begin(const struct json_names *names, moderato_str key);

#endif
