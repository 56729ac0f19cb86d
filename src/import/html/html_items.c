/* SPDX-License-Identifier: MIT */
#include "import/html/html_items.h"

#include <stdlib.h>

#include "base/limits.h"

struct html_item *html_items_add(struct html_items *items)
{
	void *grown = items->items;

	if (items->n == HTML_ITEMS_MAX) {
		items->cut = true;
		return NULL;
	}
	if (!grow_array(&grown, &items->cap, items->n + 1, sizeof(*items->items))) {
		items->failed = true;
		return NULL;
	}
	items->items = grown;
	items->items[items->n] = (struct html_item){0};
	return &items->items[items->n++];
}

moderato_str html_items_keep(struct html_items *items, moderato_str text)
{
	moderato_str kept = {text.len ? arena_copy(items->arena, text.ptr, text.len) : NULL, text.len};

	if (text.len && !kept.ptr)
		items->failed = true;
	return kept.ptr ? kept : (moderato_str){NULL, 0};
}

void html_items_dispose(struct html_items *items)
{
	free(items->items);
	*items = (struct html_items){.arena = items->arena};
}
