/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_DISQUS_THREADS_H
#define IMPORT_DISQUS_THREADS_H
/* The threads of a Disqus export by their ids: their pages' titles and addresses, which its
 * comments do not repeat. All of them are kept, 56 bytes each and their texts. */
#include <stdbool.h>

#include "base/arena.h"
#include "base/string_table.h"

#define DISQUS_THREADS_BYTES_MAX ((size_t)256 << 20) /* of ids, addresses and titles */

struct disqus_thread {
	moderato_str url;
	moderato_str title;
};

struct disqus_threads {
	struct arena texts;
	struct string_table ids;
	struct disqus_thread *v; /* [ids.n] */
	size_t cap;
	size_t bytes; /* of texts, those that were replaced too */
	bool failed;  /* out of memory */
};

void disqus_threads_dispose(struct disqus_threads *threads);

/* One of the same id replaces it. False: the texts would be over the limit, it is left out. */
bool disqus_threads_add(
	struct disqus_threads *threads, moderato_str id, moderato_str url, moderato_str title);

/* False: there is none. Absent texts are absent. */
bool disqus_threads_find(
	const struct disqus_threads *threads, moderato_str id, moderato_str *url, moderato_str *title);

#endif
