/* SPDX-License-Identifier: MIT */
/* The stages up to the words, in order. */
#include "text/words_of.h"

#include "text/alike_words.h"
#include "text/hidden_links.h"
#include "text/normalize.h"
#include "text/utf8_repair.h"

static bool has_high(const struct charmap *map)
{
	uint64_t high = 0;
	size_t b;

	for (b = 0; b < map->n; b++)
		high |= map->v[b].high;
	return high != 0;
}

/* Writes out what the text hides; `map` is the map of the text before that. */
static bool write_out_hidden(struct arena *arena, struct text *text, const struct charmap *map,
	size_t *n_alike, size_t *n_links)
{
	return (!has_high(map) || alike_words_write_out(arena, text, n_alike)) &&
		   (!(*n_alike || hidden_links_hint(text, map)) ||
			   hidden_links_write_out(arena, text, n_links));
}

bool words_of_normal(struct arena *arena, struct text *normal, const char *written,
	const struct charmap *map, const struct markup *found, struct words *out)
{
	const char *s = normal->s;
	struct charmap own;
	size_t n_alike = 0;
	size_t n_links = 0;
	bool good;

	if (!map && !charmap_read(&own, arena, normal->s, normal->len))
		return false;
	map = map ? map : &own;
	if (!write_out_hidden(arena, normal, map, &n_alike, &n_links))
		return false;
	good = normal->s == s ? words_split_mapped(arena, normal, written, map, found, out)
						  : words_split(arena, normal, written, found, out);
	out->n_alike = n_alike;
	out->n_hidden_links = n_links;
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

	*out = (struct words){0};
	if (!text.len) /* then there need not be any bytes to look at */
		return true;
	return utf8_repair(arena, &original, &valid, &repaired) &&
		   markup_strip(arena, &valid, &plain, &markup) && normalize(arena, &plain, &normal) &&
		   words_of_normal(arena, &normal, text.ptr, NULL, &markup, out);
}
