/* SPDX-License-Identifier: MIT */
#include "import/html/html_names.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

#define NAME_MAX_LEN 24

/* Sorted as by strcmp(). Elements whose rules of nesting or of forms could surprise lose their
 * tags. */
static const struct html_name names[] = {
	{"address", HTML_BLOCK, HTML_IS_PLAIN},
	{"applet", HTML_NO_TAG, 0},
	{"area", HTML_NO_TAG, 0},
	{"article", HTML_BLOCK, 0},
	{"aside", HTML_BLOCK, 0},
	{"base", HTML_NO_TAG, 0},
	{"blockquote", HTML_BLOCK, 0},
	{"body", HTML_NO_TAG, 0},
	{"br", HTML_VOID, 0},
	{"button", HTML_NO_TEXT, 0},
	{"caption", HTML_TABLE, HTML_IS_CELL},
	{"center", HTML_BLOCK, 0},
	{"cite", HTML_INLINE, 0},
	{"col", HTML_NO_TAG, 0},
	{"colgroup", HTML_NO_TAG, 0},
	{"dd", HTML_BLOCK, HTML_IS_DD},
	{"details", HTML_BLOCK, 0},
	{"dir", HTML_BLOCK, HTML_IS_LIST},
	{"div", HTML_BLOCK, HTML_IS_PLAIN},
	{"dl", HTML_BLOCK, 0},
	{"dt", HTML_BLOCK, HTML_IS_DD},
	{"embed", HTML_NO_TAG, 0},
	{"fieldset", HTML_BLOCK, 0},
	{"figcaption", HTML_BLOCK, 0},
	{"figure", HTML_BLOCK, 0},
	{"footer", HTML_BLOCK, 0},
	{"form", HTML_NO_TAG, 0},
	{"frame", HTML_NO_TAG, 0},
	{"frameset", HTML_NO_TAG, 0},
	{"h1", HTML_BLOCK, HTML_IS_HEADING},
	{"h2", HTML_BLOCK, HTML_IS_HEADING},
	{"h3", HTML_BLOCK, HTML_IS_HEADING},
	{"h4", HTML_BLOCK, HTML_IS_HEADING},
	{"h5", HTML_BLOCK, HTML_IS_HEADING},
	{"h6", HTML_BLOCK, HTML_IS_HEADING},
	{"head", HTML_NO_TAG, 0},
	{"header", HTML_BLOCK, 0},
	{"hgroup", HTML_BLOCK, 0},
	{"hr", HTML_VOID, 0},
	{"html", HTML_NO_TAG, 0},
	{"iframe", HTML_NO_TEXT, 0},
	{"image", HTML_NO_TAG, 0},
	{"img", HTML_VOID, 0},
	{"input", HTML_NO_TAG, 0},
	{"isindex", HTML_NO_TAG, 0},
	{"keygen", HTML_NO_TAG, 0},
	{"li", HTML_BLOCK, HTML_IS_LI},
	{"link", HTML_VOID, 0},
	{"listing", HTML_NO_TAG, 0},
	{"main", HTML_BLOCK, 0},
	{"marquee", HTML_NO_TAG, 0},
	{"math", HTML_NO_TEXT, 0},
	{"menu", HTML_BLOCK, HTML_IS_LIST},
	{"meta", HTML_VOID, 0},
	{"nav", HTML_BLOCK, 0},
	{"noembed", HTML_NO_TEXT, 0},
	{"noframes", HTML_NO_TEXT, 0},
	{"noscript", HTML_NO_TAG, 0},
	{"object", HTML_NO_TAG, 0},
	{"ol", HTML_BLOCK, HTML_IS_LIST},
	{"optgroup", HTML_NO_TAG, 0},
	{"option", HTML_NO_TAG, 0},
	{"p", HTML_BLOCK, HTML_IS_P},
	{"param", HTML_NO_TAG, 0},
	{"plaintext", HTML_NO_TAG, 0},
	{"pre", HTML_BLOCK, 0},
	{"script", HTML_NO_TEXT, 0},
	{"section", HTML_BLOCK, 0},
	{"select", HTML_NO_TEXT, 0},
	{"source", HTML_NO_TAG, 0},
	{"style", HTML_NO_TEXT, 0},
	{"summary", HTML_BLOCK, 0},
	{"svg", HTML_NO_TEXT, 0},
	{"table", HTML_TABLE, HTML_IS_TABLE},
	{"tbody", HTML_TABLE, HTML_IS_TBODY},
	{"td", HTML_TABLE, HTML_IS_CELL},
	{"template", HTML_NO_TAG, 0},
	{"textarea", HTML_NO_TEXT, 0},
	{"tfoot", HTML_TABLE, HTML_IS_TBODY},
	{"th", HTML_TABLE, HTML_IS_CELL},
	{"thead", HTML_TABLE, HTML_IS_TBODY},
	{"title", HTML_TITLE, 0},
	{"tr", HTML_TABLE, HTML_IS_TR},
	{"track", HTML_NO_TAG, 0},
	{"ul", HTML_BLOCK, HTML_IS_LIST},
	{"wbr", HTML_NO_TAG, 0},
	{"xmp", HTML_NO_TEXT, 0},
};

#define HTML_ATTRIBUTE_NAME(name, text) text,
const char *const html_attribute_names[HTML_N_ATTRIBUTES] = {HTML_ATTRIBUTES(HTML_ATTRIBUTE_NAME)};

static bool lower_case(char out[NAME_MAX_LEN + 1], moderato_str name)
{
	size_t i;

	if (name.len > NAME_MAX_LEN)
		return false;
	for (i = 0; i < name.len; i++)
		out[i] = ascii_lower(name.ptr[i]);
	out[name.len] = '\0';
	return true;
}

static int by_name(const void *key, const void *row)
{
	return strcmp(key, ((const struct html_name *)row)->name);
}

struct html_name html_name_find(moderato_str name)
{
	char word[NAME_MAX_LEN + 1];
	const struct html_name *found = NULL;

	if (lower_case(word, name))
		found = bsearch(word, names, sizeof(names) / sizeof(*names), sizeof(*names), by_name);
	return found ? *found : (struct html_name){NULL, HTML_INLINE, 0};
}

enum html_attribute html_attribute_find(moderato_str name)
{
	char word[NAME_MAX_LEN + 1];
	size_t i;

	if (!lower_case(word, name))
		return HTML_N_ATTRIBUTES;
	for (i = 0; i < HTML_N_ATTRIBUTES; i++)
		if (html_attribute_names[i][0] == word[0] && !strcmp(html_attribute_names[i], word))
			break;
	return (enum html_attribute)i;
}
