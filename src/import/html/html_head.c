/* SPDX-License-Identifier: MIT */
#include "import/html/html_head.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "import/html/html_charset.h"
#include "import/html/html_select.h"
#include "import/html/html_text.h"

/* Returns the address that the page was saved from, which browsers write into it. */
static moderato_str saved_from(moderato_str page)
{
	static const char mark[] = "<!-- saved from url=(";
	const char *found;
	moderato_str url;

	page.len = page.len < HTML_DECLARATION_HEAD ? page.len : HTML_DECLARATION_HEAD;
	found = memmem(page.ptr, page.len, mark, sizeof(mark) - 1);
	url.len = found ? page.len - (size_t)(found - page.ptr) : 0;
	found = url.len ? memchr(found, ')', url.len) : NULL;
	if (!found)
		return (moderato_str){NULL, 0};
	url = (moderato_str){found + 1, page.len - (size_t)(found + 1 - page.ptr)};
	for (page.len = 0; page.len < url.len && url.ptr[page.len] > ' '; page.len++)
		;
	return (moderato_str){url.ptr, page.len};
}

/* Returns the order of day and month of the page's language, as its first tag names it. Only in
 * American English the month is first; "en" alone says nothing. */
static enum date_order order_of_language(moderato_str page)
{
	const size_t tag = str_find_nocase(
		str_part(page, 0, page.len < HTML_DECLARATION_HEAD ? page.len : HTML_DECLARATION_HEAD),
		str_of("<html"));
	moderato_str rest = tag == SIZE_MAX ? (moderato_str){"", 0} : str_from(page, tag);
	const char *end = memchr(rest.ptr, '>', rest.len);
	size_t at;

	rest.len = end ? (size_t)(end - rest.ptr) : 0;
	at = str_find_nocase(rest, str_of("lang="));
	if (at == SIZE_MAX)
		return DATE_ORDER_UNKNOWN;
	rest = str_from(rest, at + strlen("lang="));
	if (str_begins(rest, "\"") || str_begins(rest, "'"))
		rest = str_from(rest, 1);
	if (rest.len < 2 || !ascii_is_letter(*rest.ptr))
		return DATE_ORDER_UNKNOWN;
	if (!str_begins_nocase(rest, "en"))
		return DATE_DAY_FIRST;
	if (rest.len < 5 || (rest.ptr[2] != '-' && rest.ptr[2] != '_'))
		return DATE_ORDER_UNKNOWN;
	return str_begins_nocase(str_from(rest, 3), "us") ? DATE_MONTH_FIRST : DATE_DAY_FIRST;
}

struct html_head html_head_read(
	struct html_items *items, const struct html_tree *tree, moderato_str page)
{
	struct buffer title = BUFFER_INIT;
	moderato_str og_title = {NULL, 0};
	moderato_str og_url = {NULL, 0};
	struct html_head head = {{NULL, 0}, {NULL, 0}, order_of_language(page)};
	unsigned i;

	for (i = 0; i < tree->n_nodes; i++) {
		const char *name = tree->nodes[i].name;
		moderato_str property;

		if (!name)
			continue;
		if (!strcmp(name, "title") && !title.len)
			html_add_line(&title, tree, i, tree->nodes[i].end, SIZE_MAX);
		if (!strcmp(name, "link") && !head.url.len &&
			html_has_word(
				html_attribute_of(tree, i, HTML_REL_ATTRIBUTE), (moderato_str){"canonical", 9}))
			head.url = html_attribute_of(tree, i, HTML_HREF_ATTRIBUTE);
		property = html_attribute_of(tree, i, HTML_PROPERTY_ATTRIBUTE);
		if (str_is_nocase(property, "og:url"))
			og_url = html_attribute_of(tree, i, HTML_CONTENT_ATTRIBUTE);
		else if (str_is_nocase(property, "og:title"))
			og_title = html_attribute_of(tree, i, HTML_CONTENT_ATTRIBUTE);
	}
	items->failed |= title.failed;
	head.title = html_items_keep(items, title.len ? buffer_view(&title) : og_title);
	if (!head.url.len)
		head.url = og_url.len ? og_url : saved_from(page);
	head.url = html_items_keep(items, head.url);
	buffer_dispose(&title);
	return head;
}
