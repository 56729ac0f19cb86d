/* SPDX-License-Identifier: MIT */
#include "text/words_of.h"

#include "text/hidden_links.h"
#include "text/normalize.h"
#include "text/utf8_repair.h"

bool words_of_normal(struct arena *arena, struct text *normal, const char *written,
	const struct charmap *map, const struct markup *found, struct words *out)
{
	const char *s = normal->s;
	struct charmap own;
	size_t hidden = 0;
	bool good;

	if (!map && !charmap_read(&own, arena, normal->s, normal->len))
		return false;
	map = map ? map : &own;
	if (hidden_links_hint(normal, map) && !hidden_links_write_out(arena, normal, &hidden))
		return false;
	good = normal->s == s ? words_split_mapped(arena, normal, written, map, found, out)
						  : words_split(arena, normal, written, found, out);
	out->n_hidden_links = hidden;
	return good;
}

bool words_of(struct arena *arena, moderato_str text, struct words *out)
{
	const struct text original = {text.ptr, text.len, NULL};
	struct text valid;
	struct text plain;
	struct text normal;
	struct markup markup;
	size_t repaired;

	return utf8_repair(arena, &original, &valid, &repaired) &&
		   markup_strip(arena, &valid, &plain, &markup) && normalize(arena, &plain, &normal) &&
		   words_of_normal(arena, &normal, text.ptr, NULL, &markup, out);
}
