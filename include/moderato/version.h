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
 * versions of Unicode, libsvm and LIBLINEAR that it was built with.
 * @return a static string; thread-safe
 */
MODERATO_API const char *moderato_version(void);

MODERATO_END_DECLS
#endif
