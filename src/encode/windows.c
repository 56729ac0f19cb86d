/* SPDX-License-Identifier: MIT */
#include "encode/windows.h"

#include <string.h>

void windows_pieces(const struct windows *w, size_t k, size_t *first, size_t *end)
{
	const size_t behind = w->pieces.n - 1;

	*first = 1 + k * w->size;
	*end = *first + w->size < behind ? *first + w->size : behind;
}

/* Writes each window's pieces between the marks of both ends. Returns how many ids there are. */
static size_t write_ids(const struct windows *w, uint32_t *ids, uint32_t *lengths)
{
	const struct pieces *p = &w->pieces;
	size_t len = 0;
	size_t k;

	for (k = 0; k < w->n; k++) {
		size_t first, end;

		windows_pieces(w, k, &first, &end);
		lengths[k] = (uint32_t)(end - first + PIECES_MIN);
		ids[len++] = p->ids[0];
		memcpy(ids + len, p->ids + first, (end - first) * sizeof(*ids));
		len += end - first;
		ids[len++] = p->ids[p->n - 1];
	}
	return len;
}

bool windows_read(const struct encoder_file *file, const struct text *reading, struct arena *arena,
	struct windows *out)
{
	const struct encoder *e = &file->encoder;
	const size_t room = e->places - PIECES_MIN;
	uint32_t lengths[WINDOWS_MAX];
	uint32_t *ids;
	float *vector;
	size_t n;

	if (!pieces_of(
			&file->vocabulary, reading, WINDOWS_MAX * room + PIECES_MIN, arena, &out->pieces))
		return false;
	n = out->pieces.n - PIECES_MIN;
	out->n = n > room ? (n + room - 1) / room : 1;
	out->size = (n + out->n - 1) / out->n;
	ids = arena_array(arena, n + out->n * PIECES_MIN, sizeof(*ids));
	vector = arena_array(arena, out->n * e->width, sizeof(*vector));
	if (!ids || !vector)
		return false;
	write_ids(out, ids, lengths);
	if (!encoder_vectors(e, arena, ids, lengths, out->n, vector))
		return false;
	out->vector = vector;
	return true;
}

void windows_mix(const float *vector, size_t n, size_t width, size_t worst, float *out)
{
	size_t d, k;

	for (d = 0; d < width; d++) {
		float mean = 0;

		for (k = 0; k < n; k++)
			mean += vector[k * width + d];
		out[d] = n > 1 ? 0.5f * (mean / (float)n + vector[worst * width + d]) : vector[d];
	}
}
