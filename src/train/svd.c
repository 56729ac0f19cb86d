/* SPDX-License-Identifier: MIT */
/* Subspace iteration (see the header): products with the sparse matrix, Gram-Schmidt, and Jacobi's
 * rotations for the small symmetric matrix at the end. */
#include "train/svd.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/rng.h"

/* This many columns more than are wanted are computed: they make up for what the random start
 * missed. */
#define OVERSAMPLING 16
#define COLUMNS_MAX (SVD_DIMS_MAX + OVERSAMPLING)

#define ITERATIONS 5

/* A column that became this short when the others were taken out is a combination of them. */
#define DEPENDENT 1e-6

#define SWEEPS_MAX 40 /* of Jacobi's rotations, which mostly end sooner */

/* A dense matrix of few columns, stored row by row: [n][width], where width is a multiple of 8. */
struct block {
	float *v;
	size_t n;
	size_t width;
};

typedef float eight __attribute__((vector_size(32), aligned(4), may_alias));

static inline void add_scaled(float *to, const float *from, float by, size_t width)
{
	size_t j;

	for (j = 0; j < width; j += 8)
		*(eight *)(to + j) += by * *(const eight *)(from + j);
}

/* out = A · in, or Aᵀ · in */
static void multiply(
	const struct sparse_matrix *m, bool transposed, const struct block *in, struct block *out)
{
	size_t i;
	size_t e;

	memset(out->v, 0, out->n * out->width * sizeof(*out->v));
	for (i = 0; i < m->n_rows; i++)
		for (e = m->start[i]; e < m->start[i + 1]; e++) {
			const size_t to = transposed ? m->column[e] : i;
			const size_t from = transposed ? i : m->column[e];

			add_scaled(out->v + to * out->width, in->v + from * in->width, m->value[e], in->width);
		}
}

/* gram[j] = Σ_i b[i][column] · b[i][j] for all j. */
static void column_products(const struct block *b, size_t column, double *gram)
{
	size_t i;
	size_t j;

	memset(gram, 0, b->width * sizeof(*gram));
	for (i = 0; i < b->n; i++) {
		const float *row = b->v + i * b->width;
		const double by = (double)row[column];

		for (j = 0; j < b->width; j++)
			gram[j] += by * (double)row[j];
	}
}

/* Make the columns orthonormal, one after the other (modified Gram-Schmidt): each is subtracted
 * from all that follow, as far as they have a part of it. A dependent column becomes zeros. */
static void orthonormalise(struct block *b)
{
	double gram[COLUMNS_MAX];
	size_t i;
	size_t j;
	size_t k;

	for (k = 0; k < b->width; k++) {
		double length;

		column_products(b, k, gram);
		length = sqrt(gram[k]);
		for (i = 0; i < b->n; i++) {
			float *row = b->v + i * b->width;
			const double unit = length > DEPENDENT ? (double)row[k] / length : 0;

			row[k] = (float)unit;
			for (j = k + 1; length > DEPENDENT && j < b->width; j++)
				row[j] = (float)((double)row[j] - unit * gram[j] / length);
		}
	}
}

/* --- the small problem: eigenvalues of a symmetric matrix by Jacobi's rotations --- */

/* One rotation in the plane of p and q, after which a[p][q] is 0. */
static void rotate(double *a, double *vectors, size_t n, size_t p, size_t q)
{
	const double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
	const double t = (theta >= 0 ? 1 : -1) / (fabs(theta) + sqrt(theta * theta + 1));
	const double c = 1 / sqrt(t * t + 1);
	const double s = t * c;
	size_t k;

	for (k = 0; k < n; k++) {
		const double x = a[k * n + p];
		const double y = a[k * n + q];

		a[k * n + p] = c * x - s * y;
		a[k * n + q] = s * x + c * y;
	}
	for (k = 0; k < n; k++) {
		const double x = a[p * n + k];
		const double y = a[q * n + k];
		const double v = vectors[k * n + p];
		const double w = vectors[k * n + q];

		a[p * n + k] = c * x - s * y;
		a[q * n + k] = s * x + c * y;
		vectors[k * n + p] = c * v - s * w;
		vectors[k * n + q] = s * v + c * w;
	}
}

/* Turn the symmetric a[n][n] into a diagonal of its eigenvalues; the columns of `vectors` become
 * the eigenvectors. */
static void diagonalise(double *a, double *vectors, size_t n)
{
	size_t sweep;
	size_t p;
	size_t q;

	memset(vectors, 0, n * n * sizeof(*vectors));
	for (p = 0; p < n; p++)
		vectors[p * n + p] = 1;
	for (sweep = 0; sweep < SWEEPS_MAX; sweep++) {
		double off = 0;
		double on = 0;

		for (p = 0; p < n; p++)
			for (q = 0; q < n; q++)
				*(p == q ? &on : &off) += a[p * n + q] * a[p * n + q];
		if (off <= 1e-20 * on)
			return;
		for (p = 0; p < n; p++)
			for (q = p + 1; q < n; q++)
				if (a[p * n + q] != 0)
					rotate(a, vectors, n, p, q);
	}
}

/* --- the iteration --- */

/* Two blocks, with a row for each row and for each column of A, and the small matrices. */
struct svd {
	struct block rows;
	struct block columns;
	double *gram;    /* [width][width] */
	double *vectors; /* [width][width] */
};

static bool svd_init(struct svd *s, const struct sparse_matrix *m, size_t width)
{
	s->rows =
		(struct block){resize_array(NULL, m->n_rows * width, sizeof(float)), m->n_rows, width};
	s->columns = (struct block){
		resize_array(NULL, m->n_columns * width, sizeof(float)), m->n_columns, width};
	s->gram = resize_array(NULL, width * width, sizeof(*s->gram));
	s->vectors = resize_array(NULL, width * width, sizeof(*s->vectors));
	return s->rows.v && s->columns.v && s->gram && s->vectors;
}

static void svd_dispose(struct svd *s)
{
	free(s->rows.v);
	free(s->columns.v);
	free(s->gram);
	free(s->vectors);
}

/* A random number with mean 0, the sum of three uniform ones, which is near enough to a normal one.
 */
static float random_value(struct rng *rng)
{
	return (float)(rng_double(rng) + rng_double(rng) + rng_double(rng) - 1.5);
}

/* Afterwards `rows` is an orthonormal basis of the directions in which A is largest, and
 * `columns` = Aᵀ · rows. */
static void find_basis(struct svd *s, const struct sparse_matrix *m, uint64_t seed)
{
	struct rng rng;
	size_t i;

	rng_seed(&rng, seed);
	for (i = 0; i < s->columns.n * s->columns.width; i++)
		s->columns.v[i] = random_value(&rng);
	for (i = 0; i < ITERATIONS; i++) {
		multiply(m, false, &s->columns, &s->rows);
		orthonormalise(&s->rows);
		multiply(m, true, &s->rows, &s->columns);
	}
}

/* Fill order[width] with the positions of the eigenvalues, the largest first. */
static void rank_values(const struct svd *s, size_t *order)
{
	const size_t n = s->rows.width;
	size_t i;
	size_t k;

	for (i = 0; i < n; i++) {
		for (k = i; k > 0 && s->gram[order[k - 1] * (n + 1)] < s->gram[i * (n + 1)]; k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
}

/* left = rows · eigenvectors · √(singular values). The eigenvalues of (Aᵀ rows)ᵀ(Aᵀ rows) are the
 * squares of A's singular values. */
static void take_left(struct svd *s, size_t dims, float *left)
{
	const size_t n = s->rows.width;
	size_t order[COLUMNS_MAX];
	size_t i;
	size_t j;
	size_t k;

	for (k = 0; k < n; k++)
		column_products(&s->columns, k, s->gram + k * n);
	diagonalise(s->gram, s->vectors, n);
	rank_values(s, order);
	for (i = 0; i < s->rows.n; i++) {
		for (k = 0; k < dims; k++) {
			const double size = sqrt(sqrt(fmax(s->gram[order[k] * (n + 1)], 0)));
			double sum = 0;

			for (j = 0; j < n; j++)
				sum += (double)s->rows.v[i * n + j] * s->vectors[j * n + order[k]];
			left[i * dims + k] = (float)(sum * size);
		}
	}
}

bool svd_left(const struct sparse_matrix *m, size_t dims, uint64_t seed, float *left)
{
	struct svd s = {.gram = NULL};
	const bool ok = svd_init(&s, m, (dims + OVERSAMPLING + 7) / 8 * 8);

	if (ok) {
		find_basis(&s, m, seed);
		take_left(&s, dims, left);
	}
	svd_dispose(&s);
	return ok;
}
