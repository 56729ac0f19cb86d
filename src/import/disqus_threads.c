/* SPDX-License-Identifier: MIT */
#include "import/disqus_threads.h"

#include <stdlib.h>

#include "base/buffer.h"

void disqus_threads_dispose(struct disqus_threads *threads)
{
	arena_dispose(&threads->texts);
	string_table_dispose(&threads->ids);
	free(threads->v);
	*threads = (struct disqus_threads){0};
}

/* Returns the number of an id, which may be new, or STRING_TABLE_NONE if out of memory. */
static uint32_t number_of(struct disqus_threads *threads, moderato_str id)
{
	const uint32_t number = string_table_find(&threads->ids, id);
	void *v = threads->v;

	if (number != STRING_TABLE_NONE)
		return number;
	if (!grow_array(&v, &threads->cap, threads->ids.n + 1, sizeof(*threads->v)))
		return STRING_TABLE_NONE;
	threads->v = v;
	threads->v[threads->ids.n] = (struct disqus_thread){.deleted = false};
	if (!arena_copy_str(&threads->texts, &id, id) || !string_table_add(&threads->ids, id))
		return STRING_TABLE_NONE;
	return (uint32_t)threads->ids.n - 1;
}

bool disqus_threads_add(
	struct disqus_threads *threads, moderato_str id, const struct disqus_thread *thread)
{
	const size_t bytes = threads->bytes + id.len + thread->url.len + thread->title.len;
	uint32_t number;

	if (bytes > DISQUS_THREADS_BYTES_MAX)
		return false;
	threads->bytes = bytes;
	number = number_of(threads, id);
	threads->failed |= number == STRING_TABLE_NONE ||
					   !arena_copy_str(&threads->texts, &threads->v[number].url, thread->url) ||
					   !arena_copy_str(&threads->texts, &threads->v[number].title, thread->title);
	if (!threads->failed)
		threads->v[number].deleted = thread->deleted;
	return true;
}

const struct disqus_thread *disqus_threads_find(
	const struct disqus_threads *threads, moderato_str id)
{
	const uint32_t number = string_table_find(&threads->ids, id);

	return number == STRING_TABLE_NONE ? NULL : &threads->v[number];
}
