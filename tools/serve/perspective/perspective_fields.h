/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PERSPECTIVE_FIELDS_H
#define TOOLS_SERVE_PERSPECTIVE_FIELDS_H
/* The parameter `fields` of Google's APIs: which fields of an answer are wanted, such as
 * "languages,attributeScores/TOXICITY/summaryScore(value,type)". Paths have / or . between names,
 * lists stand in parentheses, * is every name, and lists in the answer are passed through. Names
 * are in lowerCamelCase or snake_case. */
#include "base/json.h"
#include "serve/perspective/perspective_error.h"
#include "serve/perspective/pretty_json.h"

/* Names in one parameter; they bound the time that filtering takes. */
#define PERSPECTIVE_FIELDS_MAX 64
#define PERSPECTIVE_FIELDS_DEPTH_MAX 8

struct perspective_fields {
	struct perspective_field {
		moderato_str name;
		int child;                       /* the first name inside, or 0: all of it is wanted */
		int next;                        /* the next name beside it, or 0 */
	} names[PERSPECTIVE_FIELDS_MAX + 1]; /* [0] is the answer as a whole */
	int n;
};

/* Reads the parameter. What it is not is recorded as an error of the request. */
void perspective_fields_read(
	struct perspective_fields *fields, moderato_str text, struct perspective_error *error);

/* Writes what is wanted of an answer. MODERATO_ENOMEM. */
moderato_status perspective_fields_write(const struct perspective_fields *fields,
	struct json_reader *reader, moderato_str answer, struct pretty_json *out);

#endif
