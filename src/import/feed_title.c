/* SPDX-License-Identifier: MIT */
#include "import/feed_title.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "import/xml/xml_scan.h"

/* What stands before the title of the page: "Comment on New stiles by Ann". */
static const char *const before_page[] = {"Comment on", "Comments on", "Kommentar zu",
	"Kommentare zu", "Commentaire sur", "Commentaires sur", "Comentario en", "Comentarios en",
	"Comentario sobre", "Comentarios sobre", "Commento su", "Commenti su", "Reactie op",
	"Reacties op", "Coment\xc3\xa1rio sobre", "Coment\xc3\xa1rios sobre", "Coment\xc3\xa1rio em",
	"Coment\xc3\xa1rios em", "Kommentar till", "Kommentarer till", "Kommentar p\xc3\xa5",
	"Kommentar til", "Kommentarer til", "Komentarz do", "Komentarze do", "Koment\xc3\xa1\xc5\x99 k",
	"Koment\xc3\xa1\xc5\x99 k p\xc5\x99\xc3\xadsp\xc4\x9bvku", "Comentari a", "Comentaris a",
	"Comentariu la",
	/* Комментарий к записи, Комментарии к записи */
	"\xd0\x9a\xd0\xbe\xd0\xbc\xd0\xbc\xd0\xb5\xd0\xbd\xd1\x82\xd0\xb0\xd1\x80\xd0\xb8\xd0\xb9 "
	"\xd0\xba \xd0\xb7\xd0\xb0\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb8",
	"\xd0\x9a\xd0\xbe\xd0\xbc\xd0\xbc\xd0\xb5\xd0\xbd\xd1\x82\xd0\xb0\xd1\x80\xd0\xb8\xd0\xb8 "
	"\xd0\xba \xd0\xb7\xd0\xb0\xd0\xbf\xd0\xb8\xd1\x81\xd0\xb8"};

/* What leads from there to the author. */
static const char *const before_author[] = {" by", " von", " par", " por", " di", " door", " av",
	" af", " przez", " od", " per", " de", " \xd0\xbe\xd1\x82" /* от */};

/* The same in Chinese and Japanese, which have words on both sides; the author may come first:
 * 对《…》的评论, 《…》的评论, より … へのコメント, … へのコメント. */
#define OF_COMMENTS_ZH "\xe3\x80\x8b\xe7\x9a\x84\xe8\xaf\x84\xe8\xae\xba"
#define OF_COMMENTS_JA " \xe3\x81\xb8\xe3\x81\xae\xe3\x82\xb3\xe3\x83\xa1\xe3\x83\xb3\xe3\x83\x88"
static const struct {
	const char *before;
	const char *after;
} around_page[] = {{"\xe5\xaf\xb9\xe3\x80\x8a", OF_COMMENTS_ZH}, {"\xe3\x80\x8a", OF_COMMENTS_ZH},
	{"\xe3\x82\x88\xe3\x82\x8a ", OF_COMMENTS_JA}, {"", OF_COMMENTS_JA}};

static moderato_str after(moderato_str text, const char *what)
{
	const size_t at = str_find_nocase(text, str_of(what));

	return at < text.len ? xml_trim(str_from(text, at + strlen(what))) : (moderato_str){NULL, 0};
}

/* Returns the length of the words, with the blanks and the colon after them, that the text begins
 * with. */
static size_t words_len(moderato_str text, const char *words)
{
	const size_t len = strlen(words);
	size_t end = len;

	if (!str_begins_nocase(text, words))
		return 0;
	while (end < text.len && (text.ptr[end] == ':' || ascii_is_c_space(text.ptr[end])))
		end++;
	return end > len ? end : 0;
}

/* Takes off what stands before the page's title, or around it. */
static moderato_str without_words(moderato_str text)
{
	size_t longest = 0;
	size_t i;

	for (i = 0; i < sizeof(before_page) / sizeof(*before_page); i++) {
		const size_t len = words_len(text, before_page[i]);

		longest = len > longest ? len : longest;
	}
	if (longest)
		return str_from(text, longest);
	for (i = 0; i < sizeof(around_page) / sizeof(*around_page); i++) {
		const size_t front = strlen(around_page[i].before);
		const size_t back = strlen(around_page[i].after);

		if (text.len > front + back && str_begins(text, around_page[i].before) &&
			str_ends(text, around_page[i].after))
			return xml_trim(str_part(text, front, text.len - back));
	}
	return text;
}

/* Returns the title of the page from that of the feed, "Comments on: New stiles" in any language.
 */
static moderato_str title_of_feed(moderato_str title)
{
	const moderato_str page = without_words(title);

	return page.len < title.len ? page : after(title, ": ");
}

/* Takes " by" off the end, or " (" in "Comment on New stiles (Ann)". */
static moderato_str without_by(moderato_str text)
{
	size_t i;

	for (i = 0; i < sizeof(before_author) / sizeof(*before_author); i++)
		if (str_ends(text, before_author[i]))
			return xml_trim(str_part(text, 0, text.len - strlen(before_author[i])));
	return text;
}

/* Returns the entry's title without the author at its end, who may stand in brackets; the whole if
 * there is none. */
static moderato_str without_author(moderato_str title, moderato_str author)
{
	const bool brackets = str_ends(title, ")");
	const moderato_str inner = {title.ptr, title.len - brackets};
	moderato_str before;

	if (!author.len || inner.len <= author.len ||
		!str_equal(str_from(inner, inner.len - author.len), author))
		return title;
	before = str_part(inner, 0, inner.len - author.len);
	if (!brackets)
		return xml_trim(before);
	return str_ends(before, "(") ? xml_trim(str_part(before, 0, before.len - 1)) : title;
}

moderato_str feed_title_of_page(moderato_str feed, moderato_str entry, moderato_str author)
{
	const moderato_str before = without_author(entry, author);
	const moderato_str page_of_feed = without_words(feed);
	const bool first =
		author.len && entry.len > author.len && str_equal(str_part(entry, 0, author.len), author);
	moderato_str cut;

	if (before.len < entry.len && str_ends(before, ":"))
		return title_of_feed(feed);
	if (before.len < entry.len) {
		const moderato_str page = without_by(before);

		cut = without_words(page);
		return cut.len < page.len || str_ends(before, " by") ? cut : entry;
	}
	if (first && str_begins(str_from(entry, author.len), " on "))
		return xml_trim(str_from(entry, author.len + 4));
	if (first) {
		const moderato_str rest = xml_trim(str_from(entry, author.len));

		cut = without_words(rest);
		return cut.len < rest.len ? cut : entry;
	}
	cut = str_begins_nocase(entry, "Re: ") ? xml_trim(str_from(entry, 4)) : without_words(entry);
	return cut.len == entry.len && page_of_feed.len < feed.len ? title_of_feed(feed) : cut;
}

bool feed_title_of_comments(moderato_str title)
{
	static const char *const begins[] = {"Comments on ", "Comments on: ", "Comments for ",
		"Comments: ", "Latest comments", "Recent comments", "New comments"};
	static const char *const ends[] = {
		": Comments", " - Comments", " New Comments", " Newest Comments", " Recent comments"};
	size_t i;

	for (i = 0; i < sizeof(begins) / sizeof(*begins); i++)
		if (str_begins_nocase(title, begins[i]))
			return true;
	for (i = 0; i < sizeof(ends) / sizeof(*ends); i++)
		if (title.len > strlen(ends[i]) &&
			str_is_nocase(str_from(title, title.len - strlen(ends[i])), ends[i]))
			return true;
	return false;
}
