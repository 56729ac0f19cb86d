/* SPDX-License-Identifier: MIT */
/* Which texts are addresses and networks, and the hash by which networks are found. */
#include "policy/address.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/hash_keyed.h"

/* The size of a buffer for the text of an address, with its NUL. */
#define TEXT_MAX ((size_t)INET6_ADDRSTRLEN)

#define MAPPED_BITS ((size_t)96) /* the prefix of ::ffff:0:0/96, IPv4 as IPv6 */

/* Reads an address with inet_pton(), which accepts exactly the standard forms. */
static bool read_address(moderato_str text, struct address *out)
{
	char copy[TEXT_MAX];

	if (!text.len || text.len >= sizeof(copy) || memchr(text.ptr, '\0', text.len))
		return false;
	memcpy(copy, text.ptr, text.len);
	copy[text.len] = '\0';
	*out = (struct address){.n_bits = 32};
	if (inet_pton(AF_INET, copy, out->bytes) == 1)
		return true;
	out->n_bits = ADDRESS_BITS_MAX;
	return inet_pton(AF_INET6, copy, out->bytes) == 1;
}

static bool is_ipv4_mapped(const struct address *address)
{
	static const unsigned char prefix[] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};

	return address->n_bits == ADDRESS_BITS_MAX && !memcmp(address->bytes, prefix, sizeof(prefix));
}

static void to_ipv4(struct address *address)
{
	memmove(address->bytes, address->bytes + MAPPED_BITS / 8, 4);
	memset(address->bytes + 4, 0, sizeof(address->bytes) - 4);
	address->n_bits = 32;
}

bool address_read(moderato_str text, struct address *out)
{
	if (!read_address(text, out))
		return false;
	if (is_ipv4_mapped(out))
		to_ipv4(out);
	return true;
}

/* The mask of those bits of byte i that are among the first n_bits. */
static unsigned char byte_mask(size_t i, size_t n_bits)
{
	if (8 * i >= n_bits)
		return 0;
	if (n_bits - 8 * i >= 8)
		return 0xFF;
	return (unsigned char)(0xFF << (8 - (n_bits - 8 * i)));
}

static bool has_bits_beyond(const struct address *address, size_t n_bits)
{
	size_t i;

	for (i = 0; 8 * i < address->n_bits; i++)
		if (address->bytes[i] & ~byte_mask(i, n_bits))
			return true;
	return false;
}

/* Reads a number of at most three digits without leading zeros; returns false for anything else. */
static bool read_bits(moderato_str text, size_t *n_bits)
{
	size_t i;

	*n_bits = 0;
	for (i = 0; i < text.len; i++) {
		if (text.ptr[i] < '0' || text.ptr[i] > '9')
			return false;
		*n_bits = 10 * *n_bits + (size_t)(text.ptr[i] - '0');
	}
	return text.len > 0 && text.len <= 3 && (text.len == 1 || text.ptr[0] != '0');
}

const char *network_read(moderato_str text, struct address *out, size_t *n_bits)
{
	static const char what[] = "an IPv4 or IPv6 address or network, such as 192.0.2.0/24";
	const char *slash = memchr(text.ptr, '/', text.len);
	const size_t len = slash ? (size_t)(slash - text.ptr) : text.len;

	if (!read_address((moderato_str){text.ptr, len}, out))
		return what;
	*n_bits = out->n_bits;
	if (slash && (!read_bits((moderato_str){slash + 1, text.len - len - 1}, n_bits) ||
					 *n_bits > out->n_bits))
		return what;
	if (has_bits_beyond(out, *n_bits))
		return "a network whose address has only zeros after the prefix, such as 192.0.2.0/24";
	if (is_ipv4_mapped(out) && *n_bits >= MAPPED_BITS) {
		to_ipv4(out);
		*n_bits -= MAPPED_BITS;
	}
	return NULL;
}

uint64_t address_hash(const struct address *address, size_t n_bits)
{
	unsigned char bytes[sizeof(address->bytes)];
	size_t i;

	for (i = 0; i < sizeof(bytes); i++)
		bytes[i] = address->bytes[i] & byte_mask(i, n_bits);
	return hash_slot(
		hash_key(), hash_keyed(bytes, sizeof(bytes)) ^ hash_pair(address->n_bits, n_bits));
}
