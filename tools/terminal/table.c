/* SPDX-License-Identifier: MIT */
#include "terminal/table.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "base/codepoint.h"
#include "base/shown.h"
#include "base/utf8.h"
#include "terminal/output.h"

enum {
	WIDTH_DEFAULT = 100,
	WIDTH_LEAST = 40,
	ACCENTS_MAX = 3, /* per letter: enough for any language, too few to smear over lines */
	LEAD = 20,       /* columns of an excerpt before its first mark */
};

bool stdout_is_terminal(void)
{
	return isatty(STDOUT_FILENO);
}

struct view view_of_stdout(void)
{
	struct view view = {false, WIDTH_DEFAULT};
	const char *term = getenv("TERM");
	const char *no_color = getenv("NO_COLOR");
	struct winsize size;

	if (!stdout_is_terminal())
		return view;
	view.colour = !(no_color && *no_color) && term && *term && strcmp(term, "dumb") != 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col)
		view.width = size.ws_col < WIDTH_LEAST ? WIDTH_LEAST : size.ws_col;
	return view;
}

void table_style(struct buffer *buf, const struct view *view, enum style style)
{
	static const char *const codes[] = {
		[STYLE_PLAIN] = "\033[0m",
		[STYLE_BOLD] = "\033[1m",
		[STYLE_DIM] = "\033[2m",
		[STYLE_GOOD] = "\033[32m",
		[STYLE_WARN] = "\033[33m",
		[STYLE_BAD] = "\033[1;31m",
		[STYLE_MARK] = "\033[1;4;31m",
		[STYLE_MILD] = "\033[4;32m",
	};

	if (view->colour) {
		out_allow_styles();
		buffer_add_str(buf, codes[style]);
	}
}

enum style style_of(moderato_decision decision)
{
	switch (decision) {
	case MODERATO_PUBLISH:
		return STYLE_GOOD;
	case MODERATO_HOLD:
		return STYLE_WARN;
	case MODERATO_REJECT:
		return STYLE_BAD;
	}
	return STYLE_PLAIN;
}

/* ---- characters ---- */

/* Returns whether a character stands over or under the letter before it. Covers the important
 * blocks, not all of them. */
static bool is_accent(unsigned code)
{
	static const struct codepoint_range accents[] = {{0x300, 0x36f}, {0x483, 0x489}, {0x591, 0x5bd},
		{0x610, 0x61a}, {0x64b, 0x65f}, {0x6d6, 0x6dc}, {0x93c, 0x93c}, {0x941, 0x948},
		{0x94d, 0x94d}, {0xe31, 0xe31}, {0xe34, 0xe3a}, {0xe47, 0xe4e}, {0x1ab0, 0x1aff},
		{0x1dc0, 0x1dff}, {0x200c, 0x200d}, {0x20d0, 0x20ff}, {0x3099, 0x309a}, {0xfe00, 0xfe0f},
		{0xfe20, 0xfe2f}, {0x1f3fb, 0x1f3ff}, {0xe0100, 0xe01ef}};

	return code >= 0x300 && codepoint_within(accents, sizeof(accents) / sizeof(accents[0]), code);
}

/* Returns whether a character fills two columns: East Asian scripts and emoji. */
static bool is_wide(unsigned code)
{
	static const struct codepoint_range wide[] = {{0x1100, 0x115f}, {0x231a, 0x231b},
		{0x23e9, 0x23ec}, {0x25fd, 0x25fe}, {0x2614, 0x2615}, {0x2648, 0x2653}, {0x26a1, 0x26a1},
		{0x26bd, 0x26be}, {0x26d4, 0x26d4}, {0x2705, 0x2705}, {0x270a, 0x270b}, {0x2728, 0x2728},
		{0x274c, 0x274c}, {0x2753, 0x2757}, {0x2795, 0x2797}, {0x2b50, 0x2b50}, {0x2e80, 0x303e},
		{0x3041, 0xa4cf}, {0xa960, 0xa97f}, {0xac00, 0xd7a3}, {0xf900, 0xfaff}, {0xfe30, 0xfe6f},
		{0xff00, 0xff60}, {0xffe0, 0xffe6}, {0x1f004, 0x1f004}, {0x1f18e, 0x1f19a},
		{0x1f200, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f7e0, 0x1f7eb}, {0x1f900, 0x1faff},
		{0x20000, 0x3fffd}};

	return code >= 0x1100 && codepoint_within(wide, sizeof(wide) / sizeof(wide[0]), code);
}

/* A character in the form in which it is shown. */
struct glyph {
	const char *bytes;
	size_t len;   /* of the shown bytes; may be 0 */
	size_t width; /* in columns */
	bool space;
	bool line_end;
};

/* A walk through a text, character by character. */
struct walk {
	moderato_str text;
	size_t at;
	size_t accents; /* on the preceding letter */
	uint32_t before;
};

static struct glyph classify(struct walk *walk, unsigned code, const char *bytes, size_t len)
{
	if (code == '\n' || code == 0x2028 || code == 0x2029)
		return (struct glyph){" ", 1, 1, true, true};
	if (code == '\r')
		return (struct glyph){"", 0, 0, false, false};
	if (code == ' ' || code == '\t' || code == 0xa0 || code == 0x3000)
		return (struct glyph){" ", 1, 1, true, false};
	if (shown_kind(code) == SHOWN_CONTROL || code == 0xfffd) /* also what was ill-formed */
		return (struct glyph){"\xef\xbf\xbd", 3, 1, false, false};
	if (shown_kind(code) == SHOWN_HIDDEN ||
		(shown_kind(code) == SHOWN_JOINER && shown_hides(walk->before)))
		return (struct glyph){"", 0, 0, false, false};
	if (is_accent(code)) {
		bool shown = walk->accents++ < ACCENTS_MAX;

		return (struct glyph){bytes, shown ? len : 0, 0, false, false};
	}
	return (struct glyph){bytes, len, is_wide(code) ? 2 : 1, false, false};
}

static bool next_glyph(struct walk *walk, struct glyph *glyph)
{
	const char *bytes;
	uint32_t code;
	size_t len;

	if (walk->at >= walk->text.len)
		return false;
	bytes = walk->text.ptr + walk->at;
	len = utf8_decode(bytes, walk->text.len - walk->at, &code);
	walk->at += len;
	*glyph = classify(walk, code, bytes, len);
	walk->before = code;
	if (glyph->width)
		walk->accents = 0;
	return true;
}

/* ---- cells ---- */

/* Returns how many columns a text takes on one line. Stops counting at `most` + 1. */
static size_t columns_of(moderato_str text, size_t most)
{
	struct walk walk = {.text = text};
	struct glyph glyph;
	size_t columns = 0;

	while (columns <= most && next_glyph(&walk, &glyph))
		columns += glyph.width;
	return columns;
}

void table_cell(struct buffer *buf, moderato_str text, size_t columns)
{
	size_t room = columns_of(text, columns) > columns ? columns - 1 : columns;
	struct walk walk = {.text = text};
	struct glyph glyph;
	size_t used = 0;

	while (next_glyph(&walk, &glyph) && used + glyph.width <= room) {
		buffer_add(buf, glyph.bytes, glyph.len);
		used += glyph.width;
	}
	if (room < columns) {
		buffer_add_str(buf, "…");
		used++;
	}
	buffer_repeat(buf, ' ', columns - used);
}

bool marks_init(struct marks *marks, size_t len)
{
	*marks = (struct marks){.bytes = calloc(len + 1, 1), .len = len, .first = len};
	return marks->bytes != NULL;
}

void marks_add(struct marks *marks, const moderato_span *spans, size_t n, enum style style)
{
	size_t i;

	for (i = 0; i < n; i++) {
		size_t end = spans[i].end < marks->len ? spans[i].end : marks->len;

		if (spans[i].begin >= end)
			continue;
		memset(marks->bytes + spans[i].begin, (int)style, end - spans[i].begin);
		if (spans[i].begin < marks->first)
			marks->first = spans[i].begin;
	}
}

void marks_dispose(struct marks *marks)
{
	free(marks->bytes);
	*marks = (struct marks){0};
}

/* Appends a glyph, after changing the style if necessary. */
static void put_glyph(struct buffer *buf, const struct view *view, const struct glyph *glyph,
	enum style mark, enum style *on)
{
	if (mark != *on && glyph->width) {
		if (*on != STYLE_PLAIN)
			table_style(buf, view, STYLE_PLAIN);
		if (mark != STYLE_PLAIN)
			table_style(buf, view, mark);
		*on = mark;
	}
	buffer_add(buf, glyph->bytes, glyph->len);
}

/* Finds where an excerpt begins: at the start if the first mark is visible from there, otherwise at
 * a word slightly before the mark. */
static size_t excerpt_begin(moderato_str text, const struct marks *marks, size_t columns)
{
	moderato_str before = {text.ptr, marks->first};
	size_t begin;

	if (marks->first >= text.len || columns_of(before, columns) + LEAD / 2 <= columns)
		return 0;
	begin = marks->first > LEAD ? marks->first - LEAD : 0;
	while (begin < marks->first && text.ptr[begin] != ' ')
		begin++;
	return begin;
}

void table_excerpt(struct buffer *buf, const struct view *view, moderato_str text,
	const struct marks *marks, size_t columns)
{
	struct walk walk = {.text = text, .at = excerpt_begin(text, marks, columns)};
	moderato_str rest = {text.ptr + walk.at, text.len - walk.at};
	size_t used = walk.at ? 1 : 0;
	size_t room = columns_of(rest, columns) + used > columns ? columns - 1 : columns;
	struct glyph glyph;
	enum style on = STYLE_PLAIN;
	size_t at = walk.at;

	if (walk.at)
		buffer_add_str(buf, "…");
	while (next_glyph(&walk, &glyph) && used + glyph.width <= room) {
		put_glyph(buf, view, &glyph, marks->bytes[at], &on);
		used += glyph.width;
		at = walk.at;
	}
	if (on != STYLE_PLAIN)
		table_style(buf, view, STYLE_PLAIN);
	if (room < columns)
		buffer_add_str(buf, "…");
}

/* Returns how many columns the word at the walk's position takes. */
static size_t word_columns(const struct walk *walk, size_t most)
{
	struct walk ahead = *walk;
	struct glyph glyph;
	size_t columns = 0;

	while (columns <= most && next_glyph(&ahead, &glyph) && !glyph.space)
		columns += glyph.width;
	return columns;
}

static void new_line(struct buffer *buf, size_t indent)
{
	buffer_add_str(buf, "\n");
	buffer_repeat(buf, ' ', indent);
}

void table_text(struct buffer *buf, const struct view *view, moderato_str text,
	const struct marks *marks, size_t indent)
{
	size_t room = view->width > indent + 20 ? view->width - indent : 20;
	struct walk walk = {.text = text};
	struct glyph glyph;
	enum style on = STYLE_PLAIN;
	size_t used = 0, at = 0;

	buffer_repeat(buf, ' ', indent);
	while (next_glyph(&walk, &glyph)) {
		size_t ahead = glyph.space ? word_columns(&walk, room) : 0;
		bool breaks = glyph.line_end || used + glyph.width > room ||
					  (glyph.space && ahead <= room && used + 1 + ahead > room);

		if (breaks) {
			new_line(buf, indent);
			used = 0;
		}
		if (!breaks || !glyph.space) {
			put_glyph(buf, view, &glyph, marks->bytes[at], &on);
			used += glyph.width;
		}
		at = walk.at;
	}
	if (on != STYLE_PLAIN)
		table_style(buf, view, STYLE_PLAIN);
	buffer_add_str(buf, "\n");
}

void table_bar(struct buffer *buf, double part, size_t columns)
{
	static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	double cells = (part < 0 ? 0 : part > 1 ? 1 : part) * (double)columns;
	size_t whole = (size_t)cells;
	size_t eighth = (size_t)((cells - (double)whole) * 8);
	size_t i;

	for (i = 0; i < whole; i++)
		buffer_add_str(buf, "█");
	buffer_add_str(buf, eighths[eighth]);
}
