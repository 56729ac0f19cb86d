/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_STAGES_H
#define FUZZ_STAGES_H
/* A fuzzer that does many slow things with an input does only some of them, which the input's bytes
 * choose: many times as many inputs are tried, and each finding can be repeated. The replay of the
 * seeds does everything. */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern bool stages_all; /* set by replay.c */

/* Chooses for the input that now begins. */
void stages_begin(const uint8_t *data, size_t size);

/* Returns whether thing i of n is done with it: one of them, or with stages_all each. */
bool stage_is_chosen(size_t i, size_t n);

#endif
