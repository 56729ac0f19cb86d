/* SPDX-License-Identifier: MIT */
/* Writes the text that the encoder reads. */
#include "encode/encoder_reading.h"

#include <string.h>

#include "text/skeleton.h"

/* What stands for a link and for an e-mail address. Blanks part it from what it touches. */
#define LINK_READING " url "
#define EMAIL_READING " email "

/* A run of one sign longer than this says no more than one of this length. */
#define SIGN_RUN_MAX 3

static bool is_token(const struct word *w, const char *name)
{
	const size_t len = strlen(name);

	return w->kind == WORD_TOKEN && w->len == 1 + len && memcmp(w->surface + 1, name, len) == 0;
}

/* Signs: the run in the normalised text, without what repeats beyond SIGN_RUN_MAX. */
static void put_signs(struct text_writer *out, const struct text *normal, const struct word *w)
{
	size_t run = 0;
	size_t i;

	for (i = w->begin; i < w->end; i++) {
		const bool repeated = i > w->begin && normal->s[i] == normal->s[i - 1];

		run = repeated ? run + 1 : 1;
		if (run <= SIGN_RUN_MAX)
			text_keep(out, i, i + 1);
	}
}

/* True if the skeleton is the surface without its apostrophes: "dont" hides nothing. */
static bool lacks_apostrophes_only(const struct word *w, const char *skeleton, size_t len)
{
	size_t n = 0;
	size_t i;

	for (i = 0; i < w->len; i++) {
		if (w->surface[i] == '\'')
			continue;
		if (n == len || skeleton[n] != w->surface[i])
			return false;
		n++;
	}
	return n == len;
}

/* A word, or its skeleton if it hides something. The sign of "@name" hides no letter. */
static void put_plain(struct text_writer *out, const struct word *w)
{
	char skeleton[SKELETON_BYTES_MAX];
	const size_t len = skeleton_of(w->surface, w->len, skeleton);

	if (!len || w->surface[0] == '@' || lacks_apostrophes_only(w, skeleton, len))
		text_keep(out, w->begin, w->end);
	else
		text_put(out, skeleton, len, w->begin, w->end);
}

/* Writes what stands for the word. Returns false if its bytes are to be kept as they are, because
 * it is a token beside the text, or part of a link that has been written. */
static bool put_word(struct text_writer *out, const struct text *normal, const struct word *w)
{
	if (is_token(w, "link"))
		text_put(out, LINK_READING, sizeof(LINK_READING) - 1, w->begin, w->end);
	else if (is_token(w, "e-mail"))
		text_put(out, EMAIL_READING, sizeof(EMAIL_READING) - 1, w->begin, w->end);
	else if (word_is_plain(w))
		put_plain(out, w);
	else if (w->kind == WORD_SYMBOL && text_is_ascii(w->surface, w->len))
		put_signs(out, normal, w);
	else
		return false;
	return true;
}

static size_t room_for(const struct document *doc)
{
	size_t room = doc->normal.len + READING_MARKUP_LINKS * sizeof(LINK_READING);
	size_t i;

	for (i = 0; i < doc->words.n; i++)
		room += 2 * (size_t)doc->words.v[i].len + sizeof(EMAIL_READING);
	return room;
}

bool reading_of(const struct document *doc, struct arena *arena, struct text *out)
{
	const struct text *normal = &doc->normal;
	struct text_writer w;
	size_t at = 0;
	size_t beside = 0;
	size_t i;

	if (!text_writer_init(&w, arena, normal, room_for(doc)))
		return false;
	for (i = 0; i < doc->words.n; i++) {
		const struct word *word = &doc->words.v[i];

		if (word->begin == word->end) {
			beside += is_token(word, "link");
			continue;
		}
		if (word->begin < at)
			continue;
		text_keep(&w, at, word->begin);
		at = word->begin;
		if (put_word(&w, normal, word))
			at = word->end;
	}
	text_keep(&w, at, normal->len);
	for (i = 0; normal->len && i < beside && i < READING_MARKUP_LINKS; i++)
		text_put(&w, LINK_READING, sizeof(LINK_READING) - 1, normal->len - 1, normal->len);
	*out = text_writer_done(&w);
	return true;
}
