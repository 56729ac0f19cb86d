/* SPDX-License-Identifier: MIT */
#include "text/words_of.h"

#include "text/normalize.h"
#include "text/utf8_repair.h"

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
		   words_split(arena, &normal, text.ptr, &markup, out);
}
