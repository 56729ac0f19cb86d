/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_NEST_H
#define IMPORT_HTML_NEST_H
/* Which elements a tag opens and closes: the standard's rules, as far as its tree matters here, in
 * time that is linear however the tags are nested. */
#include <stdint.h>

#include "import/html/html_build.h"

/* An element that is open. */
struct html_open {
	struct html_name name;
	uint64_t hash; /* of an inline element's own name */
	bool silent;   /* it is not in the tree */
};

struct html_nest {
	struct html_builder build;
	struct html_open stack[HTML_DEPTH_MAX];
	size_t depth;
	unsigned roles; /* of all that is open: what is not open is not looked for */
	unsigned n_open[HTML_N_ROLES];
};

/* Opens the element that a tag at that place begins, and closes those that end there. */
void html_nest_open(
	struct html_nest *c, struct html_name name, const struct html_tag *tag, const char *at);

/* Adds an element that has nothing inside. */
void html_nest_void(
	struct html_nest *c, struct html_name name, const struct html_tag *tag, const char *at);

/* Closes the element that an end tag means, if it is open. */
void html_nest_close(
	struct html_nest *c, struct html_name name, moderato_str written, const char *at);

#endif
