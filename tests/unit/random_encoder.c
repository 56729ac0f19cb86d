/* SPDX-License-Identifier: MIT */
#include "random_encoder.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/rng.h"

static struct rng rng;

static void *get(size_t n, size_t size)
{
	void *p = malloc(n * size);

	if (!p) {
		fputs("random_encoder: out of memory\n", stderr);
		exit(1);
	}
	return p;
}

static const uint8_t *bytes(size_t n)
{
	uint8_t *p = get(n, 1);
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = (uint8_t)(1 + rng_below(&rng, 255));
	return p;
}

/* Numbers around `middle`, less than `off` away from it. */
static const float *floats(size_t n, double middle, double off)
{
	float *p = get(n, sizeof(*p));
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = (float)(middle + off * ((double)rng_below(&rng, 2000) / 1000 - 1));
	return p;
}

static void matrix(struct encoder_matrix *m, uint32_t rows, uint32_t cols)
{
	m->rows = rows;
	m->cols = cols;
	m->weight = bytes((size_t)rows * cols);
	m->scale = floats(rows, 1 / (73 * sqrt(cols)), 0.5 / (73 * sqrt(cols)));
	m->bias = floats(rows, 0, 0.5);
}

static void norm(struct encoder_norm *n, size_t width)
{
	n->weight = floats(width, 1, 0.5);
	n->bias = floats(width, 0, 0.5);
}

static const int8_t *words(size_t n)
{
	int8_t *p = get(n, 1);
	size_t i;

	for (i = 0; i < n; i++)
		p[i] = (int8_t)((int)rng_below(&rng, 255) - 127);
	return p;
}

void random_encoder_init(struct encoder *e, const struct encoder *shape)
{
	const uint32_t width = shape->width;
	uint32_t i;

	rng_seed(&rng, 7);
	*e = *shape;
	e->words = words((size_t)e->n_pieces * width);
	e->words_scale = floats(e->n_pieces, 0.001, 0.0005);
	e->place = floats((size_t)e->places * width, 0, 0.1);
	norm(&e->norm, width);
	e->layers = get(e->n_layers, sizeof(*e->layers));
	for (i = 0; i < e->n_layers; i++) {
		struct encoder_layer *layer = &e->layers[i];

		matrix(&layer->qkv, 3 * width, width);
		matrix(&layer->out, width, width);
		matrix(&layer->up, e->inner, width);
		matrix(&layer->down, width, e->inner);
		norm(&layer->norm1, width);
		norm(&layer->norm2, width);
	}
}

static void free_const(const void *p)
{
	free((void *)(uintptr_t)p);
}

static void free_matrix(const struct encoder_matrix *m)
{
	free_const(m->weight);
	free_const(m->scale);
	free_const(m->bias);
}

static void free_norm(const struct encoder_norm *n)
{
	free_const(n->weight);
	free_const(n->bias);
}

void random_encoder_dispose(struct encoder *e)
{
	uint32_t i;

	for (i = 0; i < e->n_layers; i++) {
		struct encoder_layer *layer = &e->layers[i];

		free_matrix(&layer->qkv);
		free_matrix(&layer->out);
		free_matrix(&layer->up);
		free_matrix(&layer->down);
		free_norm(&layer->norm1);
		free_norm(&layer->norm2);
	}
	free(e->layers);
	free_norm(&e->norm);
	free_const(e->words);
	free_const(e->words_scale);
	free_const(e->place);
}
