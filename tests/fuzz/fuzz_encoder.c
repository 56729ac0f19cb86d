/* SPDX-License-Identifier: MIT */
/* Any bytes as an encoder: read as they are, then with the header's numbers put right, so that what
 * lies behind the checksum is reached. What is read is used. */
#include "encode/encoder_file.h"
#include "encode/pieces.h"
#include "promise.h"

static void put_right(char *bytes, size_t len)
{
	struct encoder_header h;

	memcpy(&h, bytes, sizeof(h));
	memcpy(h.magic, ENCODER_MAGIC, sizeof(h.magic));
	h.format = ENCODER_FORMAT;
	h.zero = 0;
	h.len = len;
	memcpy(bytes, &h, sizeof(h));
	h.checksum = encoder_file_checksum((moderato_str){bytes, len});
	memcpy(bytes, &h, sizeof(h));
}

/* Vectors and outputs are numbers, and the same for a comment alone and beside another. */
static void compute(const struct encoder_file *f, struct arena *arena, const uint32_t *ids,
	const uint32_t lengths[2])
{
	const size_t width = f->encoder.width;
	float *both = calloc(2 * width, sizeof(*both));
	float *alone = calloc(width, sizeof(*alone));
	uint32_t i;

	promise(both && alone);
	promise(encoder_vectors(&f->encoder, arena, ids, lengths, 2, both));
	promise(encoder_vectors(&f->encoder, arena, ids + lengths[0], lengths + 1, 1, alone));
	promise(!memcmp(both + width, alone, width * sizeof(*alone)));
	for (i = 0; i < 2 * width; i++)
		promise(isfinite(both[i]));
	for (i = 0; i < f->n_outputs; i++)
		promise(isfinite(encoder_file_output(f, i, both)));
	free(both);
	free(alone);
}

static void use(const struct encoder_file *f)
{
	static const char words[] = "ab bab you, A! \xC3\xA9";
	const struct text text = {words, sizeof(words) - 1, NULL};
	struct arena arena = ARENA_INIT;
	struct pieces pieces;
	uint32_t lengths[2];
	uint32_t *ids;
	uint32_t i;

	promise(pieces_of(&f->vocabulary, &text, f->encoder.places, &arena, &pieces));
	lengths[0] = (uint32_t)pieces.n;
	lengths[1] = f->encoder.places;
	ids = arena_array(&arena, (size_t)lengths[0] + lengths[1], sizeof(*ids));
	promise(ids);
	for (i = 0; i < lengths[0]; i++)
		promise((ids[i] = pieces.ids[i]) < f->encoder.n_pieces);
	for (i = 0; i < lengths[1]; i++)
		ids[lengths[0] + i] = f->encoder.n_pieces - 1 - i % f->encoder.n_pieces;
	compute(f, &arena, ids, lengths);
	arena_dispose(&arena);
}

static void read_encoder(const char *bytes, size_t len)
{
	struct encoder_file f;
	moderato_error err = {"", 0};

	if (encoder_file_read(&f, "fuzzed", (moderato_str){bytes, len}, &err))
		promise_message(&err);
	else
		use(&f);
	encoder_file_dispose(&f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	/* A copy, so that a step beyond it is one beyond the allocation. */
	char *bytes = malloc(size ? size : 1);

	promise(bytes);
	memcpy(bytes, data, size);
	read_encoder(bytes, size);
	if (size >= sizeof(struct encoder_header)) {
		put_right(bytes, size);
		read_encoder(bytes, size);
	}
	free(bytes);
	return 0;
}
