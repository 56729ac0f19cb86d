/* SPDX-License-Identifier: MIT */
#include "model/encoder_head.h"

void encoder_head_place(struct encoder_head *h, size_t width, size_t n, const float *floats)
{
	h->width = width;
	h->n = n;
	h->vector = floats;
	h->mean = h->vector + width;
	h->inverse = h->mean + n;
	h->weight = h->inverse + n;
}

void encoder_head_compare(struct encoder_head *h, const struct calibration *first)
{
	const struct calibration *own = &h->calibration;

	h->scale = 1;
	h->shift = 0;
	h->is_comparable = own->type == CALIBRATION_PLATT && first->type == CALIBRATION_PLATT &&
					   first->a < -1e-6 && own->a < 0;
	if (!h->is_comparable)
		return;
	h->scale = own->a / first->a;
	h->shift = (own->b - first->b) / first->a;
}

float encoder_head_standardise(const struct encoder_head *h, size_t i, float input)
{
	const float z = (input - h->mean[i]) * h->inverse[i];

	return z > SECOND_CLIP ? SECOND_CLIP : z < -SECOND_CLIP ? -SECOND_CLIP : z;
}

double encoder_head_vector_part(const struct encoder_head *h, const float *vector)
{
	double sum = 0;
	size_t i;

	for (i = 0; i < h->width; i++)
		sum += (double)vector[i] * (double)h->vector[i];
	return sum;
}

double encoder_head_margin(const struct encoder_head *h, const float *vector, const float *input)
{
	double sum = h->bias + encoder_head_vector_part(h, vector);
	size_t i;

	for (i = 0; i < h->n; i++)
		sum += (double)encoder_head_standardise(h, i, input[i]) * (double)h->weight[i];
	return h->shift + h->scale * sum;
}
