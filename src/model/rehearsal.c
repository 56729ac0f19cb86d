/* SPDX-License-Identifier: MIT */
#include "model/rehearsal.h"

#include <math.h>
#include <stdlib.h>

#include "base/fail.h"

void rehearsal_dispose(struct rehearsal *r)
{
	free(r->start);
	free(r->index);
	free(r->value);
	free(r->labels);
	free(r->held);
	*r = (struct rehearsal){.n = 0};
}

bool rehearsal_add(struct rehearsal *r)
{
	void *start = r->start;
	void *labels = r->labels;
	void *held = r->held;
	size_t caps[3] = {r->cap, r->cap, r->cap};
	bool ok = grow_array(&start, &caps[0], r->n + 2, sizeof(*r->start));

	r->start = start;
	ok = ok && grow_array(&labels, &caps[1], r->n + 2, MODERATO_ATTRIBUTES_MAX);
	r->labels = labels;
	ok = ok && grow_array(&held, &caps[2], r->n + 2, sizeof(*r->held));
	r->held = held;
	if (!ok)
		return false;
	r->cap = caps[0];
	if (!r->n)
		r->start[0] = 0;
	r->start[r->n + 1] = r->start[r->n];
	r->held[r->n] = 0;
	if (r->n_attributes)
		memset(r->labels + r->n * r->n_attributes, REHEARSAL_UNKNOWN, r->n_attributes);
	r->n++;
	return true;
}

bool rehearsal_add_feature(struct rehearsal *r, uint32_t index, float value)
{
	const size_t n = r->start[r->n];
	void *indices = r->index;
	void *values = r->value;
	size_t cap = r->cap_entries;
	bool ok = grow_array(&indices, &cap, n + 1, sizeof(*r->index));

	r->index = indices;
	ok = ok && grow_array(&values, &r->cap_entries, n + 1, sizeof(*r->value));
	r->value = values;
	if (!ok)
		return false;
	r->index[n] = index;
	r->value[n] = value;
	r->start[r->n]++;
	return true;
}

int rehearsal_column(const struct rehearsal *r, const char *attribute)
{
	size_t i;

	for (i = 0; i < r->n_attributes; i++)
		if (strcmp(r->attributes[i], attribute) == 0)
			return (int)i;
	return -1;
}

/* --- bits, the lowest first --- */

struct bit_writer {
	struct buffer *out;
	unsigned char byte;
	unsigned n; /* bits in it */
};

static void put_bits(struct bit_writer *w, uint32_t value, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++) {
		w->byte |= (unsigned char)((value >> i & 1) << w->n);
		if (++w->n == 8) {
			buffer_add_char(w->out, (char)w->byte);
			w->byte = 0;
			w->n = 0;
		}
	}
}

/* Writes n ones and a zero. */
static void put_unary(struct bit_writer *w, uint32_t n)
{
	for (; n; n--)
		put_bits(w, 1, 1);
	put_bits(w, 0, 1);
}

static void put_rice(struct bit_writer *w, uint32_t value, unsigned r)
{
	put_unary(w, value >> r);
	put_bits(w, value, r);
}

static void put_gamma(struct bit_writer *w, uint32_t value)
{
	unsigned n = 0;

	while (value >> (n + 1))
		n++;
	put_unary(w, n);
	put_bits(w, value, n);
}

/* --- writing --- */

/* Returns a comment's unit: the smallest count of its features, or 1 if it has none. */
static float unit_of(const struct rehearsal *r, const struct rehearsal_scale *s, size_t row)
{
	float unit = 0;
	size_t e;

	for (e = r->start[row]; e < r->start[row + 1] && r->index[e] >> s->bits == 0; e++) {
		const float scale = rehearsal_scale_of(s, r->index[e]);

		if (scale > 0 && r->value[e] > 0 && (unit == 0 || r->value[e] / scale < unit))
			unit = r->value[e] / scale;
	}
	return unit > 0 ? unit : 1.0f;
}

static bool is_written(const struct rehearsal *r, const struct rehearsal_scale *s, size_t e)
{
	return r->value[e] > 0 && rehearsal_scale_of(s, r->index[e]) > 0;
}

/* Returns the number of bits with which Rice's code is shortest: that of the mean distance. */
static unsigned rice_bits(uint32_t bits, size_t n)
{
	unsigned r = 0;

	while (r < bits && ((size_t)1 << bits) / (n ? n : 1) >> (r + 1))
		r++;
	return r;
}

static void write_hashed(struct bit_writer *w, const struct rehearsal *r,
	const struct rehearsal_scale *s, size_t row, size_t dense)
{
	const float unit = unit_of(r, s, row);
	uint32_t bits = 0;
	uint32_t last = UINT32_MAX; /* so that the first one's distance is its number + 1 */
	uint32_t n = 0;
	size_t e;

	for (e = r->start[row]; e < dense; e++)
		n += is_written(r, s, e);
	memcpy(&bits, &unit, sizeof(bits));
	put_bits(w, bits, 32);
	put_bits(w, n, 16);
	bits = rice_bits(s->bits, n);
	put_bits(w, bits, 5);
	for (e = r->start[row]; e < dense; e++) {
		double step;

		if (!is_written(r, s, e))
			continue;
		step = REHEARSAL_OCTAVE * log2((double)r->value[e] /
									   (double)rehearsal_scale_of(s, r->index[e]) / (double)unit);
		put_rice(w, r->index[e] - last - 1, bits);
		put_gamma(w, (uint32_t)(lround(fmin(fmax(step, 0), REHEARSAL_STEPS - 1)) + 1));
		last = r->index[e];
	}
}

static void write_comment(
	struct bit_writer *w, const struct rehearsal *r, const struct rehearsal_scale *s, size_t row)
{
	size_t dense = r->start[row];
	size_t a;
	size_t e;

	while (dense < r->start[row + 1] && r->index[dense] >> s->bits == 0)
		dense++;
	put_bits(w, r->held[row], 1);
	for (a = 0; a < r->n_attributes; a++) {
		const int8_t label = r->labels[row * r->n_attributes + a];

		put_bits(w, label < 0 ? 2 : (uint32_t)label, 2);
	}
	write_hashed(w, r, s, row, dense);
	put_bits(w, (uint32_t)(r->start[row + 1] - dense), REHEARSAL_DENSE_BITS);
	for (e = dense; e < r->start[row + 1]; e++)
		put_bits(w, r->index[e] - ((uint32_t)1 << s->bits), REHEARSAL_DENSE_BITS);
}

bool rehearsal_write(
	const struct rehearsal *r, const struct rehearsal_scale *scale, struct buffer *out)
{
	const uint32_t counts[2] = {(uint32_t)r->n_attributes, (uint32_t)r->n};
	struct bit_writer w = {.out = out};
	size_t i;

	buffer_add(out, (const char *)counts, sizeof(counts));
	for (i = 0; i < r->n_attributes; i++)
		buffer_add(out, r->attributes[i], sizeof(r->attributes[i]));
	for (i = 0; i < r->n; i++)
		write_comment(&w, r, scale, i);
	put_bits(&w, 0, (8 - w.n) % 8);
	return !out->failed;
}
