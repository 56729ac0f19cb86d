/* SPDX-License-Identifier: MIT */
/* Writes a bundle file. bundle.c reads it and trusts nothing in it. */
#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "feature/heuristics.h"
#include "model/bundle.h"

#define ALIGN ((size_t)64)

/* The sections so far; their table is written last. */
struct layout {
	struct buffer *out;
	struct bundle_section table[2 + 4 * MODERATO_ATTRIBUTES_MAX + TERMSETS_MAX + 8];
	size_t n;
};

static void pad(struct buffer *out)
{
	while (out->len % ALIGN && !out->failed)
		buffer_add_char(out, '\0');
}

static void begin_section(struct layout *l, const char *tag, uint32_t number)
{
	struct bundle_section *s = &l->table[l->n++];

	pad(l->out);
	memset(s, 0, sizeof(*s));
	memcpy(s->tag, tag, sizeof(s->tag));
	s->number = number;
	s->offset = l->out->len;
}

static void end_section(struct layout *l)
{
	l->table[l->n - 1].len = l->out->len - l->table[l->n - 1].offset;
}

static void add_section(
	struct layout *l, const char *tag, uint32_t number, const void *data, size_t len)
{
	begin_section(l, tag, number);
	buffer_add(l->out, data, len);
	end_section(l);
}

static void add_vectors(struct layout *l, uint32_t number, const struct kernel_head *k)
{
	const uint64_t counts[2] = {k->n_sv, k->start[k->n_sv]};

	begin_section(l, "VECT", number);
	buffer_add(l->out, (const char *)counts, sizeof(counts));
	buffer_add(l->out, (const char *)k->coef, k->n_sv * sizeof(*k->coef));
	buffer_add(l->out, (const char *)k->start, (k->n_sv + 1) * sizeof(*k->start));
	buffer_add(l->out, (const char *)k->index, counts[1] * sizeof(*k->index));
	buffer_add(l->out, (const char *)k->value, counts[1] * sizeof(*k->value));
	end_section(l);
}

static void add_second(struct layout *l, uint32_t number, const struct second *s)
{
	const struct bundle_second head = {(uint32_t)s->n, (uint32_t)s->dims, s->bias, s->calibration};

	begin_section(l, "SECO", number);
	buffer_add(l->out, (const char *)&head, sizeof(head));
	buffer_add(l->out, (const char *)s->mean, second_floats(s->n, s->dims) * sizeof(*s->mean));
	end_section(l);
}

static void add_encoder_head(struct layout *l, uint32_t number, const struct encoder_head *h)
{
	const struct bundle_encoder_head head = {
		(uint32_t)h->width, (uint32_t)h->n, h->bias, h->from, h->calibration};

	begin_section(l, "ENCH", number);
	buffer_add(l->out, (const char *)&head, sizeof(head));
	buffer_add(
		l->out, (const char *)h->vector, encoder_head_floats(h->width, h->n) * sizeof(*h->vector));
	end_section(l);
}

static void add_embedding(struct layout *l, const struct embedding *e)
{
	const uint32_t counts[2] = {(uint32_t)e->n, (uint32_t)e->dims};

	begin_section(l, "EMBE", 0);
	buffer_add(l->out, (const char *)counts, sizeof(counts));
	buffer_add(l->out, (const char *)e->key, e->n * sizeof(*e->key));
	buffer_add(l->out, (const char *)e->vector, e->n * e->dims);
	buffer_add(l->out, (const char *)e->weight, e->n);
	end_section(l);
}

static void add_termset(struct layout *l, uint32_t number, const struct termset *set)
{
	char name[32] = {0};
	const uint64_t n = set->n;
	const size_t len = strlen(set->name);

	memcpy(name, set->name, len < sizeof(name) - 1 ? len : sizeof(name) - 1);
	begin_section(l, "TERM", number);
	buffer_add(l->out, name, sizeof(name));
	buffer_add(l->out, (const char *)&n, sizeof(n));
	buffer_add(l->out, (const char *)set->terms, set->n * sizeof(*set->terms));
	end_section(l);
}

static void add_linear(struct layout *l, const struct bundle_parts *parts)
{
	const struct bundle_shape *s = &parts->shape;

	add_section(l, "CODE", 0, parts->codes, ((size_t)1 << s->space.bits) * s->stride);
	add_section(l, "BOOK", 0, parts->books, (size_t)(1 + s->n_linear) * 256 * sizeof(float));
	add_section(l, "DENS", 0, parts->dense, (size_t)s->n_linear * s->n_dense * sizeof(float));
}

static void add_sections(struct layout *l, const struct bundle_parts *parts)
{
	uint32_t i;

	add_section(l, "SPAC", 0, &parts->shape, sizeof(parts->shape));
	for (i = 0; i < parts->shape.n_heads; i++) {
		add_section(l, "HEAD", i, &parts->heads[i], sizeof(parts->heads[i]));
		if (parts->heads[i].type == HEAD_KERNEL)
			add_vectors(l, i, &parts->kernels[i]);
		if (parts->second[i].n)
			add_second(l, i, &parts->second[i]);
		if (parts->encoder_heads[i].width)
			add_encoder_head(l, i, &parts->encoder_heads[i]);
	}
	if (parts->shape.kind == BUNDLE_COMMENTS)
		add_linear(l, parts);
	for (i = 0; i < parts->n_sets; i++)
		add_termset(l, i, &parts->sets[i]);
	if (parts->embedding.n)
		add_embedding(l, &parts->embedding);
	if (parts->rehearsal.len)
		add_section(l, "REHE", 0, parts->rehearsal.ptr, parts->rehearsal.len);
	if (parts->encoder.len)
		add_section(l, "ENCO", 0, parts->encoder.ptr, parts->encoder.len);
	add_section(l, "FACT", 0, parts->facts.ptr, parts->facts.len);
	add_section(l, "CARD", 0, parts->card.ptr, parts->card.len);
	if (parts->card_json.len)
		add_section(l, "CARJ", 0, parts->card_json.ptr, parts->card_json.len);
}

moderato_status bundle_build(
	const struct bundle_parts *parts, struct buffer *out, moderato_error *err)
{
	struct layout l = {.out = out};
	struct bundle_header header = {.format = BUNDLE_FORMAT, .feature_space = FEATURE_SPACE_VERSION};
	const size_t reserved = sizeof(header) + sizeof(l.table);

	buffer_clear(out);
	if (!buffer_reserve(out, reserved))
		return fail_no_memory(err);
	memset(out->data, 0, reserved);
	out->len = reserved;
	add_sections(&l, parts);
	pad(out);
	if (out->failed) {
		buffer_clear(out); /* so that a part of it is not mistaken for a bundle */
		return fail_no_memory(err);
	}
	memcpy(header.magic, BUNDLE_MAGIC, sizeof(header.magic));
	header.len = out->len;
	header.n_sections = (uint32_t)l.n;
	memcpy(out->data, &header, sizeof(header));
	memcpy(out->data + sizeof(header), l.table, l.n * sizeof(l.table[0]));
	header.checksum = bundle_checksum((const unsigned char *)out->data, out->len);
	memcpy(out->data, &header, sizeof(header));
	return MODERATO_OK;
}

/* ---- the same bundle with other settings ---- */

/* Writes the scores into the sections of the heads, which stand before their numbers. */
static void set_from(const moderato_bundle *bundle, const double *from, unsigned char *copy)
{
	struct bundle_header header;
	size_t i;

	for (i = 0; i < bundle->n_heads; i++) {
		const struct encoder_head *head = &bundle->encoder_heads[i];
		size_t at;

		if (!head->width)
			continue;
		at = (size_t)((const unsigned char *)head->vector - bundle->bytes) -
			 sizeof(struct bundle_encoder_head);
		memcpy(copy + at + offsetof(struct bundle_encoder_head, from), &from[i], sizeof(from[i]));
	}
	memcpy(&header, copy, sizeof(header));
	header.checksum = bundle_checksum(copy, bundle->len);
	memcpy(copy, &header, sizeof(header));
}

moderato_status moderato_bundle_with_second(
	const moderato_bundle *bundle, const double *from, moderato_str *bytes, moderato_error *err)
{
	unsigned char *copy;
	size_t i;

	*bytes = (moderato_str){NULL, 0};
	for (i = 0; i < bundle->n_heads; i++)
		if (bundle->encoder_heads[i].width && !isfinite(from[i]))
			return fail(err, MODERATO_EINVAL, "%s: not a score", bundle->heads[i]->attribute);
	if (bundle->forgot_encoder)
		return fail(err, MODERATO_EINVAL, "the bundle's encoder is not in memory any more");
	copy = malloc(bundle->len);
	if (!copy)
		return fail_no_memory(err);
	memcpy(copy, bundle->bytes, bundle->len);
	set_from(bundle, from, copy);
	*bytes = (moderato_str){(const char *)copy, bundle->len};
	return MODERATO_OK;
}
