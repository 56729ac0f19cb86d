/* SPDX-License-Identifier: MIT */
/*
 * A feed of comments, RSS's or Atom's, as WordPress, Blogger, TypePad, Drupal, Disqus and others
 * have one beside the feed of their articles:
 *
 *     <item><title>By: Ann</title><link>https://…/post#comment-5</link><dc:creator>Ann</dc:creator>
 *       <pubDate>Fri, 03 May 2024 10:00:00 +0000</pubDate><guid>https://…/?p=1#comment-5</guid>
 *       <description>…</description><content:encoded><![CDATA[<p>…</p>]]></content:encoded></item>
 *
 * That a feed is one of comments is told by the addresses of its entries, which lead to a comment
 * in its page, by thr:in-reply-to, or by its title. What a feed shows is published.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/str.h"
#include "import/feed.h"
#include "import/feed_title.h"
#include "import/xml/xml_scan.h"

#define TAG_MAX ((size_t)4 << 10) /* limit for a tag that is looked at for recognition */

struct comment_feed {
	struct source source;
	struct feed feed;
	struct buffer made; /* the texts that are put together */
};

/* ---- addresses ---- */

/* What an address has before the number of a comment. */
static const char *const marks[] = {"#comment-", "#comment", "#comment_", "#c", "#c_", "#IDComment",
	"showComment=", "/comments/default/"};

/* Returns the length of the number or name in hex that begins there. */
static size_t number_len(moderato_str s)
{
	size_t digits = 0;
	size_t n = 0;

	while (n < s.len && (ascii_is_digit(s.ptr[n]) || (s.ptr[n] >= 'a' && s.ptr[n] <= 'f')))
		digits += ascii_is_digit(s.ptr[n++]) != 0;
	return digits && (n == s.len || !ascii_is_letter(s.ptr[n])) ? n : 0;
}

/* Returns whether the address is that of a comment. */
static bool leads_to_comment(moderato_str address)
{
	size_t i;

	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		const size_t at = str_find_nocase(address, str_of(marks[i]));

		if (at < address.len && number_len(str_from(address, at + strlen(marks[i]))))
			return true;
	}
	return false;
}

/* Reddit's ids begin with their kind; t1 is a comment. */
static bool is_of_reddit(moderato_str id)
{
	return str_begins(id, "t1_");
}

/* Returns the address of the page that the comment stands in. */
static moderato_str page_of(moderato_str address, moderato_str id)
{
	static const moderato_str show = {"?showComment=", 13};
	const char *hash = address.len ? memchr(address.ptr, '#', address.len) : NULL;
	size_t at;

	if (hash)
		address = str_part(address, 0, (size_t)(hash - address.ptr));
	at = str_find_nocase(address, show);
	if (at < address.len)
		address = str_part(address, 0, at);
	at = str_find_nocase(address, str_of("/comment-page-")); /* of WordPress */
	if (at < address.len)
		address = str_part(address, 0, at + 1);
	if (is_of_reddit(id)) { /* …/comments/ID_OF_THE_POST/its_title/ID/ */
		address.len -= str_ends(address, "/");
		while (address.len && !str_ends(address, "/"))
			address.len--;
	}
	return address.len ? address : (moderato_str){NULL, 0};
}

/* ---- comments ---- */

/* RSS has "ann@mail.example (Ann)" where nothing else names the author. */
static void set_author(const moderato_str *f, moderato_comment *comment)
{
	const moderato_str author = f[FEED_AUTHOR];
	const char *open = author.len ? memchr(author.ptr, '(', author.len) : NULL;
	const size_t at = open ? (size_t)(open - author.ptr) : 0;

	comment->author = author;
	comment->author_email = f[FEED_AUTHOR_EMAIL];
	comment->author_url = f[FEED_AUTHOR_URL];
	if (!author.len && str_begins(f[FEED_TITLE], "By: "))
		comment->author = str_from(f[FEED_TITLE], 4);
	if (!at || !str_ends(author, ")") || !memchr(author.ptr, '@', at))
		return;
	comment->author_email = xml_trim(str_part(author, 0, at));
	comment->author = xml_trim(str_part(author, at + 1, author.len - 1));
}

/* Returns the id of the comment that is answered; absent if it is the article. Blogger has only the
 * number at its end. */
static moderato_str parent_of(struct comment_feed *c, const moderato_str *f)
{
	const moderato_str number = feed_blogger_number(f[FEED_RELATED]);
	const moderato_str id = f[FEED_ID];
	size_t n = id.len;

	if (f[FEED_REPLY_REF].len &&
		(leads_to_comment(f[FEED_REPLY_REF]) || leads_to_comment(f[FEED_REPLY_HREF])))
		return f[FEED_REPLY_REF];
	while (n && ascii_is_digit(id.ptr[n - 1]))
		n--;
	if (!number.len || !n || str_equal(number, str_from(id, n)))
		return (moderato_str){NULL, 0};
	buffer_clear(&c->made);
	buffer_add(&c->made, id.ptr, n);
	buffer_add(&c->made, number.ptr, number.len);
	return buffer_view(&c->made);
}

static void fill(struct comment_feed *c, const moderato_str *f, moderato_comment *comment)
{
	comment->text = feed_text(f);
	comment->id = f[f[FEED_ID].len ? FEED_ID : FEED_LINK];
	set_author(f, comment);
	comment->title =
		feed_title_of_page(buffer_view(&c->feed.title), f[FEED_TITLE], comment->author);
	comment->url = page_of(f[f[FEED_LINK].len ? FEED_LINK : FEED_REPLY_HREF], f[FEED_ID]);
	comment->group = comment->url.len ? comment->url : f[FEED_REPLY_REF];
	comment->parent_id = parent_of(c, f);
	comment->created = feed_time(f);
	comment->state = str_of("published");
	comment->line = xml_record_line(c->feed.xml);
}

/* Returns whether the entry is a comment. Feeds of both articles and comments exist. */
static bool is_comment(const struct comment_feed *c, const moderato_str *f)
{
	return leads_to_comment(f[FEED_LINK]) || leads_to_comment(f[FEED_ID]) ||
		   is_of_reddit(f[FEED_ID]) || f[FEED_REPLY_REF].len ||
		   (!f[FEED_POST_FEED].len && !str_begins(f[FEED_ID], "t3_") &&
			   feed_title_of_comments(buffer_view(&c->feed.title)));
}

static moderato_status comment_feed_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct comment_feed *c = (struct comment_feed *)source;
	moderato_str f[FEED_FIELDS];
	moderato_status status;

	do
		status = feed_read(&c->feed, f, err);
	while (!status && !is_comment(c, f));
	if (status)
		return status;
	if (feed_text(f).len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(c->feed.in, xml_record_line(c->feed.xml), err);
	fill(c, f, comment);
	return c->made.failed ? fail_no_memory(err) : MODERATO_OK;
}

static void comment_feed_close(struct source *source)
{
	struct comment_feed *c = (struct comment_feed *)source;

	feed_close(&c->feed);
	buffer_dispose(&c->made);
	free(c);
}

/* ---- recognition ---- */

/* Returns the text up to the next tag, without the CDATA around it. */
static moderato_str text_at(moderato_str head, size_t at)
{
	static const char cdata[] = "<![CDATA[";
	moderato_str text = str_from(head, at);
	const char *end;

	while (text.len && ascii_is_space(*text.ptr))
		text = str_from(text, 1);
	if (str_begins(text, cdata))
		text = str_from(text, strlen(cdata));
	end = text.len ? memchr(text.ptr, '<', text.len) : NULL;
	return end ? str_part(text, 0, (size_t)(end - text.ptr)) : text;
}

/* Returns whether the link says that the feed that it stands in, which may be empty, has its
 * address where WordPress, in any language, or Blogger has comments. */
static bool is_link_to_itself(moderato_str link)
{
	static const char *const addresses[] = {"/comments/feed", "feed=comments", "/comments/default"};
	size_t i;

	if (str_find_nocase(link, str_of("rel=\"self\"")) == link.len &&
		str_find_nocase(link, str_of("rel='self'")) == link.len)
		return false;
	for (i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
		if (str_find_nocase(link, str_of(addresses[i])) < link.len)
			return true;
	return false;
}

/* Returns whether what stands at the tag shows that the feed is one of comments. */
static bool shows_comments(moderato_str head, size_t at, const struct xml_tag *tag, bool in_entry)
{
	static const char *const addresses[] = {"link", "guid", "id"};
	const moderato_str text = text_at(head, at + tag->len);
	size_t i;

	if (!in_entry && (str_is(tag->name, "link") || str_is(tag->name, "atom:link")))
		return is_link_to_itself(str_part(head, at, at + tag->len));
	if (!in_entry)
		return str_is(tag->name, "title") && feed_title_of_comments(text);
	if (str_ends(tag->name, ":in-reply-to"))
		return true;
	for (i = 0; i < sizeof(addresses) / sizeof(*addresses); i++)
		if (str_is(tag->name, addresses[i]))
			return leads_to_comment(str_part(head, at, at + tag->len)) || leads_to_comment(text) ||
				   is_of_reddit(text);
	return false;
}

bool sniff_feed(const struct sample *sample)
{
	static const char *const roots[] = {"rss", "feed", "rdf:RDF"};
	const moderato_str head = sample->head;
	struct xml_prolog prolog;
	struct xml_tag tag;
	bool is_feed = false;
	bool in_entry = false;
	size_t i;

	if (!xml_scan_prolog(head, &prolog))
		return false;
	for (i = 0; i < sizeof(roots) / sizeof(*roots); i++)
		is_feed |= str_is_nocase(prolog.root, roots[i]);
	for (i = prolog.begin; is_feed && i < head.len; i++) {
		const char *less = memchr(head.ptr + i, '<', head.len - i);

		if (!less)
			break;
		i = (size_t)(less - head.ptr);
		if (!xml_scan_tag(
				str_part(head, i, head.len - i < TAG_MAX ? head.len : i + TAG_MAX), &tag) ||
			tag.end || !tag.len)
			continue;
		if (shows_comments(head, i, &tag, in_entry))
			return true;
		in_entry |= str_is(tag.name, "item") || str_is(tag.name, "entry");
		i += tag.len - 1;
	}
	return false;
}

moderato_status open_feed(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct comment_feed *c = calloc(1, sizeof(*c));

	(void)options;
	*out = NULL;
	if (!c || !feed_open(&c->feed, in)) {
		free(c);
		return fail_no_memory(err);
	}
	c->source = (struct source){.next = comment_feed_next, .close = comment_feed_close};
	*out = &c->source;
	return MODERATO_OK;
}
