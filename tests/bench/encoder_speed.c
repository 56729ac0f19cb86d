/* SPDX-License-Identifier: MIT */
/* What the encoder takes on one thread, on a network of random numbers in the shape of the shipped
 * one, whose speed does not depend on what they are:
 *
 *   encoder rate LEVEL LENGTH BATCH   comments in a second of the processor, each of LENGTH pieces,
 *                                     BATCH at a time, at a SIMD level (scalar, avx2, …); fails
 * with 2 if the machine lacks it encoder memory LENGTH BATCH       KiB that such a call takes
 *   encoder read FILE                 milliseconds of the processor to read and check an encoder
 *
 * The best of many short runs counts, because others use the machine as well. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/whole_file.h"
#include "encode/encoder_file.h"
#include "moderato/version.h"
#include "unit/random_encoder.h"

#define RUNS 8
#define RUN_SECONDS 0.03
#define BATCH_MAX 64

static const struct encoder shape = {
	.width = 384, .heads = 12, .inner = 1536, .n_layers = 6, .places = 128, .n_pieces = 16000};

static void check(bool good, const char *what)
{
	if (!good) {
		fprintf(stderr, "encoder: %s\n", what);
		exit(1);
	}
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Comments that are encoded at once, again and again. */
struct batch {
	struct encoder e;
	struct arena arena;
	uint32_t *ids, *lengths;
	size_t n;
	float *vectors;
};

static void batch_init(struct batch *b, const char *length, const char *n)
{
	size_t i;

	*b = (struct batch){.n = strtoul(n, NULL, 10)};
	check(b->n && b->n <= BATCH_MAX, "a batch of 1 to 64");
	random_encoder_init(&b->e, &shape);
	b->lengths = calloc(b->n, sizeof(*b->lengths));
	b->ids = calloc(b->n * shape.places, sizeof(*b->ids));
	b->vectors = calloc(b->n * shape.width, sizeof(*b->vectors));
	check(b->lengths && b->ids && b->vectors, "out of memory");
	for (i = 0; i < b->n; i++)
		b->lengths[i] = (uint32_t)strtoul(length, NULL, 10);
	check(b->lengths[0] && b->lengths[0] <= shape.places, "a length of 1 to 128");
	for (i = 0; i < b->n * shape.places; i++)
		b->ids[i] = (uint32_t)(i * 7919 % shape.n_pieces);
}

static void batch_dispose(struct batch *b)
{
	random_encoder_dispose(&b->e);
	arena_dispose(&b->arena);
	free(b->ids);
	free(b->lengths);
	free(b->vectors);
}

static void encode(struct batch *b)
{
	arena_reset(&b->arena);
	check(encoder_vectors(&b->e, &b->arena, b->ids, b->lengths, b->n, b->vectors), "out of memory");
}

static double rate(struct batch *b)
{
	double best = 0;
	int run;

	encode(b);
	for (run = 0; run < RUNS; run++) {
		const double begin = now();
		double took = 0;
		size_t n;

		for (n = 0; took < RUN_SECONDS; n += b->n, took = now() - begin)
			encode(b);
		best = (double)n / took > best ? (double)n / took : best;
	}
	return best;
}

static double milliseconds_to_read(const char *path)
{
	moderato_error err = {"", 0};
	double best = 1e9;
	int run;

	for (run = 0; run < RUNS; run++) {
		const double begin = now();
		struct encoder_file f;
		moderato_str bytes;
		double took;

		check(!whole_file_read(path, ENCODER_FILE_BYTES_MAX, &bytes, &err), err.message);
		check(!encoder_file_read(&f, path, bytes, &err), err.message);
		took = 1e3 * (now() - begin);
		best = took < best ? took : best;
		encoder_file_dispose(&f);
		whole_file_free(bytes);
	}
	return best;
}

int main(int argc, char **argv)
{
	struct batch b;

	if (argc == 3 && !strcmp(argv[1], "read")) {
		printf("%.1f\n", milliseconds_to_read(argv[2]));
	} else if (argc == 5 && !strcmp(argv[1], "rate")) {
		if (strcmp(argv[2], "best") != 0 && moderato_simd_use(argv[2]))
			return 2;
		batch_init(&b, argv[3], argv[4]);
		printf("%.1f\n", rate(&b));
		batch_dispose(&b);
	} else if (argc == 4 && !strcmp(argv[1], "memory")) {
		batch_init(&b, argv[2], argv[3]);
		encode(&b);
		printf("%zu\n", b.arena.total / 1024);
		batch_dispose(&b);
	} else {
		check(false, "rate LEVEL LENGTH BATCH, memory LENGTH BATCH, or read FILE");
	}
	return 0;
}
