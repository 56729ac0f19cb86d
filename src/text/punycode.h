/* SPDX-License-Identifier: MIT */
#ifndef TEXT_PUNYCODE_H
#define TEXT_PUNYCODE_H
/* Labels of internationalised host names as people read them: xn--bcher-kva is bücher (RFC 3492).
 * Only this way: what is compared is what is read. */
#include <stddef.h>
#include <stdint.h>

/* DNS allows 63 bytes of a label, each of which is at most one code point. */
#define PUNYCODE_BYTES_MAX 63

/* Decode what follows xn-- in a label, lower-case ASCII. Returns how many code points were written,
 * at most PUNYCODE_BYTES_MAX; 0: it is no Punycode, or too long. */
size_t punycode_decode(const char *s, size_t len, uint32_t out[PUNYCODE_BYTES_MAX]);

#endif
