/* SPDX-License-Identifier: MIT */
/* Reads an encoder and trusts nothing in it. */
#include "encode/encoder_file.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/fail.h"
#include "base/hash.h"
#include "encode/pieces.h"

#define ALIGN ((size_t)64)

/* The state that all checks share. */
struct loader {
	struct encoder_file *f;
	const char *name;
	const char *bytes;
	size_t len;
	size_t at; /* bytes that have been read */
	struct encoder_header header;
	moderato_error *err;
};

static moderato_status bad(const struct loader *l, const char *what)
{
	return fail(l->err, MODERATO_EFORMAT, "%s: damaged encoder: %s", l->name, what);
}

uint64_t encoder_file_checksum(moderato_str bytes)
{
	struct encoder_header h;

	memcpy(&h, bytes.ptr, sizeof(h));
	h.checksum = 0;
	return hash_bytes(bytes.ptr + sizeof(h), bytes.len - sizeof(h), hash_bytes(&h, sizeof(h), 0));
}

static moderato_status check_header(struct loader *l)
{
	struct encoder_header *h = &l->header;

	if (l->len < sizeof(*h) || memcmp(l->bytes, ENCODER_MAGIC, sizeof(h->magic)) != 0)
		return fail(l->err, MODERATO_EFORMAT, "%s: not an encoder", l->name);
	memcpy(h, l->bytes, sizeof(*h));
	if (h->format != ENCODER_FORMAT)
		return fail(l->err, MODERATO_EMISMATCH, "%s: encoder of format %u, this program reads %u",
			l->name, h->format, ENCODER_FORMAT);
	if (h->len != l->len || l->len > ENCODER_FILE_BYTES_MAX)
		return fail(l->err, MODERATO_EFORMAT, "%s: an encoder of %llu bytes in %zu, at most %zu",
			l->name, (unsigned long long)h->len, l->len, ENCODER_FILE_BYTES_MAX);
	if (h->zero || h->checksum != encoder_file_checksum((moderato_str){l->bytes, l->len}))
		return bad(l, "its checksum does not match");
	l->at = sizeof(*h);
	return MODERATO_OK;
}

static bool is_within(uint32_t v, uint32_t least, uint32_t most)
{
	return v >= least && v <= most;
}

static moderato_status load_shape(struct loader *l)
{
	const struct encoder_header *h = &l->header;
	struct encoder *e = &l->f->encoder;

	*e = (struct encoder){.width = h->width,
		.heads = h->heads,
		.inner = h->inner,
		.places = h->places,
		.n_pieces = h->n_pieces};
	if (!is_within(h->width, 1, ENCODER_WIDTH_MAX) || !is_within(h->inner, 1, ENCODER_INNER_MAX) ||
		!is_within(h->n_layers, 1, ENCODER_LAYERS_MAX) ||
		!is_within(h->places, PIECES_MIN + 1, ENCODER_PLACES_MAX) ||
		!is_within(h->n_pieces, 1, VOCABULARY_PIECES_MAX) || h->n_outputs > ENCODER_OUTPUTS_MAX ||
		!encoder_shape_fits(e))
		return bad(l, "its shape");
	return MODERATO_OK;
}

/* Returns the next part, of n items; NULL if it does not lie within the file. */
static const void *take(struct loader *l, size_t n, size_t size)
{
	const size_t begin = (l->at + ALIGN - 1) / ALIGN * ALIGN;

	if (begin > l->len || n > (l->len - begin) / size)
		return NULL;
	l->at = begin + n * size;
	return l->bytes + begin;
}

/* Takes floats from `least` to `most`, which no NaN is; NULL if they are not there. */
static const float *take_floats(struct loader *l, size_t n, float least, float most)
{
	const float *v = take(l, n, sizeof(*v));
	size_t i;

	for (i = 0; v && i < n; i++)
		if (!(v[i] >= least && v[i] <= most))
			return NULL;
	return v;
}

static const float *take_values(struct loader *l, size_t n)
{
	return take_floats(l, n, -ENCODER_VALUE_MAX, ENCODER_VALUE_MAX);
}

/* Takes bytes, none of which is the one that stands for -128: its negative is no int8. */
static const void *take_weights(struct loader *l, size_t rows, size_t cols, int none)
{
	const void *v = take(l, rows * cols, 1);

	return v && !memchr(v, none, rows * cols) ? v : NULL;
}

static bool take_matrix(struct loader *l, struct encoder_matrix *m, uint32_t rows, uint32_t cols)
{
	*m = (struct encoder_matrix){.rows = rows, .cols = cols};
	m->weight = take_weights(l, rows, cols, 0);
	m->scale = take_floats(l, rows, 0, ENCODER_SCALE_MAX);
	m->bias = take_values(l, rows);
	return m->weight && m->scale && m->bias;
}

static bool take_norm(struct loader *l, struct encoder_norm *norm)
{
	norm->weight = take_values(l, (size_t)2 * l->header.width);
	norm->bias = norm->weight ? norm->weight + l->header.width : NULL;
	return norm->weight;
}

static moderato_status load_words(struct loader *l)
{
	const struct encoder_header *h = &l->header;
	struct encoder *e = &l->f->encoder;
	const char *text = take(l, h->vocabulary_len, 1);
	moderato_error why = {"", 0};
	moderato_status status;

	if (!text)
		return bad(l, "its vocabulary");
	status = vocabulary_build(
		&l->f->vocabulary, (moderato_str){text, h->vocabulary_len}, h->n_pieces, &why);
	if (status)
		return status == MODERATO_EFORMAT ? bad(l, why.message) : fail_no_memory(l->err);
	e->words = take_weights(l, h->n_pieces, h->width, INT8_MIN);
	e->words_scale = take_floats(l, h->n_pieces, 0, ENCODER_SCALE_MAX);
	e->place = take_values(l, (size_t)h->places * h->width);
	return e->words && e->words_scale && e->place && take_norm(l, &e->norm) ? MODERATO_OK
																			: bad(l, "its words");
}

static moderato_status load_layers(struct loader *l)
{
	struct encoder *e = &l->f->encoder;
	const uint32_t width = e->width, inner = e->inner;

	e->layers = calloc(l->header.n_layers, sizeof(*e->layers));
	if (!e->layers)
		return fail_no_memory(l->err);
	for (; e->n_layers < l->header.n_layers; e->n_layers++) {
		struct encoder_layer *layer = &e->layers[e->n_layers];

		if (!take_matrix(l, &layer->qkv, 3 * width, width) ||
			!take_matrix(l, &layer->out, width, width) ||
			!take_matrix(l, &layer->up, inner, width) ||
			!take_matrix(l, &layer->down, width, inner) || !take_norm(l, &layer->norm1) ||
			!take_norm(l, &layer->norm2))
			return bad(l, "a layer");
	}
	return MODERATO_OK;
}

static bool name_ok(const char *name)
{
	const size_t n = memchr(name, '\0', ENCODER_NAME_BYTES)
						 ? strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_")
						 : 0;

	return n && !name[n];
}

static moderato_status load_outputs(struct loader *l)
{
	struct encoder_file *f = l->f;
	const uint32_t n = l->header.n_outputs;
	uint32_t i;

	f->names = take(l, n, ENCODER_NAME_BYTES);
	f->output_weight = take_values(l, (size_t)n * l->header.width);
	f->output_bias = take_values(l, n);
	if (!f->names || !f->output_weight || !f->output_bias || l->at != l->len)
		return bad(l, "its outputs");
	for (i = 0; i < n; i++)
		if (!name_ok(f->names + (size_t)i * ENCODER_NAME_BYTES))
			return bad(l, "the name of an output");
	f->n_outputs = n;
	return MODERATO_OK;
}

typedef moderato_status load_step(struct loader *l);

moderato_status encoder_file_read(
	struct encoder_file *f, const char *name, moderato_str bytes, moderato_error *err)
{
	struct loader l = {.f = f, .name = name, .bytes = bytes.ptr, .len = bytes.len, .err = err};
	load_step *const steps[] = {check_header, load_shape, load_words, load_layers, load_outputs};
	moderato_status status = MODERATO_OK;
	size_t i;

	*f = (struct encoder_file){.n_outputs = 0};
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return fail(
		err, MODERATO_EMISMATCH, "%s: encoders are little-endian, this machine is not", name);
#endif
	if ((uintptr_t)bytes.ptr % 8)
		return fail(err, MODERATO_EINVAL, "%s: the bytes are not 8-byte aligned", name);
	for (i = 0; !status && i < sizeof(steps) / sizeof(steps[0]); i++)
		status = steps[i](&l);
	if (status)
		encoder_file_dispose(f);
	return status;
}

void encoder_file_dispose(struct encoder_file *f)
{
	free(f->encoder.layers);
	vocabulary_dispose(&f->vocabulary);
	*f = (struct encoder_file){.n_outputs = 0};
}

double encoder_file_output(const struct encoder_file *f, uint32_t i, const float *vector)
{
	const float *weight = f->output_weight + (size_t)i * f->encoder.width;
	double sum = (double)f->output_bias[i];
	uint32_t k;

	for (k = 0; k < f->encoder.width; k++)
		sum += (double)weight[k] * (double)vector[k];
	return sum;
}
