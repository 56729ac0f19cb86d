/* SPDX-License-Identifier: MIT */
#include "base/shown.h"

#include <stdio.h>
#include <string.h>

#include "base/codepoint.h"
#include "base/utf8.h"

enum {
	ESCAPE_MAX = 15, /* "\udb40\udc41", the longest, has 12; the compiler fears 15 */
	IN_PLACE_MAX = 512,
};

/* U+2028 and U+2029 end a line; the others turn the direction, or mark a text between the lines. */
static bool is_control(uint32_t code)
{
	static const struct codepoint_range turning[] = {
		{0x61c, 0x61c}, {0x200e, 0x200f}, {0x2028, 0x202e}, {0x2066, 0x206f}, {0xfff9, 0xfffb}};

	return code < 0x20 || (code >= 0x7f && code < 0xa0) ||
		   (code > 0xa0 && codepoint_within(turning, sizeof(turning) / sizeof(turning[0]), code));
}

static bool is_hidden(uint32_t code)
{
	static const struct codepoint_range hidden[] = {{0xad, 0xad}, {0x34f, 0x34f}, {0x115f, 0x1160},
		{0x17b4, 0x17b5}, {0x180b, 0x180e}, {0x200b, 0x200b}, {0x2060, 0x2065}, {0x3164, 0x3164},
		{0xfeff, 0xfeff}, {0xffa0, 0xffa0}, {0xfff0, 0xfff8}, {0x1d173, 0x1d17a},
		{0xe0000, 0xe00ff}};

	return code >= 0xad && codepoint_within(hidden, sizeof(hidden) / sizeof(hidden[0]), code);
}

enum shown_kind shown_kind(uint32_t code)
{
	if (is_control(code))
		return SHOWN_CONTROL;
	if (code == 0x200c || code == 0x200d)
		return SHOWN_JOINER;
	return is_hidden(code) ? SHOWN_HIDDEN : SHOWN_PLAIN;
}

/* A walk through a text, which remembers what a joiner would join. */
struct walk {
	moderato_str text;
	enum shown_form form;
	size_t at;
	uint32_t before;
};

/* Newlines and tabs stay where text has lines, and the CR of a CRLF. Any other CR writes over what
 * is there already. */
static bool is_layout(const struct walk *walk, uint32_t code)
{
	return walk->form != SHOWN_NAME &&
		   (code == '\n' || code == '\t' ||
			   (code == '\r' && walk->at < walk->text.len && walk->text.ptr[walk->at] == '\n'));
}

/* Takes the next character. Returns its bytes if it is safe as it is, and otherwise 0, with *escape
 * what stands for it. */
static size_t next(struct walk *walk, char escape[ESCAPE_MAX + 1])
{
	const char *p = walk->text.ptr + walk->at;
	const uint32_t before = walk->before;
	enum shown_kind kind;
	uint32_t code;
	bool valid;
	size_t n;

	if (*p >= 0x20 && *p < 0x7f) { /* as nearly all are */
		walk->before = (unsigned char)*p;
		walk->at++;
		return 1;
	}
	n = utf8_next(p, walk->text.len - walk->at, &valid);
	if (!valid)
		n = 1;
	walk->at += n;
	if (!valid) {
		walk->before = 0;
		snprintf(escape, ESCAPE_MAX + 1, walk->form == SHOWN_JSON ? "\\ufffd" : "\\x%02x",
			(unsigned)(unsigned char)*p);
		return 0;
	}
	utf8_decode(p, n, &code);
	walk->before = code;
	kind = shown_kind(code);
	if (kind == SHOWN_PLAIN || (kind == SHOWN_JOINER && !shown_hides(before)) ||
		is_layout(walk, code))
		return n;
	walk->before = 0;
	if (walk->form == SHOWN_NAME && (code == '\n' || code == '\t' || code == '\r'))
		snprintf(escape, ESCAPE_MAX + 1, "\\%c", code == '\n' ? 'n' : code == '\t' ? 't' : 'r');
	else if (code < 0x10000)
		snprintf(escape, ESCAPE_MAX + 1, "\\u%04x", (unsigned)code);
	else if (walk->form == SHOWN_JSON)
		snprintf(escape, ESCAPE_MAX + 1, "\\u%04x\\u%04x", 0xd7c0 + (unsigned)(code >> 10),
			0xdc00 + (unsigned)(code & 0x3ff));
	else
		snprintf(escape, ESCAPE_MAX + 1, "\\U%08x", (unsigned)code);
	return 0;
}

bool shown_is_safe(moderato_str text, enum shown_form form)
{
	struct walk walk = {.text = text, .form = form};
	char escape[ESCAPE_MAX + 1];

	while (walk.at < text.len) {
		if (!next(&walk, escape))
			return false;
	}
	return true;
}

void shown_add(struct buffer *out, moderato_str text, enum shown_form form)
{
	struct walk walk = {.text = text, .form = form};
	char escape[ESCAPE_MAX + 1];
	size_t done = 0; /* what lies before this is written */

	while (walk.at < text.len) {
		const size_t at = walk.at;

		if (next(&walk, escape))
			continue;
		buffer_add(out, text.ptr + done, at - done);
		buffer_add_str(out, escape);
		done = walk.at;
	}
	if (done < text.len)
		buffer_add(out, text.ptr + done, text.len - done);
}

/* Cuts off the beginning of a character whose end did not fit into the array. */
static size_t without_rest(const char *text, size_t len)
{
	size_t back;
	bool valid;

	for (back = 1; back <= 3 && back <= len; back++) {
		const unsigned char c = (unsigned char)text[len - back];

		if (c >= 0xc0 && utf8_next(text + len - back, back, &valid) == back && !valid)
			return len - back;
		if (c < 0x80 || c >= 0xc0)
			break;
	}
	return len;
}

void shown_in_place(char *text, size_t size)
{
	char copy[IN_PLACE_MAX];
	struct walk walk = {.text = {copy, 0}, .form = SHOWN_NAME};
	size_t used = 0;

	walk.text.len = strlen(text);
	if (walk.text.len + 1 >= size)
		walk.text.len = without_rest(text, walk.text.len);
	text[walk.text.len] = '\0';
	if (walk.text.len >= sizeof(copy) ||
		shown_is_safe((moderato_str){text, walk.text.len}, SHOWN_NAME))
		return;
	memcpy(copy, text, walk.text.len);
	while (walk.at < walk.text.len) {
		char escape[ESCAPE_MAX + 1];
		const char *from = copy + walk.at;
		size_t n = next(&walk, escape);

		if (!n) {
			from = escape;
			n = strlen(escape);
		}
		if (used + n >= size)
			break;
		memcpy(text + used, from, n);
		used += n;
	}
	text[used] = '\0';
}
