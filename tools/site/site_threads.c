/* SPDX-License-Identifier: MIT */
#include "site/site_threads.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash.h"

enum { PROBES_MAX = 64 };

/* Its slot, or the empty one where it belongs; NULL: whoever chose the names has seen to it that
 * too many fall together, and searching on would take quadratic time. */
static struct site_thread *slot_of(const struct site_threads *threads, moderato_str name)
{
	const size_t hash = (size_t)hash_bytes(name.ptr, name.len, 0);
	size_t i;

	for (i = 0; i < PROBES_MAX; i++) {
		struct site_thread *slot = &threads->slots[(hash + i) & (threads->n_slots - 1)];

		if (!slot->number ||
			(slot->len == name.len && memcmp(threads->bytes + slot->at, name.ptr, name.len) == 0))
			return slot;
	}
	return NULL;
}

/* At most half of the slots are in use. */
static bool grow(struct site_threads *threads)
{
	const struct site_threads old = *threads;
	struct site_thread *slots;
	size_t i;

	if (2 * threads->n_kept < threads->n_slots)
		return true;
	if (!threads->bytes)
		threads->bytes = malloc(SITE_THREAD_BYTES_MAX);
	slots = calloc(old.n_slots ? 2 * old.n_slots : 1024, sizeof(*slots));
	if (!slots || !threads->bytes) {
		free(slots);
		return false;
	}
	threads->slots = slots;
	threads->n_slots = old.n_slots ? 2 * old.n_slots : 1024;
	for (i = 0; i < old.n_slots; i++) {
		const struct site_thread *from = &old.slots[i];
		struct site_thread *to =
			from->number ? slot_of(threads, (moderato_str){threads->bytes + from->at, from->len})
						 : NULL;

		if (to)
			*to = *from;
	}
	free(old.slots);
	return true;
}

bool site_threads_find(struct site_threads *threads, moderato_str name, size_t *number)
{
	struct site_thread *slot;

	if (!grow(threads))
		return false;
	slot = slot_of(threads, name);
	*number = slot ? slot->number : 0;
	if (*number)
		return true;
	threads->n++;
	if (!slot || name.len > SITE_THREAD_BYTES_MAX - threads->used)
		return true;
	*slot = (struct site_thread){(unsigned)threads->used, (unsigned)name.len, (unsigned)threads->n};
	memcpy(threads->bytes + threads->used, name.ptr, name.len);
	threads->used += name.len;
	threads->n_kept++;
	return true;
}

void site_threads_dispose(struct site_threads *threads)
{
	free(threads->bytes);
	free(threads->slots);
	*threads = (struct site_threads){0};
}
