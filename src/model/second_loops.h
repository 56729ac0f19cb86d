/* SPDX-License-Identifier: MIT */
/* The second stage's loops, included once for each level: LEVEL is its name, TARGET its
 * instructions. */
#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)

/* n inputs in standard deviations, clipped. */
TARGET static inline void PASTE(standardise_part_, LEVEL)(
	const float *input, const float *mean, const float *inverse, size_t n, float *z)
{
	const eight most = {SECOND_CLIP, SECOND_CLIP, SECOND_CLIP, SECOND_CLIP, SECOND_CLIP,
		SECOND_CLIP, SECOND_CLIP, SECOND_CLIP};
	size_t i;

	for (i = 0; i + 8 <= n; i += 8) {
		eight x = *(const eight *)(input + i) - *(const eight *)(mean + i);

		x *= *(const eight *)(inverse + i);
		x = CHOOSE(x > most, most, x);
		*(eight *)(z + i) = CHOOSE(x < -most, -most, x);
	}
	for (; i < n; i++) {
		const float x = (input[i] - mean[i]) * inverse[i];

		z[i] = x > SECOND_CLIP ? SECOND_CLIP : x < -SECOND_CLIP ? -SECOND_CLIP : x;
	}
}

TARGET static void PASTE(standardise_, LEVEL)(const struct second *s, const float *input, float *z)
{
	const size_t n = s->n;
	const size_t stride = second_stride(n);
	size_t i;

	PASTE(standardise_part_, LEVEL)(input, s->mean, s->inverse, n, z);
	for (i = n; i < stride; i++)
		z[i] = 0;
	PASTE(standardise_part_, LEVEL)(input + n, s->mean + n, s->inverse + n, s->dims, z + stride);
}

TARGET static inline float PASTE(add_lanes_, LEVEL)(const eight *sum)
{
	return (((*sum)[0] + (*sum)[4]) + ((*sum)[2] + (*sum)[6])) +
		   (((*sum)[1] + (*sum)[5]) + ((*sum)[3] + (*sum)[7]));
}

/* zᵀw + zᵀAz. The matrix is symmetric, so each product is added once and counted twice: row i is
 * multiplied only with the columns from i on. Overwrites z. */
TARGET static float PASTE(quadratic_, LEVEL)(const struct second *s, float *z)
{
	const size_t stride = second_stride(s->n);
	const float *row = s->matrix;
	eight sum = {0};
	float own = 0;
	size_t i;
	size_t j;

	for (i = 0; i < s->n; i++, row += stride) {
		const float zi = z[i];

		own += zi * (s->weight[i] - row[i] * zi);
		for (j = i / 8 * 8; j < stride; j += 8)
			sum += zi * (*(const eight *)(row + j) * *(const eight *)(z + j));
		z[i] = 0;
	}
	return own + 2 * PASTE(add_lanes_, LEVEL)(&sum);
}

/* vᵀ(u + Σ_k e_k c_k): first computes the vector's weights for this comment. */
TARGET static float PASTE(vector_part_, LEVEL)(const struct second *s, const float *z)
{
	const float *vector = z + second_stride(s->n);
	const float *linear = s->linear;
	const float first = z[s->crossed[0]];
	const float second = z[s->crossed[1]];
	eight sum = {0};
	size_t j;

	for (j = 0; j < s->dims; j += 8) {
		const eight by = *(const eight *)(linear + j) +
						 first * *(const eight *)(linear + s->dims + j) +
						 second * *(const eight *)(linear + 2 * s->dims + j);

		sum += by * *(const eight *)(vector + j);
	}
	return PASTE(add_lanes_, LEVEL)(&sum);
}

/* Returns the margin without the bias. Overwrites z. */
TARGET static float PASTE(margin_, LEVEL)(const struct second *s, float *z)
{
	const float vector = PASTE(vector_part_, LEVEL)(s, z);

	return PASTE(quadratic_, LEVEL)(s, z) + vector;
}

#undef LEVEL
#undef TARGET
#undef PASTE
#undef PASTE_
