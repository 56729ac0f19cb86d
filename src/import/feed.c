/* SPDX-License-Identifier: MIT */
#include "import/feed.h"

#include <string.h>

#include "base/fail.h"
#include "base/str.h"
#include "corpus/source.h"
#include "import/xml/xml_scan.h"

static const struct xml_anchor anchors[] = {
	{"entry", false, {"feed"}, false},
	{"item", false, {"rss", "channel"}, false},
};

/* The elements directly in an entry whose text is wanted, by the length of their names. */
#define ELEMENT(name, field)                                                                       \
	{                                                                                              \
		name, sizeof(name) - 1, field                                                              \
	}
static const struct {
	const char *name;
	size_t len;
	enum feed_field field;
} elements[] = {
	ELEMENT("id", FEED_ID),
	ELEMENT("guid", FEED_ID),
	ELEMENT("link", FEED_LINK),
	ELEMENT("title", FEED_TITLE),
	ELEMENT("author", FEED_AUTHOR),
	ELEMENT("pubDate", FEED_PUBLISHED),
	ELEMENT("dc:date", FEED_PUBLISHED),
	ELEMENT("updated", FEED_UPDATED),
	ELEMENT("content", FEED_CONTENT),
	ELEMENT("summary", FEED_SUMMARY),
	ELEMENT("published", FEED_PUBLISHED),
	ELEMENT("dc:creator", FEED_AUTHOR),
	ELEMENT("description", FEED_SUMMARY),
	ELEMENT("blogger:type", FEED_KIND),
	ELEMENT("wfw:commentRss", FEED_POST_FEED),
	ELEMENT("blogger:status", FEED_STATUS),
	ELEMENT("blogger:parent", FEED_POST),
	ELEMENT("content:encoded", FEED_CONTENT),
	ELEMENT("blogger:trashed", FEED_TRASHED),
	ELEMENT("blogger:filename", FEED_FILENAME),
	ELEMENT("blogger:inReplyTo", FEED_IN_REPLY_TO),
};

static bool ends_with_comment(moderato_str kind)
{
	return kind.len >= 7 && str_is_nocase(str_from(kind, kind.len - 7), "comment");
}

static moderato_str field_text(const struct feed *feed, enum feed_field field)
{
	const struct xml_field *f = &feed->fields[field];

	return f->len ? (moderato_str){feed->texts.data + f->begin, f->len} : (moderato_str){NULL, 0};
}

/* Returns whether the entry is known to be no comment: Blogger's kind comes before the content. */
static bool is_other_kind(const struct feed *feed)
{
	const moderato_str kind = field_text(feed, FEED_KIND);

	return kind.len && !ends_with_comment(kind);
}

/* strcmp() for names of which few begin alike. */
static bool is_named(const char *a, const char *b)
{
	return *a == *b && !strcmp(a, b);
}

/* Returns the field that the element's text is, or -1. */
static int field_of(const struct feed *feed, const char *name)
{
	const size_t depth = xml_depth(feed->xml);
	const size_t len = strlen(name);
	size_t i;

	if (depth == feed->entry + 2) {
		const char *parent = xml_element(feed->xml, depth - 1);

		if (is_named(parent, "author"))
			return is_named(name, "name")    ? FEED_AUTHOR
				   : is_named(name, "uri")   ? FEED_AUTHOR_URL
				   : is_named(name, "email") ? FEED_AUTHOR_EMAIL
											 : -1;
		return is_named(parent, "app:control") && is_named(name, "app:draft") ? FEED_DRAFT : -1;
	}
	if (depth != feed->entry + 1)
		return -1;
	for (i = 0; i < sizeof(elements) / sizeof(*elements) && elements[i].len <= len; i++)
		if (elements[i].len == len && is_named(elements[i].name, name))
			return (int)elements[i].field;
	return -1;
}

static moderato_str attribute(const char *const *attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (is_named(xml_local(attributes[0]), name))
			return str_of(attributes[1]);
	return (moderato_str){NULL, 0};
}

static void set(struct feed *feed, enum feed_field field, moderato_str text)
{
	if (text.len && !feed->fields[field].len)
		xml_field_set(
			&feed->fields[field], &feed->texts, text, field == FEED_TITLE || field == FEED_AUTHOR);
}

/* Keeps what an element directly in an entry says by its attributes. */
static void take_attributes(struct feed *feed, const char *name, const char *const *attributes)
{
	const char *local;

	if (!*attributes)
		return;
	local = xml_local(name);
	if (is_named(name, "link")) {
		const moderato_str rel = attribute(attributes, "rel");
		const moderato_str href = attribute(attributes, "href");

		if (!rel.len || str_is(rel, "alternate"))
			set(feed, FEED_LINK, href);
		else if (str_is(rel, "related"))
			set(feed, FEED_RELATED, href);
	} else if (is_named(name, "category")) {
		if (str_ends(attribute(attributes, "scheme"), "#kind"))
			set(feed, FEED_KIND, attribute(attributes, "term"));
	} else if (is_named(local, "in-reply-to")) {
		set(feed, FEED_REPLY_REF, attribute(attributes, "ref"));
		set(feed, FEED_REPLY_HREF, attribute(attributes, "href"));
	} else if (is_named(local, "extendedProperty")) {
		if (str_is(attribute(attributes, "name"), "blogger.contentRemoved"))
			set(feed, FEED_REMOVED, attribute(attributes, "value"));
	}
}

/* Atom's author has elements in it; RSS's and every other field is text. */
static enum xml_want want_of(const struct feed *feed, int field, const char *name)
{
	if (field < 0 || (is_named(name, "author") && is_named(xml_element(feed->xml, 1), "feed")))
		return XML_PASS;
	if ((field == FEED_CONTENT || field == FEED_SUMMARY) && (feed->brief || is_other_kind(feed)))
		return XML_PASS;
	return XML_TEXT;
}

static bool is_entry(const struct feed *feed, const char *name)
{
	const size_t depth = xml_depth(feed->xml);

	return (depth == 2 && !strcmp(name, "entry")) ||
		   ((depth == 2 || depth == 3) && !strcmp(name, "item"));
}

static enum xml_want feed_start(void *payload, const char *name, const char *const *attributes)
{
	struct feed *feed = payload;
	const size_t depth = xml_depth(feed->xml);

	if (feed->entry) {
		if (depth == feed->entry + 1) {
			if (is_named(name, xml_element(feed->xml, feed->entry)))
				return XML_STRAY;
			take_attributes(feed, name, attributes);
		}
		feed->field = field_of(feed, name);
		return want_of(feed, feed->field, name);
	}
	if (is_entry(feed, name)) {
		xml_fields_clear(feed->fields, FEED_FIELDS, &feed->texts);
		feed->entry = depth;
		return XML_RECORD;
	}
	return !feed->titled && !strcmp(name, "title") && (depth == 2 || depth == 3) ? XML_TEXT
																				 : XML_PASS;
}

static void feed_end(void *payload, const char *name, moderato_str text)
{
	struct feed *feed = payload;

	(void)name;
	if (feed->entry && xml_depth(feed->xml) == feed->entry) {
		feed->entry = 0;
		return;
	}
	if (!text.ptr)
		return;
	if (!feed->entry) {
		feed->titled = true;
		buffer_clear(&feed->title);
		xml_add_decoded(&feed->title, shared_part(xml_trim(text))); /* of every entry */
		return;
	}
	/* What began last is what ends here: elements in one whose text is wanted are not told. */
	if (feed->field >= 0)
		set(feed, (enum feed_field)feed->field, text);
}

static void feed_lost(void *payload)
{
	struct feed *feed = payload;

	feed->entry = 0;
}

static const struct xml_format format = {
	anchors, sizeof(anchors) / sizeof(*anchors), feed_start, feed_end, feed_lost, NULL};

bool feed_open(struct feed *feed, struct input *in)
{
	*feed = (struct feed){.in = in};
	feed->xml = xml_new(in, &format, feed);
	return feed->xml != NULL;
}

void feed_close(struct feed *feed)
{
	xml_free(feed->xml);
	buffer_dispose(&feed->texts);
	buffer_dispose(&feed->title);
}

moderato_status feed_read(struct feed *feed, moderato_str fields[FEED_FIELDS], moderato_error *err)
{
	moderato_status status = xml_read(feed->xml, err);

	if (feed->texts.failed || feed->title.failed)
		return fail_no_memory(err);
	if (status == MODERATO_ELIMIT && is_other_kind(feed))
		status = MODERATO_OK;
	if (!status)
		xml_fields_view(fields, feed->fields, FEED_FIELDS, &feed->texts);
	return status;
}

bool feed_is_blogger_comment(const moderato_str fields[FEED_FIELDS])
{
	return ends_with_comment(fields[FEED_KIND]);
}

moderato_str feed_text(const moderato_str fields[FEED_FIELDS])
{
	static const char div[] = "<div xmlns=\"http://www.w3.org/1999/xhtml\"";
	static const char end[] = "</div>";
	const moderato_str text = fields[fields[FEED_CONTENT].len ? FEED_CONTENT : FEED_SUMMARY];
	const char *close;
	moderato_str inner;

	if (!text.len)
		return (moderato_str){"", 0};
	if (!str_begins(text, div) || !str_ends(text, end))
		return text;
	close = memchr(text.ptr, '>', text.len);
	inner = xml_trim(str_part(text, (size_t)(close + 1 - text.ptr), text.len - strlen(end)));
	return inner.len ? inner : (moderato_str){"", 0};
}

moderato_str feed_time(const moderato_str fields[FEED_FIELDS])
{
	return fields[fields[FEED_PUBLISHED].len ? FEED_PUBLISHED : FEED_UPDATED];
}

moderato_str feed_blogger_number(moderato_str address)
{
	static const char part[] = "/comments/default/";
	const char *found = NULL;
	size_t n = 0;
	size_t i;

	for (i = strlen(part); i < address.len; i++)
		if (ascii_is_digit(address.ptr[i]) &&
			!memcmp(address.ptr + i - strlen(part), part, strlen(part)))
			found = address.ptr + i;
	while (found && found + n < address.ptr + address.len && ascii_is_digit(found[n]))
		n++;
	return (moderato_str){found, n};
}
