/* SPDX-License-Identifier: MIT */
#include "import/html/html_text.h"

#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "import/html/html_select.h"

/* Selectors of quoted text, which is not the comment's own. */
static const char other_quotes[] =
	"aside.quote blockquote.uncited blockquote~bbcode blockquote~quote div~bbcode_quote "
	"div~quotecontent div~quotetitle div.quote div.quoteheader div~bbCodeBlock--quote "
	"blockquote@data-author p.quotetitle "
	/* vBulletin 3, whose quotes are tables with a label above */
	"td.alt2 div.smallfont";

#define EMOJI_BYTES_MAX 32 /* of several characters that are joined to one picture */
#define LISTS_MAX 8        /* deeper ones are indented no further */

struct writer {
	struct buffer *out;
	const struct html_tree *tree;
	struct html_skip skip;
	unsigned root;
	unsigned end;    /* the node to stop before; 0: that after the root */
	size_t begin;    /* where this text begins in `out` */
	unsigned quotes; /* number of open quotes */
	unsigned lists;  /* number of open lists, by which lines without links are indented */
	bool one_line;
	bool no_links;
	size_t max;       /* of a line or of lines: the most bytes */
	bool with_quotes; /* quotes of others are written too */
	unsigned breaks;  /* line ends needed before the next word */
	bool blank;       /* a blank is needed before it */
	unsigned link;    /* the open link; 0: none */
	size_t link_tag;  /* where its tag begins in `out` */
	size_t link_text; /* where its text begins in `out` */
};

static bool is(const struct html_node *node, const char *names)
{
	const char *found = strstr(names, node->name);
	size_t len = strlen(node->name);

	if (!len)
		return false;
	while (found && (found[-1] != ' ' || found[len] != ' '))
		found = strstr(found + 1, node->name);
	return found != NULL;
}

/* Writes what has to come before the next word. */
static void write_gap(struct writer *w)
{
	unsigned i;

	if (w->out->len > w->begin && w->breaks && !w->one_line) {
		for (; w->breaks; w->breaks--) {
			buffer_add_char(w->out, '\n');
			for (i = 0; i < w->quotes && i < 8; i++)
				buffer_add(w->out, "> ", w->breaks > 1 ? 1 : 2);
			for (i = 0; w->no_links && w->breaks == 1 && i < w->lists && i < LISTS_MAX; i++)
				buffer_add_char(w->out, ' ');
		}
	} else if (w->out->len > w->begin && (w->blank || w->breaks)) {
		buffer_add_char(w->out, ' ');
	} else if (w->out->len == w->begin && !w->one_line) {
		for (i = 0; i < w->quotes && i < 8; i++)
			buffer_add(w->out, "> ", 2);
	}
	w->breaks = 0;
	w->blank = false;
}

static void want_breaks(struct writer *w, unsigned breaks)
{
	if (w->breaks < breaks)
		w->breaks = breaks;
}

static void open_link(struct writer *w, unsigned node)
{
	moderato_str href = html_attribute_of(w->tree, node, HTML_HREF_ATTRIBUTE);
	size_t i;

	write_gap(w);
	w->link = node;
	w->link_tag = w->out->len;
	buffer_add_str(w->out, "<a href=\"");
	for (i = 0; i < href.len; i++) {
		if (href.ptr[i] == '"')
			buffer_add_str(w->out, "%22");
		else
			buffer_add_char(w->out, href.ptr[i]);
	}
	buffer_add_str(w->out, "\">");
	w->link_text = w->out->len;
}

/* Returns whether the link's text is its address, perhaps shortened as forums do. */
static bool names_itself(moderato_str text, moderato_str href)
{
	size_t same = 0;

	if (href.len > 7 && text.len > 3 && memcmp(text.ptr, "http", 4) != 0) {
		const char *slashes = memmem(href.ptr, href.len, "//", 2);

		if (slashes) {
			href.len -= (size_t)(slashes - href.ptr) + 2;
			href.ptr = slashes + 2;
		}
	}
	while (same < text.len && same < href.len && text.ptr[same] == href.ptr[same])
		same++;
	if (same == text.len)
		return same + 1 >= href.len; /* a slash at the end may be missing */
	return same >= 12 && (text.ptr[same] == '.' || !memcmp(text.ptr + same, "\xe2", 1));
}

static void close_link(struct writer *w)
{
	moderato_str href = html_attribute_of(w->tree, w->link, HTML_HREF_ATTRIBUTE);
	moderato_str text = {w->out->data + w->link_text, w->out->len - w->link_text};

	w->link = 0;
	if (w->out->failed)
		return;
	if (!text.len || names_itself(text, href)) {
		w->out->len = w->link_tag;
		buffer_add(w->out, href.ptr, text.len ? href.len : 0);
		w->blank = w->blank || !text.len;
		return;
	}
	buffer_add_str(w->out, "</a>");
}

static void write_words(struct writer *w, moderato_str text, bool preformatted)
{
	size_t i = 0;

	while (i < text.len && w->out->len - w->begin <= w->max) {
		size_t from = i;

		if (preformatted && text.ptr[i] == '\n') {
			if (w->breaks < 2)
				w->breaks++;
			i++;
			continue;
		}
		if (ascii_is_html_space(text.ptr[i])) {
			w->blank = true;
			i++;
			continue;
		}
		while (i < text.len && !ascii_is_html_space(text.ptr[i]))
			i++;
		if (w->link && w->out->len == w->link_text) {
			w->blank = false; /* it was written before the link */
			w->breaks = 0;
		} else {
			write_gap(w);
		}
		buffer_add(w->out, text.ptr + from, i - from);
	}
}

/* Writes the emoji that a picture stands for, as its alternative text. */
static void write_picture(struct writer *w, unsigned node)
{
	const moderato_str alt = html_attribute_of(w->tree, node, HTML_ALT_ATTRIBUTE);
	const unsigned char first = alt.len ? (unsigned char)*alt.ptr : 0;

	if (alt.len <= EMOJI_BYTES_MAX && (first == 0xe2 || first == 0xf0))
		write_words(w, alt, false);
}

/* Returns how many line ends an element needs before and after itself. */
static unsigned breaks_of(const struct html_node *node)
{
	if (is(node, " p blockquote pre ul ol dl table h1 h2 h3 h4 h5 h6 "))
		return 2;
	return is(node, " span cite br img td th tbody thead tfoot ") ? 0 : 1;
}

/* Returns whether the quote is one of phpBB's that begins with its author. */
static bool is_cited(const struct html_tree *tree, unsigned node)
{
	unsigned i;

	if (strcmp(tree->nodes[node].name, "blockquote") != 0)
		return false;
	for (i = node + 1; i < tree->nodes[node].end && i < node + 4; i++)
		if (tree->nodes[i].name && !strcmp(tree->nodes[i].name, "cite"))
			return true;
	return false;
}

static bool is_left_out(const struct writer *w, unsigned node)
{
	return (w->skip.skip && w->skip.skip(w->skip.payload, node)) ||
		   (!w->with_quotes && !w->one_line &&
			   (html_select(w->tree, node, other_quotes) || is_cited(w->tree, node)));
}

static void enter(struct writer *w, unsigned node)
{
	const struct html_node *here = &w->tree->nodes[node];
	moderato_str href = html_attribute_of(w->tree, node, HTML_HREF_ATTRIBUTE);

	want_breaks(w, breaks_of(here));
	if (is(here, " br "))
		w->breaks += w->breaks < 2;
	else if (is(here, " td th "))
		w->blank = true;
	else if (is(here, " img "))
		write_picture(w, node);
	if (node != w->root && is(here, " blockquote "))
		w->quotes++;
	w->lists += is(here, " ul ol dl ");
	if (href.len && !w->link && !w->one_line && !w->no_links && href.ptr[0] != '#')
		open_link(w, node);
}

static void leave(struct writer *w, unsigned node)
{
	const struct html_node *here = &w->tree->nodes[node];

	if (w->link == node && node)
		close_link(w);
	if (node != w->root && is(here, " blockquote "))
		w->quotes--;
	w->lists -= is(here, " ul ol dl ");
	want_breaks(w, breaks_of(here));
}

/* Returns the time that an element gives to machines, if the lines are read for one: people may be
 * shown "3 May" only. */
static moderato_str machine_time(const struct writer *w, unsigned node)
{
	const moderato_str time = html_attribute_of(w->tree, node, HTML_DATETIME_ATTRIBUTE);

	return w->no_links && time.len >= 16 && ascii_is_digit(*time.ptr) ? time
																	  : (moderato_str){NULL, 0};
}

static void write_all(struct writer *w, unsigned root)
{
	const struct html_node *nodes = w->tree->nodes;
	unsigned open = root; /* the innermost open element */
	unsigned preformatted = 0;
	unsigned i;

	w->root = root;
	w->end = w->end ? w->end : nodes[root].end;
	enter(w, root);
	for (i = root + 1; i < w->end;) {
		while (i >= nodes[open].end) {
			leave(w, open);
			open = nodes[open].parent;
		}
		if (w->out->len - w->begin > w->max)
			return;
		if (nodes[i].name && is_left_out(w, i)) {
			want_breaks(w, breaks_of(&nodes[i]));
			i = nodes[i].end;
			continue;
		}
		if (nodes[i].name && machine_time(w, i).len) {
			w->blank = true;
			write_words(w, machine_time(w, i), false);
			w->blank = true;
			i = nodes[i].end;
			continue;
		}
		if (nodes[i].name) {
			if (!strcmp(nodes[i].name, "pre"))
				preformatted = nodes[i].end;
			enter(w, i);
			open = i;
		} else {
			write_words(w, html_text_of(&nodes[i]), i < preformatted);
		}
		i++;
	}
	for (;; open = nodes[open].parent) {
		leave(w, open);
		if (open == root)
			break;
	}
}

void html_add_text(struct buffer *out, const struct html_tree *tree, unsigned node,
	struct html_skip skip, size_t max)
{
	struct writer w = {.out = out, .tree = tree, .skip = skip, .begin = out->len, .max = max};

	write_all(&w, node);
	if (out->len > w.begin)
		return;
	w = (struct writer){
		.out = out, .tree = tree, .skip = skip, .begin = out->len, .max = max, .with_quotes = true};
	write_all(&w, node);
}

bool html_add_lines(struct buffer *out, const struct html_tree *tree, unsigned node, size_t max)
{
	struct writer w = {.out = out,
		.tree = tree,
		.begin = out->len,
		.with_quotes = true,
		.no_links = true,
		.max = max};

	write_all(&w, node);
	return out->len - w.begin <= max;
}

bool html_add_line(
	struct buffer *out, const struct html_tree *tree, unsigned node, unsigned end, size_t max)
{
	struct writer w = {
		.out = out, .tree = tree, .begin = out->len, .end = end, .one_line = true, .max = max};

	write_all(&w, node);
	return out->len - w.begin <= max;
}
