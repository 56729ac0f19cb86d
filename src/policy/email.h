/* SPDX-License-Identifier: MIT */
#ifndef POLICY_EMAIL_H
#define POLICY_EMAIL_H
/* E-mail addresses as policies compare them: without regard to case, and with their hosts as in
 * policy/host.h. */
#include <stdbool.h>

#include "base/arena.h"
#include "moderato/comment.h"

struct email {
	uint64_t whole;   /* hash of the whole address */
	uint64_t at_host; /* hash of its host, with the @ before it */
	bool has_name;    /* there is a name before the last @ */
};

/* Reads an address of at most MODERATO_COMMENT_BYTES_MAX bytes. `*is_email` receives whether it has
 * an @ and a host after it. Returns false when memory runs out. */
bool email_read(struct arena *arena, moderato_str text, struct email *out, bool *is_email);

#endif
