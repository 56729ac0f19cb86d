/* SPDX-License-Identifier: MIT */
/*
 * Reads XML that is written plainly without expat, which takes several times as long for it: tags
 * with names of ASCII, text with references, CDATA. Each token here means what XML says of it.
 * Anything else is left to expat, which starts at the beginning of that token (xml_renew()) with
 * the same elements open: comments, instructions, bytes that need repair, the end of the root, and
 * all that is broken, so that only expat judges what is. It begins every file, too.
 */
#include <stdint.h>
#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "base/str.h"
#include "import/xml/xml_internal.h"
#include "import/xml/xml_scan.h"

/* What a function of a token returns instead of the token's length. */
#define INCOMPLETE ((size_t)0)
#define LEFT SIZE_MAX /* to expat */

#define WINDOW ((size_t)64 << 10)  /* checked at once; more of a record is expat's */
#define ATTRIBUTES_MAX 16          /* of an element; each is compared with all others */
#define REFERENCE_MAX ((size_t)40) /* limit for &…; */

/* A new start of expat takes as long as a few hundred bytes. Where it is needed, it stays for so
 * many, so that a file in which it is needed time and again takes hardly longer than with expat
 * alone. */
#define DETOUR ((size_t)4 << 10)

/* ---- names and references ---- */

static bool begins_name(char c)
{
	return ascii_is_letter(c) || c == '_' || c == ':';
}

/* Returns the length of the name at the front; 0: there is none. */
static size_t name_len(moderato_str s)
{
	size_t n = 0;

	if (!s.len || !begins_name(*s.ptr))
		return 0;
	while (n < s.len && (begins_name(s.ptr[n]) || ascii_is_digit(s.ptr[n]) || s.ptr[n] == '-' ||
							s.ptr[n] == '.'))
		n++;
	return n;
}

static size_t spaces_len(moderato_str s)
{
	size_t n = 0;

	while (n < s.len && ascii_is_space(s.ptr[n]))
		n++;
	return n;
}

/* Returns the character of "#233" or "#xe9"; 0 if it is none that XML allows. */
static uint32_t numbered(moderato_str s)
{
	const bool hex = s.len > 1 && s.ptr[1] == 'x';
	uint32_t cp = 0;
	size_t i = hex ? 2 : 1;

	if (i == s.len || s.len > 10)
		return 0;
	for (; i < s.len; i++) {
		const int digit = ascii_hex(s.ptr[i]);

		if (digit < 0 || (!hex && digit > 9) || cp > 0x10ffff)
			return 0;
		cp = cp * (hex ? 16 : 10) + (uint32_t)digit;
	}
	if (cp < 0x20 ? !ascii_is_space(cp) : (cp >= 0xd800 && cp < 0xe000) || cp > 0x10ffff)
		return 0;
	return cp == 0xfffe || cp == 0xffff ? 0 : cp;
}

/* Finds the name between & and ; and what it stands for in XML; 0: something else. */
static size_t reference(moderato_str s, moderato_str *name, uint32_t *cp)
{
	static const struct {
		const char *name;
		char c;
	} five[] = {{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};
	const size_t len = s.len < REFERENCE_MAX ? s.len : REFERENCE_MAX;
	const char *end = memchr(s.ptr, ';', len);
	size_t i;

	if (!end)
		return len < REFERENCE_MAX ? INCOMPLETE : LEFT;
	*name = str_part(s, 1, (size_t)(end - s.ptr));
	*cp = 0;
	if (name->len && *name->ptr == '#') {
		*cp = numbered(*name);
		return *cp ? name->len + 2 : LEFT;
	}
	for (i = 0; i < sizeof(five) / sizeof(*five) && !*cp; i++)
		if (str_is(*name, five[i].name))
			*cp = (unsigned char)five[i].c;
	return name->len && name_len(*name) == name->len ? name->len + 2 : LEFT;
}

/* ---- text ---- */

/* Hands on a reference in a text. */
static size_t text_reference(struct xml *x, moderato_str s)
{
	moderato_str name;
	uint32_t cp;
	const size_t len = reference(s, &name, &cp);
	char c[4];

	if (len == INCOMPLETE || len == LEFT)
		return len;
	if (cp)
		xml_text(x, (moderato_str){c, codepoint_put(c, cp)});
	else
		xml_entity(x, name);
	return len;
}

/* Hands text on in which a line may end with CR or CRLF. */
static void add_lines(struct xml *x, moderato_str s)
{
	const char *cr;

	while (s.len && (cr = memchr(s.ptr, '\r', s.len))) {
		const size_t before = (size_t)(cr - s.ptr);

		xml_text(x, str_part(s, 0, before));
		xml_text(x, (moderato_str){"\n", 1});
		s = str_from(s, before + 1);
		if (s.len && *s.ptr == '\n')
			s = str_from(s, 1);
	}
	xml_text(x, s);
}

/* Reads up to the next reference. `ends` says that a tag follows the text; otherwise its last bytes
 * may begin what ends behind them. */
static size_t text_between(struct xml *x, moderato_str s, bool ends)
{
	const char *amp = memchr(s.ptr, '&', s.len);

	if (amp)
		s.len = (size_t)(amp - s.ptr);
	while (!amp && !ends && s.len && (s.ptr[s.len - 1] == '\r' || s.ptr[s.len - 1] == ']'))
		s.len--;
	add_lines(x, s);
	return s.len;
}

/* Reads text up to the next tag, or as much of it as is there. */
static size_t text(struct xml *x, moderato_str s)
{
	const char *less = memchr(s.ptr, '<', s.len);
	size_t done = 0;

	if (less)
		s.len = (size_t)(less - s.ptr);
	if (memchr(s.ptr, ']', s.len) && memmem(s.ptr, s.len, "]]>", 3))
		return LEFT;
	while (done < s.len) {
		const moderato_str rest = str_from(s, done);
		const size_t len =
			*rest.ptr == '&' ? text_reference(x, rest) : text_between(x, rest, less != NULL);

		if (len == INCOMPLETE || len == LEFT)
			return done ? done : less ? LEFT : len;
		done += len;
	}
	return done;
}

/* Reads <![CDATA[…]]>. */
static size_t cdata(struct xml *x, moderato_str s)
{
	static const char open[] = "<![CDATA[";
	const size_t begin = strlen(open);
	const char *close;

	if (memcmp(s.ptr, open, s.len < begin ? s.len : begin) != 0)
		return LEFT;
	close = s.len > begin ? memmem(s.ptr + begin, s.len - begin, "]]>", 3) : NULL;
	if (!close)
		return INCOMPLETE;
	add_lines(x, str_part(s, begin, (size_t)(close - s.ptr)));
	return (size_t)(close - s.ptr) + 3;
}

/* ---- tags ---- */

/* The attributes of a tag: names and values in turn, each with its NUL in x->values. */
struct attributes {
	const char *list[2 * ATTRIBUTES_MAX + 1];
	size_t n;
};

/* Adds a text with its references replaced. Returns false if that is expat's work. */
static bool add_value(struct buffer *values, moderato_str s)
{
	size_t i;

	for (i = 0; i < s.len; i++)
		if (s.ptr[i] == '<' || (unsigned char)s.ptr[i] < ' ')
			return false;
	while (s.len) {
		const char *amp = memchr(s.ptr, '&', s.len);
		const size_t before = amp ? (size_t)(amp - s.ptr) : s.len;
		moderato_str name;
		uint32_t cp;
		size_t len;

		buffer_add(values, s.ptr, before);
		s = str_from(s, before);
		if (!s.len)
			break;
		len = reference(s, &name, &cp);
		if (len == INCOMPLETE || len == LEFT || !cp)
			return false;
		values->len += codepoint_put(values->data + values->len, cp);
		s = str_from(s, len);
	}
	buffer_add_char(values, '\0');
	return true;
}

static bool has_attribute(const struct attributes *a, moderato_str name)
{
	size_t i;

	for (i = 0; i < a->n; i += 2)
		if (str_is(name, a->list[i]))
			return true;
	return false;
}

/* Reads name="value". */
static size_t attribute(struct xml *x, struct attributes *a, moderato_str s)
{
	const moderato_str name = str_part(s, 0, name_len(s));
	size_t i = name.len + spaces_len(str_from(s, name.len));
	const char *close;

	if (i < s.len && (!name.len || s.ptr[i] != '=' || a->n == 2 * ATTRIBUTES_MAX))
		return LEFT;
	i += i < s.len;
	i += spaces_len(str_from(s, i));
	if (i == s.len)
		return INCOMPLETE;
	if (s.ptr[i] != '"' && s.ptr[i] != '\'')
		return LEFT;
	close = memchr(s.ptr + i + 1, s.ptr[i], s.len - i - 1);
	if (!close)
		return INCOMPLETE;
	if (has_attribute(a, name))
		return LEFT;
	a->list[a->n++] = x->values.data + x->values.len;
	buffer_add(&x->values, name.ptr, name.len);
	buffer_add_char(&x->values, '\0');
	a->list[a->n++] = x->values.data + x->values.len;
	if (!add_value(&x->values, str_part(s, i + 1, (size_t)(close - s.ptr))))
		return LEFT;
	return (size_t)(close + 1 - s.ptr);
}

/* Reads what follows the name in a start tag, with its >. *closed says that it is />. */
static size_t attributes(struct xml *x, struct attributes *a, moderato_str s, bool *closed)
{
	size_t i = 0;

	buffer_clear(&x->values);
	for (;;) {
		const size_t spaces = spaces_len(str_from(s, i));
		size_t len;

		i += spaces;
		if (i == s.len)
			return INCOMPLETE;
		*closed = s.ptr[i] == '/';
		if (*closed && i + 1 == s.len)
			return INCOMPLETE;
		if (s.ptr[i + *closed] == '>')
			return i + *closed + 1;
		if (*closed || !spaces)
			return LEFT;
		/* Nothing takes more room than it is written with: a name and its value have two NULs
		 * instead of = and two quotes. So the list's pointers stay. */
		if (!a->n && !buffer_reserve(&x->values, s.len))
			return LEFT;
		len = attribute(x, a, str_from(s, i));
		if (len == INCOMPLETE || len == LEFT)
			return len;
		i += len;
	}
}

static size_t start_tag(struct xml *x, moderato_str s)
{
	const moderato_str name = str_part(s, 1, 1 + name_len(str_from(s, 1)));
	struct attributes a = {.n = 0};
	moderato_span tag;
	bool closed;
	size_t len;

	if (!name.len || x->depth == XML_DEPTH_MAX)
		return LEFT;
	len = attributes(x, &a, str_from(s, 1 + name.len), &closed);
	if (len == INCOMPLETE || len == LEFT)
		return len;
	len += 1 + name.len;
	a.list[a.n] = NULL;
	tag = (moderato_span){x->read, x->read + len};
	if (xml_start(x, name, a.list, tag) && closed)
		xml_end(x, (moderato_span){tag.end, tag.end});
	return len;
}

static size_t end_tag(struct xml *x, moderato_str s)
{
	const struct open *open = &x->open[x->depth - 1];
	const size_t name = x->names.len - open->name - 1;
	size_t len = 2 + name;

	if (x->depth == 1)
		return LEFT;
	if (s.len <= len)
		return INCOMPLETE;
	if (memcmp(s.ptr + 2, x->names.data + open->name, name) != 0)
		return LEFT;
	len += spaces_len(str_from(s, len));
	if (len == s.len)
		return INCOMPLETE;
	if (s.ptr[len++] != '>')
		return LEFT;
	xml_end(x, (moderato_span){x->read, x->read + len});
	return len;
}

/* ---- reading ---- */

static size_t token(struct xml *x, moderato_str s)
{
	if (!s.len || (*s.ptr == '<' && s.len < 2))
		return INCOMPLETE;
	if (*s.ptr != '<')
		return text(x, s);
	return s.ptr[1] == '/' ? end_tag(x, s) : s.ptr[1] == '!' ? cdata(x, s) : start_tag(x, s);
}

/* Checks more bytes, as a token ends behind those that were. *more becomes false if nothing
 * follows, or what is expat's. */
static moderato_status look_further(struct xml *x, bool *more, moderato_error *err)
{
	const size_t begun = x->record ? x->open[x->record - 1].begin : x->tag;
	moderato_str bytes = xml_window_at(x, x->checked);
	const size_t there = bytes.len;

	*more = x->checked - x->read <= LOOK && x->read - begun <= WINDOW;
	if (*more && xml_cut_len(bytes) == there) {
		moderato_status status;

		xml_take_to(x, begun);
		status = xml_look_on(x, x->checked, there + 1, &bytes, err);
		*more = bytes.len > there;
		if (status)
			return status;
	}
	if (bytes.len > WINDOW)
		bytes.len = WINDOW;
	bytes.len -= xml_cut_len(bytes);
	if (!*more || !bytes.len)
		return MODERATO_OK;
	bytes.len = xml_clean_len(bytes);
	*more = bytes.len > 0;
	x->checked += bytes.len;
	return MODERATO_OK;
}

bool xml_plain_begin(struct xml *x)
{
	if (!x->depth || x->expat_only || x->place.end < x->detour)
		return false;
	x->plain = true;
	x->finished = false;
	x->read = x->place.end;
	if (x->checked < x->read)
		x->checked = x->read;
	return true;
}

static moderato_status read_token(struct xml *x, moderato_error *err)
{
	moderato_str s = xml_window_at(x, x->read);
	bool more = true;
	size_t len;

	s.len = x->checked - x->read;
	len = token(x, s);
	if (len == INCOMPLETE) {
		const moderato_status status = look_further(x, &more, err);

		if (status)
			return status;
	} else if (len != LEFT) {
		x->read += len;
	}
	if (len == LEFT || !more) {
		x->plain = false;
		x->detour = x->read + DETOUR;
	}
	return MODERATO_OK;
}

moderato_status xml_plain_read(struct xml *x, moderato_error *err)
{
	moderato_status status = MODERATO_OK;

	while (!status && x->plain && !x->ended && !x->broken)
		status = read_token(x, err);
	return status;
}
