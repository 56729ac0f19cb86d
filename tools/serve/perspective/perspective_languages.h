/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_PERSPECTIVE_LANGUAGES_H
#define TOOLS_SERVE_PERSPECTIVE_LANGUAGES_H
/* The languages of a request: those that it names, or those that are detected, and whether they are
 * scored. By default those of Perspective's own attributes are, though the bundle that ships finds
 * less in others than English; further ones are refused as Perspective refuses them, unless the
 * configuration says to score them anyway. */
#include "serve/config/config.h"
#include "moderato/language.h"
#include "serve/perspective/perspective_request.h"

struct perspective_languages {
	moderato_str effective[PERSPECTIVE_LANGUAGES_MAX]; /* what the answer says it was scored in */
	size_t n_effective;
	moderato_str detected[MODERATO_LANGUAGES_MAX]; /* most of the text first */
	size_t n_detected;
};

/* Detects. Where there is too little text to tell, Latin letters are taken for the first of the
 * languages that are `scored`, which are codes: to refuse "lol" helps nobody. */
moderato_status perspective_languages_find(struct perspective_languages *out,
	const struct perspective_request *request, const struct config_texts *scored,
	moderato_error *err);

/* Records in request->error that a language is not scored, or that none was found. */
void perspective_languages_check(struct perspective_languages *languages,
	struct perspective_request *request, const struct config_texts *scored);

#endif
