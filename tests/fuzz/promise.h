/* SPDX-License-Identifier: MIT */
#ifndef FUZZ_PROMISE_H
#define FUZZ_PROMISE_H
/* What every fuzzer has: its entry, and a way to say what the library promises. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "moderato/status.h"

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

#endif
