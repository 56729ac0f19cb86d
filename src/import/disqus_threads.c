/* SPDX-License-Identifier: MIT */
#include "import/disqus_threads.h"

#include <stdlib.h>

#include "base/hash.h"

void disqus_threads_dispose(struct disqus_threads *threads)
{
	free(threads->slots);
	buffer_dispose(&threads->texts);
	*threads = (struct disqus_threads){.slots = NULL};
}

/* The id's slot, or the one that it would have. There is a free one. */
static struct disqus_thread *slot_of(
	const struct disqus_threads *threads, moderato_str id, uint64_t hash)
{
	size_t i = (size_t)hash & (threads->n_slots - 1);

	for (;; i = (i + 1) & (threads->n_slots - 1)) {
		struct disqus_thread *slot = &threads->slots[i];

		if (!slot->used || (slot->hash == hash && slot->id_len == id.len &&
							   !memcmp(threads->texts.data + slot->place, id.ptr, id.len)))
			return slot;
	}
}

static bool grow(struct disqus_threads *threads)
{
	struct disqus_thread *old = threads->slots;
	size_t n_old = threads->n_slots;
	size_t i;
	struct disqus_thread *slots = calloc(n_old ? n_old * 2 : 64, sizeof(*slots));

	if (!slots)
		return false;
	threads->slots = slots;
	threads->n_slots = n_old ? n_old * 2 : 64;
	for (i = 0; i < n_old; i++) {
		moderato_str id = {threads->texts.data + old[i].place, old[i].id_len};

		if (old[i].used)
			*slot_of(threads, id, old[i].hash) = old[i];
	}
	free(old);
	return true;
}

bool disqus_threads_add(
	struct disqus_threads *threads, moderato_str id, moderato_str url, moderato_str title)
{
	uint64_t hash = hash_bytes(id.ptr, id.len, 0);
	size_t place = threads->texts.len;
	struct disqus_thread *slot;

	if (place + id.len + url.len + title.len > DISQUS_THREADS_BYTES_MAX)
		return false;
	if (4 * (threads->n + 1) > 3 * threads->n_slots && !grow(threads)) {
		threads->failed = true;
		return true;
	}
	slot = slot_of(threads, id, hash);
	buffer_add(&threads->texts, id.ptr, id.len);
	buffer_add(&threads->texts, url.ptr, url.len);
	buffer_add(&threads->texts, title.ptr, title.len);
	if (threads->texts.failed) {
		threads->failed = true;
		return true;
	}
	threads->n += !slot->used;
	*slot = (struct disqus_thread){
		hash, place, (uint32_t)id.len, (uint32_t)url.len, (uint32_t)title.len, true};
	return true;
}

bool disqus_threads_find(
	const struct disqus_threads *threads, moderato_str id, moderato_str *url, moderato_str *title)
{
	const struct disqus_thread *slot;
	const char *text;

	if (!threads->n)
		return false;
	slot = slot_of(threads, id, hash_bytes(id.ptr, id.len, 0));
	if (!slot->used)
		return false;
	text = threads->texts.data + slot->place + slot->id_len;
	*url = (moderato_str){slot->url_len ? text : NULL, slot->url_len};
	*title = (moderato_str){slot->title_len ? text + slot->url_len : NULL, slot->title_len};
	return true;
}
