/* SPDX-License-Identifier: MIT */
#ifndef POLICY_ADDRESS_H
#define POLICY_ADDRESS_H
/* Reads IPv4 and IPv6 addresses, and networks such as 192.0.2.0/24 or 2001:db8::/32. An IPv4
 * address that is written as IPv6 (::ffff:192.0.2.1) is the IPv4 address. */
#include <stdbool.h>
#include <stdint.h>

#include "moderato/comment.h"

#define ADDRESS_BITS_MAX 128

struct address {
	unsigned char bytes[ADDRESS_BITS_MAX / 8];
	size_t n_bits; /* 32 or 128 */
};

/* Reads an address. Returns false when the text is none. */
bool address_read(moderato_str text, struct address *out);

/* Reads a network: an address and the length of its prefix in bits, or an address alone, which is a
 * network of one. Returns NULL, or a static text that says what was expected: bits after the prefix
 * must be 0, because they are a slip that would make the network larger than meant. */
const char *network_read(moderato_str text, struct address *out, size_t *n_bits);

/* The hash of the first n_bits bits of an address, n_bits <= address->n_bits. It also depends on
 * their number and on the kind of address. */
uint64_t address_hash(const struct address *address, size_t n_bits);

#endif
