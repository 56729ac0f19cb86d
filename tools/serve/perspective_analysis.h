/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PERSPECTIVE_ANALYSIS_H
#define TOOLS_SERVE_PERSPECTIVE_ANALYSIS_H
/* The answer to AnalyzeComment: the scores of the text, and of its sentences where the request asks
 * for spans, in Perspective's form. */
#include "serve/perspective_languages.h"
#include "serve/pretty_json.h"
#include "serve/worker.h"

/* Sentences that are scored of one text; the last span takes what is left. They bound time and the
 * size of an answer: a text may be 10,000 full stops. */
#define PERSPECTIVE_SENTENCES_MAX 256

/* Scores a good request and writes the answer. Attributes that are not served are left out.
 * MODERATO_ENOMEM and others: nothing must be sent. */
moderato_status perspective_analysis_write(struct worker *worker,
	const struct perspective_request *request, const struct perspective_languages *languages,
	struct pretty_json *out, moderato_error *err);

#endif
