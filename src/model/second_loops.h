/* SPDX-License-Identifier: MIT */
/* The second stage's loops, included once for each level: LEVEL is its name, TARGET its
 * instructions. */
#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)

/* Inputs in standard deviations, clipped; zeros up to the stride. */
TARGET static void PASTE(standardise_, LEVEL)(const struct second *s, const float *input, float *z)
{
	const eight most = {SECOND_CLIP, SECOND_CLIP, SECOND_CLIP, SECOND_CLIP, SECOND_CLIP,
		SECOND_CLIP, SECOND_CLIP, SECOND_CLIP};
	size_t i;

	for (i = 0; i + 8 <= s->n; i += 8) {
		eight x = *(const eight *)(input + i) - *(const eight *)(s->mean + i);

		x *= *(const eight *)(s->inverse + i);
		x = CHOOSE(x > most, most, x);
		*(eight *)(z + i) = CHOOSE(x < -most, -most, x);
	}
	for (; i < s->n; i++) {
		const float x = (input[i] - s->mean[i]) * s->inverse[i];

		z[i] = x > SECOND_CLIP ? SECOND_CLIP : x < -SECOND_CLIP ? -SECOND_CLIP : x;
	}
	for (; i < second_stride(s->n); i++)
		z[i] = 0;
}

/* zᵀw + zᵀAz. The matrix is symmetric, so each product is added once and counted twice: row i is
 * multiplied with what stands from i on. Spends z. */
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
	return own +
		   2 * (((sum[0] + sum[4]) + (sum[2] + sum[6])) + ((sum[1] + sum[5]) + (sum[3] + sum[7])));
}

#undef LEVEL
#undef TARGET
#undef PASTE
#undef PASTE_
