/* SPDX-License-Identifier: MIT */
#include "terminal/strbuf.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "moderato/exporter.h"

bool strbuf_reserve(struct strbuf *buf, size_t more)
{
	size_t cap = buf->cap ? buf->cap : 256;
	char *grown;

	if (buf->failed || more >= SIZE_MAX / 2 - buf->len) {
		buf->failed = true;
		return false;
	}
	if (buf->cap > buf->len + more)
		return true;
	while (cap <= buf->len + more)
		cap *= 2;
	grown = realloc(buf->ptr, cap);
	if (!grown) {
		buf->failed = true;
		return false;
	}
	buf->ptr = grown;
	buf->cap = cap;
	return true;
}

void strbuf_add(struct strbuf *buf, const char *ptr, size_t len)
{
	if (!strbuf_reserve(buf, len))
		return;
	if (len)
		memcpy(buf->ptr + buf->len, ptr, len);
	buf->len += len;
	buf->ptr[buf->len] = '\0';
}

void strbuf_puts(struct strbuf *buf, const char *text)
{
	strbuf_add(buf, text, strlen(text));
}

void strbuf_repeat(struct strbuf *buf, char byte, size_t times)
{
	if (!strbuf_reserve(buf, times))
		return;
	memset(buf->ptr + buf->len, byte, times);
	buf->len += times;
	buf->ptr[buf->len] = '\0';
}

void strbuf_format(struct strbuf *buf, const char *format, ...)
{
	va_list args;
	int need;

	va_start(args, format);
	need = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (need < 0 || !strbuf_reserve(buf, (size_t)need)) {
		buf->failed = true;
		return;
	}
	va_start(args, format);
	vsnprintf(buf->ptr + buf->len, (size_t)need + 1, format, args);
	va_end(args);
	buf->len += (size_t)need;
}

void strbuf_number(struct strbuf *buf, double value)
{
	if (!strbuf_reserve(buf, 32))
		return;
	buf->len += moderato_format_number(buf->ptr + buf->len, value);
	buf->ptr[buf->len] = '\0';
}

/* One code point inside a JSON string. */
static void json_code(struct strbuf *buf, unsigned code, const char *bytes, size_t len)
{
	static const char named[] = "\"\"\\\\\bb\ff\nn\rr\tt";
	size_t i;

	for (i = 0; i + 1 < sizeof(named); i += 2) {
		if (code == (unsigned char)named[i]) {
			strbuf_add(buf, "\\", 1);
			strbuf_add(buf, &named[i + 1], 1);
			return;
		}
	}
	if (code < 0x20 || code == 0x7f)
		strbuf_format(buf, "\\u%04x", code);
	else if (code == 0xfffd)
		strbuf_puts(buf, "\xef\xbf\xbd");
	else
		strbuf_add(buf, bytes, len);
}

void strbuf_json(struct strbuf *buf, moderato_str text)
{
	size_t at = 0;

	strbuf_add(buf, "\"", 1);
	while (at < text.len) {
		unsigned code;
		size_t len = decode_utf8(text.ptr + at, text.len - at, &code);

		json_code(buf, code, text.ptr + at, len);
		at += len;
	}
	strbuf_add(buf, "\"", 1);
}

void strbuf_field(struct strbuf *buf, moderato_str text, char separator)
{
	bool quote = false;
	size_t i;

	for (i = 0; i < text.len; i++) {
		const char c = text.ptr[i];

		/* and NUL, which some readers take for the end */
		quote |= c == separator || c == '"' || c == '\r' || c == '\n' || c == '\0';
	}
	if (!quote) {
		strbuf_add(buf, text.ptr, text.len);
		return;
	}
	strbuf_add(buf, "\"", 1);
	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] == '"')
			strbuf_add(buf, "\"", 1);
		strbuf_add(buf, text.ptr + i, 1);
	}
	strbuf_add(buf, "\"", 1);
}

void strbuf_clear(struct strbuf *buf)
{
	buf->len = 0;
	buf->failed = false;
	if (buf->ptr)
		buf->ptr[0] = '\0';
}

void strbuf_dispose(struct strbuf *buf)
{
	free(buf->ptr);
	*buf = (struct strbuf){0};
}

moderato_str str_of(const char *text)
{
	moderato_str str = {text, text ? strlen(text) : 0};

	return str;
}

size_t decode_utf8(const char *text, size_t len, unsigned *code)
{
	static const unsigned least[] = {0, 0, 0x80, 0x800, 0x10000};
	const unsigned char *bytes = (const unsigned char *)text;
	size_t need = bytes[0] < 0x80   ? 1
				  : bytes[0] < 0xc2 ? 0
				  : bytes[0] < 0xe0 ? 2
				  : bytes[0] < 0xf0 ? 3
				  : bytes[0] < 0xf5 ? 4
									: 0;
	unsigned value = need > 1 ? bytes[0] & (0xffU >> (need + 1)) : bytes[0];
	size_t i;

	*code = 0xfffd;
	if (!need || need > len)
		return 1;
	for (i = 1; i < need; i++) {
		if ((bytes[i] & 0xc0) != 0x80)
			return 1;
		value = value << 6 | (bytes[i] & 0x3f);
	}
	if (value < least[need] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
		return 1;
	*code = value;
	return need;
}
