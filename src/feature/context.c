/* SPDX-License-Identifier: MIT */
/* Turns the words of a field into features. */
#include "feature/context.h"

#include <stdint.h>

#include "base/codepoint.h"
#include "feature/space.h"
#include "text/skeletons.h"
#include "text/words_of.h"

/* Lengths of the runs of letters in the author's words, without the ends of words as letters. */
#define LETTERS_MIN 3
#define LETTERS_MAX 5

const char *const context_names[CONTEXT_FIELDS] = {"title", "parent", "author", "author_url"};

moderato_str context_text(const moderato_comment *comment, enum context_field field)
{
	const moderato_str texts[CONTEXT_FIELDS] = {
		comment->title, comment->parent, comment->author, comment->author_url};

	return texts[field];
}

/* The features of a field while they are collected. */
struct reading {
	struct term_table table;
	struct context *out;
	enum context_field field;
};

static void add_context_feature(struct reading *r, uint64_t hash, size_t word, moderato_str letters)
{
	const size_t n = r->table.n;

	term_table_get(&r->table, hash_pair(SEED_CONTEXT + (uint64_t)r->field, hash), word)->count++;
	if (r->table.n > n)
		r->out->letters[n] = letters;
}

/* Adds the runs of letters of a word of the author's. */
static void add_letter_runs(struct reading *r, size_t i)
{
	const struct word *w = &r->out->words.v[i];
	size_t begin;

	for (begin = 0; begin < w->len; begin += codepoint_len((unsigned char)w->surface[begin])) {
		size_t end = begin;
		size_t n;

		for (n = 1; n <= LETTERS_MAX && end < w->len; n++) {
			end += codepoint_len((unsigned char)w->surface[end]);
			if (n >= LETTERS_MIN && end - begin < w->len)
				add_context_feature(r, hash_bytes(w->surface + begin, end - begin, SEED_CHARS), i,
					(moderato_str){w->surface + begin, end - begin});
		}
	}
}

/* An upper bound for the number of features that the words give. */
static size_t most_features(const struct words *words, bool author)
{
	size_t n = words->n;
	size_t i;

	for (i = 0; author && i < words->n; i++)
		n += (size_t)words->v[i].len * (LETTERS_MAX - LETTERS_MIN + 1);
	return n;
}

bool context_read(
	struct arena *arena, moderato_str text, enum context_field field, struct context *out)
{
	struct reading r = {.out = out, .field = field};
	const bool author = context_is_author(field);
	size_t most;
	size_t i;

	out->n = 0;
	if (author && text.len > CONTEXT_AUTHOR_BYTES_MAX)
		text.len = CONTEXT_AUTHOR_BYTES_MAX;
	if (!words_of(arena, text, &out->words))
		return false;
	most = most_features(&out->words, author);
	out->letters = arena_array(arena, most, sizeof(*out->letters));
	if (!out->letters || !term_table_init(&r.table, arena, most))
		return false;
	for (i = 0; i < out->words.n; i++) {
		const struct word *w = &out->words.v[i];
		const bool plain = word_is_plain(w);

		if (plain || (author && w->kind == WORD_TOKEN))
			add_context_feature(
				&r, text_skeleton_hash(w->surface, w->len), i, (moderato_str){w->surface, w->len});
		if (plain && author)
			add_letter_runs(&r, i);
	}
	out->terms = r.table.terms;
	out->n = r.table.n;
	return true;
}
