/* SPDX-License-Identifier: MIT */
#include "import/xml/xml_scan.h"

#include "base/ascii.h"
#include "base/codepoint.h"
#include "base/fail.h"
#include "base/str.h"
#include "corpus/source.h"
#include "text/entities.h"

#define JUNK_MAX 64 /* bytes that a bad tool may have left before the markup */
#define WARNINGS_MAX                                                                               \
	((size_t)16 << 10) /* the same for PHP's warnings, which may be markup, too                    \
						*/

moderato_str xml_trim(moderato_str s)
{
	while (s.len && ascii_is_space(*s.ptr)) {
		s.ptr++;
		s.len--;
	}
	while (s.len && ascii_is_space(s.ptr[s.len - 1]))
		s.len--;
	return s.len ? s : (moderato_str){NULL, 0};
}

static bool is_name(char c)
{
	return ascii_is_alnum(c) || (unsigned char)c >= 0x80 || c == ':' || c == '_' || c == '-' ||
		   c == '.';
}

/* Returns the length of the tag including its >, or 0 if there is none. */
static size_t tag_len(moderato_str s)
{
	char quote = 0;
	size_t i;

	for (i = 1; i < s.len; i++) {
		if (quote)
			quote = s.ptr[i] == quote ? (char)0 : quote;
		else if (s.ptr[i] == '"' || s.ptr[i] == '\'')
			quote = s.ptr[i];
		else if (s.ptr[i] == '>')
			return i + 1;
		else if (s.ptr[i] == '<')
			break;
	}
	return 0;
}

bool xml_scan_tag(moderato_str s, struct xml_tag *tag)
{
	size_t begin = 1;
	size_t i;

	*tag = (struct xml_tag){{NULL, 0}, false, false, 0};
	if (s.len < 2)
		return false;
	tag->end = s.ptr[1] == '/';
	begin += tag->end;
	for (i = begin; i < s.len && is_name(s.ptr[i]); i++)
		;
	tag->name = (moderato_str){s.ptr + begin, i - begin};
	if (!tag->name.len || i == s.len ||
		!(ascii_is_space(s.ptr[i]) || s.ptr[i] == '/' || s.ptr[i] == '>'))
		return false;
	tag->len = tag_len(s);
	tag->closed = tag->len && s.ptr[tag->len - 2] == '/';
	return true;
}

const struct xml_anchor *xml_scan_anchor(const struct xml_format *format, const struct xml_tag *tag)
{
	const char *colon = memchr(tag->name.ptr, ':', tag->name.len);
	moderato_str local = tag->name;
	size_t i;

	if (tag->end)
		return NULL;
	if (colon) {
		local.len -= (size_t)(colon + 1 - local.ptr);
		local.ptr = colon + 1;
	}
	for (i = 0; i < format->n_anchors; i++) {
		const struct xml_anchor *anchor = &format->anchors[i];

		if (anchor->prefixed == (colon != NULL) && (anchor->empty || !tag->closed) &&
			str_is(local, anchor->name))
			return anchor;
	}
	return NULL;
}

/* ---- the beginning ---- */

/* Returns the value of encoding="…" in the declaration. */
static moderato_str declared(moderato_str declaration)
{
	moderato_str none = {NULL, 0};
	const char *p = memmem(declaration.ptr, declaration.len, "encoding", 8);
	const char *end = declaration.ptr + declaration.len;
	const char *close;

	if (!p)
		return none;
	for (p += 8; p < end && (ascii_is_space(*p) || *p == '='); p++)
		;
	if (p == end || (*p != '"' && *p != '\''))
		return none;
	close = memchr(p + 1, *p, (size_t)(end - p) - 1);
	return close ? xml_trim((moderato_str){p + 1, (size_t)(close - p) - 1}) : none;
}

/* Returns the length up to and including `what`; all of it when `what` is not there. */
static size_t length_through(moderato_str s, const char *what)
{
	const char *p = memmem(s.ptr, s.len, what, strlen(what));

	return p ? (size_t)(p - s.ptr) + strlen(what) : s.len;
}

/* Returns the length of <!DOCTYPE …[…]>. */
static size_t doctype_len(moderato_str s)
{
	const char *close = memchr(s.ptr, '>', s.len);
	const char *bracket = close ? memchr(s.ptr, '[', (size_t)(close - s.ptr)) : NULL;

	return length_through(s, bracket ? "]>" : ">");
}

/* Returns where an export begins that PHP wrote its warnings before; NULL: it wrote none. */
static const char *after_warnings(moderato_str head)
{
	static const char *const begins[] = {"\n<?xml ", "\n<rss ", "\n<disqus "};
	static const char *const words[] = {
		"Warning: ", "Warning</b>: ", "Notice: ", "Notice</b>: ", "Deprecated: ",
		"Deprecated</b>: ", "Standards: ", "Standards</b>: ", "rror: ", "rror</b>: "};
	const moderato_str start = xml_trim(head);
	const size_t len = head.len < WARNINGS_MAX ? head.len : WARNINGS_MAX;
	const char *found = NULL;
	size_t i;

	if (str_begins(start, "<?xml") || str_begins_nocase(start, "<!doctype") ||
		str_begins_nocase(start, "<html"))
		return NULL;
	for (i = 0; i < sizeof(begins) / sizeof(*begins) && !found; i++)
		found = memmem(head.ptr, len, begins[i], strlen(begins[i]));
	for (i = 0; found && i < sizeof(words) / sizeof(*words); i++)
		if (memmem(head.ptr, (size_t)(found - head.ptr), words[i], strlen(words[i])))
			return found + 1;
	return NULL;
}

bool xml_scan_prolog(moderato_str head, struct xml_prolog *prolog)
{
	const char *warned = head.len ? after_warnings(head) : NULL;
	const char *first = head.len ? memchr(head.ptr, '<', head.len) : NULL;
	struct xml_tag tag;
	size_t i;

	*prolog = (struct xml_prolog){0, 0, {NULL, 0}, {NULL, 0}};
	if (!first)
		return false;
	if (warned)
		first = warned;
	prolog->begin = (size_t)(first - head.ptr);
	if (!warned && xml_trim((moderato_str){head.ptr, prolog->begin}).len > JUNK_MAX)
		return false;
	for (i = prolog->begin; i < head.len;) {
		moderato_str rest = {head.ptr + i, head.len - i};

		if (str_begins(rest, "<?")) {
			size_t len = length_through(rest, "?>");

			if (i == prolog->begin && str_begins(rest, "<?xml") && rest.len > 5 &&
				ascii_is_space(rest.ptr[5])) {
				prolog->declaration = len;
				prolog->encoding = declared((moderato_str){rest.ptr, len});
			}
			i += len;
		} else if (str_begins(rest, "<!--")) {
			i += length_through(rest, "-->");
		} else if (str_begins(rest, "<!")) {
			i += doctype_len(rest);
		} else if (*rest.ptr == '<') {
			if (xml_scan_tag(rest, &tag) && !tag.end)
				prolog->root = tag.name;
			break;
		} else {
			i++;
		}
	}
	return prolog->declaration || prolog->root.len;
}

moderato_status refuse_xml(const char *name, moderato_str head, moderato_error *err)
{
	static const char *const feeds[] = {"rss", "feed", "rdf:RDF"};
	struct xml_prolog prolog;
	char root[SHOWN_MAX + 4];
	bool xml;
	size_t i;

	if (!xml_scan_prolog(head, &prolog))
		return MODERATO_OK;
	xml = prolog.declaration != 0;
	if (str_is(prolog.root, "posts") && memmem(head.ptr, head.len, " PostTypeId=", 12))
		return fail(err, MODERATO_EFORMAT,
			"%s: Stack Exchange's questions and answers, not comments: those are in Comments.xml",
			name);
	for (i = 0; i < sizeof(feeds) / sizeof(*feeds); i++)
		xml |= str_is_nocase(prolog.root, feeds[i]);
	if (!xml)
		return MODERATO_OK;
	return fail(err, MODERATO_EFORMAT,
		"%s: XML that is no export of comments that is known here (--help lists them): its root is "
		"<%s>",
		name, prolog.root.len ? shown(root, prolog.root) : "");
}

/* ---- text ---- */

static void add_codepoint(struct buffer *out, uint32_t cp)
{
	if (buffer_reserve(out, 4))
		out->len += codepoint_put(out->data + out->len, cp);
}

void xml_add_entity(struct buffer *out, const char *name)
{
	char written[40];
	size_t len = strlen(name);
	uint32_t cp;

	if (len <= sizeof(written) - 2) {
		written[0] = '&';
		memcpy(written + 1, name, len);
		written[len + 1] = ';';
		if (entity_decode(written, len + 2, &cp) == len + 2) {
			add_codepoint(out, cp);
			return;
		}
	}
	buffer_add_char(out, '&');
	buffer_add(out, name, len);
	buffer_add_char(out, ';');
}

void xml_add_decoded(struct buffer *out, moderato_str text)
{
	while (text.len) {
		const char *amp = memchr(text.ptr, '&', text.len);
		size_t before = amp ? (size_t)(amp - text.ptr) : text.len;
		size_t len = 0;
		uint32_t cp;

		buffer_add(out, text.ptr, before);
		if (amp)
			len = entity_decode(amp, text.len - before, &cp);
		if (len)
			add_codepoint(out, cp);
		else if (amp)
			buffer_add_char(out, '&');
		before += len ? len : amp != NULL;
		text.ptr += before;
		text.len -= before;
	}
}

/* Appends markup with XML's own entities decoded. */
static void unescape(struct buffer *out, moderato_str s)
{
	static const struct {
		const char *entity;
		char c;
	} five[] = {{"&lt;", '<'}, {"&gt;", '>'}, {"&amp;", '&'}, {"&quot;", '"'}, {"&apos;", '\''}};
	size_t i;

	while (s.len) {
		const char *amp = memchr(s.ptr, '&', s.len);
		size_t before = amp ? (size_t)(amp - s.ptr) : s.len;
		size_t len = 0;

		buffer_add(out, s.ptr, before);
		s.ptr += before;
		s.len -= before;
		for (i = 0; s.len && i < sizeof(five) / sizeof(*five) && !len; i++) {
			if (!str_begins(s, five[i].entity))
				continue;
			len = strlen(five[i].entity);
			buffer_add_char(out, five[i].c);
		}
		if (s.len && !len) {
			buffer_add_char(out, '&');
			len = 1;
		}
		s.ptr += len;
		s.len -= len;
	}
}

#define CDATA "<![CDATA["

void xml_unwrap(struct buffer *out, moderato_str raw)
{
	const size_t open = strlen(CDATA);
	moderato_str inner = xml_trim(raw);

	if (inner.len >= open + 3 && str_begins(inner, CDATA) &&
		!memcmp(inner.ptr + inner.len - 3, "]]>", 3)) {
		buffer_add(out, inner.ptr + open, inner.len - open - 3);
		return;
	}
	while (raw.len) {
		const char *cdata = memmem(raw.ptr, raw.len, CDATA, open);
		size_t before = cdata ? (size_t)(cdata - raw.ptr) : raw.len;
		const char *close;
		size_t len;

		unescape(out, (moderato_str){raw.ptr, before});
		raw.ptr += before;
		raw.len -= before;
		if (!cdata)
			break;
		close = memmem(raw.ptr, raw.len, "]]>", 3);
		len = close ? (size_t)(close - raw.ptr) : raw.len;
		buffer_add(out, raw.ptr + open, len - open);
		len += close ? 3 : 0;
		raw.ptr += len;
		raw.len -= len;
	}
}
