/* SPDX-License-Identifier: MIT */
/* Where an e-mail address is divided, and the hashes of its parts. */
#include "policy/email.h"

#include "base/hash_keyed.h"
#include "policy/host.h"
#include "policy/policy_internal.h"

/* The hash of an address. A name before the @ is never empty, so that the host alone, with an empty
 * name, has a hash of its own. */
static uint64_t email_hash(moderato_str name, const struct host *host)
{
	uint64_t hash = host->n;
	size_t i;

	for (i = 0; i < host->n; i++)
		hash = hash_pair(hash, host->label[i]);
	return hash_slot(hash_key(), hash_keyed(name.ptr, name.len) ^ hash);
}

bool email_read(struct arena *arena, moderato_str text, struct email *out, bool *is_email)
{
	struct host host;
	size_t at;

	*is_email = false;
	if (!policy_fold(arena, text, &text))
		return false;
	at = text.len;
	while (at && text.ptr[at - 1] != '@')
		at--;
	if (!at)
		return true;
	if (!host_read(arena, (moderato_str){text.ptr + at, text.len - at}, &host))
		return false;
	*is_email = host.n > 0;
	out->has_name = at > 1;
	out->whole = email_hash((moderato_str){text.ptr, at - 1}, &host);
	out->at_host = email_hash((moderato_str){text.ptr, 0}, &host);
	return true;
}
