/* SPDX-License-Identifier: MIT */
/* Reads the heads of a bundle: the first stage, second stages, and those over what an encoder
 * finds. */
#include "model/bundle_read.h"

#include <math.h>
#include <string.h>

#include "base/ascii.h"
#include "base/fail.h"

/* Sets pointers into a VECT section. Returns false if its counts do not add up. */
static bool map_vectors(const unsigned char *p, size_t len, struct kernel_head *k)
{
	uint64_t counts[2];
	uint64_t need;

	if (len < sizeof(counts))
		return false;
	memcpy(counts, p, sizeof(counts));
	if (counts[0] > len || counts[1] > len)
		return false;
	need = sizeof(counts) + counts[0] * 8 + (counts[0] + 1) * 8 + counts[1] * 8;
	if (need != len)
		return false;
	k->n_sv = (size_t)counts[0];
	k->coef = (const double *)(const void *)(p + sizeof(counts));
	k->start = (const uint64_t *)(const void *)(k->coef + k->n_sv);
	k->index = (const uint32_t *)(const void *)(k->start + k->n_sv + 1);
	k->value = (const float *)(const void *)(k->index + counts[1]);
	return k->start[k->n_sv] == counts[1];
}

static bool vectors_ok(const struct kernel_head *k, size_t n_features)
{
	size_t i;
	uint64_t e;

	if (k->start[0] != 0)
		return false;
	for (i = 0; i < k->n_sv; i++) {
		if (!isfinite(k->coef[i]) || k->start[i + 1] < k->start[i] ||
			k->start[i + 1] > k->start[k->n_sv])
			return false;
		for (e = k->start[i]; e < k->start[i + 1]; e++)
			if (!isfinite(k->value[e]) || k->index[e] >= n_features ||
				(e > k->start[i] && k->index[e] <= k->index[e - 1]))
				return false;
	}
	return true;
}

static size_t bundle_features(const struct bundle_shape *s)
{
	return s->kind == BUNDLE_VECTORS ? s->n_features : ((size_t)1 << s->space.bits) + s->n_dense;
}

static moderato_status load_kernel(struct bundle_reading *l, uint32_t i)
{
	const struct bundle_head *h = l->b->heads[i];
	struct kernel_head *k = &l->b->kernels[i];
	size_t len;
	const void *p = bundle_section_of(l, "VECT", i, &len);

	if (!p || !map_vectors(p, len, k) || !vectors_ok(k, bundle_features(l->b->shape)))
		return bundle_bad(l, "support vectors");
	if (h->kernel.type > KERNEL_SIGMOID || !isfinite(h->kernel.gamma) ||
		!isfinite(h->kernel.coef0) || h->kernel.degree < 0 || h->kernel.degree > 100)
		return bundle_bad(l, "kernel parameters");
	k->params = h->kernel;
	k->rho = -h->bias;
	return MODERATO_OK;
}

static bool name_ok(const char *name, size_t size)
{
	size_t i;

	for (i = 0; i < size && name[i]; i++)
		if (!(ascii_is_lower(name[i]) || ascii_is_digit(name[i]) || name[i] == '_'))
			return false;
	return i > 0 && i < size;
}

bool bundle_attribute_ok(const char *name)
{
	return name_ok(name, sizeof(((struct bundle_head *)0)->attribute));
}

static moderato_status load_head(struct bundle_reading *l, uint32_t i)
{
	size_t len;
	const struct bundle_head *h = bundle_section_of(l, "HEAD", i, &len);
	uint32_t k;

	if (!h || len != sizeof(*h) || !name_ok(h->attribute, sizeof(h->attribute)) ||
		!memchr(h->description, '\0', sizeof(h->description)) || !isfinite(h->bias) ||
		h->calibration.n_knots > CALIBRATION_KNOTS_MAX || !calibration_is_valid(&h->calibration))
		return bundle_bad(l, "head");
	for (k = 0; k < i; k++)
		if (strcmp(l->b->heads[k]->attribute, h->attribute) == 0)
			return bundle_bad(l, "two heads of one name");
	l->b->heads[i] = h;
	switch ((enum head_type)h->type) {
	case HEAD_LINEAR:
		return h->column < l->b->shape->n_linear ? MODERATO_OK : bundle_bad(l, "head");
	case HEAD_KERNEL:
		l->b->has_kernel = true;
		return load_kernel(l, i);
	case HEAD_SEVERITY:
		return MODERATO_OK;
	}
	return bundle_bad(l, "head");
}

static moderato_status load_severity(struct bundle_reading *l)
{
	size_t i;
	size_t p;

	for (i = 0; i < l->b->n_heads; i++) {
		if (l->b->heads[i]->type != HEAD_SEVERITY)
			continue;
		for (p = 0; p < SEVERITY_PARTS; p++) {
			const int part = moderato_bundle_find(l->b, bundle_severity_parts[p]);

			if (part < 0 || l->b->heads[part]->type == HEAD_SEVERITY)
				return bundle_bad(l, "a derived attribute lacks its parts");
			l->b->parts[p] = part;
		}
	}
	return MODERATO_OK;
}

moderato_status bundle_read_heads(struct bundle_reading *l)
{
	moderato_status status;
	size_t total = 0;
	uint32_t i;

	for (i = 0; i < l->b->n_heads; i++) {
		status = load_head(l, i);
		if (status)
			return status;
		total += l->b->kernels[i].n_sv;
	}
	if (total) {
		l->b->norms = resize_array(NULL, total, sizeof(*l->b->norms));
		if (!l->b->norms)
			return fail_no_memory(l->err);
	}
	for (i = 0, total = 0; i < l->b->n_heads; i++) {
		if (l->b->heads[i]->type != HEAD_KERNEL)
			continue;
		kernel_norms(&l->b->kernels[i], l->b->norms + total);
		l->b->kernels[i].norm = l->b->norms + total;
		total += l->b->kernels[i].n_sv;
	}
	return load_severity(l);
}

typedef moderato_status load_part(struct bundle_reading *l, uint32_t head);

static moderato_status for_each_head(struct bundle_reading *l, load_part *load)
{
	moderato_status status = MODERATO_OK;
	uint32_t i;

	for (i = 0; !status && i < l->b->n_heads; i++)
		status = load(l, i);
	return status;
}

/* Loads head i's second stage, if it has one. */
static moderato_status load_second(struct bundle_reading *l, uint32_t i)
{
	struct second *s = &l->b->second[i];
	const size_t n_linear = l->b->shape->n_linear;
	const size_t n = second_inputs(n_linear);
	size_t len;
	const struct bundle_second *p = bundle_section_of(l, "SECO", i, &len);
	const float *floats;

	if (!p)
		return MODERATO_OK;
	if (l->b->heads[i]->type != HEAD_LINEAR || len < sizeof(*p) || p->n_inputs != n ||
		(p->dims && p->dims != l->b->embedding.dims) ||
		len != sizeof(*p) + second_floats(n, p->dims) * sizeof(float) || !isfinite(p->bias) ||
		p->calibration.n_knots > CALIBRATION_KNOTS_MAX || !calibration_is_valid(&p->calibration))
		return bundle_bad(l, "second stage");
	floats = (const float *)(const void *)(p + 1);
	if (!bundle_all_finite(floats, second_floats(n, p->dims)))
		return bundle_bad(l, "second stage");
	*s = (struct second){.bias = p->bias, .calibration = p->calibration};
	second_place(s, n, p->dims, floats);
	l->b->has_second = true;
	return MODERATO_OK;
}

moderato_status bundle_read_second_stages(struct bundle_reading *l)
{
	return for_each_head(l, load_second);
}

/* Loads head i's for comments that an encoder has read, if it has one. All are of one encoder. */
static moderato_status load_encoder_head(struct bundle_reading *l, uint32_t i)
{
	moderato_bundle *b = l->b;
	const size_t n = encoder_head_inputs(b->shape->n_linear);
	size_t len;
	const struct bundle_encoder_head *p = bundle_section_of(l, "ENCH", i, &len);
	const float *floats;

	if (!p)
		return MODERATO_OK;
	if (b->heads[i]->type != HEAD_LINEAR || !bundle_has_section(l, "ENCO") || len < sizeof(*p) ||
		!p->width || p->width > ENCODER_HEAD_WIDTH_MAX ||
		(b->encoder_width && p->width != b->encoder_width) || p->n_inputs != n ||
		len != sizeof(*p) + encoder_head_floats(p->width, n) * sizeof(float) ||
		!isfinite(p->bias) || !isfinite(p->from) ||
		p->calibration.n_knots > CALIBRATION_KNOTS_MAX || !calibration_is_valid(&p->calibration))
		return bundle_bad(l, "encoder's head");
	floats = (const float *)(const void *)(p + 1);
	if (!bundle_all_finite(floats, encoder_head_floats(p->width, n)))
		return bundle_bad(l, "encoder's head");
	b->encoder_width = p->width;
	b->encoder_heads[i] =
		(struct encoder_head){.bias = p->bias, .from = p->from, .calibration = p->calibration};
	encoder_head_place(&b->encoder_heads[i], p->width, n, floats);
	encoder_head_compare(&b->encoder_heads[i], bundle_calibration(b, i));
	return MODERATO_OK;
}

moderato_status bundle_read_encoder_heads(struct bundle_reading *l)
{
	return for_each_head(l, load_encoder_head);
}
