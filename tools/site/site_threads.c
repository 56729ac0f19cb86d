/* SPDX-License-Identifier: MIT */
#include "site/site_threads.h"

#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

/* Stores a name, unless the names would take too many bytes. Returns false if memory is out. */
static bool keep(struct site_threads *threads, moderato_str name)
{
	void *numbers = threads->number;

	if (name.len > SITE_THREAD_BYTES_MAX - threads->used)
		return true;
	if (!threads->bytes)
		threads->bytes = malloc(SITE_THREAD_BYTES_MAX);
	if (!threads->bytes ||
		!grow_array(&numbers, &threads->cap, threads->names.n + 1, sizeof(*threads->number)))
		return false;
	threads->number = numbers;
	threads->number[threads->names.n] = (uint32_t)threads->n;
	memcpy(threads->bytes + threads->used, name.ptr, name.len);
	name.ptr = threads->bytes + threads->used;
	threads->used += name.len;
	return string_table_add(&threads->names, name);
}

bool site_threads_find(struct site_threads *threads, moderato_str name, size_t *number)
{
	const uint32_t known = string_table_find(&threads->names, name);

	*number = known == STRING_TABLE_NONE ? 0 : threads->number[known];
	if (*number)
		return true;
	threads->n++;
	return keep(threads, name);
}

void site_threads_dispose(struct site_threads *threads)
{
	free(threads->bytes);
	free(threads->number);
	string_table_dispose(&threads->names);
	*threads = (struct site_threads){0};
}
