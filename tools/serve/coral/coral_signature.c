/* SPDX-License-Identifier: MIT */
#include "serve/coral/coral.h"
#include "serve/crypto.h"

enum { SIGNATURES_MAX = 16 }; /* Coral sends one for each secret that is not yet retired */

/* Reads the signatures of the one method that there is; others are passed over. */
static size_t read_signatures(
	moderato_str rest, unsigned char signatures[SIGNATURES_MAX][SHA256_BYTES])
{
	static const char method[] = "sha256=";
	moderato_str signature;
	size_t n = 0;

	while (n < SIGNATURES_MAX && str_take(&rest, ',', &signature))
		if (str_begins(signature, method) &&
			crypto_unhex(str_from(signature, sizeof(method) - 1), signatures[n], SHA256_BYTES))
			n++;
	return n;
}

bool coral_is_signed(const struct config_texts *secrets, moderato_str signatures, moderato_str body)
{
	unsigned char shown[SIGNATURES_MAX][SHA256_BYTES];
	const size_t n = read_signatures(signatures, shown);
	unsigned char ours[SHA256_BYTES];
	bool any = false;
	size_t secret;
	size_t i;

	for (secret = 0; secret < secrets->n; secret++) {
		if (!crypto_hmac_sha256(str_of(secrets->items[secret]), body, ours))
			return false;
		for (i = 0; i < n; i++)
			any |= crypto_equal(ours, shown[i], SHA256_BYTES);
	}
	return any;
}
