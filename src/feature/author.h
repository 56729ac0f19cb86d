/* SPDX-License-Identifier: MIT */
#ifndef FEATURE_AUTHOR_H
#define FEATURE_AUTHOR_H
/* Counts signs of what the author's name and url look like, whatever words they have. Spam whose
 * text says nothing is signed with what it sells, and its url leads deep into a shop: "cheap
 * jerseys" from http://shop.example/cheap-jerseys-5.php. People sign with their names, and their
 * urls lead to the front page of a site. */
#include "moderato/comment.h"

struct author_signs {
	size_t name_words;   /* words in the name */
	size_t name_lower;   /* those of name_words that begin with a small letter */
	size_t name_digits;  /* 1 if the name or the e-mail address has a digit, 2 if both have */
	size_t name_in_path; /* words of the name, of three bytes or more, in the url's path */
	size_t name_in_host; /* the same for the url's host */
	size_t name_is_link; /* 1: the name is itself a link */
	size_t path_parts;   /* parts of the url's path: "/a/b.php" has 2 */
	size_t path_is_file; /* 1: the path ends in .php, .html, .xml or a similar ending */
	size_t dashes_in_host;
	size_t dashes_in_path;
	size_t digits_in_host;
};

/* Counts the signs; all are 0 when the comment has neither name, url nor e-mail address. ASCII
 * letters are compared without regard to case. */
void author_signs_read(const moderato_comment *comment, struct author_signs *out);

#endif
