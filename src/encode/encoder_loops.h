/* SPDX-License-Identifier: MIT */
/* The float loops of encoder_kernels.c, included once for each level: LEVEL is its name, TARGET its
 * instructions, FLIP and PRODUCT the int8 product that goes with them. Each operation is one on 16
 * lanes, never contracted, so that all levels round alike. */
#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define INLINE TARGET static inline __attribute__((always_inline))
#define load PASTE(load_, LEVEL)
#define store PASTE(store_, LEVEL)
#define sum_of PASTE(sum_of_, LEVEL)
#define larger PASTE(larger_, LEVEL)
#define largest_of PASTE(largest_of_, LEVEL)
#define exp_of PASTE(exp_of_, LEVEL)

INLINE floats load(const float *p)
{
	floats v;

	memcpy(&v, p, sizeof(v));
	return v;
}

INLINE void store(float *p, floats v)
{
	memcpy(p, &v, sizeof(v));
}

INLINE floats larger(floats a, floats b)
{
	const ints which = a > b;

	return (floats)(((ints)a & which) | ((ints)b & ~which));
}

INLINE float sum_of(floats v)
{
	float lane[LANES];
	size_t half, i;

	store(lane, v);
	for (half = LANES / 2; half; half /= 2)
		for (i = 0; i < half; i++)
			lane[i] += lane[i + half];
	return lane[0];
}

INLINE float largest_of(floats v)
{
	float lane[LANES];
	size_t i;

	store(lane, v);
	for (i = 1; i < LANES; i++)
		if (lane[i] > lane[0])
			lane[0] = lane[i];
	return lane[0];
}

/* e^x for x <= 0, to about two units in the last place: 2^n times a polynomial of what is left. */
INLINE floats exp_of(floats x)
{
	const floats shift = (floats){0} + 12582912.0f; /* adding it rounds to an integer */
	floats n, r, p;

	x = larger(x, (floats){0} - 87.0f);
	n = (x * 1.44269504f + shift) - shift;
	r = (x - n * 0.693359375f) + n * 2.12194440e-4f;
	p = 1.9875691500e-4f * r + 1.3981999507e-3f;
	p = p * r + 8.3334519073e-3f;
	p = p * r + 4.1665795894e-2f;
	p = p * r + 1.6666665459e-1f;
	p = p * r + 5.0000001201e-1f;
	p = (p * r) * r + r + 1.0f;
	return p * (floats)((__builtin_convertvector(n, ints) + 127) << 23);
}

/* x * (1 + erf(x / sqrt 2)) / 2; erf as a quotient of polynomials, to 1e-6. */
TARGET static void PASTE(gelu_, LEVEL)(float *x, size_t n)
{
	const floats end = (floats){0} + 4.0f;
	size_t i;

	for (i = 0; i < n; i += LANES) {
		const floats v = load(x + i);
		const floats y = -larger(-larger(v * 0.70710678f, -end), -end);
		const floats y2 = y * y;
		floats p = -2.72614225801306e-10f * y2 + 2.77068142495902e-08f;
		floats q = -1.45660718464996e-05f * y2 - 2.13374055278905e-04f;

		p = p * y2 - 2.10102402082508e-06f;
		p = p * y2 - 5.69250639462346e-05f;
		p = p * y2 - 7.34990630326855e-04f;
		p = p * y2 - 2.95459980854025e-03f;
		p = p * y2 - 1.60960333262415e-02f;
		q = q * y2 - 1.68282697438203e-03f;
		q = q * y2 - 7.37332916720468e-03f;
		q = q * y2 - 1.42647390514189e-02f;
		store(x + i, v * 0.5f * (1.0f + y * p / q));
	}
}

TARGET static void PASTE(quantise_, LEVEL)(
	const float *x, size_t n, size_t width, uint8_t flip, uint8_t *to, float *scale)
{
	const floats shift = (floats){0} + 12582912.0f;
	size_t t, i;

	for (t = 0; t < n; t++, x += width, to += width) {
		floats most = {0};
		float end, by;

		for (i = 0; i < width; i += LANES) {
			const floats v = load(x + i);

			most = larger(larger(most, v), -v);
		}
		end = largest_of(most);
		by = end > 0 ? 127.0f / end : 0;
		scale[t] = end / 127.0f;
		for (i = 0; i < width; i += LANES) {
			const ints rounded = (ints)(load(x + i) * by + shift);
			const bytes b = __builtin_convertvector(rounded, bytes) ^ flip;

			memcpy(to + i, &b, sizeof(b));
		}
	}
}

TARGET static void PASTE(embed_, LEVEL)(
	const struct encoder *e, const uint32_t *ids, size_t n, float *x)
{
	size_t t, i;

	for (t = 0; t < n; t++, x += e->width) {
		const int8_t *word = e->words + (size_t)ids[t] * e->width;
		const float *place = e->place + t * e->width;
		const float scale = e->words_scale[ids[t]];

		for (i = 0; i < e->width; i++)
			x[i] = (float)word[i] * scale + place[i];
	}
}

TARGET static void PASTE(normalise_, LEVEL)(
	const struct encoder_norm *norm, const float *y, size_t n, size_t width, float *x)
{
	size_t t, i;

	for (t = 0; t < n; t++, x += width) {
		floats sum = {0}, squares = {0};
		float mean, by;

		for (i = 0; i < width; i += LANES) {
			floats v = load(x + i);

			if (y)
				v += load(y + t * width + i);
			store(x + i, v);
			sum += v;
		}
		mean = sum_of(sum) / (float)width;
		for (i = 0; i < width; i += LANES) {
			const floats d = load(x + i) - mean;

			squares += d * d;
		}
		by = 1.0f / sqrtf(sum_of(squares) / (float)width + 1e-12f);
		for (i = 0; i < width; i += LANES)
			store(x + i, (load(x + i) - mean) * by * load(norm->weight + i) + load(norm->bias + i));
	}
}

/* p = softmax over the keys, of which there are `n`, in `padded` places. Returns what to divide by.
 */
INLINE float PASTE(soften_, LEVEL)(float *p, size_t n, size_t padded)
{
	floats most, sum = {0};
	float end;
	size_t i;

	for (i = n; i < padded; i++)
		p[i] = -INFINITY;
	most = load(p);
	for (i = LANES; i < padded; i += LANES)
		most = larger(most, load(p + i));
	end = largest_of(most);
	for (i = 0; i < padded; i += LANES)
		store(p + i, exp_of(load(p + i) - end));
	for (i = n; i < padded; i++)
		p[i] = 0;
	for (i = 0; i < padded; i += LANES)
		sum += load(p + i);
	return sum_of(sum);
}

TARGET static void PASTE(attend_, LEVEL)(
	const struct encoder *e, const float *qkv, size_t n, float *work, float *out)
{
	const size_t width = e->width, d = width / e->heads;
	const size_t padded = (n + LANES - 1) / LANES * LANES;
	const float by = 1.0f / sqrtf((float)d);
	float *p = work + d * padded; /* after the keys: [d][padded] */
	size_t head, t, i, j;

	for (head = 0; head < e->heads; head++) {
		const float *query = qkv + head * d;

		memset(work, 0, d * padded * sizeof(*work));
		for (t = 0; t < n; t++)
			for (i = 0; i < d; i++)
				work[i * padded + t] = query[t * 3 * width + width + i];
		for (t = 0; t < n; t++) {
			const float *q = query + t * 3 * width;
			float total;

			for (j = 0; j < padded; j += LANES) {
				floats s = {0};

				for (i = 0; i < d; i++)
					s += q[i] * load(work + i * padded + j);
				store(p + j, s * by);
			}
			total = PASTE(soften_, LEVEL)(p, n, padded);
			for (i = 0; i < d; i += LANES) {
				const float *value = query + 2 * width + i;
				floats s = {0};

				for (j = 0; j < n; j++)
					s += p[j] * load(value + j * 3 * width);
				store(out + t * width + head * d + i, s / total);
			}
		}
	}
}

TARGET static void PASTE(mean_, LEVEL)(const float *x, size_t n, size_t width, float *out)
{
	size_t t, i;

	for (i = 0; i < width; i += LANES) {
		floats sum = {0};

		for (t = 0; t < n; t++)
			sum += load(x + t * width + i);
		store(out + i, sum / (float)n);
	}
}

static const struct encoder_kernel PASTE(kernel_, LEVEL) = {FLIP, PRODUCT, PASTE(quantise_, LEVEL),
	PASTE(embed_, LEVEL), PASTE(normalise_, LEVEL), PASTE(gelu_, LEVEL), PASTE(attend_, LEVEL),
	PASTE(mean_, LEVEL)};

#undef load
#undef store
#undef sum_of
#undef larger
#undef largest_of
#undef exp_of
#undef INLINE
#undef LEVEL
#undef TARGET
#undef FLIP
#undef PRODUCT
#undef PASTE
#undef PASTE_
