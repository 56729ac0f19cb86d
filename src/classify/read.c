/* SPDX-License-Identifier: MIT */
#include "classify/read.h"

#include "base/fail.h"
#include "text/normalize.h"
#include "text/utf8_repair.h"
#include "text/words_of.h"

static moderato_status check_length(moderato_str text, const char *what, moderato_error *err)
{
	return text.len <= MODERATO_COMMENT_BYTES_MAX
			   ? MODERATO_OK
			   : fail(err, MODERATO_ELIMIT, "the %s has %zu bytes, the limit is %zu", what,
					 text.len, MODERATO_COMMENT_BYTES_MAX);
}

moderato_status read_check(const moderato_comment *comment, moderato_error *err)
{
	moderato_status status = check_length(comment->text, "comment", err);

	if (!status)
		status = check_length(comment->title, "title", err);
	if (!status)
		status = check_length(comment->parent, "parent", err);
	if (!status)
		status = check_length(comment->author, "author's name", err);
	if (!status)
		status = check_length(comment->author_url, "author's url", err);
	return status;
}

bool read_characters(struct reading *r, struct arena *arena, struct document *doc)
{
	r->arena = arena;
	r->doc = doc;
	r->original = (struct text){doc->comment->text.ptr, doc->comment->text.len, NULL};
	if (!charmap_read(&r->map, arena, r->original.s, r->original.len))
		return false;
	charmap_count(&r->map, &r->counts);
	r->plain = !r->counts.high && !r->counts.odd;
	return true;
}

bool read_repair(struct reading *r)
{
	struct document *doc = r->doc;

	doc->valid = r->original;
	return r->plain || utf8_repair(r->arena, &r->original, &doc->valid, &doc->evasion.repaired);
}

/* Count control characters among the odd ones, the only evasion that ASCII has room for. */
static size_t count_controls(const struct text *in, const struct charmap *map)
{
	const uint64_t *odd = &map->v->odd;
	size_t controls = 0;
	size_t i;

	for (i = bits_next(odd, 0, in->len); i < in->len; i = bits_next(odd, i + 1, in->len))
		controls += (unsigned char)in->s[i] < ' ' || in->s[i] == 0x7F;
	return controls;
}

void read_evasion(struct reading *r)
{
	struct document *doc = r->doc;

	if (r->counts.high || doc->evasion.repaired) {
		evasion_scan(&doc->valid, &doc->evasion);
		signals_read(&doc->valid, &doc->signals);
		return;
	}
	if (r->counts.odd)
		doc->evasion.controls = count_controls(&r->original, &r->map);
	signals_of_map(&r->original, &r->map, &r->counts, &doc->signals);
}

bool read_markup(struct reading *r)
{
	struct document *doc = r->doc;

	doc->plain = doc->valid;
	return r->plain || markup_strip(r->arena, &doc->valid, &doc->plain, &doc->markup);
}

bool read_normal(struct reading *r)
{
	struct document *doc = r->doc;

	return r->plain ? normalize_ascii(r->arena, &doc->plain, &doc->normal)
					: normalize(r->arena, &doc->plain, &doc->normal);
}

bool read_words(struct reading *r)
{
	struct document *doc = r->doc;

	/* Of a plain text the normalised one has the same characters in the same places. */
	return words_of_normal(r->arena, &doc->normal, r->original.s, r->plain ? &r->map : NULL,
		&doc->markup, &doc->words);
}
