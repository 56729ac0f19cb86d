/* SPDX-License-Identifier: MIT */
#include "encode/encoder.h"

#include "encode/encoder_kernels.h"

/* Comments are computed in groups of about so many tokens: weights are then read once for many
 * tokens, and what lies between layers stays small. */
#define GROUP_TOKENS 128

#define ALIGN ((size_t)64)

bool encoder_shape_fits(const struct encoder *e)
{
	return e->heads && e->width && e->inner && e->width % e->heads == 0 &&
		   e->width / e->heads % ENCODER_ROWS == 0 && e->inner % ENCODER_ROWS == 0;
}

/* What lies between the layers of a group of comments. */
struct passage {
	const struct encoder *e;
	const struct encoder_kernel *kernel;
	float *x;                   /* [tokens][width] */
	float *side;                /* [tokens][width]: what is added to x */
	float *wide;                /* [tokens][3 * width or inner, the larger] */
	float *work;                /* of the attention */
	struct encoder_codes codes; /* [tokens][width or inner, the larger] */
};

/* Memory that begins where a vector of any level does; NULL: out of memory. */
static void *take(struct arena *arena, size_t n, size_t size)
{
	char *p = arena_array(arena, n + (ALIGN + size - 1) / size, size);

	return p ? p + (ALIGN - (uintptr_t)p % ALIGN) % ALIGN : NULL;
}

static bool passage_init(struct passage *p, struct arena *arena, size_t tokens, size_t longest)
{
	const struct encoder *e = p->e;
	const size_t thrice = 3 * (size_t)e->width;

	p->x = take(arena, tokens, e->width * sizeof(float));
	p->side = take(arena, tokens, e->width * sizeof(float));
	p->wide = take(arena, tokens, (thrice > e->inner ? thrice : e->inner) * sizeof(float));
	p->work = take(arena, encoder_work(e, longest), sizeof(float));
	p->codes.code =
		take(arena, tokens, (e->width > e->inner ? e->width : e->inner) * p->kernel->code_bytes);
	p->codes.scale = take(arena, tokens, sizeof(float));
	p->codes.excess = take(arena, tokens, sizeof(int32_t));
	return p->x && p->side && p->wide && p->work && p->codes.code && p->codes.scale &&
		   p->codes.excess;
}

static void multiply(const struct passage *p, const struct encoder_matrix *m, const float *x,
	size_t tokens, float *out)
{
	p->kernel->quantise(x, tokens, m->cols, &p->codes);
	p->kernel->product(m, &p->codes, tokens, out);
}

static void pass_layer(const struct passage *p, const struct encoder_layer *layer,
	const uint32_t *lengths, size_t n, size_t tokens)
{
	const struct encoder *e = p->e;
	size_t i, at = 0;

	multiply(p, &layer->qkv, p->x, tokens, p->wide);
	for (i = 0; i < n; at += lengths[i++])
		p->kernel->attend(
			e, p->wide + at * 3 * e->width, lengths[i], p->work, p->side + at * e->width);
	/* The attention's result is quantised before the product is written over it. */
	multiply(p, &layer->out, p->side, tokens, p->side);
	p->kernel->normalise(&layer->norm1, p->side, tokens, e->width, p->x);
	multiply(p, &layer->up, p->x, tokens, p->wide);
	p->kernel->gelu(p->wide, tokens * e->inner);
	multiply(p, &layer->down, p->wide, tokens, p->side);
	p->kernel->normalise(&layer->norm2, p->side, tokens, e->width, p->x);
}

static void pass(const struct passage *p, const uint32_t *ids, const uint32_t *lengths, size_t n,
	size_t tokens, float *out)
{
	const size_t width = p->e->width;
	size_t i, at;

	for (i = at = 0; i < n; at += lengths[i++])
		p->kernel->embed(p->e, ids + at, lengths[i], p->x + at * width);
	p->kernel->normalise(&p->e->norm, NULL, tokens, width, p->x);
	for (i = 0; i < p->e->n_layers; i++)
		pass_layer(p, &p->e->layers[i], lengths, n, tokens);
	for (i = at = 0; i < n; at += lengths[i++])
		p->kernel->mean(p->x + at * width, lengths[i], width, out + i * width);
}

/* How many of the comments make a group, and their tokens: one at least. */
static size_t group_of(const uint32_t *lengths, size_t n, size_t *tokens)
{
	size_t i;

	*tokens = lengths[0];
	for (i = 1; i < n && *tokens + lengths[i] <= GROUP_TOKENS; i++)
		*tokens += lengths[i];
	return i;
}

bool encoder_vectors(const struct encoder *e, struct arena *arena, const uint32_t *ids,
	const uint32_t *lengths, size_t n, float *out)
{
	struct passage p = {.e = e, .kernel = encoder_kernel()};
	size_t i, most = 0, longest = 0, some, tokens;

	for (i = 0; i < n; i += some) {
		some = group_of(lengths + i, n - i, &tokens);
		most = tokens > most ? tokens : most;
	}
	for (i = 0; i < n; i++)
		longest = lengths[i] > longest ? lengths[i] : longest;
	if (!passage_init(&p, arena, most, longest))
		return false;
	for (i = 0; i < n; i += some, ids += tokens, out += some * e->width) {
		some = group_of(lengths + i, n - i, &tokens);
		pass(&p, ids, lengths + i, some, tokens, out);
	}
	return true;
}
