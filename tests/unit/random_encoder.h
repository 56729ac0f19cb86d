/* SPDX-License-Identifier: MIT */
#ifndef RANDOM_ENCODER_H
#define RANDOM_ENCODER_H
/* Encoders of random numbers, for what does not depend on what they say. */
#include "encode/encoder.h"

/* Makes an encoder whose numbers stay of the size that a trained one's have. `shape` names its
 * width, heads, inner, n_layers, places and n_pieces. Exits when memory runs out. */
void random_encoder_init(struct encoder *e, const struct encoder *shape);
void random_encoder_dispose(struct encoder *e);

#endif
