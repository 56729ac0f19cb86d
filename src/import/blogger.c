/* SPDX-License-Identifier: MIT */
/*
 * Blogger's export, which is an Atom feed of everything in a blog. There are two forms of it. Until
 * 2024, Settings → Back up content gave the first; Google Takeout gives the second, feed.atom:
 *
 *     <entry><id>tag:blogger.com,1999:blog-1.post-3</id>
 *       <category scheme='http://schemas.google.com/g/2005#kind'
 * term='…/blogger/2008/kind#comment'/> <content type='html'>…</content> <author><name>…</name> …
 * </author> <link rel='related' href='…/comments/default/2'/>            the comment that it
 * answers <thr:in-reply-to href='http://…/post.html' ref='tag:…post-7'/> the post
 *     </entry>
 *     <entry><id>…</id><blogger:parent>tag:…post-7</blogger:parent><blogger:inReplyTo/>
 *       <blogger:type>COMMENT</blogger:type><blogger:status>LIVE</blogger:status> … </entry>
 *
 * Posts and comments come in any order, so a file is read first for the titles and addresses of its
 * posts. From a pipe, a comment has them only if its post came before.
 */
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/str.h"
#include "import/feed.h"
#include "import/name_table.h"
#include "import/xml/xml_scan.h"

struct blogger {
	struct source source;
	struct feed feed;
	struct name_table posts; /* titles and addresses by id */
	struct buffer parent;    /* the id of the comment that is answered */
	bool posts_known;        /* the posts were read first */
	bool full_said;          /* that not all of them are known was reported */
};

static bool remember(struct blogger *b, const moderato_str *f)
{
	const moderato_str values[NAME_VALUES] = {
		f[FEED_TITLE], f[f[FEED_LINK].len ? FEED_LINK : FEED_FILENAME], {NULL, 0}};

	return b->posts_known || name_table_add(&b->posts, f[FEED_ID], values);
}

/* Returns the state; absent for a status that is not known. The old form has only what readers
 * see, and drafts. */
static moderato_str state_of(const moderato_str *f)
{
	static const struct {
		const char *status;
		const char *state;
	} states[] = {{"LIVE", "published"}, {"SPAM", "spam"}, {"SPAM_COMMENT", "spam"},
		{"PENDING", "held"}, {"PENDING_COMMENT", "held"}, {"DRAFT", "held"}, {"EMPTIED", "deleted"},
		{"SOFT_TRASHED", "trash"}};
	size_t i;

	if (f[FEED_TRASHED].len)
		return str_of("trash");
	if (!f[FEED_STATUS].len)
		return str_of(str_is(f[FEED_DRAFT], "yes") ? "held" : "published");
	for (i = 0; i < sizeof(states) / sizeof(*states); i++)
		if (str_is_nocase(f[FEED_STATUS], states[i].status))
			return str_of(states[i].state);
	return (moderato_str){NULL, 0};
}

/* Sets the post: its id, its address and its title. */
static void place(const struct blogger *b, const moderato_str *f, moderato_comment *c)
{
	const struct name_entry *post;

	c->group = f[f[FEED_POST].len ? FEED_POST : FEED_REPLY_REF];
	post = name_table_find(&b->posts, c->group);
	c->url = f[FEED_REPLY_HREF];
	if (post && post->values[1].len)
		c->url = post->values[1];
	if (!c->url.len && f[FEED_LINK].len) { /* …/post.html?showComment=1#c2 */
		const char *end = memchr(f[FEED_LINK].ptr, '?', f[FEED_LINK].len);

		c->url = end ? str_part(f[FEED_LINK], 0, (size_t)(end - f[FEED_LINK].ptr)) : f[FEED_LINK];
	}
	if (post)
		c->title = post->values[0];
}

/* Returns the id of the comment that this one answers; absent if it answers the post. The old form
 * has only the number at its end. */
static moderato_str parent_of(struct blogger *b, const moderato_str *f)
{
	const moderato_str number = feed_blogger_number(f[FEED_RELATED]);
	const moderato_str id = f[FEED_ID];
	size_t n = id.len;

	if (f[FEED_IN_REPLY_TO].len && !str_equal(f[FEED_IN_REPLY_TO], f[FEED_POST]))
		return f[FEED_IN_REPLY_TO];
	while (n && ascii_is_digit(id.ptr[n - 1]))
		n--;
	if (!number.len || !n || str_equal(number, str_from(id, n)))
		return (moderato_str){NULL, 0};
	buffer_clear(&b->parent);
	buffer_add(&b->parent, id.ptr, n);
	buffer_add(&b->parent, number.ptr, number.len);
	return buffer_view(&b->parent);
}

static void fill(struct blogger *b, const moderato_str *f, moderato_comment *c)
{
	c->text = feed_text(f);
	c->id = f[FEED_ID];
	c->author = f[FEED_AUTHOR];
	c->author_url = f[FEED_AUTHOR_URL];
	if (!str_is_nocase(f[FEED_AUTHOR_EMAIL], "noreply@blogger.com"))
		c->author_email = f[FEED_AUTHOR_EMAIL];
	place(b, f, c);
	c->parent_id = parent_of(b, f);
	c->created = feed_time(f);
	c->state = state_of(f);
	c->line = xml_record_line(b->feed.xml);
}

/* Reads to the next comment that has a text. */
static moderato_status read_comment(struct blogger *b, moderato_str *f, moderato_error *err)
{
	for (;;) {
		const moderato_status status = feed_read(&b->feed, f, err);

		if (status)
			return status;
		if (!feed_is_blogger_comment(f)) {
			if (!remember(b, f))
				return fail_no_memory(err);
		} else if (f[FEED_REMOVED].len || !feed_text(f).len) {
			b->source.without_text++;
		} else {
			return MODERATO_OK;
		}
	}
}

static moderato_status blogger_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct blogger *b = (struct blogger *)source;
	moderato_str f[FEED_FIELDS];
	moderato_status status;

	if (b->posts.full && !b->full_said) {
		b->full_said = true;
		return fail(err, MODERATO_ELIMIT, "%s: only the first %zu posts are known",
			b->feed.in->name, b->posts.keys.n);
	}
	status = read_comment(b, f, err);
	if (status)
		return status;
	if (feed_text(f).len > MODERATO_COMMENT_BYTES_MAX)
		return comment_too_long(b->feed.in, xml_record_line(b->feed.xml), err);
	fill(b, f, comment);
	return b->parent.failed ? fail_no_memory(err) : MODERATO_OK;
}

static void blogger_close(struct source *source)
{
	struct blogger *b = (struct blogger *)source;

	feed_close(&b->feed);
	name_table_dispose(&b->posts);
	buffer_dispose(&b->parent);
	free(b);
}

/* Returns whether an entry, as it is written, is that of a comment. *mark is the form that the last
 * one had: a file has but one, which is looked for first. */
static bool is_written_comment(moderato_str entry, unsigned *mark)
{
	static const char *const marks[] = {"/2008/kind#comment", "<blogger:type>COMMENT<"};
	unsigned i;

	for (i = 0; i < 2; i++, *mark ^= 1)
		if (memmem(entry.ptr, entry.len, marks[*mark], strlen(marks[*mark])))
			return true;
	return false;
}

/* Remembers an entry, as it is written, if it is a post. */
static moderato_status read_post(
	struct blogger *b, struct buffer *xml, moderato_str entry, moderato_error *err)
{
	moderato_str f[FEED_FIELDS];
	moderato_status status;
	struct input in;
	struct feed feed;
	bool memory;

	buffer_clear(xml);
	buffer_add_str(xml, "<feed>");
	buffer_add(xml, entry.ptr, entry.len);
	buffer_add_str(xml, "</feed>");
	if (xml->failed)
		return fail_no_memory(err);
	status = input_open_memory(&in, b->feed.in->name, buffer_view(xml), err);
	if (status)
		return status;
	memory = feed_open(&feed, &in);
	feed.brief = true;
	status = memory ? feed_read(&feed, f, err) : MODERATO_ENOMEM;
	if (!status && !feed_is_blogger_comment(f))
		memory = remember(b, f);
	feed_close(&feed);
	input_close(&in);
	return status == MODERATO_ENOMEM || !memory ? fail_no_memory(err) : MODERATO_OK;
}

/* Takes the input up to the next entry, and finds its length; 0: none follows. Of an entry that
 * does not end soon, the beginning is found: it has the title. More is read only when the end is
 * not among the bytes that are there already: most entries are much smaller than a block, which
 * would otherwise be moved for each of them. */
static moderato_status find_entry(struct input *in, size_t *len, moderato_error *err)
{
	static const char begin[] = "<entry>";
	static const char end[] = "</entry>";
	size_t want = strlen(begin);
	moderato_status status;
	moderato_str view;
	const char *found;

	*len = 0;
	while (!(status = input_peek(in, want, &view, err)) && view.len >= want) {
		found = memmem(view.ptr, view.len, begin, strlen(begin));
		input_take(in, found ? (size_t)(found - view.ptr) : view.len - (strlen(begin) - 1));
		if (found)
			break;
	}
	while (!status && view.len >= strlen(begin)) {
		status = input_peek(in, want, &view, err);
		found = memmem(view.ptr, view.len, end, strlen(end));
		*len = found ? (size_t)(found - view.ptr) + strlen(end) : view.len;
		if (found || view.len < want || want > MODERATO_RECORD_BYTES_MAX)
			break;
		want = 2 * view.len;
	}
	return status;
}

/* Reads the whole input for its posts, without a parser where it can be seen that an entry is none,
 * as most are comments. Damage is not reported here, but when the input is read again. */
static moderato_status read_posts(struct blogger *b, struct input *in, moderato_error *err)
{
	struct buffer xml = BUFFER_INIT;
	moderato_status status;
	unsigned mark = 0;
	size_t len;

	while (!(status = find_entry(in, &len, err)) && len) {
		moderato_str entry;

		status = input_peek(in, len, &entry, err);
		if (status)
			break;
		entry.len = len;
		if (!is_written_comment(entry, &mark))
			status = read_post(b, &xml, entry, err);
		if (status)
			break;
		input_take(in, len);
	}
	buffer_dispose(&xml);
	b->posts_known = true;
	return status == MODERATO_ENOMEM ? fail_no_memory(err) : MODERATO_OK;
}

/* Recognises a feed as Blogger's export by its kinds of entries. */
bool sniff_blogger(const struct sample *sample)
{
	static const char *const marks[] = {
		"schemas.google.com/blogger/2008/kind#", "schemas.google.com/blogger/2018"};
	struct xml_prolog prolog;
	size_t i;

	if (!xml_scan_prolog(sample->head, &prolog) || !str_is_nocase(prolog.root, "feed"))
		return false;
	for (i = 0; i < sizeof(marks) / sizeof(*marks); i++)
		if (memmem(sample->head.ptr, sample->head.len, marks[i], strlen(marks[i])))
			return true;
	return false;
}

moderato_status open_blogger(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct blogger *b = calloc(1, sizeof(*b));
	moderato_status status = b && feed_open(&b->feed, in) ? MODERATO_OK : fail_no_memory(err);
	struct input again;

	(void)options;
	*out = NULL;
	if (status) {
		free(b);
		return status;
	}
	b->source = (struct source){.next = blogger_next, .close = blogger_close};
	status = input_again(&again, in, err);
	if (!status) {
		status = read_posts(b, &again, err);
		input_close(&again);
	} else if (status != MODERATO_ENOMEM) {
		status = MODERATO_OK; /* posts are known once they are read */
	}
	if (status)
		blogger_close(&b->source);
	else
		*out = &b->source;
	return status;
}
