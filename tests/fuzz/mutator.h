/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_MUTATOR_H
#define FUZZ_MUTATOR_H
/* Mutators that know what they change. A fuzzer whose bytes have a structure hands libFuzzer its
 * own LLVMFuzzerCustomMutator(), which calls one of these. */
#include <stddef.h>
#include <stdint.h>

/* libFuzzer's own mutations, with its dictionary; replay.c has a stand-in. */
size_t LLVMFuzzerMutate(uint8_t *data, size_t size, size_t max_size);

size_t LLVMFuzzerCustomMutator(uint8_t *data, size_t size, size_t max_size, unsigned seed);

/* Changes XML piece by piece: tags, text, CDATA sections and comments are dropped, moved, doubled,
 * exchanged and nested wrongly; names, attributes and references are replaced. Returns the new
 * size, at most `max_size`. */
size_t xml_mutate(uint8_t *data, size_t size, size_t max_size, unsigned seed);

#endif
