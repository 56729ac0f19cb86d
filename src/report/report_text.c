/* SPDX-License-Identifier: MIT */
/* Text and numbers for the page. A comment is hostile input: nothing of it may be markup, turn the
 * direction of what follows, or hide. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/codepoint.h"
#include "base/utf8.h"
#include "report/report_internal.h"

static bool between(uint32_t cp, uint32_t first, uint32_t last)
{
	return cp >= first && cp <= last;
}

/* Characters that a reader does not see, or that change how others are shown. */
static bool is_hidden(uint32_t cp)
{
	if (cp < 0x20 || between(cp, 0x7F, 0x9F))
		return cp != '\n' && cp != '\t';
	return cp == 0xAD || cp == 0x34F || cp == 0x61C || cp == 0x115F || cp == 0x1160 ||
		   between(cp, 0x17B4, 0x17B5) || between(cp, 0x180B, 0x180F) ||
		   between(cp, 0x200B, 0x200F) || between(cp, 0x2028, 0x202E) ||
		   between(cp, 0x2060, 0x206F) || cp == 0x3164 || cp == 0xFEFF || cp == 0xFFA0 ||
		   between(cp, 0xFFF0, 0xFFFB) || between(cp, 0x1D173, 0x1D17A) ||
		   between(cp, 0xE0000, 0xE0FFF);
}

/* Joins two emoji into one, as it should. */
static bool joins_emoji(uint32_t before, uint32_t cp)
{
	return cp == 0x200D && (before == 0xFE0F || between(before, 0x2600, 0x27BF) ||
							   between(before, 0x1F000, 0x1FAFF));
}

static void put_character(struct buffer *out, const char *at, size_t len, uint32_t cp)
{
	switch (cp) {
	case '&':
		buffer_add_str(out, "&amp;");
		return;
	case '<':
		buffer_add_str(out, "&lt;");
		return;
	case '>':
		buffer_add_str(out, "&gt;");
		return;
	case '"':
		buffer_add_str(out, "&quot;");
		return;
	case '\'':
		buffer_add_str(out, "&#39;");
		return;
	default:
		buffer_add(out, at, len);
	}
}

void report_text(struct buffer *out, moderato_str text)
{
	uint32_t before = 0;
	size_t i = 0;

	while (i < text.len) {
		bool valid;
		const size_t len = utf8_next(text.ptr + i, text.len - i, &valid);
		size_t same;
		const uint32_t cp = valid ? codepoint_get(text.ptr + i, &same) : REPLACEMENT;

		if (!valid)
			buffer_add_str(out, "\xef\xbf\xbd");
		else if (is_hidden(cp) && !joins_emoji(before, cp))
			buffer_printf(out, "<code class=\"cp\">U+%04X</code>", (unsigned)cp);
		else
			put_character(out, text.ptr + i, len, cp);
		before = cp;
		i += len;
	}
}

void report_name(struct buffer *out, const char *text)
{
	report_text(out, (moderato_str){text, strlen(text)});
}

void report_count(struct buffer *out, size_t n)
{
	char digits[24];
	const size_t len = (size_t)snprintf(digits, sizeof(digits), "%zu", n);
	size_t i;

	for (i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			buffer_add_char(out, ',');
		buffer_add_char(out, digits[i]);
	}
}

void report_value(struct buffer *out, double value)
{
	if (isfinite(value))
		buffer_printf(out, "%.3f", value);
	else
		buffer_add_str(out, "–");
}

void report_interval(struct buffer *out, double value, double low, double high)
{
	report_value(out, value);
	if (isfinite(value) && isfinite(low) && isfinite(high))
		buffer_printf(out, " <span class=\"ci\">%.3f–%.3f</span>", low, high);
}

void report_percent(struct buffer *out, double share)
{
	const double percent = share * 100;

	if (!isfinite(share))
		buffer_add_str(out, "–");
	else if (percent > 0 && percent < 0.1)
		buffer_printf(out, "%.2f&#8239;%%", percent);
	else
		buffer_printf(out, "%.1f&#8239;%%", percent);
}

void report_threshold(struct buffer *out, double value)
{
	buffer_printf(out, "%.4g", value);
}
