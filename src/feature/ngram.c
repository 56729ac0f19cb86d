/* SPDX-License-Identifier: MIT */
/* Which features a word has. Computing them takes most of the time for a new word, so that words in
 * ASCII have paths of their own to the same hashes. */
#include "feature/ngram.h"

#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "feature/termset.h"
#include "text/text.h"

/* Stands for the beginning and the end of a word, as letters. */
#define BOUNDARY '\x02'

/* chars_hash() of at most 8 bytes that are loaded already. */
static uint64_t chars_hash_loaded(uint64_t bytes, size_t len)
{
	return hash_fold(bytes ^ HASH_K0, (HASH_K1 ^ (SEED_CHARS << 32)) + (uint64_t)len * 2);
}

static uint64_t chars_hash(const char *s, size_t len)
{
	if (len <= 8)
		return chars_hash_loaded(hash_load((const unsigned char *)s, len), len);
	return hash_bytes(s, len, SEED_CHARS);
}

static void add_ngram(struct ngrams *out, uint64_t hash, struct ngram at)
{
	if (out->n == NGRAMS_MAX)
		return;
	at.hash = hash;
	out->v[out->n++] = at;
}

static void add_whole_word(struct ngrams *out, uint64_t hash, size_t len, unsigned view)
{
	add_ngram(out, hash,
		(struct ngram){
			.begin = 1, .len = (uint16_t)len, .kind = NGRAM_WORD, .view = (uint8_t)view});
}

/* add_chars() for ASCII, without a branch on lengths: eight bytes are loaded from each beginning
 * (the view is followed by others, so they can be read) and cut to each length. Most words are
 * ASCII, so this takes most of the time for a new word. */
static void add_ascii_chars(const struct space *space, struct ngrams *out, unsigned view)
{
	const char *s = out->view[view];
	const size_t len = out->view_len[view];
	struct ngram *to = out->v + out->n;
	size_t begin;
	size_t n;

	for (begin = 0; begin < len; begin++) {
		const uint64_t eight = hash_load8(s + begin);
		const size_t left = len - begin < len - 1 ? len - begin : len - 1; /* not the whole view */
		const size_t most = left < space->chars_max ? left : space->chars_max;

		for (n = space->chars_min; n <= most; n++)
			*to++ = (struct ngram){
				.hash = chars_hash_loaded(n < 8 ? hash_first(eight, n) : eight, n),
				.begin = (uint16_t)begin,
				.len = (uint16_t)n,
				.kind = NGRAM_CHARS,
				.view = (uint8_t)view,
			};
	}
	out->n = (size_t)(to - out->v);
}

/* Adds all runs of chars_min … chars_max letters. Letters are code points, so that Cyrillic and
 * Chinese words have as many runs as ASCII ones. */
static void add_chars(const struct space *space, struct ngrams *out, unsigned view)
{
	const char *s = out->view[view];
	const size_t len = out->view_len[view];
	size_t begin;

	if (text_is_ascii(s, len) && out->n + len * space->chars_max <= NGRAMS_MAX) {
		add_ascii_chars(space, out, view);
		return;
	}

	for (begin = 0; begin < len; begin += codepoint_len((unsigned char)s[begin])) {
		size_t end = begin;
		size_t n;

		for (n = 1; n <= space->chars_max && end < len; n++) {
			end += codepoint_len((unsigned char)s[end]);
			if (n >= space->chars_min && end - begin < len)
				add_ngram(out, chars_hash(s + begin, end - begin),
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

/* Adds the shape of a number: its digits say little, but that it is a number, and how long it is,
 * says more. */
static void add_number_shape(struct ngrams *out, const char *surface, size_t len)
{
	const char shape[2] = {TOKEN_MARK, (char)('0' + (len < 9 ? len : 9))};
	size_t i;

	for (i = 0; i < len; i++)
		if (surface[i] < '0' || surface[i] > '9')
			return;
	add_ngram(out, word_hash(shape, sizeof(shape)),
		(struct ngram){.begin = 1, .len = (uint16_t)len, .kind = NGRAM_SHAPE});
}

/* False for tokens, signs and single letters, which have no runs of letters worth counting. */
static int has_chars(const char *surface, size_t len)
{
	return len > codepoint_len((unsigned char)surface[0]) &&
		   ((unsigned char)surface[0] >= 0x80 || surface[0] == '$' || surface[0] == '@' ||
			   ascii_is_digit(surface[0]) || ascii_is_lower(surface[0]));
}

/* --- near words --- */

/* What remains the same about a word in whatever order its inner letters stand and repeat: its
 * first letter, the set of inner letters in ascending order, and its last letter. "idiot", "idoit"
 * and "idioot" give one near word. */
struct near_word {
	char s[4 * NEAR_LETTERS_MAX];
	size_t begin[NEAR_LETTERS_MAX + 1]; /* where each letter begins, and then the end */
	size_t n;
	bool masked;
};

/* Sorts the letters between the first and the last (insertion sort) and removes repeats; returns
 * the new number of letters. */
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

/* Makes the near word of a key. Returns false for a key with other characters than letters and
 * masks, or with too few or too many letters. */
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
		if (letters_n == NEAR_LETTERS_MAX || cp < 'a' || (cp > 'z' && cp < 0x80))
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

/* near_hash() of at most 16 bytes, which two numbers hold. */
static uint64_t near_hash_loaded(const uint64_t v[2], size_t len)
{
	uint64_t h = SEED_NEAR ^ hash_fold((uint64_t)len ^ HASH_K0, HASH_K1);

	h = hash_fold(h ^ v[0], len < 8 ? HASH_K0 : HASH_K1);
	if (len > 8)
		h = hash_fold(h ^ v[1], HASH_K0);
	return hash_fold(h ^ HASH_K1, HASH_K0);
}

/* The hash of the near word without its bytes [begin, end). */
static inline uint64_t near_hash_without(const struct near_word *w, size_t begin, size_t end)
{
	const size_t len = w->begin[w->n];
	char s[sizeof(w->s)];

	memcpy(s, w->s, begin);
	memcpy(s + begin, w->s + end, len - end);
	return near_hash(s, begin + len - end);
}

static void add_near(struct ngrams *out, const struct near_word *w, uint64_t hash, size_t begin,
	size_t end, unsigned view)
{
	add_ngram(out, hash,
		(struct ngram){.begin = 1,
			.len = (uint16_t)w->begin[w->n],
			.kind = NGRAM_NEAR,
			.view = (uint8_t)view,
			.gap = (uint8_t)(1 + begin),
			.gap_len = (uint8_t)(end - begin)});
}

/* add_nears() for letters of one byte: two numbers hold the word, and shifts remove a byte. */
static void add_nears_of_bytes(
	struct ngrams *out, const struct near_word *w, size_t n_gaps, unsigned view)
{
	const size_t len = w->n;
	const uint64_t v[2] = {hash_load((const unsigned char *)w->s, len < 8 ? len : 8),
		len > 8 ? hash_load((const unsigned char *)w->s + 8, len - 8) : 0};
	size_t i;

	add_near(out, w, near_hash_loaded(v, len), 0, 0, view);
	for (i = 1; i <= n_gaps; i++) {
		const uint64_t shifted[2] = {v[0] >> 8 | v[1] << 56, v[1] >> 8};
		const uint64_t low = i < 8 ? (UINT64_C(1) << 8 * i) - 1 : ~UINT64_C(0);
		const uint64_t high = i > 8 ? (UINT64_C(1) << (8 * i - 64)) - 1 : 0;
		const uint64_t less[2] = {
			(v[0] & low) | (shifted[0] & ~low), (v[1] & high) | (shifted[1] & ~high)};

		add_near(out, w, near_hash_loaded(less, len - 1), i, i + 1, view);
	}
}

/* Adds the near word, and the near word without each of its inner letters. Words that differ by an
 * additional, missing or misplaced letter share one of these. In a masked word the mask already
 * replaces a letter, so that no further one is left out. */
static void add_nears(struct ngrams *out, const char *key, size_t len, unsigned view)
{
	struct near_word w;
	size_t n_gaps;
	size_t i;

	if (!near_word_of(&w, key, len))
		return;
	set_view(out, view, w.s, w.begin[w.n]);
	n_gaps = !w.masked && w.n > NEAR_LETTERS_MIN ? w.n - 2 : 0;
	if (w.begin[w.n] == w.n) {
		add_nears_of_bytes(out, &w, n_gaps, view);
		return;
	}
	add_near(out, &w, near_hash_without(&w, 0, 0), 0, 0, view);
	for (i = 1; i <= n_gaps; i++)
		add_near(out, &w, near_hash_without(&w, w.begin[i], w.begin[i + 1]), w.begin[i],
			w.begin[i + 1], view);
}

/* --- the views --- */

/* Adds a reading of a disguised word. All views use the same hashes, so that a disguised word gives
 * the features of the plain one. */
static void add_reading(const struct space *space, struct ngrams *out, const char *skeleton,
	size_t len, bool chars, unsigned view)
{
	set_view(out, view, skeleton, len);
	add_whole_word(out, word_hash(skeleton, len), len, view);
	if (chars)
		add_chars(space, out, view);
}

/* Adds the near words of a TOKEN_NEAR token, whose letters follow its mark and name. */
static void add_nears_of_token(struct ngrams *out, const char *letters, size_t len)
{
	char near[SKELETON_BYTES_MAX];

	add_nears(out, near, skeleton_squeeze(near, skeleton_of(letters, len, near)), VIEW_NEAR);
}

/* A word as it stands, and what it can be read as. */
struct reading {
	const char *surface;
	size_t len;
	const char *skeleton;
	size_t skeleton_len;
	const char *near; /* the skeleton with all repeats squeezed */
	size_t near_len;
};

/* Adds the other way to read a word, if there is one. */
static void add_other_reading(
	const struct space *space, struct ngrams *out, const struct reading *r, bool chars, bool near)
{
	char skeleton[SKELETON_BYTES_MAX];
	size_t len = 0;

	if (r->surface[0] != TOKEN_MARK &&
		(memchr(r->surface, '1', r->len) || memchr(r->surface, '|', r->len)))
		len = skeleton_other(r->surface, r->len, skeleton);
	if (!len)
		return;
	add_reading(space, out, skeleton, len, chars, VIEW_OTHER);
	if (near)
		add_nears(out, skeleton, skeleton_squeeze(skeleton, len), VIEW_OTHER_NEAR);
}

static void add_readings(const struct space *space, struct ngrams *out, const struct reading *r)
{
	const bool hidden = r->skeleton_len && !(r->skeleton_len == r->len &&
											   memcmp(r->skeleton, r->surface, r->len) == 0);
	const bool chars = has_chars(r->surface, r->len) && space->chars_max;
	const bool near = chars && space->skeletons && space->near_value > 0;

	add_whole_word(out, word_hash(r->surface, r->len), r->len, VIEW_SURFACE);
	add_number_shape(out, r->surface, r->len);
	if (chars)
		add_chars(space, out, VIEW_SURFACE);
	if (space->skeletons && hidden)
		add_reading(space, out, r->skeleton, r->skeleton_len, chars, VIEW_SKELETON);
	if (near)
		add_nears(out, r->near, r->near_len, VIEW_NEAR);
	if (space->skeletons)
		add_other_reading(space, out, r, chars, near);
}

/* The hash of a word's key. Only short words with doubled letters need skeleton_key(); all others
 * have the squeezed skeleton as their key. */
static uint64_t key_hash_of(const struct reading *r)
{
	char key[SKELETON_BYTES_MAX];

	if (!r->near_len)
		return word_hash(r->surface, r->len);
	if (r->near_len == r->skeleton_len || r->near_len > SKELETON_KEY_SHORT)
		return word_hash(r->near, r->near_len);
	memcpy(key, r->skeleton, r->skeleton_len);
	return word_hash(key, skeleton_key(key, r->skeleton_len));
}

void ngrams_of(const struct space *space, const char *surface, size_t len, struct ngrams *out)
{
	const bool near = surface[0] == TOKEN_MARK && len > 2 && surface[1] == TOKEN_NEAR[0];
	char skeleton[SKELETON_BYTES_MAX];
	char squeezed[SKELETON_BYTES_MAX];
	struct reading r = {.surface = surface, .len = len, .skeleton = skeleton, .near = squeezed};

	if (!near) {
		r.skeleton_len = skeleton_of(surface, len, skeleton);
		memcpy(squeezed, skeleton, r.skeleton_len);
		r.near_len = skeleton_squeeze(squeezed, r.skeleton_len);
	}
	out->n = 0;
	out->key = key_hash_of(&r);
	memset(out->view_len, 0, sizeof(out->view_len));
	set_view(out, VIEW_SURFACE, surface, len);
	if (near) {
		if (space->skeletons && space->near_value > 0)
			add_nears_of_token(out, surface + 2, len - 2);
	} else if (termset_builtin(out->key) >> SET_IDENTITY & 1) {
		add_ngram(out, IDENTITY_HASH,
			(struct ngram){.begin = 1, .len = (uint16_t)len, .kind = NGRAM_CHARS});
	} else {
		add_readings(space, out, &r);
	}
}
