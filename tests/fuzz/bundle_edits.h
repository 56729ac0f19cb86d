/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_BUNDLE_EDITS_H
#define FUZZ_BUNDLE_EDITS_H
/* A few bytes that stand for a bundle: edits of a good one.
 *
 *   u8 which: bits 0 and 2 choose the good bundle, bit 3 says that two bytes follow with the length
 *      at which it is cut
 *   for each edit: u32 place (modulo the length), u8 n, then n bytes to put there
 *
 * It stays useful when the format moves on, and a seed is some ten bytes rather than as many
 * thousand. The good bundles are laid out once for the process. */
#include "base/buffer.h"
#include "mutator.h"

/* Replaces what is in `out` by the edited bundle. `size` is not 0. */
void bundle_edited(const uint8_t *data, size_t size, struct buffer *out);

/* Puts right what would end the reading before it has begun: magic, versions, length, checksum. */
void bundle_put_right(unsigned char *bytes, size_t len);

/* Mutates a list of edits by what the bundle has in these places: the numbers of the table of
 * sections become others' or impossible ones, so do counts, indices, weights. */
size_t bundle_mutate(uint8_t *data, size_t size, size_t max_size, unsigned seed);

#endif
