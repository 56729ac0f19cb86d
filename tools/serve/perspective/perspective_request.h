/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PERSPECTIVE_REQUEST_H
#define TOOLS_SERVE_PERSPECTIVE_REQUEST_H
/* The bodies of AnalyzeComment and SuggestCommentScore as a struct, and everything that can be
 * wrong with them but for languages and for attributes that a bundle does not have.
 *
 * Read by the rules of protobuf's JSON: names in lowerCamelCase or snake_case, null for the
 * default, numbers and booleans also as strings, the last one of a name that stands twice. Relaxed
 * JSON (relaxed_json.h) is taken where strict JSON was refused. */
#include "base/json.h"
#include "serve/perspective/perspective_attributes.h"
#include "serve/perspective/perspective_error.h"

/* Perspective's limit: 20 KB of UTF-8. */
#define PERSPECTIVE_TEXT_MAX ((size_t)20480)
/* Far more than Perspective ever had; they bound a reply, as the number of sentences does. */
#define PERSPECTIVE_ATTRIBUTES_MAX 64
#define PERSPECTIVE_LANGUAGES_MAX 32

enum perspective_method { PERSPECTIVE_ANALYZE, PERSPECTIVE_SUGGEST };

/* An attribute of the request, in its order. */
struct perspective_asked {
	moderato_str name;                             /* as it was written, with its version */
	const struct perspective_attribute *attribute; /* NULL: unknown */
	bool has_threshold;                            /* AnalyzeComment */
	double threshold;
	moderato_str type; /* a score type that is not served; {NULL, 0}: PROBABILITY, or not said */
	bool has_summary;  /* SuggestCommentScore */
	double summary;
	bool has_spans;
	const char *mistake; /* in what was suggested; NULL: none */
};

struct perspective_request {
	bool has_text;
	moderato_str text;
	moderato_str text_type; /* one that is not PLAIN_TEXT; {NULL, 0}: it is, or was not said */
	bool context_entries;
	bool context_article;
	struct perspective_asked asked[PERSPECTIVE_ATTRIBUTES_MAX];
	size_t n_asked;
	moderato_str languages[PERSPECTIVE_LANGUAGES_MAX];
	size_t n_languages;
	bool span_annotations;
	bool do_not_store;
	moderato_str client_token; /* these: {NULL, 0} where absent */
	moderato_str community_id;
	struct perspective_error error; /* .http 0: the request is good */
};

struct perspective_reading {
	enum perspective_method method;
	bool refuse_unknown_fields; /* as Google does; otherwise they are ignored */
};

/* Reads a body. Texts borrow from the reader's memory until its next use. `relaxed` keeps the
 * memory for relaxed JSON. Returns false if memory ran out; what is wrong with the body is
 * out->error. */
bool perspective_request_read(struct perspective_request *out, struct json_reader *reader,
	struct buffer *relaxed, moderato_str body, const struct perspective_reading *how);

#endif
