/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_XML_REPAIR_H
#define IMPORT_XML_REPAIR_H
/* Repairs bytes that XML does not allow. A byte that is not UTF-8 is taken as Windows-1252, as
 * browsers do; characters that are cut short or forbidden become U+FFFD. */
#include <stdbool.h>

#include "base/buffer.h"

/* Where repaired text came from: text[fed…] stands for original[orig…], until the next
 * segment. */
struct xml_segment {
	size_t fed;
	size_t orig;
};

struct xml_map {
	struct xml_segment *segments; /* in ascending order */
	size_t n, cap;
	bool failed;
	size_t converted;    /* how many bytes were taken as Windows-1252 */
	size_t converted_to; /* where in the original the last of them ends, as some are read again */
};

void xml_map_dispose(struct xml_map *map);
void xml_map_add(struct xml_map *map, size_t fed, size_t orig);
void xml_map_forget(struct xml_map *map, size_t fed); /* earlier places are not asked for again */
size_t xml_map_search(const struct xml_map *map, size_t fed);

/* Returns the place in the original. Most text needs no repair and is one segment. */
static inline size_t xml_map_find(const struct xml_map *map, size_t fed)
{
	const struct xml_segment *first = map->segments;

	return map->n == 1 && fed >= first->fed ? first->orig + (fed - first->fed)
											: xml_map_search(map, fed);
}

/* Returns how many bytes at the front need no repair. */
size_t xml_clean_len(moderato_str bytes);

/* Returns how many bytes at the end may be the beginning of a character. */
size_t xml_cut_len(moderato_str bytes);

/* Appends `bytes`, repaired. `fed` and `orig` are the places where `out` and `bytes` begin. */
void xml_repair(
	struct buffer *out, moderato_str bytes, struct xml_map *map, size_t fed, size_t orig);

#endif
