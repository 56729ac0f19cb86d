/* SPDX-License-Identifier: MIT */
#include "corpus/wrapped.h"

#include "base/str.h"
#include "corpus/columns.h"
#include "corpus/unknown.h"

bool wrapped_by(moderato_str key)
{
	static const char *const holders[] = {"comments", "data", "results", "items", "content",
		"hydra:member", "replies", "posts", "messages", "entries", "rows", "records", "docs",
		"response", "result", "list"};
	size_t i;

	for (i = 0; i < sizeof(holders) / sizeof(*holders); i++)
		if (str_is(key, holders[i]))
			return true;
	return false;
}

static bool has_holder(const struct outline *o, unsigned depth)
{
	size_t i;

	for (i = 0; i < o->n; i++)
		if (o->keys[i].depth == depth && wrapped_by(o->keys[i].key))
			return true;
	return false;
}

/* Behind a mistake, objects may seem to have nothing around them: only the first is asked whether
 * it is a comment itself. */
bool json_is_wrapped(const struct outline *o, moderato_str head)
{
	if (o->array || outline_has_text(o, 1, 1, true))
		return false;
	return json_is_empty(o, head) || (has_holder(o, 1) && outline_has_text(o, 3, 0, true)) ||
		   (has_holder(o, 1) && has_holder(o, 2) && outline_has_text(o, 4, 0, true));
}
