/* SPDX-License-Identifier: MIT */
#ifndef TOOLS_SERVE_CORAL_H
#define TOOLS_SERVE_CORAL_H
/* What the files of Coral's external moderation phase share. */
#include "base/arena.h"
#include "base/json.h"
#include "moderato/classifier.h"
#include "serve/config/config.h"

/* Returns whether a value of the header X-Coral-Signature, `sha256=HEX[,sha256=HEX…]`, has a
 * signature of the body by one of the secrets. All of both are compared, each in constant time. */
bool coral_is_signed(
	const struct config_texts *secrets, moderato_str signatures, moderato_str body);

struct coral_request {
	moderato_comment comment;
	bool trusted; /* whoever wrote it works for the site */
};

/* Reads a request; texts are copied to `arena`. MODERATO_EFORMAT: it is not one; MODERATO_ENOMEM.
 */
moderato_status coral_read(struct json_reader *json, struct arena *arena, moderato_str body,
	struct coral_request *request, moderato_error *err);

/* Appends what Coral is to do with a comment that is not to be published at once. `spam` is the
 * index of the attribute of that name, or -1. */
void coral_opinion(struct buffer *out, const moderato_verdict *verdict, int spam);

#endif
