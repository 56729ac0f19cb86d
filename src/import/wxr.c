/* SPDX-License-Identifier: MIT */
/*
 * WordPress eXtended RSS, what Tools → Export writes:
 *
 *     <rss><channel>
 *       <item><title>…</title><link>…</link> … <wp:post_id>7</wp:post_id> …
 *         <wp:comment><wp:comment_id>3</wp:comment_id> … </wp:comment>
 *         <wp:comment> …
 *       </item> …
 *
 * An item is a post, a page or an attachment; its comments are at its end. Versions 1.0 to 1.2 do
 * not differ in comments. The prefix is wp in all of them, whether it is declared or not; any
 * prefix is accepted.
 */
#include "import/wxr.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "corpus/wordpress.h"
#include "import/xml/xml.h"
#include "import/xml/xml_fields.h"
#include "import/xml/xml_scan.h"

static const struct xml_anchor anchors[] = {
	{"comment", true, {"rss", "channel", "item"}, false},
	{"item", false, {"rss", "channel"}, false},
};

enum {
	ID,
	AUTHOR,
	EMAIL,
	URL,
	IP,
	DATE,
	DATE_GMT,
	CONTENT,
	APPROVED,
	TYPE,
	PARENT,
	AGENT,
	N_FIELDS
};

static const char *const field_names[N_FIELDS] = {"comment_id", "comment_author",
	"comment_author_email", "comment_author_url", "comment_author_IP", "comment_date",
	"comment_date_gmt", "comment_content", "comment_approved", "comment_type", "comment_parent",
	"comment_agent"};

enum { TITLE, LINK, POST_ID, STATUS, N_ITEM };

static const char *const item_names[N_ITEM] = {"title", "link", "wp:post_id", "wp:status"};

struct wxr {
	struct source source;
	struct input *in;
	struct xml *xml;
	struct xml_field fields[N_FIELDS];
	struct buffer texts; /* the texts of the fields */
	struct buffer item[N_ITEM];
	char created[XML_DATE_MAX];
	bool in_comment;
	bool known; /* an element of an export was seen */
	struct wxr_state state;
	void (*pass)(void *payload, size_t at, moderato_str bytes, const struct wxr_state *state);
	void *payload;
};

static int item_field(const struct wxr *w, const char *name)
{
	int i;

	if (xml_depth(w->xml) < 2 || strcmp(xml_element(w->xml, xml_depth(w->xml) - 1), "item") != 0)
		return -1;
	if (strchr(name, ':') && !strcmp(xml_local(name), "post_id"))
		return POST_ID;
	if (strchr(name, ':') && !strcmp(xml_local(name), "status"))
		return STATUS;
	for (i = 0; i < POST_ID; i++)
		if (!strcmp(name, item_names[i]))
			return i;
	return -1;
}

/* Returns the field that the element is, if it is directly in a comment and not deeper. */
static int comment_field_of(const struct wxr *w, const char *name)
{
	const char *parent = xml_element(w->xml, xml_depth(w->xml) - 1);

	return strcmp(xml_local(parent), "comment") != 0
			   ? -1
			   : xml_field_of(field_names, N_FIELDS, xml_local(name));
}

static bool is_comment(const char *name)
{
	return strchr(name, ':') && !strcmp(xml_local(name), "comment");
}

static bool is_record(const char *name)
{
	return is_comment(name) || !strcmp(name, "item");
}

static enum xml_want wxr_start(void *payload, const char *name, const char *const *attributes)
{
	struct wxr *w = payload;
	int i;

	(void)attributes;
	w->known |= !strcmp(name, "channel") || is_record(name);
	if (w->in_comment && is_record(name))
		return XML_STRAY;
	if (w->in_comment)
		return comment_field_of(w, name) >= 0 ? XML_TEXT : XML_PASS;
	if (!strcmp(name, "item"))
		for (i = 0; i < N_ITEM; i++)
			buffer_clear(&w->item[i]);
	if (is_comment(name)) {
		xml_fields_clear(w->fields, N_FIELDS, &w->texts);
		w->in_comment = true;
		w->state.element = (moderato_span){0, 0};
		return XML_RECORD;
	}
	return item_field(w, name) >= 0 ? XML_TEXT : XML_PASS;
}

static bool is_usable(const struct wxr *w)
{
	return w->fields[CONTENT].set && w->fields[CONTENT].len <= MODERATO_COMMENT_BYTES_MAX;
}

static void wxr_end(void *payload, const char *name, moderato_str text)
{
	struct wxr *w = payload;
	int i = text.ptr ? (w->in_comment ? comment_field_of(w, name) : item_field(w, name)) : -1;

	if (w->in_comment && i >= 0) {
		xml_field_set(&w->fields[i], &w->texts, text, i == AUTHOR);
		if (i == APPROVED)
			w->state.element = xml_place(w->xml);
	} else if (i >= 0) {
		buffer_clear(&w->item[i]);
		text = xml_trim(text);
		if (i == TITLE)
			xml_add_decoded(&w->item[i], text);
		else
			buffer_add(&w->item[i], text.ptr, text.len);
	} else if (w->in_comment && is_comment(name)) {
		w->in_comment = false;
		if (!w->state.element.end) /* a state can be inserted here */
			w->state.element = xml_inner_end(w->xml);
		w->state.good = is_usable(w) && xml_record_fits(w->xml);
		w->state.mended =
			xml_read_again(w->xml, w->state.element.begin) || strlen(name) >= sizeof(w->state.name);
		snprintf(w->state.name, sizeof(w->state.name), "%s", name);
	}
}

static void wxr_lost(void *payload)
{
	struct wxr *w = payload;

	w->in_comment = false;
}

static void wxr_pass(void *payload, size_t at, moderato_str bytes)
{
	struct wxr *w = payload;

	if (w->pass)
		w->pass(w->payload, at, bytes, &w->state);
}

static const struct xml_format format = {
	anchors, sizeof(anchors) / sizeof(*anchors), wxr_start, wxr_end, wxr_lost, wxr_pass};

bool wxr_tap(struct source *source,
	void (*pass)(void *payload, size_t at, moderato_str bytes, const struct wxr_state *state),
	void *payload)
{
	struct wxr *w = (struct wxr *)source;

	w->pass = pass;
	w->payload = payload;
	return xml_keeps_bytes(w->xml);
}

static moderato_str item_text(const struct wxr *w, int i)
{
	return w->item[i].len ? buffer_view(&w->item[i]) : (moderato_str){NULL, 0};
}

static void fill(struct wxr *w, moderato_comment *c)
{
	moderato_str f[N_FIELDS];

	xml_fields_view(f, w->fields, N_FIELDS, &w->texts);
	c->text = f[CONTENT].ptr ? f[CONTENT] : (moderato_str){"", 0};
	c->id = f[ID];
	c->author = f[AUTHOR];
	c->author_email = f[EMAIL];
	c->author_url = f[URL];
	c->ip = f[IP];
	c->user_agent = f[AGENT];
	c->title = item_text(w, TITLE);
	c->url = item_text(w, LINK);
	c->group = item_text(w, w->item[POST_ID].len ? POST_ID : LINK);
	c->created = xml_date(w->created, f[DATE_GMT], true);
	if (!c->created.ptr)
		c->created = xml_date(w->created, f[DATE], false);
	if (!str_is_nocase(f[PARENT], "0"))
		c->parent_id = f[PARENT];
	if (!str_is_nocase(f[TYPE], "comment"))
		c->type = f[TYPE];
	c->state = wordpress_state(f[APPROVED], f[TYPE]);
	/* WordPress itself says "post-trashed" of these; other tools trash the post only. */
	if (str_is(item_text(w, STATUS), "trash") && !str_is(c->state, "spam"))
		c->state = str_of("trash");
	c->line = xml_record_line(w->xml);
}

static bool out_of_memory(const struct wxr *w)
{
	return w->texts.failed || w->item[TITLE].failed || w->item[LINK].failed ||
		   w->item[POST_ID].failed || w->item[STATUS].failed;
}

static moderato_status wxr_next(
	struct source *source, moderato_comment *comment, moderato_error *err)
{
	struct wxr *w = (struct wxr *)source;
	moderato_status status;

	w->state.good = false;
	w->state.mended = false;
	status = xml_read(w->xml, err);
	source->converted = xml_converted(w->xml);
	if (status == MODERATO_END) /* of a file that is a byte order mark nothing was passed yet */
		wxr_pass(w, w->in->taken, (moderato_str){"", 0});
	if (status == MODERATO_END && !w->known) {
		w->known = true;
		return fail(err, MODERATO_EFORMAT, "%s: this is no WordPress export", w->in->name);
	}
	w->known |= !status;
	if (status)
		return status;
	if (out_of_memory(w))
		return fail_no_memory(err);
	if (!w->fields[CONTENT].set)
		return fail_at(err, MODERATO_EFORMAT, w->in->name, xml_record_line(w->xml),
			"a comment without wp:comment_content");
	if (!is_usable(w))
		return comment_too_long(w->in, xml_record_line(w->xml), err);
	fill(w, comment);
	return MODERATO_OK;
}

static void wxr_close(struct source *source)
{
	struct wxr *w = (struct wxr *)source;
	int i;

	xml_free(w->xml);
	buffer_dispose(&w->texts);
	for (i = 0; i < N_ITEM; i++)
		buffer_dispose(&w->item[i]);
	free(w);
}

/* Recognises an RSS feed as an export by WordPress's own tags, whether their prefix is declared
 * or not. */
bool sniff_wxr(const struct sample *sample)
{
	static const char *const roots[] = {"rss", "channel", "item", "wp:comment"};
	struct xml_prolog prolog;
	moderato_str head = sample->head;
	size_t i;

	if (!xml_scan_prolog(head, &prolog))
		return false;
	for (i = 0; i < sizeof(roots) / sizeof(*roots); i++)
		if (str_is_nocase(prolog.root, roots[i]))
			return memmem(head.ptr, head.len, "<wp:", 4) ||
				   memmem(head.ptr, head.len, "wordpress.org/export/", 21);
	return false;
}

moderato_status open_wxr(struct source **out, struct input *in,
	const moderato_reader_options *options, moderato_error *err)
{
	struct wxr *w = calloc(1, sizeof(*w));

	(void)options;
	*out = NULL;
	if (w)
		w->xml = xml_new(in, &format, w);
	if (!w || !w->xml) {
		free(w);
		return fail_no_memory(err);
	}
	w->source = (struct source){.next = wxr_next, .close = wxr_close, .local_times = true};
	w->in = in;
	*out = &w->source;
	return MODERATO_OK;
}
