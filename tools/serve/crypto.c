/* SPDX-License-Identifier: MIT */
#include "serve/crypto.h"

#include <gnutls/crypto.h>
#include <gnutls/gnutls.h>
#include <string.h>

#include "base/ascii.h"
#include "base/hash.h"

bool crypto_sha256(moderato_str prefix, moderato_str text, unsigned char out[SHA256_BYTES])
{
	gnutls_hash_hd_t hash;

	if (gnutls_hash_init(&hash, GNUTLS_DIG_SHA256) < 0)
		return false;
	if (gnutls_hash(hash, prefix.ptr, prefix.len) < 0 ||
		gnutls_hash(hash, text.ptr, text.len) < 0) {
		gnutls_hash_deinit(hash, NULL);
		return false;
	}
	gnutls_hash_deinit(hash, out);
	return true;
}

bool crypto_id(const moderato_str *texts, size_t n, char out[CRYPTO_ID_DIGITS + 1])
{
	struct {
		unsigned char before[SHA256_BYTES];
		uint64_t len;
	} prefix;
	unsigned char digest[SHA256_BYTES] = {0};
	size_t i;

	for (i = 0; i < n; i++) {
		memcpy(prefix.before, digest, sizeof(digest));
		prefix.len = hash_little_endian(texts[i].len);
		if (!crypto_sha256((moderato_str){(const char *)&prefix, sizeof(prefix)}, texts[i], digest))
			return false;
	}
	crypto_hex(digest, CRYPTO_ID_DIGITS / 2, out);
	out[CRYPTO_ID_DIGITS] = '\0';
	return true;
}

bool crypto_hmac_sha256(moderato_str secret, moderato_str text, unsigned char out[SHA256_BYTES])
{
	return gnutls_hmac_fast(GNUTLS_MAC_SHA256, secret.ptr, secret.len, text.ptr, text.len, out) ==
		   0;
}

bool crypto_random(void *out, size_t len)
{
	return gnutls_rnd(GNUTLS_RND_KEY, out, len) == 0;
}

bool crypto_equal(const void *a, const void *b, size_t len)
{
	return gnutls_memcmp(a, b, len) == 0;
}

void crypto_hex(const void *bytes, size_t len, char *out)
{
	static const char digits[] = "0123456789abcdef";
	const unsigned char *b = bytes;
	size_t i;

	for (i = 0; i < len; i++) {
		out[2 * i] = digits[b[i] >> 4];
		out[2 * i + 1] = digits[b[i] & 15];
	}
}

bool crypto_unhex(moderato_str text, void *bytes, size_t len)
{
	unsigned char *b = bytes;
	size_t i;

	if (text.len != 2 * len)
		return false;
	for (i = 0; i < len; i++) {
		const int high = ascii_hex(text.ptr[2 * i]);
		const int low = ascii_hex(text.ptr[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		b[i] = (unsigned char)(high << 4 | low);
	}
	return true;
}
