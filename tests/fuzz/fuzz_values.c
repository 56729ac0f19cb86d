/* SPDX-License-Identifier: MIT */
/* Any bytes as one of the small texts that options, policies and exports have. The first byte says
 * which: an address to listen to, a key's hash, a time, an address or network, a host, an e-mail
 * address, a language, families of disguises, Punycode, a number. */
#include "base/arena.h"
#include "base/ascii.h"
#include "base/number.h"
#include "base/timestamp.h"
#include "moderato/perturb.h"
#include "policy/address.h"
#include "policy/email.h"
#include "policy/host.h"
#include "policy/language_tag.h"
#include "promise.h"
#include "serve/config/keys.h"
#include "serve/http/listen.h"
#include "text/punycode.h"

static struct arena arena;

static void listen_address(moderato_str text)
{
	if (listen_is_address(text))
		promise(text.len >= 2 && memchr(text.ptr, ':', text.len));
}

/* A hash that is accepted is written the same, in lower case. */
static void key_hash(moderato_str text)
{
	struct keys keys = {NULL, 0, 0};
	const struct key_terms terms = {.name = "a"};
	moderato_error err = {"", 0};
	char out[KEY_HASH_TEXT];
	size_t i;

	if (keys_add_hash(&keys, &terms, text, &err)) {
		promise_message(&err);
		promise(!keys.n);
		return;
	}
	key_hash_write(keys.v[0].hash, out);
	promise(keys.n == 1 && strlen(out) == text.len);
	for (i = 0; i < text.len; i++)
		promise(out[i] == text.ptr[i] || out[i] == text.ptr[i] + ('a' - 'A'));
	keys_dispose(&keys);
}

/* A time that was rewritten stays as it is. */
static void timestamp(moderato_str text)
{
	char out[TIMESTAMP_MAX];
	char again[TIMESTAMP_MAX];
	const size_t len = timestamp_utc(out, text);

	promise(len <= TIMESTAMP_MAX);
	if (len) {
		promise(out[len - 1] == 'Z' && out[10] == 'T');
		promise(timestamp_utc(again, (moderato_str){out, len}) == len && !memcmp(out, again, len));
	}
}

static void network(moderato_str text)
{
	struct address address;
	struct address whole;
	size_t n_bits = 0;
	const char *fault = network_read(text, &address, &n_bits);

	promise(!fault || *fault);
	if (fault)
		return;
	promise((address.n_bits == 32 || address.n_bits == 128) && n_bits <= address.n_bits);
	if (address_read(text, &whole))
		promise(n_bits == whole.n_bits &&
				address_hash(&address, n_bits) == address_hash(&whole, n_bits));
}

static void host(moderato_str text)
{
	const moderato_str found = host_of_link(text);
	struct host host;

	promise(!found.len || (found.ptr >= text.ptr && found.ptr + found.len <= text.ptr + text.len));
	promise(host_read(&arena, text, &host) && host.n <= HOST_LABELS_MAX);
	promise(host_read(&arena, found, &host) && host.n <= HOST_LABELS_MAX);
}

static void email(moderato_str text)
{
	struct email email;
	bool is_email;

	promise(email_read(&arena, text, &email, &is_email));
	promise(!is_email || (text.len && memchr(text.ptr, '@', text.len)));
}

static void language(moderato_str text)
{
	struct language_tag tag;

	if (language_tag_read(text, &tag))
		promise(tag.n <= LANGUAGE_SUBTAGS_MAX && (tag.n || language_tag_is_unknown(&tag)));
}

static void families(moderato_str text)
{
	char *list = text.len ? strndup(text.ptr, text.len) : strdup("");
	moderato_error err = {"", 0};
	unsigned bits = 0;

	promise(list);
	if (moderato_families_parse(list, &bits, &err))
		promise_message(&err);
	promise(!(bits & ~MODERATO_FAMILIES_ALL));
	free(list);
}

static void punycode(moderato_str text)
{
	uint32_t out[PUNYCODE_BYTES_MAX];
	const size_t n = punycode_decode(text.ptr, text.len, out);
	size_t i;

	promise(n <= PUNYCODE_BYTES_MAX);
	for (i = 0; i < n; i++)
		promise(out[i] <= 0x10ffff);
}

/* A number reads back to itself, in either manner of writing. */
static void number(moderato_str text)
{
	char out[33];
	double value;

	if (text.len < sizeof(value))
		return;
	memcpy(&value, text.ptr, sizeof(value));
	out[format_double(out, value)] = '\0';
	promise(isfinite(value) ? strtod(out, NULL) == value : !strcmp(out, "null"));
	out[format_number(out, value)] = '\0';
	promise(isfinite(value) ? strtod(out, NULL) == value : !strcmp(out, "null"));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const readers[])(moderato_str text) = {listen_address, key_hash, timestamp,
		network, host, email, language, families, punycode, number};
	char *copy;

	if (!size)
		return 0;
	/* A copy, so that a step beyond the text is one beyond the allocation. */
	copy = malloc(size > 1 ? size - 1 : 1);
	promise(copy);
	if (size > 1)
		memcpy(copy, data + 1, size - 1);
	readers[data[0] % COUNT(readers)]((moderato_str){copy, size - 1});
	arena_dispose(&arena);
	free(copy);
	return 0;
}
