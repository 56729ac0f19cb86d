/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_AUTHOR_H
#define FEATURE_AUTHOR_H
/* What the author's name and url look like, whatever words they have. Spam that says nothing in its
 * text is signed with what it sells, and the url leads deep into a shop: "cheap jerseys" from
 * http://shop.example/cheap-jerseys-5.php. People sign with their names, and their urls are of a
 * site's front page. */
#include "moderato/comment.h"

struct author_signs {
	size_t name_words;     /* words of the name */
	size_t name_lower;     /* of them, those that begin with a small letter */
	size_t name_digits;    /* 1: the name or the e-mail's name has a digit, 2: both */
	size_t name_in_path;   /* words of the name, of three letters or more, in the url's path */
	size_t name_in_host;   /* the same for the host */
	size_t name_is_link;   /* 1: the name is itself a link */
	size_t path_parts;     /* of the url: "/a/b.php" has 2 */
	size_t path_is_file;   /* 1: the path ends in .php, .html, .xml or the like */
	size_t dashes_in_host; /* hyphens */
	size_t dashes_in_path;
	size_t digits_in_host;
};

/* All zero where the comment has neither name nor url. ASCII letters are compared in either case.
 */
void author_signs_read(const moderato_comment *comment, struct author_signs *out);

#endif
