/* SPDX-License-Identifier: MIT */
/* Decodes a sample. It is untrusted: each count and number is checked, and nothing is read beyond
 * the section's end. */
#include <math.h>

#include "base/fail.h"
#include "model/rehearsal.h"

#define HEADER_BYTES 8

/* --- bits, the lowest first --- */

struct bit_reader {
	const unsigned char *bytes;
	size_t len; /* bits */
	size_t at;
	bool failed; /* it read beyond the end or an invalid code: from then on all numbers are 0 */
};

static uint32_t get_bits(struct bit_reader *r, unsigned n)
{
	uint32_t value = 0;
	unsigned i;

	if (r->failed || n > r->len - r->at) {
		r->failed = true;
		return 0;
	}
	for (i = 0; i < n; i++, r->at++)
		value |= (uint32_t)(r->bytes[r->at / 8] >> r->at % 8 & 1) << i;
	return value;
}

/* Reads a unary number of at most `max`. */
static uint32_t get_unary(struct bit_reader *r, uint32_t max)
{
	uint32_t n = 0;

	while (get_bits(r, 1))
		if (++n > max)
			r->failed = true;
	return r->failed ? 0 : n;
}

static uint32_t get_rice(struct bit_reader *r, unsigned bits, uint32_t max)
{
	const uint32_t high = get_unary(r, max >> bits);

	return high << bits | get_bits(r, bits);
}

static uint32_t get_gamma(struct bit_reader *r)
{
	const unsigned n = get_unary(r, 16);

	return (uint32_t)1 << n | get_bits(r, n);
}

/* --- the section --- */

static bool read_header(struct rehearsal *r, moderato_str section, size_t *n)
{
	uint32_t counts[2];
	size_t i;

	if (section.len < sizeof(counts) || section.len > REHEARSAL_BYTES_MAX)
		return false;
	memcpy(counts, section.ptr, sizeof(counts));
	if (counts[0] < 1 || counts[0] > MODERATO_ATTRIBUTES_MAX ||
		counts[1] > REHEARSAL_COMMENTS_MAX ||
		section.len < HEADER_BYTES + counts[0] * sizeof(r->attributes[0]))
		return false;
	memcpy(r->attributes, section.ptr + HEADER_BYTES, counts[0] * sizeof(r->attributes[0]));
	for (i = 0; i < counts[0]; i++) {
		if (!memchr(r->attributes[i], '\0', sizeof(r->attributes[i])) ||
			!bundle_attribute_ok(r->attributes[i]) ||
			rehearsal_column(r, r->attributes[i]) >= 0) /* n_attributes is still i */
			return false;
		r->n_attributes++;
	}
	*n = counts[1];
	return true;
}

static bool read_labels(struct rehearsal *r, struct bit_reader *bits)
{
	int8_t *label = r->labels + (r->n - 1) * r->n_attributes;
	size_t a;

	r->held[r->n - 1] = (uint8_t)get_bits(bits, 1);
	for (a = 0; a < r->n_attributes; a++) {
		const uint32_t code = get_bits(bits, 2);

		if (code > 2)
			return false;
		label[a] = code == 2 ? REHEARSAL_UNKNOWN : (int8_t)code;
	}
	return !bits->failed;
}

/* Reads a comment's hashed features. On MODERATO_EFORMAT the caller writes the message. */
static moderato_status read_hashed(
	struct rehearsal *r, const struct rehearsal_scale *s, struct bit_reader *bits)
{
	const uint32_t n_buckets = (uint32_t)1 << s->bits;
	const uint32_t raw = get_bits(bits, 32);
	uint32_t n = get_bits(bits, 16);
	const unsigned rice = get_bits(bits, 5);
	uint32_t next = 0; /* the smallest possible bucket */
	float unit;

	memcpy(&unit, &raw, sizeof(unit));
	if (!isfinite(unit) || unit <= 0 || unit > 1e6f || rice > s->bits)
		return MODERATO_EFORMAT;
	for (; n && !bits->failed; n--) {
		const uint32_t distance = get_rice(bits, rice, n_buckets);
		const uint32_t step = get_gamma(bits) - 1;
		float value;

		if (bits->failed || step >= REHEARSAL_STEPS || next >= n_buckets ||
			distance >= n_buckets - next)
			return MODERATO_EFORMAT;
		next += distance;
		value = unit * (float)exp2(step / REHEARSAL_OCTAVE) * rehearsal_scale_of(s, next);
		if (!isfinite(value) || value <= 0)
			return MODERATO_EFORMAT;
		if (!rehearsal_add_feature(r, next, value))
			return MODERATO_ENOMEM;
		next++;
	}
	return bits->failed ? MODERATO_EFORMAT : MODERATO_OK;
}

static moderato_status read_dense(
	struct rehearsal *r, const struct rehearsal_scale *s, struct bit_reader *bits)
{
	uint32_t n = get_bits(bits, REHEARSAL_DENSE_BITS);
	uint32_t next = 0;

	for (; n && !bits->failed; n--) {
		const uint32_t index = get_bits(bits, REHEARSAL_DENSE_BITS);

		if (index < next || index >= s->n_dense)
			return MODERATO_EFORMAT;
		if (!rehearsal_add_feature(r, ((uint32_t)1 << s->bits) + index, s->dense_value))
			return MODERATO_ENOMEM;
		next = index + 1;
	}
	return bits->failed ? MODERATO_EFORMAT : MODERATO_OK;
}

static moderato_status read_comments(
	struct rehearsal *r, const struct rehearsal_scale *s, struct bit_reader *bits, size_t n)
{
	moderato_status status = MODERATO_OK;

	for (; !status && n; n--) {
		if (!rehearsal_add(r))
			return MODERATO_ENOMEM;
		status = read_labels(r, bits) ? read_hashed(r, s, bits) : MODERATO_EFORMAT;
		if (!status)
			status = read_dense(r, s, bits);
	}
	return status;
}

moderato_status rehearsal_read(
	const moderato_bundle *bundle, struct rehearsal *out, moderato_error *err)
{
	const struct bundle_shape *shape = bundle->shape;
	const struct rehearsal_scale scale = {bundle->linear.codes, bundle->linear.stride,
		bundle->linear.books, shape->space.bits, shape->n_dense, shape->space.dense_value};
	const moderato_str section = bundle->rehearsal;
	struct bit_reader bits;
	moderato_status status = MODERATO_EFORMAT;
	size_t n;

	*out = (struct rehearsal){.n = 0};
	if (!section.len)
		return MODERATO_OK;
	if (shape->kind == BUNDLE_COMMENTS && read_header(out, section, &n)) {
		const size_t head = HEADER_BYTES + out->n_attributes * sizeof(out->attributes[0]);

		bits = (struct bit_reader){
			.bytes = (const unsigned char *)section.ptr + head, .len = (section.len - head) * 8};
		status = read_comments(out, &scale, &bits, n);
	}
	if (status == MODERATO_ENOMEM)
		return fail_no_memory(err);
	return status ? fail(err, status, "damaged bundle: rehearsal") : MODERATO_OK;
}
