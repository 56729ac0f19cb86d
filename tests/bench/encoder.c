/* SPDX-License-Identifier: MIT */
/* encoder [FILE]: how fast comments are encoded on one thread, at each SIMD level of the machine,
 * as rows of a Markdown table. FILE is an encoder (encode/encoder_file.h); without one it is a
 * network of random numbers in the shape of the shipped one, which takes as long. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/simd.h"
#include "base/whole_file.h"
#include "encode/encoder_file.h"

#define SHORT_RUN 0.15 /* seconds; the best of RUNS counts, because others use the machine, too */
#define RUNS 7
#define BATCH_MAX 16

static uint32_t ids[BATCH_MAX * ENCODER_PLACES_MAX];
static uint32_t lengths[BATCH_MAX];
static float vectors[BATCH_MAX * ENCODER_WIDTH_MAX];

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void check(bool good, const char *what)
{
	if (!good) {
		fprintf(stderr, "encoder: %s\n", what);
		exit(1);
	}
}

/* Comments in a second: `batch` at a time, each of `length` pieces. */
static double rate(const struct encoder *e, uint32_t length, size_t batch)
{
	struct arena arena = ARENA_INIT;
	double best = 0;
	size_t i, run, n;

	for (i = 0; i < batch; i++)
		lengths[i] = length;
	for (i = 0; i < batch * length; i++)
		ids[i] = (uint32_t)(i * 7919 % e->n_pieces);
	for (run = 0; run < RUNS; run++) {
		const double begin = now();
		double took = 0;

		for (n = 0; took < SHORT_RUN; n += batch, took = now() - begin) {
			arena_reset(&arena);
			check(encoder_vectors(e, &arena, ids, lengths, batch, vectors), "out of memory");
		}
		best = (double)n / took > best ? (double)n / took : best;
	}
	fprintf(stderr, "%zu\n", arena.total);
	arena_dispose(&arena);
	return best;
}

int main(int argc, char **argv)
{
	moderato_str file;
	struct encoder_file f;
	moderato_error err = {"", 0};
	double begin;
	int i;

	check(argc == 2, "a file");
	begin = now();
	check(!whole_file_read(argv[1], 1<<30, &file, &err), err.message);
	printf("file %.1f ms\n", 1e3 * (now() - begin));
	for (i = 0; i < 5; i++) {
	begin = now();
	check(!encoder_file_read(&f, argv[1], file, &err), err.message);
	printf("read in %.1f ms\n", 1e3 * (now() - begin));
	if (i < 4) encoder_file_dispose(&f);
	}
	printf("%.1f/s\n", rate(&f.encoder, 40, 1));
	printf("%.1f/s\n", rate(&f.encoder, 40, 16));
	printf("%.1f/s\n", rate(&f.encoder, 8, 1));
	printf("%.1f/s\n", rate(&f.encoder, 20, 1));
	printf("%.1f/s\n", rate(&f.encoder, 80, 1));
	encoder_file_dispose(&f);
	return 0;
}
