/* SPDX-License-Identifier: MIT */
/* The languages of a comment as it was written: what is no language is left out first, which is
 * links, because their letters are counted as words, and HTML tags. Markup in general is
 * text/markup's; here it is enough that most of it does not count. */
#include "moderato/language.h"

#include "base/buffer.h"
#include "base/fail.h"
#include "base/utf8.h"
#include "text/english.h"
#include "text/language.h"

/* A longer tag is text, so that a text of nothing but "<a" is searched in linear time. */
#define TAG_BYTES_MAX ((size_t)256)

/* Returns the length of the link or tag that begins here, or 0. */
static size_t no_words(moderato_str rest)
{
	size_t n = 0;

	if (str_begins_nocase(rest, "http://") || str_begins_nocase(rest, "https://") ||
		str_begins_nocase(rest, "www.")) {
		while (n < rest.len && !ascii_is_space(rest.ptr[n]) && rest.ptr[n] != '<')
			n++;
		return n;
	}
	if (rest.len < 3 || rest.ptr[0] != '<' ||
		(rest.ptr[1] != '/' && !ascii_is_lower(ascii_lower(rest.ptr[1]))))
		return 0;
	while (n < rest.len && n < TAG_BYTES_MAX && rest.ptr[n] != '>')
		n++;
	return n < rest.len && rest.ptr[n] == '>' ? n + 1 : 0;
}

/* Is there nothing that could begin a link or a tag? So it is with most comments, and this looks at
 * many bytes at a time. */
static bool is_bare(moderato_str text)
{
	const char *const end = text.ptr + text.len;
	const char *dot = text.ptr;

	if (!text.len)
		return true;
	if (memchr(text.ptr, '<', text.len) || memchr(text.ptr, ':', text.len))
		return false;
	while ((dot = memchr(dot, '.', (size_t)(end - dot)))) {
		if (dot - text.ptr >= 3 && str_begins_nocase((moderato_str){dot - 3, 3}, "www"))
			return false;
		dot++;
	}
	return true;
}

/* Returns the text itself if there is nothing to leave out; otherwise what is left, in `out`. */
static moderato_str words_only(moderato_str text, struct buffer *out)
{
	size_t from = 0;
	size_t i = 0;

	if (is_bare(text))
		return text;
	while (i < text.len) {
		const char c = text.ptr[i];
		const size_t n = c == '<' || c == 'h' || c == 'H' || c == 'w' || c == 'W'
							 ? no_words(str_from(text, i))
							 : 0;

		if (n) {
			buffer_add(out, text.ptr + from, i - from);
			buffer_add_char(out, ' ');
			from = i + n;
		}
		i += n ? n : 1;
	}
	if (!from)
		return text;
	buffer_add(out, text.ptr + from, text.len - from);
	return buffer_view(out);
}

moderato_status moderato_languages_detect(
	moderato_str text, moderato_language *languages, size_t *n, moderato_error *err)
{
	struct buffer repaired = BUFFER_INIT;
	struct buffer words = BUFFER_INIT;
	bool good;

	*n = 0;
	if (text.len > MODERATO_COMMENT_BYTES_MAX)
		return fail(err, MODERATO_ELIMIT, "the text has %zu bytes; the most are %zu", text.len,
			MODERATO_COMMENT_BYTES_MAX);
	if (!utf8_valid(text.ptr, text.len)) {
		utf8_add_repaired(&repaired, text);
		text = buffer_view(&repaired);
	}
	text = words_only(text, &words);
	good = !repaired.failed && !words.failed;
	if (good && english_is_certain(text))
		languages[(*n)++] = (moderato_language){"en", 100};
	else
		good = good && language_detect_all(text, languages, n);
	buffer_dispose(&repaired);
	buffer_dispose(&words);
	if (good)
		return MODERATO_OK;
	*n = 0;
	return fail_no_memory(err);
}
