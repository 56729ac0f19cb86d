/* SPDX-License-Identifier: MIT */
#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *resize_array(void *old, size_t n, size_t size)
{
	size_t bytes;

	if (__builtin_mul_overflow(n, size, &bytes))
		return NULL;
	return realloc(old, bytes ? bytes : 1);
}

bool grow_array(void **items, size_t *cap, size_t need, size_t size)
{
	size_t next = *cap ? *cap : 16;
	void *grown;

	if (need <= *cap)
		return true;
	while (next < need) {
		if (next > SIZE_MAX / 2)
			return false;
		next *= 2;
	}
	grown = resize_array(*items, next, size);
	if (!grown)
		return false;
	*items = grown;
	*cap = next;
	return true;
}

void buffer_dispose(struct buffer *b)
{
	free(b->data);
	*b = (struct buffer)BUFFER_INIT;
}

void buffer_clear(struct buffer *b)
{
	b->len = 0;
	b->failed = false;
}

bool buffer_grow(struct buffer *b, size_t more)
{
	size_t need;
	void *data = b->data;

	if (b->failed)
		return false;
	if (__builtin_add_overflow(b->len, more, &need) ||
		!grow_array(&data, &b->cap, need < 64 ? 64 : need, 1)) {
		b->failed = true;
		return false;
	}
	b->data = data;
	return true;
}

void buffer_repeat(struct buffer *b, char c, size_t times)
{
	if (!times || !buffer_reserve(b, times))
		return;
	memset(b->data + b->len, c, times);
	b->len += times;
}

void buffer_vprintf(struct buffer *b, const char *format, va_list args)
{
	va_list again;
	int n;

	va_copy(again, args);
	n = vsnprintf(NULL, 0, format, args);
	if (n < 0)
		b->failed = true;
	else if (buffer_reserve(b, (size_t)n + 1)) {
		vsnprintf(b->data + b->len, (size_t)n + 1, format, again);
		b->len += (size_t)n;
	}
	va_end(again);
}

void buffer_printf(struct buffer *b, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	buffer_vprintf(b, format, args);
	va_end(args);
}

const char *buffer_cstr(struct buffer *b)
{
	if (b->failed || !buffer_reserve(b, 1))
		return "";
	b->data[b->len] = '\0';
	return b->data;
}
