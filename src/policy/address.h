/* SPDX-License-Identifier: MIT */
#ifndef POLICY_ADDRESS_H
#define POLICY_ADDRESS_H
/* IPv4 and IPv6 addresses and the networks that they are in, 192.0.2.0/24 or 2001:db8::/32. An IPv4
 * address written as IPv6 (::ffff:192.0.2.1) is the IPv4 address. */
#include <stdbool.h>
#include <stdint.h>

#include "moderato/comment.h"

#define ADDRESS_BITS_MAX 128

struct address {
	unsigned char bytes[ADDRESS_BITS_MAX / 8];
	size_t n_bits; /* 32 or 128 */
};

/* False: it is no address. */
bool address_read(moderato_str text, struct address *out);

/* An address alone, or with the bits of its network that count; it is a network of one then.
 * Returns NULL, or what was expected instead (static): bits beyond those that count are a slip, and
 * would mean more than was written. */
const char *network_read(moderato_str text, struct address *out, size_t *n_bits);

/* A hash of the address's first bits, other than that of any other number of bits and of the other
 * kind of address. n_bits <= address->n_bits */
uint64_t address_hash(const struct address *address, size_t n_bits);

#endif
