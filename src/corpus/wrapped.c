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

/* Returns whether the first object, around all that follows, is a comment itself. Behind a mistake,
 * objects may seem to have nothing around them. */
static bool is_comment(const struct outline *o)
{
	bool text = false;
	bool more = false;
	size_t i;

	for (i = 0; i < o->n; i++) {
		size_t offset;
		unsigned rank;

		if (o->keys[i].object != 1 || !column_field(o->keys[i].key, &offset, &rank))
			continue;
		text |= offset == offsetof(moderato_comment, text);
		more |= offset != offsetof(moderato_comment, text) || str_is(o->keys[i].key, "text");
	}
	return text && more;
}

bool json_is_wrapped(const struct outline *o, moderato_str head)
{
	if (o->array || is_comment(o))
		return false;
	return json_is_empty(o, head) || (has_holder(o, 1) && outline_has_text(o, 3, true)) ||
		   (has_holder(o, 1) && has_holder(o, 2) && outline_has_text(o, 4, true));
}
