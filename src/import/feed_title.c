/* SPDX-License-Identifier: MIT */
#include "import/feed_title.h"

#include <string.h>

#include "base/ascii.h"
#include "base/str.h"
#include "import/xml/xml_scan.h"

#define WORDS(s)                                                                                   \
	{                                                                                              \
		s, sizeof(s) - 1                                                                           \
	}

/* What stands before the title of the page: "Comment on New stiles by Ann". */
static const moderato_str before_page[] = {WORDS("Comment on"), WORDS("Comments on"),
	WORDS("Kommentar zu"), WORDS("Kommentare zu"), WORDS("Commentaire sur"),
	WORDS("Commentaires sur"), WORDS("Comentario en"), WORDS("Comentarios en"),
	WORDS("Comentario sobre"), WORDS("Comentarios sobre"), WORDS("Commento su"),
	WORDS("Commenti su"), WORDS("Reactie op"), WORDS("Reacties op"), WORDS("Comentário sobre"),
	WORDS("Comentários sobre"), WORDS("Comentário em"), WORDS("Comentários em"),
	WORDS("Kommentar till"), WORDS("Kommentarer till"), WORDS("Kommentar på"),
	WORDS("Kommentar til"), WORDS("Kommentarer til"), WORDS("Komentarz do"), WORDS("Komentarze do"),
	WORDS("Komentář k"), WORDS("Komentář k příspěvku"), WORDS("Comentari a"), WORDS("Comentaris a"),
	WORDS("Comentariu la"), WORDS("Комментарий к записи"), WORDS("Комментарии к записи")};

/* What leads from there to the author. */
static const moderato_str before_author[] = {WORDS(" by"), WORDS(" von"), WORDS(" par"),
	WORDS(" por"), WORDS(" di"), WORDS(" door"), WORDS(" av"), WORDS(" af"), WORDS(" przez"),
	WORDS(" od"), WORDS(" per"), WORDS(" de"), WORDS(" от")};

/* The same in Chinese and Japanese, which have words on both sides; the author may come first. */
static const struct {
	moderato_str before;
	moderato_str after;
} around_page[] = {{WORDS("对《"), WORDS("》的评论")}, {WORDS("《"), WORDS("》的评论")},
	{WORDS("より "), WORDS(" へのコメント")}, {WORDS(""), WORDS(" へのコメント")}};

static bool begins(moderato_str s, moderato_str with)
{
	return s.len >= with.len && str_equal(str_part(s, 0, with.len), with);
}

static bool ends(moderato_str s, moderato_str with)
{
	return s.len >= with.len && str_equal(str_from(s, s.len - with.len), with);
}

static moderato_str behind(moderato_str text, const char *what)
{
	const size_t at = str_find_nocase(text, str_of(what));

	return at < text.len ? xml_trim(str_from(text, at + strlen(what))) : (moderato_str){NULL, 0};
}

/* Returns the length of the words, with the blanks and the colon after them, that the text begins
 * with. */
static size_t words_len(moderato_str text, moderato_str words)
{
	size_t end = words.len;

	/* Nearly all differ in one of these; a call for each would take longer than all else. */
	if (text.len < words.len || ascii_lower(*text.ptr) != ascii_lower(*words.ptr) ||
		ascii_lower(text.ptr[3]) != words.ptr[3] ||
		!str_equal_nocase(str_part(text, 0, words.len), words))
		return 0;
	while (end < text.len && (text.ptr[end] == ':' || ascii_is_c_space(text.ptr[end])))
		end++;
	return end > words.len ? end : 0;
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
		const moderato_str before = around_page[i].before;
		const moderato_str after = around_page[i].after;

		if (text.len > before.len + after.len && begins(text, before) && ends(text, after))
			return xml_trim(str_part(text, before.len, text.len - after.len));
	}
	return text;
}

/* Returns the title of the page from that of the feed, "Comments on: New stiles" in any language.
 */
static moderato_str title_of_feed(moderato_str title)
{
	const moderato_str page = without_words(title);

	return page.len < title.len ? page : behind(title, ": ");
}

/* Takes " by" off the end, or " (" in "Comment on New stiles (Ann)". */
static moderato_str without_by(moderato_str text)
{
	size_t i;

	for (i = 0; i < sizeof(before_author) / sizeof(*before_author); i++)
		if (ends(text, before_author[i]))
			return xml_trim(str_part(text, 0, text.len - before_author[i].len));
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
	return cut.len == entry.len && without_words(feed).len < feed.len ? title_of_feed(feed) : cut;
}

bool feed_title_of_comments(moderato_str title)
{
	static const char *const beginnings[] = {"Comments on ", "Comments on: ", "Comments for ",
		"Comments: ", "Latest comments", "Recent comments", "New comments"};
	static const char *const endings[] = {
		": Comments", " - Comments", " New Comments", " Newest Comments", " Recent comments"};
	size_t i;

	for (i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
		if (str_begins_nocase(title, beginnings[i]))
			return true;
	for (i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (title.len > strlen(endings[i]) &&
			str_is_nocase(str_from(title, title.len - strlen(endings[i])), endings[i]))
			return true;
	return false;
}
