/* SPDX-License-Identifier: MIT */
/* Prints, for each SIMD level of the machine, its loops' name and a hash of the vectors of random
 * encoders for comments of every length. */
#include <stdio.h>

#include "base/hash.h"
#include "base/rng.h"
#include "base/simd.h"
#include "encode/encoder_kernels.h"
#include "unit/random_encoder.h"

#define PLACES 37
#define WIDTH_MAX 96

static const struct encoder shapes[] = {
	{.width = 16, .heads = 1, .inner = 16, .n_layers = 2, .places = PLACES, .n_pieces = 40},
	{.width = 48, .heads = 3, .inner = 80, .n_layers = 3, .places = PLACES, .n_pieces = 300},
	{.width = 80, .heads = 1, .inner = 16, .n_layers = 1, .places = PLACES, .n_pieces = 300},
	{.width = 96, .heads = 3, .inner = 384, .n_layers = 1, .places = PLACES, .n_pieces = 300},
};

static uint64_t digest_of(const struct encoder *e)
{
	struct arena arena = ARENA_INIT;
	struct rng rng;
	uint64_t digest = 0;
	uint32_t ids[PLACES], n, i;
	float vector[WIDTH_MAX];

	rng_seed(&rng, 5);
	for (n = 1; n <= PLACES; n++) {
		for (i = 0; i < n; i++)
			ids[i] = (uint32_t)rng_below(&rng, e->n_pieces);
		arena_reset(&arena);
		if (encoder_vectors(e, &arena, ids, &n, 1, vector))
			digest = hash_bytes(vector, e->width * sizeof(*vector), digest);
	}
	arena_dispose(&arena);
	return digest;
}

int main(void)
{
	enum simd_level level;
	size_t i;

	for (level = SIMD_SCALAR; level <= SIMD_NEON; level++) {
		if (!simd_use(level))
			continue;
		printf("%s", encoder_kernel()->name);
		for (i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
			struct encoder e;

			random_encoder_init(&e, &shapes[i]);
			printf(" %016llx", (unsigned long long)digest_of(&e));
			random_encoder_dispose(&e);
		}
		printf("\n");
	}
	return 0;
}
