/* SPDX-License-Identifier: MIT */
/* Writes a bundle's heads as libsvm model files. */
#include <stdlib.h>

#include "base/buffer.h"
#include "base/fail.h"
#include "model/bundle.h"
#include "model/libsvm_text.h"
#include "moderato/exporter.h"

/* The caller's sink, as one payload. */
struct sink {
	moderato_sink sink;
	void *payload;
	moderato_error *err;
};

static moderato_status write_chunk(void *payload, const char *text, size_t len)
{
	const struct sink *s = payload;

	return s->sink(s->payload, text, len, s->err);
}

/* The linear head's weights by feature, unpacked from the code books. */
static double *unpack(const moderato_bundle *b, const struct bundle_head *head, size_t *n)
{
	const size_t buckets = (size_t)1 << b->shape->space.bits;
	const float *dense = b->linear.dense + head->column * b->shape->n_dense;
	double *weight;
	size_t i;

	*n = buckets + b->shape->n_dense;
	weight = resize_array(NULL, *n, sizeof(*weight));
	if (!weight)
		return NULL;
	for (i = 0; i < buckets; i++)
		weight[i] = (double)linear_weight(&b->linear, (uint32_t)i, head->column);
	for (i = 0; i < b->shape->n_dense; i++)
		weight[buckets + i] = (double)dense[i];
	return weight;
}

moderato_status moderato_export_libsvm(const moderato_bundle *bundle, size_t attribute,
	moderato_libsvm_type type, moderato_sink sink, void *payload, moderato_error *err)
{
	const enum libsvm_form form =
		type == MODERATO_LIBSVM_SVC ? LIBSVM_FORM_CLASS : LIBSVM_FORM_MARGIN;
	struct sink s = {sink, payload, err};
	const struct bundle_head *head;
	struct libsvm_sigmoid sigmoid;
	moderato_status status;
	double *weight;
	size_t n;

	if (attribute >= bundle->n_heads)
		return fail(
			err, MODERATO_EINVAL, "attribute %zu: the bundle has %zu", attribute, bundle->n_heads);
	head = bundle->heads[attribute];
	if (head->type == HEAD_SEVERITY)
		return fail(err, MODERATO_EINVAL, "%s is derived from other attributes: it has no head",
			head->attribute);
	sigmoid = (struct libsvm_sigmoid){head->calibration.a, head->calibration.b};
	if (head->type == HEAD_KERNEL)
		return libsvm_text_kernel(&bundle->kernels[attribute], form,
			head->calibration.type == CALIBRATION_PLATT ? &sigmoid : NULL, write_chunk, &s, err);
	weight = unpack(bundle, head, &n);
	if (!weight)
		return fail_no_memory(err);
	status = libsvm_text_linear(weight, n, head->bias, form,
		head->calibration.type == CALIBRATION_PLATT ? &sigmoid : NULL, write_chunk, &s, err);
	free(weight);
	return status;
}

moderato_status moderato_export_encoder_libsvm(const moderato_bundle *bundle, size_t attribute,
	moderato_libsvm_type type, moderato_sink sink, void *payload, moderato_error *err)
{
	const enum libsvm_form form =
		type == MODERATO_LIBSVM_SVC ? LIBSVM_FORM_CLASS : LIBSVM_FORM_MARGIN;
	struct sink s = {sink, payload, err};
	const struct encoder_head *head;
	const struct calibration *curve;
	struct libsvm_sigmoid sigmoid;
	moderato_status status;
	double *weight;
	size_t i;

	if (attribute >= bundle->n_heads || !bundle->encoder_heads[attribute].width)
		return fail(err, MODERATO_EINVAL, "it has no head for comments that are read twice");
	head = &bundle->encoder_heads[attribute];
	curve = head->is_comparable ? bundle_calibration(bundle, attribute) : &head->calibration;
	sigmoid = (struct libsvm_sigmoid){curve->a, curve->b};
	weight = resize_array(NULL, head->width + head->n, sizeof(*weight));
	if (!weight)
		return fail_no_memory(err);
	for (i = 0; i < head->width + head->n; i++)
		weight[i] = head->scale *
					(double)(i < head->width ? head->vector[i] : head->weight[i - head->width]);
	status =
		libsvm_text_linear(weight, head->width + head->n, head->shift + head->scale * head->bias,
			form, curve->type == CALIBRATION_PLATT ? &sigmoid : NULL, write_chunk, &s, err);
	free(weight);
	return status;
}
