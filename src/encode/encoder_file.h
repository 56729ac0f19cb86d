/* SPDX-License-Identifier: MIT */
#ifndef ENCODE_ENCODER_FILE_H
#define ENCODE_ENCODER_FILE_H
/* An encoder as bytes: section ENCO of a bundle, or a file of its own (tools/encoder/export.py
 * writes both). They are untrusted: every count and number is checked before use.
 *
 * A bundle keeps the section as it is (bundle.h), because it is of model/, which does not know what
 * encoders are; who needs the encoder reads it from there, once for all threads.
 *
 * Little-endian. Each part begins at a multiple of 64 bytes, the first behind the header:
 *
 *   header      struct encoder_header
 *   vocabulary  n_pieces strings, sorted, each with a NUL behind it (encode/vocabulary.h)
 *   words       i8 [n_pieces][width], f32 scale[n_pieces]
 *   places      f32 [places][width]
 *   norm        f32 weight[width] and bias[width], one after the other
 *   per layer   matrices qkv, out, up, down, each u8 [rows / 16][cols / 4][16][4], f32 scale[rows],
 *               f32 bias[rows]; norm1 and norm2, each as above
 *   outputs     char name[n_outputs][40], f32 [n_outputs][width], f32 bias[n_outputs]
 *
 * and nothing is behind the last one. */
#include "encode/encoder.h"
#include "encode/vocabulary.h"

#define ENCODER_MAGIC "encoder" /* and its NUL */
#define ENCODER_FORMAT 2u

/* What a file may hold. */
#define ENCODER_FILE_BYTES_MAX ((size_t)18000000)
#define ENCODER_WIDTH_MAX 1024
#define ENCODER_INNER_MAX 4096
#define ENCODER_LAYERS_MAX 24
#define ENCODER_PLACES_MAX 512
#define ENCODER_OUTPUTS_MAX 32
#define ENCODER_NAME_BYTES 40

/* So bounded, no sum of the forward pass overflows a float, whatever the file says: what a norm
 * gives is at most 100 · √1024 + 100, a product of it 5 · 10^8, a product of that 3 · 10^14, and a
 * sum of a thousand squares of that 10^32. Trained numbers are far below. */
#define ENCODER_VALUE_MAX 100.0f
#define ENCODER_SCALE_MAX 1.0f

struct encoder_header {
	char magic[8];
	uint32_t format;
	uint32_t width, heads, inner, n_layers, places, n_pieces, n_outputs;
	uint32_t vocabulary_len; /* bytes */
	uint32_t zero;
	uint64_t len;      /* of all */
	uint64_t checksum; /* of all, with this field as 0 */
};

/* The encoder points into the bytes, which it borrows. */
struct encoder_file {
	struct encoder encoder;
	struct vocabulary vocabulary;
	/* The linear heads that it was trained with, to hold a reader of it to the reference. */
	uint32_t n_outputs;
	const char *names;          /* [n_outputs][ENCODER_NAME_BYTES] */
	const float *output_weight; /* [n_outputs][width] */
	const float *output_bias;   /* [n_outputs] */
};

/* Reads an encoder; `name` is for messages. The bytes must be aligned to 8 (bundles and
 * base/whole_file give multiples of 64) and stay. MODERATO_EFORMAT: damaged; MODERATO_EMISMATCH: of
 * another format, or the machine is not little-endian; MODERATO_EINVAL: not aligned;
 * MODERATO_ENOMEM. After a failure it is empty. */
moderato_status encoder_file_read(
	struct encoder_file *f, const char *name, moderato_str bytes, moderato_error *err);
void encoder_file_dispose(struct encoder_file *f);

/* What the i-th linear head says of a vector: a logit. */
double encoder_file_output(const struct encoder_file *f, uint32_t i, const float *vector);

/* The checksum of an encoder of at least a header's length, for its header. */
uint64_t encoder_file_checksum(moderato_str bytes);

#endif
