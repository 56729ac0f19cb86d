/* SPDX-License-Identifier: MIT */
/* The float loops of a level, included once by the level's file, which defines
 *
 *   KERNEL, NAME  the level's struct encoder_kernel and its name
 *   LANES         floats in a vector of it: a divisor of 16
 *   TARGET        its instructions
 *   PRODUCT       the int8 product that goes with them
 *   CODE          what it wants the codes to be: int8_t or int16_t
 *
 * Nothing is contracted, so that a product and a sum are rounded alike at every level. */
#include <math.h>
#include <string.h>

/* Sums of floats are those of so many lanes, whatever the level's vectors hold. */
#define SUM_LANES 16

/* Queries whose attention is computed together. */
#define QUERIES 8

#define INLINE TARGET static inline __attribute__((always_inline))

typedef float floats __attribute__((vector_size(LANES * 4)));
typedef int32_t ints __attribute__((vector_size(LANES * 4)));
typedef CODE codes __attribute__((vector_size(LANES * sizeof(CODE))));

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

INLINE floats magnitude(floats v)
{
	return (floats)((ints)v & INT32_MAX);
}

INLINE float sum_of(const float lane[SUM_LANES])
{
	float half[8], quarter[4];
	size_t i;

	for (i = 0; i < 8; i++)
		half[i] = lane[i] + lane[i + 8];
	for (i = 0; i < 4; i++)
		quarter[i] = half[i] + half[i + 4];
	return (quarter[0] + quarter[2]) + (quarter[1] + quarter[3]);
}

INLINE float largest_of(floats v)
{
	float lane[SUM_LANES];
	size_t i;

	store(lane, v);
	for (i = 0; LANES > 8 && i < 8; i++)
		lane[i] = lane[i] > lane[i + 8] ? lane[i] : lane[i + 8];
	for (i = 0; LANES > 4 && i < 4; i++)
		lane[i] = lane[i] > lane[i + 4] ? lane[i] : lane[i + 4];
	for (i = 0; i < 2; i++)
		lane[i] = lane[i] > lane[i + 2] ? lane[i] : lane[i + 2];
	return lane[0] > lane[1] ? lane[0] : lane[1];
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

TARGET static void exponential(float *x, size_t n)
{
	size_t i;

	for (i = 0; i < n; i += LANES)
		store(x + i, exp_of(load(x + i)));
}

/* x * (1 + erf(x / sqrt 2)) / 2; erf as a quotient of polynomials, to 1e-6. */
TARGET static void gelu(float *x, size_t n)
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

TARGET static void quantise(const float *x, size_t n, size_t cols, const struct encoder_codes *to)
{
	const floats shift = (floats){0} + 12582912.0f;
	CODE *code = to->code;
	size_t t, i;

	for (t = 0; t < n; t++, x += cols, code += cols) {
		int32_t lane[LANES], sum = 0;
		floats most = {0};
		ints sums = {0};
		float end, by;

		for (i = 0; i < cols; i += LANES)
			most = larger(magnitude(load(x + i)), most);
		end = largest_of(most);
		by = end > 0 ? 127.0f / end : 0;
		for (i = 0; i < cols; i += LANES) {
			const ints whole = (ints)(load(x + i) * by + shift) - (ints)shift;
			const codes c = __builtin_convertvector(whole, codes);

			sums += whole;
			memcpy(code + i, &c, sizeof(c));
		}
		memcpy(lane, &sums, sizeof(lane));
		for (i = 0; i < LANES; i++)
			sum += lane[i];
		to->scale[t] = end / 127.0f;
		to->excess[t] = sum * 128;
	}
}

TARGET static void embed(const struct encoder *e, const uint32_t *ids, size_t n, float *x)
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

/* The mean of a row to which y, if any, is added. */
INLINE float centre(float *x, const float *y, size_t width)
{
	float lane[SUM_LANES];
	size_t k, i;

	for (k = 0; k < SUM_LANES; k += LANES) {
		floats sum = {0};

		for (i = k; i < width; i += SUM_LANES) {
			floats v = load(x + i);

			if (y) {
				v += load(y + i);
				store(x + i, v);
			}
			sum += v;
		}
		store(lane + k, sum);
	}
	return sum_of(lane) / (float)width;
}

INLINE float variance(const float *x, float mean, size_t width)
{
	float lane[SUM_LANES];
	size_t k, i;

	for (k = 0; k < SUM_LANES; k += LANES) {
		floats sum = {0};

		for (i = k; i < width; i += SUM_LANES) {
			const floats d = load(x + i) - mean;

			sum += d * d;
		}
		store(lane + k, sum);
	}
	return sum_of(lane) / (float)width;
}

TARGET static void normalise(
	const struct encoder_norm *norm, const float *y, size_t n, size_t width, float *x)
{
	size_t t, i;

	for (t = 0; t < n; t++, x += width) {
		const float mean = centre(x, y ? y + t * width : NULL, width);
		const float by = 1.0f / sqrtf(variance(x, mean, width) + 1e-12f);

		for (i = 0; i < width; i += LANES)
			store(x + i, (load(x + i) - mean) * by * load(norm->weight + i) + load(norm->bias + i));
	}
}

/* --- attention --- */

/* What the attention of a head works on. */
struct head {
	size_t n, padded; /* keys, and the places for them: a multiple of LANES */
	size_t d;         /* columns of a head */
	size_t stride;    /* between tokens */
	float *keys;      /* [d][padded] */
	float *p;         /* [QUERIES][padded] */
};

/* The keys, which lie as the tokens do, column by column. */
INLINE void turn_keys(const struct head *h, const float *key)
{
	size_t t, i;

	for (t = 0; t < h->n; t++)
		for (i = 0; i < h->d; i++)
			h->keys[i * h->padded + t] = key[t * h->stride + i];
	for (i = 0; i < h->d; i++)
		for (t = h->n; t < h->padded; t++)
			h->keys[i * h->padded + t] = 0;
}

/* p = what `some` queries have to do with each key. */
INLINE void compare(const struct head *h, const float *query, size_t some, float by)
{
	const float *at[QUERIES];
	size_t q, i, j;

	for (q = 0; q < QUERIES; q++)
		at[q] = query + (q < some ? q : 0) * h->stride;
	for (j = 0; j < h->padded; j += LANES) {
		floats s[QUERIES] = {{0}};

		for (i = 0; i < h->d; i++) {
			const floats key = load(h->keys + i * h->padded + j);

#pragma GCC unroll 8
			for (q = 0; q < QUERIES; q++)
				s[q] += at[q][i] * key;
		}
#pragma GCC unroll 8
		for (q = 0; q < QUERIES; q++)
			store(h->p + q * h->padded + j, s[q] * by);
	}
}

/* Softmax over the keys, but for the division: returns what to multiply by. */
INLINE float soften(float *p, size_t n, size_t padded)
{
	float lane[SUM_LANES] = {0};
	floats most;
	float end;
	size_t i, k;

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
	for (k = 0; k < SUM_LANES; k += LANES) {
		floats sum = {0};

		for (i = k; i < padded; i += SUM_LANES)
			sum += load(p + i);
		store(lane + k, sum);
	}
	return 1.0f / sum_of(lane);
}

/* Values by their weight. */
INLINE void gather(const struct head *h, const float *value, const float *by, size_t some,
	size_t width, float *out)
{
	size_t q, i, j;

	for (i = 0; i < h->d; i += LANES) {
		floats s[QUERIES] = {{0}};

		for (j = 0; j < h->n; j++) {
			const floats v = load(value + j * h->stride + i);

#pragma GCC unroll 8
			for (q = 0; q < QUERIES; q++)
				s[q] += h->p[q * h->padded + j] * v;
		}
#pragma GCC unroll 8
		for (q = 0; q < QUERIES; q++)
			if (q < some)
				store(out + q * width + i, s[q] * by[q]);
	}
}

TARGET static void attend(
	const struct encoder *e, const float *qkv, size_t n, float *work, float *out)
{
	const size_t width = e->width;
	struct head h = {.n = n,
		.padded = (n + LANES - 1) / LANES * LANES,
		.d = width / e->heads,
		.stride = 3 * width,
		.keys = work};
	const float by = 1.0f / sqrtf((float)h.d);
	size_t head, t, q;

	h.p = work + h.d * h.padded;
	for (head = 0; head < e->heads; head++, qkv += h.d, out += h.d) {
		turn_keys(&h, qkv + width);
		for (t = 0; t < n; t += QUERIES) {
			const size_t some = n - t < QUERIES ? n - t : QUERIES;
			float share[QUERIES];

			compare(&h, qkv + t * h.stride, some, by);
			for (q = 0; q < QUERIES; q++)
				share[q] = soften(h.p + q * h.padded, n, h.padded);
			gather(&h, qkv + 2 * width, share, some, width, out + t * width);
		}
	}
}

TARGET static void mean(const float *x, size_t n, size_t width, float *out)
{
	size_t t, i;

	for (i = 0; i < width; i += LANES) {
		floats sum = {0};

		for (t = 0; t < n; t++)
			sum += load(x + t * width + i);
		store(out + i, sum / (float)n);
	}
}

const struct encoder_kernel KERNEL = {
	NAME, sizeof(CODE), PRODUCT, quantise, embed, normalise, gelu, attend, mean, exponential};
