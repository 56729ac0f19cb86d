/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PERSPECTIVE_ANALYSIS_H
#define TOOLS_SERVE_PERSPECTIVE_ANALYSIS_H
/* The answer to AnalyzeComment: the scores of the text, and of its sentences where the request asks
 * for spans, in Perspective's form. */
#include "serve/perspective/perspective_languages.h"
#include "serve/perspective/pretty_json.h"
#include "serve/worker.h"

/* Sentences that are scored of one text, and spans of one answer: as many sentences as there may be
 * for all its attributes. The last span takes what is left. They bound the time, and an answer to a
 * megabyte: a text may be 10,000 full stops, asked for 64 attributes. */
#define PERSPECTIVE_SENTENCES_MAX 256
#define PERSPECTIVE_SPANS_MAX 4096

/* Scores a good request and writes the answer. Attributes that are not served are left out.
 * MODERATO_ENOMEM and others: nothing must be sent. */
moderato_status perspective_analysis_write(struct worker *worker,
	const struct perspective_request *request, const struct perspective_languages *languages,
	struct pretty_json *out, moderato_error *err);

#endif
