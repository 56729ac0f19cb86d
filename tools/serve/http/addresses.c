/* SPDX-License-Identifier: MIT */
#include "serve/http/addresses.h"

#include <netinet/in.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/hash_keyed.h"

struct address {
	uint64_t bits;
	size_t n; /* connections */
	struct address *next;
};

/* Of an IPv4 address, the second half of what it is as IPv6, "::ffff:192.0.2.1": the first half is
 * the same for all. */
static bool bits_of(const struct sockaddr *from, uint64_t *bits)
{
	const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)from;
	const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)from;
	unsigned char half[8] = {0, 0, 0xff, 0xff};

	if (from->sa_family == AF_INET)
		memcpy(half + 4, &v4->sin_addr, 4);
	else if (from->sa_family == AF_INET6)
		memcpy(half, v6->sin6_addr.s6_addr + (IN6_IS_ADDR_V4MAPPED(&v6->sin6_addr) ? 8 : 0), 8);
	else
		return false;
	memcpy(bits, half, sizeof(*bits));
	return true;
}

static struct address **bucket_of(struct addresses *addresses, uint64_t bits)
{
	return &addresses->buckets[hash_slot(hash_key(), bits) >> 54];
}

bool addresses_enter(struct addresses *addresses, const struct sockaddr *from, size_t limit,
	struct address **address)
{
	struct address **bucket;
	struct address *a;
	uint64_t bits;

	*address = NULL;
	if (!bits_of(from, &bits))
		return true;
	bucket = bucket_of(addresses, bits);
	for (a = *bucket; a && a->bits != bits; a = a->next)
		continue;
	if (!a) {
		a = calloc(1, sizeof(*a));
		if (!a)
			return false;
		a->bits = bits;
		a->next = *bucket;
		*bucket = a;
	} else if (limit && a->n >= limit) {
		return false;
	}
	a->n++;
	*address = a;
	return true;
}

void addresses_leave(struct addresses *addresses, struct address *address)
{
	struct address **at;

	if (!address || --address->n)
		return;
	at = bucket_of(addresses, address->bits);
	while (*at != address)
		at = &(*at)->next;
	*at = address->next;
	free(address);
}
