/* SPDX-License-Identifier: MIT */
#ifndef TEXT_PUNYCODE_H
#define TEXT_PUNYCODE_H
/* Decodes the labels of internationalised host names: xn--bcher-kva is bücher (RFC 3492). There is
 * no encoder, because hosts are compared in the form that people read. */
#include <stddef.h>
#include <stdint.h>

/* DNS allows 63 bytes in a label, and each byte gives at most one code point. */
#define PUNYCODE_BYTES_MAX 63

/* Decodes the part of a label after "xn--", in lower-case ASCII. Returns the number of code points
 * written, at most PUNYCODE_BYTES_MAX, or 0 when the input is no Punycode or too long. */
size_t punycode_decode(const char *s, size_t len, uint32_t out[PUNYCODE_BYTES_MAX]);

#endif
