/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_PROMISE_H
#define FUZZ_PROMISE_H
/* What every fuzzer has: its entry, and a way to say what the library promises. */
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "moderato/classifier.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A broken promise is a crash, which the fuzzer reports. */
#define promise(what)                                                                              \
	do {                                                                                           \
		if (!(what)) {                                                                             \
			fprintf(stderr, "%s:%d: broken promise: %s\n", __FILE__, __LINE__, #what);             \
			abort();                                                                               \
		}                                                                                          \
	} while (0)

/* A message is one line and says something. */
static inline void promise_message(const moderato_error *err)
{
	promise(err->message[0] != '\0' && !strchr(err->message, '\n'));
}

/* Every attribute has a finite margin and a probability. */
static inline void promise_scores(const moderato_bundle *bundle, const moderato_scores *scores)
{
	size_t i;

	promise(scores->n == moderato_bundle_n_attributes(bundle));
	for (i = 0; i < scores->n; i++) {
		promise(isfinite(scores->margin[i]));
		promise(scores->score[i] >= 0 && scores->score[i] <= 1);
	}
}

#endif
