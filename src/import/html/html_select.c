/* SPDX-License-Identifier: MIT */
#include "import/html/html_select.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"

#define SIGNS ".~#^!@=%"

/* Returns the next word of the text; with `local`, only what follows its last / # or : */
static moderato_str next_word(moderato_str *text, bool local)
{
	moderato_str word;
	size_t i;

	while (text->len && ascii_is_html_space(*text->ptr)) {
		text->ptr++;
		text->len--;
	}
	word = (moderato_str){text->ptr, 0};
	while (word.len < text->len && !ascii_is_html_space(word.ptr[word.len]))
		word.len++;
	text->ptr += word.len;
	text->len -= word.len;
	for (i = word.len; local && i--;) {
		if (word.ptr[i] == '/' || word.ptr[i] == '#' || word.ptr[i] == ':') {
			word.ptr += i + 1;
			word.len -= i + 1;
			break;
		}
	}
	return word;
}

bool html_has_word(moderato_str text, moderato_str word)
{
	while (text.len) {
		moderato_str next = next_word(&text, false);

		if (next.len && str_equal(next, word))
			return true;
	}
	return false;
}

/* Returns whether a word of the text is the term, also as "http://schema.org/Comment" or
 * "schema:Comment". Another vocabulary's prefix, such as "og:", is part of the word. */
static bool has_term(moderato_str text, moderato_str term)
{
	while (text.len) {
		moderato_str whole = text;
		moderato_str next = next_word(&text, true);
		size_t before;

		while (whole.len && ascii_is_html_space(*whole.ptr)) {
			whole.ptr++;
			whole.len--;
		}
		before = (size_t)(next.ptr - whole.ptr);
		if (str_equal(next, term) && (!before || memmem(whole.ptr, before, "schema", 6)))
			return true;
	}
	return false;
}

static bool has_part(moderato_str text, moderato_str part)
{
	return str_find_nocase(text, part) != SIZE_MAX;
}

moderato_str html_number_of(moderato_str id)
{
	size_t digits = 0;

	while (digits < id.len && ascii_is_digit(id.ptr[id.len - digits - 1]))
		digits++;
	return (moderato_str){digits ? id.ptr + id.len - digits : NULL, digits};
}

static bool has_id(moderato_str id, moderato_str start)
{
	return id.len > start.len && !memcmp(id.ptr, start.ptr, start.len) &&
		   html_number_of(id).len == id.len - start.len;
}

static bool has_attribute(const struct html_tree *tree, unsigned node, moderato_str name)
{
	enum html_attribute attribute = html_attribute_find(name);

	return attribute < HTML_N_ATTRIBUTES && html_attribute_of(tree, node, attribute).ptr;
}

static bool has_either(const struct html_tree *tree, unsigned node, enum html_attribute microdata,
	enum html_attribute rdfa, moderato_str term)
{
	return has_term(html_attribute_of(tree, node, microdata), term) ||
		   has_term(html_attribute_of(tree, node, rdfa), term);
}

/* Returns whether the node is related so to the item around it, in RDFa: "schema:author". Without
 * a prefix, rel has other vocabularies' words. */
static bool has_relation(const struct html_tree *tree, unsigned node, moderato_str term)
{
	moderato_str rel = html_attribute_of(tree, node, HTML_REL_ATTRIBUTE);

	return str_find_nocase(rel, str_of("schema")) != SIZE_MAX && has_term(rel, term) &&
		   !str_equal(rel, term);
}

/* Returns whether one condition, `sign` and the word after it, is true of the node. */
static bool holds(const struct html_tree *tree, unsigned node, char sign, moderato_str word)
{
	const char *name = tree->nodes[node].name;

	switch (sign) {
	case '.':
		return html_has_word(html_attribute_of(tree, node, HTML_CLASS_ATTRIBUTE), word);
	case '~':
		return has_part(html_attribute_of(tree, node, HTML_CLASS_ATTRIBUTE), word);
	case '^':
		return has_part(html_attribute_of(tree, node, HTML_ID_ATTRIBUTE), word);
	case '#':
		return has_id(html_attribute_of(tree, node, HTML_ID_ATTRIBUTE), word);
	case '!':
		return str_equal(html_attribute_of(tree, node, HTML_ID_ATTRIBUTE), word);
	case '@':
		return has_attribute(tree, node, word);
	case '=':
		return has_either(tree, node, HTML_ITEMPROP_ATTRIBUTE, HTML_PROPERTY_ATTRIBUTE, word) ||
			   has_relation(tree, node, word);
	case '%':
		return has_either(tree, node, HTML_ITEMTYPE_ATTRIBUTE, HTML_TYPEOF_ATTRIBUTE, word);
	default:
		if (memchr(word.ptr, '-', word.len))
			return str_equal_nocase(html_attribute_of(tree, node, HTML_IS_ATTRIBUTE), word);
		return str_is(word, name);
	}
}

/* Returns whether an alternative of `len` bytes, without a >, is true of the node. */
static bool all_hold(const struct html_tree *tree, unsigned node, const char *at, size_t len)
{
	const char *end = at + len;

	while (at < end) {
		char sign = strchr(SIGNS, *at) ? *at++ : '\0';
		size_t n = strcspn(at, " >" SIGNS);

		if (!holds(tree, node, sign, (moderato_str){at, n}))
			return false;
		at += n;
	}
	return true;
}

unsigned html_select(const struct html_tree *tree, unsigned node, const char *selector)
{
	unsigned place = 1;

	if (!tree->nodes[node].name)
		return 0;
	for (;; place++) {
		const size_t whole = strcspn(selector, " ");
		const size_t around = strcspn(selector, " >");
		const size_t from = around < whole ? around + 1 : 0;

		if (all_hold(tree, node, selector + from, whole - from) &&
			(!from || all_hold(tree, tree->nodes[node].parent, selector, around)))
			return place;
		if (!selector[whole])
			return 0;
		selector += whole + 1;
	}
}
