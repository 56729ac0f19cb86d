/* SPDX-License-Identifier: MIT */
#ifndef MODERATO_VERSION_H
#define MODERATO_VERSION_H
/**
 * @file moderato/version.h
 * The version, which the Makefile reads from here for the soname and moderato.pc.
 */
#include "moderato/status.h"

#define MODERATO_VERSION_MAJOR 0
#define MODERATO_VERSION_MINOR 1
#define MODERATO_VERSION_PATCH 0

MODERATO_BEGIN_DECLS

/**
 * One line: the library's version, its feature space's version, and the
 * versions of Unicode and libsvm that it was built with.
 * @return a static string; thread-safe
 */
MODERATO_API const char *moderato_version(void);

/**
 * The vector instructions in use: "scalar", "sse2", "avx2", "avx512" or "neon". Detected once; all
 * give the same results, bit for bit.
 * @return a static string; thread-safe
 */
MODERATO_API const char *moderato_simd(void);

/**
 * Use other vector instructions than the machine's best: for tests and comparisons. Call it before
 * a bundle is opened and before other threads start.
 * @param name one of the above
 * @return MODERATO_OK, or MODERATO_EINVAL: no such name, or this machine does not have it
 */
MODERATO_API moderato_status moderato_simd_use(const char *name);

MODERATO_END_DECLS
#endif
