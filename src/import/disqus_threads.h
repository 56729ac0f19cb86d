/* SPDX-License-Identifier: MIT */
#ifndef IMPORT_DISQUS_THREADS_H
#define IMPORT_DISQUS_THREADS_H
/* The threads of a Disqus export by their ids: their pages' titles and addresses, which its
 * comments do not repeat. All of them are kept, 40 bytes each and their texts. */
#include <stdint.h>

#include "base/buffer.h"

#define DISQUS_THREADS_BYTES_MAX ((size_t)256 << 20) /* of ids, addresses and titles */

struct disqus_thread {
	uint64_t hash; /* of the id */
	size_t place;  /* in the texts; the id's is followed by the url's and the title's */
	uint32_t id_len, url_len, title_len;
	bool used;
};

struct disqus_threads {
	struct disqus_thread *slots; /* open addressing, a power of two */
	size_t n, n_slots;
	struct buffer texts;
	bool failed; /* out of memory */
};

void disqus_threads_dispose(struct disqus_threads *threads);

/* One of the same id replaces it. False: the texts would be over the limit, it is left out. */
bool disqus_threads_add(
	struct disqus_threads *threads, moderato_str id, moderato_str url, moderato_str title);

/* False: there is none. Absent texts are absent. */
bool disqus_threads_find(
	const struct disqus_threads *threads, moderato_str id, moderato_str *url, moderato_str *title);

#endif
