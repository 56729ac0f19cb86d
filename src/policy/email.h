/* SPDX-License-Identifier: MIT */
#ifndef POLICY_EMAIL_H
#define POLICY_EMAIL_H
/* E-mail addresses as policies compare them: in any case, their hosts as policy/host.h has them. */
#include <stdbool.h>

#include "base/arena.h"
#include "moderato/comment.h"

struct email {
	uint64_t whole;   /* a hash of the address */
	uint64_t at_host; /* and of what follows its last @, with the @ */
	bool has_name;    /* there is something before that @ */
};

/* `*is_email` is whether there is an @ and a host after it. `text.len` is at most
 * MODERATO_COMMENT_BYTES_MAX. False: out of memory. */
bool email_read(struct arena *arena, moderato_str text, struct email *out, bool *is_email);

#endif
