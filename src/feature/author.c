/* SPDX-License-Identifier: MIT */
/* Splits the author's url and name, and looks for each of the words of the name in the url. */
#include "feature/author.h"

#include <stdbool.h>
#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "feature/context.h"

/* A shorter word occurs in any url by chance. In bytes. */
#define WORD_BYTES_MIN 3

static bool is_word_byte(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static size_t count_digits(moderato_str s)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < s.len; i++)
		n += ascii_is_digit(s.ptr[i]);
	return n;
}

static size_t count_byte(moderato_str s, char c)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < s.len; i++)
		n += s.ptr[i] == c;
	return n;
}

static bool contains(moderato_str s, moderato_str word)
{
	return str_find_nocase(s, word) != SIZE_MAX;
}

/* Splits a url, without its scheme, at the first slash or question mark. */
static void split_url(moderato_str url, moderato_str *host, moderato_str *path)
{
	size_t from = 0;
	size_t end;

	if (str_begins_nocase(url, "http://"))
		from = 7;
	else if (str_begins_nocase(url, "https://"))
		from = 8;
	for (end = from; end < url.len && url.ptr[end] != '/' && url.ptr[end] != '?';)
		end++;
	*host = str_part(url, from, end);
	*path = str_from(url, end);
}

/* True if the path ends in a dot and two to four letters. */
static bool ends_in_file(moderato_str path)
{
	size_t letters = 0;

	while (letters < path.len && letters < 5 && ascii_is_letter(path.ptr[path.len - 1 - letters]))
		letters++;
	return letters >= 2 && letters <= 4 && letters < path.len &&
		   path.ptr[path.len - 1 - letters] == '.';
}

static size_t path_parts(moderato_str path)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i + 1 < path.len; i++)
		n += (path.ptr[i] == '/' || path.ptr[i] == '?') && path.ptr[i + 1] != '/';
	return n;
}

static void read_name(
	moderato_str name, moderato_str host, moderato_str path, struct author_signs *out)
{
	size_t i = 0;

	while (i < name.len) {
		const size_t begin = i;
		moderato_str word;

		while (i < name.len && is_word_byte(name.ptr[i]))
			i++;
		word = str_part(name, begin, i);
		i += i < name.len;
		if (!word.len)
			continue;
		out->name_words++;
		out->name_lower += ascii_is_lower(word.ptr[0]);
		if (word.len >= WORD_BYTES_MIN) {
			out->name_in_path += contains(path, word);
			out->name_in_host += contains(host, word);
		}
	}
}

static bool is_link(moderato_str name)
{
	return memchr(name.ptr, '/', name.len) || contains(name, str_of(".com")) ||
		   contains(name, str_of("www"));
}

static moderato_str first_bytes(moderato_str s)
{
	return (moderato_str){
		s.ptr, s.len < CONTEXT_AUTHOR_BYTES_MAX ? s.len : CONTEXT_AUTHOR_BYTES_MAX};
}

void author_signs_read(const moderato_comment *comment, struct author_signs *out)
{
	const moderato_str name = first_bytes(comment->author);
	const moderato_str url = first_bytes(comment->author_url);
	moderato_str host = {"", 0};
	moderato_str path = {"", 0};

	*out = (struct author_signs){0};
	if (url.len) {
		split_url(url, &host, &path);
		out->path_parts = path_parts(path);
		out->path_is_file = ends_in_file(path);
		out->dashes_in_host = count_byte(host, '-');
		out->dashes_in_path = count_byte(path, '-');
		out->digits_in_host = count_digits(host);
	}
	if (name.len) {
		read_name(name, host, path, out);
		out->name_is_link = is_link(name);
	}
	out->name_digits = (size_t)(count_digits(comment->author) > 0) +
					   (size_t)(count_digits(comment->author_email) > 0);
}
