/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_ITEMS_H
#define IMPORT_HTML_ITEMS_H
/* Finds the comments of a page. These places are tried in order of trust: schema.org's
 * vocabulary in the markup, the same in JSON-LD, the markup of known programs (the table is in
 * html_patterns.c), and similar neighbours that each have an author and a time. */
#include "base/arena.h"
#include "import/html/html_tree.h"

struct html_item {
	unsigned node;   /* 0: the item is not in the tree */
	unsigned parent; /* index + 1 of the item that this one answers; 0: none */
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
	struct arena *arena; /* holds the strings */
	bool failed;         /* out of memory */
	bool either_order;   /* their program writes the day first as often as the month */
	bool cut;            /* there are more than HTML_ITEMS_MAX, which are left out */
};

struct html_item *html_items_add(struct html_items *items); /* returns NULL if there is no room */
moderato_str html_items_keep(struct html_items *items, moderato_str text);
void html_items_dispose(struct html_items *items); /* does not free the arena */

/* Adds the comments that the tree's markup shows, if any. Comments without a text stay, so that
 * their answers have a parent. With `schema`, only schema.org's vocabulary is used. */
void html_find(struct html_items *items, const struct html_tree *tree, bool schema);

/* The same from the page's scripts of the type application/ld+json. */
void html_json_ld(struct html_items *items, const struct html_tree *tree);

#endif
