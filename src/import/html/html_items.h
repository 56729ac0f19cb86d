/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_ITEMS_H
#define IMPORT_HTML_ITEMS_H
/* The comments of a page. Where they are is found by, in this order of trust: schema.org's
 * vocabulary in the markup, the same in JSON-LD, the markup of programs that are known (html_find.c
 * has the table), and neighbours of one kind that each have an author and a time. */
#include "base/arena.h"
#include "import/html/html_tree.h"

struct html_item {
	unsigned node;   /* 0: it is not in the tree */
	unsigned parent; /* index + 1 of the item that it answers; 0: none */
	unsigned line;
	moderato_str id;
	moderato_str text;
	moderato_str author;
	moderato_str author_url;
	moderato_str created;
	moderato_str type;
	moderato_str state;
};

struct html_items {
	struct html_item *items;
	size_t n;
	size_t cap;
	struct arena *arena; /* strings */
	bool failed;         /* out of memory */
};

struct html_item *html_items_add(struct html_items *items); /* NULL: out of memory */
moderato_str html_items_keep(struct html_items *items, moderato_str text);
void html_items_dispose(struct html_items *items); /* the arena stays */

/* Fill in the comments that the tree's markup shows; none where it shows none. Those without a text
 * stay, that what answers them has a parent. `schema`: by schema.org's vocabulary only. */
void html_find(struct html_items *items, const struct html_tree *tree, bool schema);

/* The same from scripts of the type application/ld+json, each with a NUL after it. */
void html_json_ld(struct html_items *items, moderato_str scripts);

#endif
