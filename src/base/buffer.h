/* SPDX-License-Identifier: MIT */
#ifndef BASE_BUFFER_H
#define BASE_BUFFER_H
/* A growing byte buffer with sticky failure: append freely, check `failed` once at the end. After
 * a failed allocation it keeps what it had and ignores further appends. `BUFFER_INIT` needs no
 * allocation; buffer_dispose() frees. Capacity is kept by buffer_clear() for reuse. */
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "base/str.h"

struct buffer {
	char *data;
	size_t len;
	size_t cap;
	bool failed;
};

#define BUFFER_INIT                                                                                \
	{                                                                                              \
		NULL, 0, 0, false                                                                          \
	}

void buffer_dispose(struct buffer *b);
void buffer_clear(struct buffer *b); /* empties and clears the failure; keeps the memory */
bool buffer_grow(struct buffer *b, size_t more);

/* Makes room for `more` further bytes. Returns false if memory ran out. */
static inline bool buffer_reserve(struct buffer *b, size_t more)
{
	return (!b->failed && more <= b->cap - b->len) || buffer_grow(b, more);
}

static inline void buffer_add(struct buffer *b, const char *data, size_t len)
{
	if (!len || !buffer_reserve(b, len))
		return;
	memcpy(b->data + b->len, data, len);
	b->len += len;
}

static inline void buffer_add_char(struct buffer *b, char c)
{
	if (buffer_reserve(b, 1))
		b->data[b->len++] = c;
}

static inline void buffer_add_str(struct buffer *b, const char *text) /* NUL-terminated */
{
	buffer_add(b, text, strlen(text));
}

void buffer_repeat(struct buffer *b, char c, size_t times);
void buffer_printf(struct buffer *b, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_vprintf(struct buffer *b, const char *format, va_list args)
	__attribute__((format(printf, 2, 0)));
const char *buffer_cstr(struct buffer *b); /* NUL-terminated view; "" after a failure */

static inline moderato_str buffer_view(const struct buffer *b)
{
	moderato_str s = {b->data, b->len};
	return s;
}

/* `realloc` for n items of `size` bytes that fails instead of overflowing. */
void *resize_array(void *old, size_t n, size_t size);

/* Double a capacity until it holds `need` items, through resize_array(). On failure returns false
 * and leaves *items and *cap as they were. */
bool grow_array(void **items, size_t *cap, size_t need, size_t size);

#endif
