/* SPDX-License-Identifier: MIT */
#include "feature/ngram.h"

#include <string.h>

#include "base/codepoint.h"
#include "feature/termset.h"

/* Stands for a word's beginning and end among its letters. */
#define BOUNDARY '\x02'

static uint64_t chars_hash(const char *s, size_t len)
{
	if (len <= 8)
		return hash_fold(hash_load((const unsigned char *)s, len) ^ HASH_K0,
			(HASH_K1 ^ (SEED_CHARS << 32)) + (uint64_t)len * 2);
	return hash_bytes(s, len, SEED_CHARS);
}

static void add(struct ngrams *out, uint64_t hash, struct ngram at)
{
	if (out->n == NGRAMS_MAX)
		return;
	at.hash = hash;
	out->v[out->n++] = at;
}

static void add_word(struct ngrams *out, uint64_t hash, size_t len, unsigned view)
{
	add(out, hash,
		(struct ngram){
			.begin = 1, .len = (uint16_t)len, .kind = NGRAM_WORD, .view = (uint8_t)view});
}

/* All runs of chars_min … chars_max letters. Letters are code points, so that Cyrillic and Chinese
 * get as many per word as ASCII. */
static void add_chars(const struct space *space, struct ngrams *out, unsigned view)
{
	const char *s = out->view[view];
	const size_t len = out->view_len[view];
	size_t begin;

	for (begin = 0; begin < len; begin += codepoint_len((unsigned char)s[begin])) {
		size_t end = begin;
		size_t n;

		for (n = 1; n <= space->chars_max && end < len; n++) {
			end += codepoint_len((unsigned char)s[end]);
			if (n >= space->chars_min && end - begin < len)
				add(out, chars_hash(s + begin, end - begin),
					(struct ngram){.begin = (uint16_t)begin,
						.len = (uint16_t)(end - begin),
						.kind = NGRAM_CHARS,
						.view = (uint8_t)view});
		}
	}
}

static void set_view(struct ngrams *out, unsigned view, const char *s, size_t len)
{
	out->view[view][0] = BOUNDARY;
	memcpy(out->view[view] + 1, s, len);
	out->view[view][len + 1] = BOUNDARY;
	out->view_len[view] = len + 2;
}

/* A number's digits say little; that it is one, and how long, says more. */
static void add_number_shape(struct ngrams *out, const char *surface, size_t len)
{
	const char shape[2] = {TOKEN_MARK, (char)('0' + (len < 9 ? len : 9))};
	size_t i;

	for (i = 0; i < len; i++)
		if (surface[i] < '0' || surface[i] > '9')
			return;
	add(out, word_hash(shape, sizeof(shape)),
		(struct ngram){.begin = 1, .len = (uint16_t)len, .kind = NGRAM_SHAPE});
}

/* Tokens, signs and single letters have no letters in a row worth counting. */
static int has_chars(const char *surface, size_t len)
{
	return len > codepoint_len((unsigned char)surface[0]) &&
		   ((unsigned char)surface[0] >= 0x80 || surface[0] == '$' || surface[0] == '@' ||
			   (surface[0] >= '0' && surface[0] <= '9') ||
			   (surface[0] >= 'a' && surface[0] <= 'z'));
}

/* --- near words --- */

/* What a word keeps however its inner letters are ordered and repeated: its first letter, the inner
 * ones sorted and each once, its last. "idiot", "idoit" and "idioot" are one. */
struct near_word {
	char s[4 * NEAR_LETTERS_MAX];
	size_t begin[NEAR_LETTERS_MAX + 1]; /* of each letter; then the end */
	size_t n;
	bool masked;
};

/* Sort the letters between the first and the last, and take out repeats; returns the new number. */
static size_t sort_inner(uint32_t *letters, size_t n)
{
	size_t to = 1;
	size_t i;
	size_t k;

	for (i = 1; i + 1 < n; i++) {
		const uint32_t letter = letters[i];

		for (k = to; k > 1 && letters[k - 1] > letter; k--)
			;
		if (k > 1 && letters[k - 1] == letter)
			continue;
		memmove(letters + k + 1, letters + k, (to - k) * sizeof(*letters));
		letters[k] = letter;
		to++;
	}
	if (n > 1)
		letters[to++] = letters[n - 1];
	return to;
}

/* False for what is no word of letters, or too short or long. */
static bool near_word_of(struct near_word *w, const char *key, size_t len)
{
	uint32_t letters[NEAR_LETTERS_MAX];
	size_t letters_n = 0;
	size_t to = 0;
	size_t i;
	size_t n;

	w->masked = false;
	for (i = 0; i < len; i += n) {
		const uint32_t cp = codepoint_get(key + i, &n);

		if (cp == '*') {
			w->masked = true;
			continue;
		}
		if (letters_n == NEAR_LETTERS_MAX || (cp < 0x80 && !(cp >= 'a' && cp <= 'z')))
			return false;
		letters[letters_n++] = cp;
	}
	if (letters_n + w->masked < NEAR_LETTERS_MIN || !letters_n)
		return false;
	w->n = sort_inner(letters, letters_n);
	for (i = 0; i < w->n; i++) {
		w->begin[i] = to;
		to += codepoint_put(w->s + to, letters[i]);
	}
	w->begin[w->n] = to;
	return true;
}

/* The word less the letters [from, to). */
static void add_near(
	struct ngrams *out, const struct near_word *w, size_t from, size_t to, unsigned view)
{
	const size_t begin = w->begin[from];
	const size_t end = w->begin[to];
	const size_t len = w->begin[w->n];
	char s[sizeof(w->s)];

	memcpy(s, w->s, begin);
	memcpy(s + begin, w->s + end, len - end);
	add(out, near_hash(s, begin + len - end),
		(struct ngram){.begin = 1,
			.len = (uint16_t)len,
			.kind = NGRAM_NEAR,
			.view = (uint8_t)view,
			.gap = (uint8_t)(1 + begin),
			.gap_len = (uint8_t)(end - begin)});
}

/* Words that differ by a letter too many, too few or in the wrong place share one of these. A mask
 * hides the letter that is taken out of the plain word, so that nothing more is taken out here. */
static void add_nears(struct ngrams *out, const char *key, size_t len, unsigned view)
{
	struct near_word w;
	size_t i;

	if (!near_word_of(&w, key, len))
		return;
	set_view(out, view, w.s, w.begin[w.n]);
	add_near(out, &w, 0, 0, view);
	if (w.masked)
		return;
	for (i = 1; w.n > NEAR_LETTERS_MIN && i + 1 < w.n; i++)
		add_near(out, &w, i, i + 1, view);
}

/* --- the views --- */

/* A reading of a disguised word. The views share one set of numbers: a disguised word gives the
 * features of the plain one. */
static void add_reading(const struct space *space, struct ngrams *out, const char *skeleton,
	size_t len, bool chars, unsigned view)
{
	set_view(out, view, skeleton, len);
	add_word(out, word_hash(skeleton, len), len, view);
	if (chars)
		add_chars(space, out, view);
}

/* The letters behind a token's mark and name. */
static void near_token(struct ngrams *out, const char *letters, size_t len)
{
	char key[SKELETON_BYTES_MAX];
	const size_t n = skeleton_key(key, skeleton_of(letters, len, key));

	add_nears(out, key, n, VIEW_NEAR);
}

/* The word as it stands and as what it can be read as. */
static void add_readings(const struct space *space, struct ngrams *out, const char *surface,
	size_t len, const char *key, size_t key_len)
{
	char skeleton[SKELETON_BYTES_MAX];
	size_t skeleton_len = skeleton_of(surface, len, skeleton);
	const bool hidden =
		skeleton_len && !(skeleton_len == len && memcmp(skeleton, surface, len) == 0);
	const bool chars = has_chars(surface, len) && space->chars_max;
	const bool near = chars && space->skeletons && space->near_value > 0;

	add_word(out, word_hash(surface, len), len, VIEW_SURFACE);
	add_number_shape(out, surface, len);
	if (chars)
		add_chars(space, out, VIEW_SURFACE);
	if (space->skeletons && hidden)
		add_reading(space, out, skeleton, skeleton_len, chars, VIEW_SKELETON);
	if (near)
		add_nears(out, key, key_len, VIEW_NEAR);
	if (!space->skeletons || surface[0] == TOKEN_MARK)
		return;
	skeleton_len = skeleton_other(surface, len, skeleton);
	if (!skeleton_len)
		return;
	add_reading(space, out, skeleton, skeleton_len, chars, VIEW_OTHER);
	if (near)
		add_nears(out, skeleton, skeleton_key(skeleton, skeleton_len), VIEW_OTHER_NEAR);
}

void ngrams_of(const struct space *space, const char *surface, size_t len, struct ngrams *out)
{
	const bool near = surface[0] == TOKEN_MARK && len > 2 && surface[1] == TOKEN_NEAR[0];
	char key[SKELETON_BYTES_MAX];
	const size_t key_len = near ? 0 : skeleton_key(key, skeleton_of(surface, len, key));

	out->n = 0;
	out->key = word_hash(key_len ? key : surface, key_len ? key_len : len);
	memset(out->view_len, 0, sizeof(out->view_len));
	set_view(out, VIEW_SURFACE, surface, len);
	if (near) {
		if (space->skeletons && space->near_value > 0)
			near_token(out, surface + 2, len - 2);
	} else if (termset_builtin(out->key) >> SET_IDENTITY & 1) {
		add(out, IDENTITY_HASH,
			(struct ngram){.begin = 1, .len = (uint16_t)len, .kind = NGRAM_CHARS});
	} else {
		add_readings(space, out, surface, len, key, key_len);
	}
}
