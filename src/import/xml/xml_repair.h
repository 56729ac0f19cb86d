/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_XML_REPAIR_H
#define IMPORT_XML_REPAIR_H
/* Bytes that XML may not hold, made such as it may: a byte that is no UTF-8 is taken as
 * Windows-1252, as browsers do; characters that are cut short or forbidden become U+FFFD. */
#include <stdbool.h>

#include "base/buffer.h"

/* Where repaired text came from: text[fed…] is of original[orig…], until the next one. */
struct xml_segment {
	size_t fed;
	size_t orig;
};

struct xml_map {
	struct xml_segment *segments; /* ascending */
	size_t n, cap;
	bool failed;
};

void xml_map_dispose(struct xml_map *map);
void xml_map_add(struct xml_map *map, size_t fed, size_t orig);
void xml_map_forget(struct xml_map *map, size_t fed); /* what lies before is not asked for again */
size_t xml_map_find(const struct xml_map *map, size_t fed);

/* Bytes from the front that need no repair. */
size_t xml_clean_len(moderato_str bytes);

/* Bytes at the end that may be the beginning of a character. */
size_t xml_cut_len(moderato_str bytes);

/* Append `bytes`, repaired. `fed` and `orig` are where `out` and `bytes` begin. */
void xml_repair(
	struct buffer *out, moderato_str bytes, struct xml_map *map, size_t fed, size_t orig);

#endif
