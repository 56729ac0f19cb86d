/* SPDX-License-Identifier: MIT */
#include "corpus/missing_text.h"

#include "base/ascii.h"
#include "base/str.h"

/* Longer texts are never missing, so that no more than this is looked at. */
#define LOOKED_AT ((size_t)512)

/* Tags of things that are seen although they have no letters. */
static const char *const seen_tags[] = {
	"img", "a", "video", "audio", "iframe", "embed", "object", "picture", "svg"};

static const char *const blank_entities[] = {"nbsp;", "#160;", "#xa0;", "#8203;", "#x200b;",
	"ZeroWidthSpace;", "ensp;", "emsp;", "thinsp;", "zwnj;", "zwj;", "shy;"};

/* UTF-8 of spaces and of characters without a shape. */
static const char *const blank_characters[] = {"\xc2\xa0", "\xc2\xad", "\xe2\x80\x8b",
	"\xe2\x80\x8c", "\xe2\x80\x8d", "\xe2\x80\x8e", "\xe2\x80\x8f", "\xe2\x80\xa8", "\xe2\x80\xa9",
	"\xe2\x80\xaf", "\xe2\x81\xa0", "\xe3\x80\x80", "\xe3\x85\xa4", "\xef\xbb\xbf"};

/* What sites write in place of a text. */
static const char *const notes[] = {"[deleted]", "[removed]", "[deleted by user]",
	"[ removed by reddit ]", "[flagged]", "[dead]", "(post deleted by author)",
	"(topic deleted by author)", "this comment has been removed by the author.",
	"this comment has been removed by a blog administrator.", "this comment was deleted.",
	"this comment has been deleted.", "this comment has been removed.", "this post was deleted.",
	"this post has been deleted."};

#define COUNT_OF(array) (sizeof(array) / sizeof(*(array)))

/* Returns the length of the first of the strings that the text begins with; 0: with none. */
static size_t length_of_any(moderato_str s, const char *const *strings, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		if (str_begins_nocase(s, strings[i]))
			return strlen(strings[i]);
	return 0;
}

/* Returns the length of a tag or HTML comment of which nothing is seen; 0: it is something else. */
static size_t unseen_tag(moderato_str s)
{
	const char *end = memchr(s.ptr, '>', s.len);
	size_t name = s.len > 1 && s.ptr[1] == '/' ? 2 : 1;
	size_t len = name;
	size_t i;

	if (!end)
		return 0;
	if (str_begins(s, "<!--"))
		return (size_t)(end - s.ptr) + 1;
	while (len < s.len && ascii_is_alnum(s.ptr[len]))
		len++;
	if (len == name || ascii_is_digit(s.ptr[name]))
		return 0;
	for (i = 0; i < COUNT_OF(seen_tags); i++)
		if (str_is_nocase(str_part(s, name, len), seen_tags[i]))
			return 0;
	return (size_t)(end - s.ptr) + 1;
}

/* Returns the length of what is not seen at the front of the text; 0: something is. */
static size_t unseen_len(moderato_str s)
{
	size_t len;

	if (ascii_is_c_space(*s.ptr))
		return 1;
	if (*s.ptr == '<')
		return unseen_tag(s);
	if (*s.ptr == '&') {
		len = length_of_any(str_from(s, 1), blank_entities, COUNT_OF(blank_entities));
		return len ? len + 1 : 0;
	}
	return (unsigned char)*s.ptr < 0x80
			   ? 0
			   : length_of_any(s, blank_characters, COUNT_OF(blank_characters));
}

bool text_is_missing(moderato_str text)
{
	size_t len;

	if (text.len > LOOKED_AT)
		return false;
	while (text.len && (len = unseen_len(text)))
		text = str_from(text, len);
	if (!text.len)
		return true;
	len = length_of_any(text, notes, COUNT_OF(notes));
	if (!len)
		return false;
	text = str_from(text, len);
	while (text.len && (len = unseen_len(text)))
		text = str_from(text, len);
	return !text.len;
}
