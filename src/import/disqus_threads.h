/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_DISQUS_THREADS_H
#define IMPORT_DISQUS_THREADS_H
/* The threads of a Disqus export by their ids: the titles and addresses of their pages, which
 * the comments do not repeat, and which of them are deleted. All threads are kept; each takes 64
 * bytes and its texts. */
#include <stdbool.h>

#include "base/arena.h"
#include "base/limits.h"
#include "base/string_table.h"

struct disqus_thread {
	moderato_str url;
	moderato_str title;
	bool deleted;
};

struct disqus_threads {
	struct arena texts;
	struct string_table ids;
	struct disqus_thread *v; /* has ids.n elements */
	size_t cap;
	size_t bytes; /* size of all texts, including those that were replaced */
	bool failed;  /* out of memory */
};

void disqus_threads_dispose(struct disqus_threads *threads);

/* Adds a thread, which replaces one with the same id. Returns false, and leaves the thread out,
 * if the texts would exceed the limit. */
bool disqus_threads_add(
	struct disqus_threads *threads, moderato_str id, const struct disqus_thread *thread);

/* Finds a thread by its id; NULL if there is none. Texts that the thread lacks are absent. The
 * result is valid until the next one is added. */
const struct disqus_thread *disqus_threads_find(
	const struct disqus_threads *threads, moderato_str id);

#endif
