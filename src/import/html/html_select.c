/* SPDX-License-Identifier: MIT */
#include "import/html/html_select.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"
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

/* Returns whether the alternative is true of the node, but for what it says of the node around. */
static bool is_true_here(const struct html_tree *tree, unsigned node, const char *alternative)
{
	const size_t whole = strcspn(alternative, " ");
	const size_t around = strcspn(alternative, " >");
	const size_t from = around < whole ? around + 1 : 0;

	return all_hold(tree, node, alternative + from, whole - from);
}

/* Returns whether what the alternative says of the node around another, if anything, is true. */
static bool is_true_around(const struct html_tree *tree, unsigned node, const char *alternative)
{
	const size_t around = strcspn(alternative, " >");

	return alternative[around] != '>' || all_hold(tree, node, alternative, around);
}

/* ---- what was learned of a selector ---- */

enum {
	SELECTORS_MAX = 128,
	SELECTORS_USED_MAX = 112, /* beyond them, selectors are read again for each node */
	ALTERNATIVES_MAX = 64,
	KINDS_KEPT = 32,
};

/* Elements of one name and class. `true_of` has a bit for each alternative that may be true of
 * them. */
struct kind {
	const char *name;
	const char *class;
	uint64_t true_of;
};

/* Whether the node around the last one that was looked at is what the alternative asks for: it may
 * have many nodes in it. */
struct around {
	unsigned node; /* + 1; 0: none was looked at */
	bool holds;
};

struct selector {
	const char *text; /* NULL: none */
	unsigned n;
	uint64_t by_kind;                 /* the alternatives that a node's name and class decide */
	uint64_t bare;                    /* the alternatives that need no attribute */
	unsigned needs[ALTERNATIVES_MAX]; /* one of these attributes */
	unsigned short begins[ALTERNATIVES_MAX]; /* where each is in the text */
	struct around around[ALTERNATIVES_MAX];
	struct kind kinds[KINDS_KEPT];
};

struct html_selection {
	struct selector selectors[SELECTORS_MAX]; /* by the address of the text */
	unsigned n;
};

static size_t hash_address(const char *a, const char *b)
{
	return (size_t)hash_fold((uintptr_t)a ^ HASH_K0, (uintptr_t)b ^ HASH_K1);
}

/* Returns attributes of which a node must have one for the condition to be true; 0: it needs
 * none. */
static unsigned needs(char sign, moderato_str word)
{
	switch (sign) {
	case '.':
	case '~':
		return 1u << HTML_CLASS_ATTRIBUTE;
	case '^':
	case '#':
	case '!':
		return 1u << HTML_ID_ATTRIBUTE;
	case '@':
		return 1u << html_attribute_find(word);
	case '=':
		return 1u << HTML_ITEMPROP_ATTRIBUTE | 1u << HTML_PROPERTY_ATTRIBUTE |
			   1u << HTML_REL_ATTRIBUTE;
	case '%':
		return 1u << HTML_ITEMTYPE_ATTRIBUTE | 1u << HTML_TYPEOF_ATTRIBUTE;
	default:
		return memchr(word.ptr, '-', word.len) ? 1u << HTML_IS_ATTRIBUTE : 0;
	}
}

/* Returns whether the condition is about nothing but a node's name and class. */
static bool is_about_kind(char sign, moderato_str word)
{
	return sign == '.' || sign == '~' || (!sign && !needs(sign, word));
}

/* Adds what the alternative at `begin` needs. Returns the end of it. */
static const char *learn_alternative(struct selector *s, const char *begin)
{
	const char *at = begin + strcspn(begin, " >");
	bool by_kind = *at != '>';

	at = by_kind ? begin : at + 1;
	s->begins[s->n] = (unsigned short)(begin - s->text);
	s->needs[s->n] = 0;
	while (*at && *at != ' ') {
		const char sign = strchr(SIGNS, *at) ? *at++ : '\0';
		const size_t n = strcspn(at, " " SIGNS);
		const unsigned attributes = needs(sign, (moderato_str){at, n});

		by_kind &= is_about_kind(sign, (moderato_str){at, n});
		s->needs[s->n] = attributes ? attributes : s->needs[s->n];
		at += n;
	}
	s->bare |= s->needs[s->n] ? 0 : UINT64_C(1) << s->n;
	s->by_kind |= by_kind ? UINT64_C(1) << s->n : 0;
	s->n++;
	return at;
}

/* Returns false if the selector has too many alternatives. */
static bool learn(struct selector *s, const char *text)
{
	*s = (struct selector){.text = text};
	for (;;) {
		if (s->n == ALTERNATIVES_MAX)
			break;
		text = learn_alternative(s, text);
		if (!*text++)
			return true;
	}
	s->n = 0;
	return false;
}

/* Returns what is known of the selector; NULL: nothing. */
static struct selector *selector_of(struct html_selection *selection, const char *text)
{
	size_t i = hash_address(text, NULL) % SELECTORS_MAX;

	while (selection->selectors[i].text && selection->selectors[i].text != text)
		i = (i + 1) % SELECTORS_MAX;
	if (!selection->selectors[i].text) {
		if (selection->n == SELECTORS_USED_MAX)
			return NULL;
		selection->n++;
		learn(&selection->selectors[i], text);
	}
	return selection->selectors[i].n ? &selection->selectors[i] : NULL;
}

/* Returns whether the alternative may be true of a node for all that its name and class say. */
static bool may_be_true(const struct html_tree *tree, unsigned node, const char *at)
{
	const char *around = at + strcspn(at, " >");

	for (at = *around == '>' ? around + 1 : at; *at && *at != ' ';) {
		const char sign = strchr(SIGNS, *at) ? *at++ : '\0';
		const moderato_str word = {at, strcspn(at, " " SIGNS)};

		if (is_about_kind(sign, word) && !holds(tree, node, sign, word))
			return false;
		at += word.len;
	}
	return true;
}

/* Returns the alternatives that may be true of elements of the node's kind. */
static uint64_t true_of_kind(
	struct selector *s, const struct html_tree *tree, unsigned node, const char *class)
{
	const char *name = tree->nodes[node].name;
	struct kind *kind = &s->kinds[hash_address(name, class) % KINDS_KEPT];
	unsigned i;

	if (kind->name == name && kind->class == class)
		return kind->true_of;
	*kind = (struct kind){name, class, 0};
	for (i = 0; i < s->n; i++)
		if (may_be_true(tree, node, s->text + s->begins[i]))
			kind->true_of |= UINT64_C(1) << i;
	return kind->true_of;
}

static unsigned select_slowly(const struct html_tree *tree, unsigned node, const char *selector)
{
	unsigned place;

	for (place = 1;; place++) {
		if (is_true_here(tree, node, selector) &&
			is_true_around(tree, tree->nodes[node].parent, selector))
			return place;
		selector += strcspn(selector, " ");
		if (!*selector++)
			return 0;
	}
}

/* Returns whether an alternative that may be true of the node for all its kind says is. */
static bool is_true(struct selector *s, unsigned i, const struct html_tree *tree, unsigned node)
{
	const unsigned parent = tree->nodes[node].parent;
	const char *alternative = s->text + s->begins[i];
	struct around *around = &s->around[i];

	if (s->by_kind >> i & 1)
		return true;
	if (!is_true_here(tree, node, alternative))
		return false;
	if (around->node != parent + 1)
		*around = (struct around){parent + 1, is_true_around(tree, parent, alternative)};
	return around->holds;
}

unsigned html_select(const struct html_tree *tree, unsigned node, const char *selector)
{
	const struct html_node *here = &tree->nodes[node];
	struct selector *s = here->name ? selector_of(tree->selection, selector) : NULL;
	const char *class = NULL;
	unsigned present = 0;
	uint64_t left;
	unsigned i;

	if (!s)
		return here->name ? select_slowly(tree, node, selector) : 0;
	for (i = here->first; i < here->first + here->n; i++) {
		present |= 1u << tree->values[i].attribute;
		if (tree->values[i].attribute == HTML_CLASS_ATTRIBUTE)
			class = tree->values[i].ptr;
	}
	if (!present && !s->bare)
		return 0;
	for (left = true_of_kind(s, tree, node, class); left; left &= left - 1) {
		i = (unsigned)__builtin_ctzll(left);
		if ((!s->needs[i] || s->needs[i] & present) && is_true(s, i, tree, node))
			return i + 1;
	}
	return 0;
}

struct html_selection *html_selection_new(void)
{
	return calloc(1, sizeof(struct html_selection));
}
