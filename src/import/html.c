/* SPDX-License-Identifier: MIT */
/*
 * Reads the comments of a web page that was saved as HTML. The whole page must be read before the
 * first comment can be found, so its size is limited. html_tree.h makes it a tree; html_items.h
 * finds its comments.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/limits.h"
#include "base/str.h"
#include "corpus/source.h"
#include "import/html/html_charset.h"
#include "import/html/html_head.h"
#include "import/html/html_text.h"
#include "import/html/html_times.h"
#include "import/talk/talk.h"

/* Why only the beginning of the page was read. */
enum cut { CUT_NOTHING, CUT_PAGE, CUT_TREE, CUT_ITEMS, CUT_LINES };

struct html {
	struct source source;
	struct input *in;
	struct arena arena;
	struct html_items items;
	struct html_head head;
	bool read;
	enum cut cut;
	bool ids; /* some comment has an id in the page; otherwise the comments are numbered */
	size_t next;
	struct buffer lines; /* the page as text, if its markup shows no comments but its lines do */
	struct input lines_in;
	struct source *talk; /* reads them; NULL: the markup shows the comments */
	char id[24];
	char parent_id[24];
};

/* Reads the page, or the beginning of one that is too long, and converts it to UTF-8. */
static moderato_status read_page(struct html *h, moderato_str *page, moderato_error *err)
{
	moderato_status status = h->in->recoder ? MODERATO_OK : html_recode(h->in, err);

	if (!status)
		status = input_peek(h->in, HTML_PAGE_BYTES_MAX + 1, page, err);
	if (status)
		return status;
	if (page->len > HTML_PAGE_BYTES_MAX) {
		page->len = HTML_PAGE_BYTES_MAX;
		h->cut = CUT_PAGE;
	}
	return MODERATO_OK;
}

static size_t count_texts(const struct html_items *items)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < items->n; i++)
		n += items->items[i].text.len > 0;
	return n;
}

static moderato_str host_of(moderato_str url)
{
	const char *slashes = url.len ? memmem(url.ptr, url.len, "//", 2) : NULL;
	moderato_str host = {slashes ? slashes + 2 : NULL, 0};

	while (slashes && host.ptr + host.len < url.ptr + url.len && !strchr("/?#", host.ptr[host.len]))
		host.len++;
	return host;
}

/* Copies the strings of the tree, which is freed with them. Drops an author's address on the
 * page's own site: a profile there is not the author's page. */
static void keep_strings(struct html_items *items, moderato_str page_url)
{
	moderato_str here = host_of(page_url);
	moderato_str host;
	size_t i;

	for (i = 0; i < items->n; i++) {
		struct html_item *item = &items->items[i];

		item->id = html_items_keep(items, item->id);
		item->author = html_items_keep(items, item->author);
		host = host_of(item->author_url);
		if (here.len && str_equal(host, here))
			item->author_url = (moderato_str){NULL, 0};
		item->author_url = html_items_keep(items, item->author_url);
		item->created = html_items_keep(items, item->created);
	}
}

/* Finds the comments by schema.org's markup, otherwise by JSON-LD, unless other markup shows
 * more of them (JSON-LD may list only the best few). */
static void find_comments(struct html *h, const struct html_tree *tree)
{
	struct html_items scripts = {.arena = &h->arena};

	html_find(&h->items, tree, true);
	if (!h->items.n && !h->items.failed) {
		html_find(&h->items, tree, false);
		html_json_ld(&scripts, tree);
		h->items.failed |= scripts.failed;
	}
	if (scripts.n && count_texts(&scripts) >= count_texts(&h->items)) {
		struct html_items swapped = h->items;

		h->items = scripts;
		h->items.failed |= swapped.failed;
		scripts = swapped;
	}
	if (h->items.cut)
		h->cut = CUT_ITEMS;
	keep_strings(&h->items, h->head.url);
	html_times_rewrite(&h->items, tree, h->head.order);
	html_items_dispose(&scripts);
}

/* Says what was not read. The comments that were found before it follow. */
static moderato_status tell_cut(const struct html *h, moderato_error *err)
{
	if (h->cut == CUT_PAGE)
		return fail(err, MODERATO_ELIMIT,
			"%s: the page is longer than the limit of %zu bytes: only its beginning is read; save "
			"its discussion as several pages",
			h->in->name, HTML_PAGE_BYTES_MAX);
	if (h->cut == CUT_ITEMS)
		return fail(err, MODERATO_ELIMIT,
			"%s: the page has more comments than the limit of %zu: only its beginning is read; "
			"save "
			"its discussion as several pages",
			h->in->name, HTML_ITEMS_MAX);
	if (h->cut == CUT_LINES)
		return fail(err, MODERATO_ELIMIT,
			"%s: the page's text is longer than the limit of %zu bytes: only its beginning is "
			"read; save its discussion as several pages",
			h->in->name, HTML_LINES_BYTES_MAX);
	return fail(err, MODERATO_ELIMIT,
		"%s: the page's markup takes more memory than the limit of %zu bytes: only its beginning "
		"is read; save its discussion as several pages, or as text",
		h->in->name, HTML_TREE_BYTES_MAX);
}

/* Looks for bylines in the page's text, as its markup has shown no comments. */
static moderato_status find_bylines(
	struct html *h, const struct html_tree *tree, moderato_error *err)
{
	const bool whole = html_add_lines(&h->lines, tree, 0, HTML_LINES_BYTES_MAX);
	struct talk_form form;
	moderato_str head;
	moderato_status status;

	if (h->lines.failed)
		return fail_no_memory(err);
	head = buffer_view(&h->lines);
	head.len = head.len < TALK_WINDOW ? head.len : TALK_WINDOW;
	form = talk_form_find(head);
	if (!form.form) {
		buffer_dispose(&h->lines);
		return MODERATO_OK;
	}
	if (!whole && !h->cut)
		h->cut = CUT_LINES;
	status = input_open_memory(&h->lines_in, h->in->name, buffer_view(&h->lines), err);
	return status ? status : open_talk(&h->talk, &h->lines_in, form, err);
}

static moderato_status read_comments(struct html *h, moderato_error *err)
{
	struct html_tree tree = {0};
	moderato_error fault = {"", 0};
	moderato_str page;
	moderato_status status = read_page(h, &page, err);
	size_t i;

	if (status)
		return status;
	status = html_tree_read(&tree, page, HTML_TREE_BYTES_MAX, &fault);
	if (tree.cut)
		h->cut = CUT_TREE;
	if (!status) {
		h->head = html_head_read(&h->items, &tree, page);
		find_comments(h, &tree);
		if (h->items.failed)
			status = fail_no_memory(&fault);
		else if (!count_texts(&h->items))
			status = find_bylines(h, &tree, &fault);
	}
	html_tree_dispose(&tree);
	input_take(h->in, page.len);
	for (i = 0; i < h->items.n && !status; i++)
		h->ids |= h->items.items[i].id.len > 0;
	if (status == MODERATO_ENOMEM)
		return fail(err, status, "%s", fault.message);
	return status || h->cut ? tell_cut(h, err) : MODERATO_OK;
}

/* Returns the id of an item, or its number if the page gives no ids. */
static moderato_str id_of(const struct html *h, size_t index, char number[24])
{
	int len;

	if (h->ids)
		return h->items.items[index].id;
	len = snprintf(number, 24, "%zu", index + 1);
	return (moderato_str){number, (size_t)len};
}

/* Finds the comment that this one answers: its nearest ancestor that is a comment. All on the way
 * there get it as their parent, so that long ways are gone once. */
static moderato_str parent_of(struct html *h, struct html_item *item)
{
	unsigned parent = item->parent;
	unsigned next;

	while (parent && !h->items.items[parent - 1].text.len)
		parent = h->items.items[parent - 1].parent;
	while (item->parent != parent) {
		next = item->parent;
		item->parent = parent;
		item = &h->items.items[next - 1];
	}
	return parent ? id_of(h, parent - 1, h->parent_id) : (moderato_str){NULL, 0};
}

/* Reads the next comment of a page whose lines show the comments. Its lines are not the file's. */
static moderato_status next_of_lines(struct html *h, moderato_comment *comment, moderato_error *err)
{
	moderato_status status = h->talk->next(h->talk, comment, err);

	if (status)
		return status;
	comment->title = h->head.title;
	comment->url = h->head.url;
	comment->group = h->head.url.len ? h->head.url : h->head.title;
	comment->line = 0;
	return MODERATO_OK;
}

static moderato_status html_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct html *h = (struct html *)source;
	struct html_item *item;
	bool first = !h->read;

	h->read = true;
	if (first) {
		moderato_status status = read_comments(h, err);

		if (status)
			return status;
	}
	if (h->talk)
		return next_of_lines(h, comment, err);
	while (h->next < h->items.n && !h->items.items[h->next].text.len)
		h->next++;
	if (h->next == h->items.n)
		return first ? fail(err, MODERATO_EFORMAT, "%s: no comments were found in this page",
						   h->in->name)
					 : MODERATO_END;
	item = &h->items.items[h->next];
	if (item->text.len > MODERATO_COMMENT_BYTES_MAX) {
		h->next++;
		return comment_too_long(h->in, item->line ? item->line : 1, err);
	}
	comment->text = item->text;
	comment->id = id_of(h, h->next++, h->id);
	comment->author = item->author;
	comment->author_url = item->author_url;
	comment->created = item->created;
	comment->type = item->type;
	comment->state = item->state;
	comment->parent_id = parent_of(h, item);
	comment->title = h->head.title;
	comment->url = h->head.url;
	comment->group = h->head.url.len ? h->head.url : h->head.title;
	comment->line = item->line;
	return MODERATO_OK;
}

static void html_close(struct source *source)
{
	struct html *h = (struct html *)source;

	if (h->talk)
		h->talk->close(h->talk);
	if (h->lines_in.name)
		input_close(&h->lines_in);
	buffer_dispose(&h->lines);
	html_items_dispose(&h->items);
	arena_dispose(&h->arena);
	free(h);
}

/* Returns whether blanks, comments and an XML declaration are followed by a document type or an
 * element that only a page begins with. */
bool sniff_html(const struct sample *sample)
{
	static const char *const begins[] = {"<!doctype html", "<html", "<head", "<body"};
	moderato_str s = sample->head;
	const moderato_str extension = str_of(sample->extension);
	bool named = str_is_nocase(extension, "html") || str_is_nocase(extension, "htm") ||
				 str_is_nocase(extension, "xhtml");
	size_t i;

	for (;;) {
		const char *end = NULL;

		while (s.len && is_blank((moderato_str){s.ptr, 1})) {
			s.ptr++;
			s.len--;
		}
		if (str_begins_nocase(s, "<!--"))
			end = memmem(s.ptr, s.len, "-->", 3);
		else if (str_begins_nocase(s, "<?xml"))
			end = memchr(s.ptr, '>', s.len);
		if (!end)
			break;
		end += *end == '-' ? 3 : 1;
		s.len -= (size_t)(end - s.ptr);
		s.ptr = end;
	}
	for (i = 0; i < sizeof(begins) / sizeof(*begins); i++)
		if (str_begins_nocase(s, begins[i]))
			return true;
	return named && s.len && *s.ptr == '<' && !str_begins_nocase(s, "<?xml");
}

moderato_status open_html(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct html *h = calloc(1, sizeof(*h));

	(void)options;
	*out = NULL;
	if (!h)
		return fail_no_memory(err);
	h->source = (struct source){.next = html_next, .close = html_close};
	h->in = in;
	h->items.arena = &h->arena;
	*out = &h->source;
	return MODERATO_OK;
}
