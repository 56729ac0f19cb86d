/* SPDX-License-Identifier: MIT */
#include "import/xml/xml_repair.h"

#include <stdint.h>
#include <stdlib.h>

#include "base/codepoint.h"
#include "base/utf8.h"
#include "base/windows_1252.h"

void xml_map_dispose(struct xml_map *map)
{
	free(map->segments);
	*map = (struct xml_map){.segments = NULL};
}

void xml_map_add(struct xml_map *map, size_t fed, size_t orig)
{
	if (!grow_array((void **)&map->segments, &map->cap, map->n + 1, sizeof(*map->segments)))
		map->failed = true;
	else
		map->segments[map->n++] = (struct xml_segment){fed, orig};
}

/* Returns the index of the last segment that begins at or before `fed`. */
static size_t segment_of(const struct xml_map *map, size_t fed)
{
	size_t low = 0;
	size_t high = map->n;

	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;

		if (map->segments[middle].fed <= fed)
			low = middle;
		else
			high = middle;
	}
	return low;
}

void xml_map_forget(struct xml_map *map, size_t fed)
{
	size_t first = map->n > 1 ? segment_of(map, fed) : 0;

	if (!first)
		return;
	map->n -= first;
	memmove(map->segments, map->segments + first, map->n * sizeof(*map->segments));
}

size_t xml_map_search(const struct xml_map *map, size_t fed)
{
	size_t i = segment_of(map, fed);
	size_t orig;

	if (!map->n || fed < map->segments[i].fed)
		return map->n ? map->segments[0].orig : 0;
	orig = map->segments[i].orig + (fed - map->segments[i].fed);
	return i + 1 < map->n && orig > map->segments[i + 1].orig ? map->segments[i + 1].orig : orig;
}

/* Returns whether one of the eight bytes is below a space. */
static bool has_control(const char *p)
{
	const uint64_t ones = 0x0101010101010101u;
	uint64_t word;

	memcpy(&word, p, 8);
	return ((word - 0x20 * ones) & ~word & 0x80 * ones) != 0;
}

static bool is_allowed_control(char c)
{
	return c == '\t' || c == '\n' || c == '\r';
}

/* Returns whether the character is U+FFFE or U+FFFF. */
static bool is_noncharacter(const char *p, size_t left)
{
	return left >= 3 && !memcmp(p, "\xef\xbf", 2) && (unsigned char)p[2] >= 0xbe;
}

/* Returns whether bytes that are valid UTF-8 contain characters that XML forbids. */
static bool has_forbidden(moderato_str s)
{
	const char *p = s.ptr;
	size_t i = 0;
	size_t k;

	while (i < s.len) {
		if (s.len - i >= 8 && !has_control(p + i)) {
			i += 8;
			continue;
		}
		for (k = 0; k < 8 && i < s.len; k++, i++)
			if ((unsigned char)p[i] < 0x20 && !is_allowed_control(p[i]))
				return true;
	}
	/* memchr() skips what has no such byte several times as fast as memmem() does two of them. */
	for (p = s.ptr; (p = memchr(p, '\xef', s.len - (size_t)(p - s.ptr))); p++)
		if (is_noncharacter(p, s.len - (size_t)(p - s.ptr)))
			return true;
	return false;
}

/* Returns the length of the character at the front. *good says whether XML allows it. */
static size_t next(const char *p, size_t left, bool *good)
{
	if ((unsigned char)*p < 0x80) {
		*good = (unsigned char)*p >= 0x20 || is_allowed_control(*p);
		return 1;
	}
	if (is_noncharacter(p, left)) {
		*good = false;
		return 3;
	}
	return utf8_next(p, left, good);
}

size_t xml_clean_len(moderato_str bytes)
{
	size_t i = 0;
	size_t len;
	bool good;

	if (utf8_valid(bytes.ptr, bytes.len) && !has_forbidden(bytes))
		return bytes.len;
	while (i < bytes.len) {
		len = next(bytes.ptr + i, bytes.len - i, &good);
		if (!good)
			break;
		i += len;
	}
	return i;
}

size_t xml_cut_len(moderato_str bytes)
{
	size_t n = 0;

	while (n < bytes.len && n < 3) {
		unsigned char c = (unsigned char)bytes.ptr[bytes.len - ++n];

		if (c >= 0xc0)
			return n < (c >= 0xf0 ? 4u : c >= 0xe0 ? 3u : 2u) ? n : 0;
		if (c < 0x80)
			return 0;
	}
	return 0;
}

void xml_repair(
	struct buffer *out, moderato_str bytes, struct xml_map *map, size_t fed, size_t orig)
{
	const size_t before = out->len;
	size_t i = 0;

	while (i < bytes.len) {
		moderato_str rest = {bytes.ptr + i, bytes.len - i};
		size_t clean = 0;
		bool good = true;
		size_t len = 0;

		while (clean < rest.len) {
			len = next(rest.ptr + clean, rest.len - clean, &good);
			if (!good)
				break;
			clean += len;
		}
		buffer_add(out, rest.ptr, clean);
		i += clean;
		if (good)
			break;
		xml_map_add(map, fed + out->len - before, orig + i);
		if (windows_1252_code(bytes.ptr + i, len) != REPLACEMENT && orig + i >= map->converted_to) {
			map->converted++;
			map->converted_to = orig + i + len;
		}
		if (buffer_reserve(out, 4))
			out->len += codepoint_put(out->data + out->len, windows_1252_code(bytes.ptr + i, len));
		i += len;
		xml_map_add(map, fed + out->len - before, orig + i);
	}
	map->failed |= out->failed;
}
