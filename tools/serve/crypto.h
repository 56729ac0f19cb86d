/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_CRYPTO_H
#define TOOLS_SERVE_CRYPTO_H
/* Hashes, signatures and random bytes; the only door to GnuTLS besides TLS itself (serve/tls.c).
 * All functions are thread-safe. */
#include <stdbool.h>
#include <stddef.h>

#include "moderato/comment.h"

enum { SHA256_BYTES = 32 };

/* Each returns false when the library refuses, as it does when memory is out. */
bool crypto_sha256(moderato_str prefix, moderato_str text, unsigned char out[SHA256_BYTES]);
/* Names what several texts together say: writes the first 128 bits of a SHA-256 over the texts and
 * their lengths as CRYPTO_ID_DIGITS hexadecimal digits and a NUL. Nobody can choose texts whose
 * name is that of others. */
enum { CRYPTO_ID_DIGITS = 32 };
bool crypto_id(const moderato_str *texts, size_t n, char out[CRYPTO_ID_DIGITS + 1]);
bool crypto_hmac_sha256(moderato_str secret, moderato_str text, unsigned char out[SHA256_BYTES]);
bool crypto_random(void *out, size_t len);

/* Returns whether two byte strings are equal, in a time that does not depend on what they hold. */
bool crypto_equal(const void *a, const void *b, size_t len);

/* Writes bytes as lower-case hexadecimal digits; out[2 * len], not ended by a NUL. */
void crypto_hex(const void *bytes, size_t len, char *out);
/* Reads 2 * len hexadecimal digits. False: the text is not that. */
bool crypto_unhex(moderato_str text, void *bytes, size_t len);

#endif
