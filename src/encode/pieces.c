/* SPDX-License-Identifier: MIT */
/* Cuts a text into words, words into pieces, and the middle out of what is too long. */
#include "encode/pieces.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "text/character.h"

/* Pieces as they come. The last `tail` of the room are a ring, which the end of the text fills. */
struct row {
	uint32_t *ids;
	moderato_span *spans;
	size_t head, tail;
	size_t seen;
};

/* The place of the i-th piece of the text: within the ring once the head is full. */
static size_t place_of(const struct row *row, size_t i)
{
	return i < row->head ? i : row->head + (i - row->head) % row->tail;
}

static void put(struct row *row, uint32_t id, size_t begin, size_t end)
{
	const size_t i = row->seen++;

	if (i < row->head || row->tail) {
		const size_t at = place_of(row, i);

		row->ids[at] = id;
		row->spans[at] = (moderato_span){begin, end};
	}
}

static bool is_alone(uint32_t cp)
{
	return (cp >= 0x2E80 && cp <= 0x9FFF) || cp == 0xFFFD;
}

enum role { BLANK, ALONE, WITHIN };

static enum role role_of(uint32_t cp)
{
	const character ch = character_of(cp);
	const enum codepoint_class class = character_class(ch);

	if (class == CODEPOINT_SPACE || character_is(ch, CHARACTER_NAMELESS))
		return BLANK;
	return (class == CODEPOINT_LETTER || class == CODEPOINT_DIGIT) && !is_alone(cp) ? WITHIN
																					: ALONE;
}

/* Cuts the word, bytes [begin, end) of the text with so many letters. */
static void cut_word(struct row *row, const struct vocabulary *v, const char *s, size_t begin,
	size_t end, size_t letters)
{
	uint32_t ids[PIECES_WORD_LETTERS_MAX];
	uint32_t length[PIECES_WORD_LETTERS_MAX];
	size_t at = begin, n = 0, i;

	while (letters <= PIECES_WORD_LETTERS_MAX && at < end) {
		size_t used;

		ids[n] = vocabulary_longest(v, at == begin ? 0 : v->within, s + at, end - at, &used);
		if (ids[n] == VOCABULARY_NONE)
			break;
		length[n++] = (uint32_t)used;
		at += used;
	}
	if (at < end) {
		put(row, v->unknown, begin, end);
		return;
	}
	for (i = 0, at = begin; i < n; at += length[i++])
		put(row, ids[i], at, at + length[i]);
}

static void cut_text(struct row *row, const struct vocabulary *v, const struct text *text)
{
	size_t begin = 0, letters = 0;
	size_t at, used;

	for (at = 0; at < text->len; at += used) {
		uint32_t cp;
		enum role role;

		used = utf8_decode(text->s + at, text->len - at, &cp);
		role = role_of(cp);
		if (role == WITHIN) {
			begin = letters ? begin : at;
			letters++;
			continue;
		}
		if (letters)
			cut_word(row, v, text->s, begin, at, letters);
		letters = 0;
		if (role == ALONE)
			cut_word(row, v, text->s, at, at + used, 1);
	}
	if (letters)
		cut_word(row, v, text->s, begin, at, letters);
}

/* Puts the ring in order. `spare` has room for as many pieces as the ring. */
static void unroll(struct row *row, uint32_t *spare_ids, moderato_span *spare_spans)
{
	const size_t first = row->seen - row->tail;
	size_t i;

	for (i = 0; i < row->tail; i++) {
		const size_t at = place_of(row, first + i);

		spare_ids[i] = row->ids[at];
		spare_spans[i] = row->spans[at];
	}
	memcpy(row->ids + row->head, spare_ids, row->tail * sizeof(*spare_ids));
	memcpy(row->spans + row->head, spare_spans, row->tail * sizeof(*spare_spans));
}

bool pieces_of(const struct vocabulary *v, const struct text *reading, size_t most,
	struct arena *arena, struct pieces *out)
{
	const size_t room = most - PIECES_MIN, tail = room / 4;
	struct row row = {.head = room - tail, .tail = tail};
	size_t n;

	assert(most >= PIECES_MIN);
	/* The ring's copy stands behind the pieces. */
	out->ids = arena_array(arena, most + tail, sizeof(*out->ids));
	out->spans = arena_array(arena, most + tail, sizeof(*out->spans));
	if (!out->ids || !out->spans)
		return false;
	row.ids = out->ids + 1;
	row.spans = out->spans + 1;
	cut_text(&row, v, reading);
	n = row.seen < room ? row.seen : room;
	if (row.seen > room && tail)
		unroll(&row, out->ids + most, out->spans + most);
	out->ids[0] = v->opening;
	out->spans[0] = (moderato_span){0, 0};
	out->ids[n + 1] = v->closing;
	out->spans[n + 1] = (moderato_span){reading->len, reading->len};
	out->n = n + PIECES_MIN;
	return true;
}
