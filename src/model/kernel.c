/* SPDX-License-Identifier: MIT */
#include "model/kernel.h"

#include <math.h>
#include <stdbool.h>

/* The first of v[begin … end) that is not below `wanted`, found by steps that double: how far away
 * it is decides how long that takes, not how long the vector is. */
static size_t seek(const uint32_t *v, size_t begin, size_t end, uint32_t wanted)
{
	size_t step = 1;
	size_t high;

	while (begin + step < end && v[begin + step] < wanted) {
		begin += step;
		step *= 2;
	}
	high = begin + step < end ? begin + step : end;
	while (begin < high) {
		const size_t middle = begin + (high - begin) / 2;

		if (v[middle] < wanted)
			begin = middle + 1;
		else
			high = middle;
	}
	return begin;
}

/* Sums the products over the indices that both vectors have. Both rise, so one merge finds them. In
 * a much longer vector than its own a support vector's indices are looked for: a comment of the
 * greatest length would otherwise be read once for each of thousands of support vectors. */
static double dot(
	const struct kernel_head *head, size_t sv, const uint32_t *index, const double *value, size_t n)
{
	enum { MUCH_LONGER = 16 };
	uint64_t at = head->start[sv];
	const uint64_t end = head->start[sv + 1];
	const bool seeks = n / MUCH_LONGER > end - at;
	double sum = 0;
	size_t k = 0;

	while (at < end && k < n) {
		if (head->index[at] < index[k])
			at++;
		else if (head->index[at] > index[k])
			k = seeks ? seek(index, k, n, head->index[at]) : k + 1;
		else
			sum += (double)head->value[at++] * value[k++];
	}
	return sum;
}

/* Raises to a power by squaring, in libsvm's order of products; pow() rounds differently. */
static double power(double base, int times)
{
	double result = 1;

	for (; times > 0; times /= 2) {
		if (times % 2)
			result *= base;
		base *= base;
	}
	return result;
}

/* |x - s|² = |x|² + |s|² - 2 x·s, clamped, because rounding may make it slightly negative. */
static double distance(double x_norm, double sv_norm, double product)
{
	double squared = x_norm + sv_norm - 2 * product;

	return squared > 0 ? squared : 0;
}

static double kernel_value(
	const struct kernel_params *params, double product, double x_norm, double sv_norm)
{
	switch (params->type) {
	case KERNEL_LINEAR:
		return product;
	case KERNEL_POLY:
		return power(params->gamma * product + params->coef0, params->degree);
	case KERNEL_RBF:
		return exp(-params->gamma * distance(x_norm, sv_norm, product));
	case KERNEL_SIGMOID:
		return tanh(params->gamma * product + params->coef0);
	}
	return 0;
}

void kernel_norms(const struct kernel_head *head, double *norm)
{
	uint64_t at;
	size_t i;

	for (i = 0; i < head->n_sv; i++) {
		norm[i] = 0;
		for (at = head->start[i]; at < head->start[i + 1]; at++)
			norm[i] += (double)head->value[at] * (double)head->value[at];
	}
}

double kernel_margin(
	const struct kernel_head *head, const uint32_t *index, const double *value, size_t n)
{
	bool rbf = head->params.type == KERNEL_RBF;
	double x_norm = 0;
	double sum = 0;
	size_t i;

	for (i = 0; i < n; i++)
		x_norm += value[i] * value[i];
	for (i = 0; i < head->n_sv; i++)
		sum += head->coef[i] * kernel_value(&head->params, dot(head, i, index, value, n), x_norm,
								   rbf ? head->norm[i] : 0);
	return sum - head->rho;
}

void kernel_fold_linear(
	const struct svm_machine *machine, const struct rows *rows, double *weight, size_t n_features)
{
	size_t i;
	size_t k;

	for (i = 0; i < n_features; i++)
		weight[i] = 0;
	for (i = 0; i < machine->n_sv; i++) {
		size_t row = machine->sv[i];

		for (k = rows->start[row]; k < rows->start[row + 1]; k++)
			weight[rows->index[k]] += machine->coef[i] * (double)rows->value[k];
	}
}
