/* SPDX-License-Identifier: MIT */
/* What all protocols have in common about refusals. */
#include "serve/protocol.h"

const char *refusal_name(enum refusal_kind kind)
{
	static const char *const names[REFUSAL_KINDS] = {
		[REFUSAL_NONE] = "none",
		[REFUSAL_MALFORMED] = "malformed",
		[REFUSAL_NO_KEY] = "no_key",
		[REFUSAL_BAD_KEY] = "bad_key",
		[REFUSAL_SCOPE] = "scope",
		[REFUSAL_RATE] = "rate",
		[REFUSAL_NOT_FOUND] = "not_found",
		[REFUSAL_METHOD] = "method",
		[REFUSAL_TOO_LARGE] = "too_large",
		[REFUSAL_PACKING] = "packing",
		[REFUSAL_OVERLOADED] = "overloaded",
		[REFUSAL_INTERNAL] = "internal",
	};

	return names[kind];
}

unsigned refusal_status(enum refusal_kind kind)
{
	static const unsigned status[REFUSAL_KINDS] = {
		[REFUSAL_NONE] = 500,
		[REFUSAL_MALFORMED] = 400,
		[REFUSAL_NO_KEY] = 401,
		[REFUSAL_BAD_KEY] = 401,
		[REFUSAL_SCOPE] = 403,
		[REFUSAL_RATE] = 429,
		[REFUSAL_NOT_FOUND] = 404,
		[REFUSAL_METHOD] = 405,
		[REFUSAL_TOO_LARGE] = 413,
		[REFUSAL_PACKING] = 415,
		[REFUSAL_OVERLOADED] = 503,
		[REFUSAL_INTERNAL] = 500,
	};

	return status[kind];
}
