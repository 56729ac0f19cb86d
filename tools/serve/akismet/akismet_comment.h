/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_AKISMET_COMMENT_H
#define TOOLS_SERVE_AKISMET_COMMENT_H
/* The comment that a form of Akismet's protocol tells of.
 *
 * blog_lang is not taken for the comment's language: it is the site's, and rules about languages
 * are there to find comments in another one. The elements of comment_context, which are the page's
 * tags and categories, are its title. The referrer and the blog, for which comments have no field,
 * are passed through as `extra`. */
#include "base/buffer.h"
#include "serve/akismet/akismet_form.h"

/* Makes the comment; it borrows from the form and the arena. `scratch` is overwritten. Texts become
 * UTF-8 if blog_charset or the Content-Type names another set; invalid UTF-8 is left to the
 * classifier, which repairs it and takes note. MODERATO_ELIMIT (the text is longer than comments
 * may be), MODERATO_ENOMEM. */
moderato_status akismet_comment(moderato_comment *out, struct arena *arena, struct buffer *scratch,
	const struct akismet_form *form, moderato_error *err);

/* Makes it a moderator's judgement, with an id that is the same for the same comment of the same
 * author and site. Address and browser are removed: nothing learns from them, and what is not kept
 * cannot be lost. */
moderato_status akismet_judgement(moderato_comment *comment, struct arena *arena,
	const struct akismet_form *form, bool spam, moderato_error *err);

#endif
