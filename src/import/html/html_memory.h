/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_HTML_MEMORY_H
#define IMPORT_HTML_MEMORY_H
/* Memory for a parser that asks for millions of small pieces, frees them in any order and never all
 * of them: they come from chunks, and are freed as a whole. A piece takes 8 bytes more than was
 * asked for, where malloc() takes 16 to 24 and a list of all pieces another 16. */
#include <stdbool.h>
#include <stddef.h>

struct html_memory;

/* Makes a memory that gives at most `max` bytes; NULL: out of memory. */
struct html_memory *html_memory_new(size_t max);
void html_memory_free(struct html_memory *memory); /* NULL is fine */

/* Returns a piece, aligned for pointers, or NULL: then html_memory_is_full() tells whether the
 * limit was met or the system is out of memory. */
void *html_memory_take(struct html_memory *memory, size_t size);
void html_memory_give_back(struct html_memory *memory, void *piece); /* NULL is fine */
bool html_memory_is_full(const struct html_memory *memory);

#endif
