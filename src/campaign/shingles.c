/* SPDX-License-Identifier: MIT */
/* Which letters of a text count, the rolling hash over them, and sets of hashes. */
#include "campaign/shingles.h"

#include <string.h>

#include "base/ascii.h"
#include "base/codepoint.h"
#include "base/hash_keyed.h"
#include "text/skeleton.h"
#include "text/words_of.h"

#define BASE UINT64_C(0x9fb21c651e98df25) /* the odd base of the rolling hash */

/* BASE to the power of SHINGLE_LETTERS: the weight of the letter that leaves the window. */
#define BASE_OUT (BASE * BASE * BASE * BASE * BASE * BASE)
_Static_assert(SHINGLE_LETTERS == 6, "BASE_OUT is for six letters");

/* A stream of letters, with a window over the last ones. */
struct stream {
	struct shingles *out;
	uint64_t window[SHINGLE_LETTERS]; /* a ring buffer */
	uint64_t hash;                    /* Σ letter · BASE^age over the window */
	size_t n;                         /* letters so far */
	uint32_t last;
};

static void roll_letter(struct stream *s, uint32_t cp)
{
	const uint64_t letter = hash_fold(cp ^ HASH_K0, HASH_K1);
	uint64_t *oldest = &s->window[s->n % SHINGLE_LETTERS];

	if (cp == s->last)
		return;
	s->last = cp;
	s->hash = s->hash * BASE + letter - *oldest * BASE_OUT;
	*oldest = letter;
	if (++s->n >= SHINGLE_LETTERS)
		s->out->v[s->out->n++] = hash_fold(s->hash ^ HASH_K1, HASH_K0);
}

/* True for letters that count: of ASCII the consonants except l, of Cyrillic all but vowels, of
 * other scripts all. */
static bool is_kept(uint32_t cp)
{
	static const char vowels[] =
		"\u0430\u0435\u0438\u043e\u0443\u044b\u044d\u044e\u044f\u0456\u0454";
	enum {
		VOWELS = 1 << ('a' - 'a') | 1 << ('e' - 'a') | 1 << ('i' - 'a') | 1 << ('o' - 'a') |
				 1 << ('u' - 'a') | 1 << ('l' - 'a')
	};
	char bytes[4];

	if (cp < 0x80)
		return ascii_is_lower(cp) && !(VOWELS >> (cp - 'a') & 1);
	if (cp < 0x400 || cp >= 0x500)
		return true;
	return !memmem(vowels, sizeof(vowels) - 1, bytes, codepoint_put(bytes, cp));
}

static void put_word(struct stream *s, const struct word *word)
{
	char skeleton[SKELETON_BYTES_MAX];
	const size_t len = skeleton_of(word->surface, word->len, skeleton);
	size_t i;
	size_t n;

	for (i = 0; i < len; i += n) {
		const uint32_t cp = codepoint_get(skeleton + i, &n);

		if (is_kept(cp))
			roll_letter(s, cp);
	}
}

/* An upper bound for the letters that count: the bytes of all words. */
static size_t bytes_of(const struct words *words)
{
	size_t bytes = 0;
	size_t i;

	for (i = 0; i < words->n; i++)
		bytes += words->v[i].len;
	return bytes;
}

bool shingles_read(struct arena *arena, moderato_str text, struct shingles *out)
{
	struct stream stream = {.out = out};
	struct words words;
	size_t i;

	*out = (struct shingles){NULL, 0, 0};
	if (!words_of(arena, text, &words))
		return false;
	out->v = arena_array(arena, 2 * bytes_of(&words) + 1, sizeof(*out->v));
	if (!out->v)
		return false;
	for (i = 0; i < words.n; i++) {
		const struct word *word = &words.v[i];

		if (word_is_plain(word) && *word->surface != '@')
			put_word(&stream, word);
	}
	out->letters = stream.n;
	return true;
}

/* A set of hashes with open addressing; 0 is empty, and a hash of 0 is stored as 1. */
struct seen {
	const struct hash_key *key; /* because an author can choose shingles that meet in a slot */
	uint64_t *slot;
	size_t mask;
};

static bool seen_init(struct seen *seen, struct arena *arena, size_t n)
{
	size_t cap = 16;

	while (cap < 2 * n)
		cap *= 2;
	seen->key = hash_key();
	seen->mask = cap - 1;
	seen->slot = arena_array(arena, cap, sizeof(*seen->slot));
	if (seen->slot)
		memset(seen->slot, 0, cap * sizeof(*seen->slot));
	return seen->slot != NULL;
}

/* The slot of a hash, or the empty slot where it belongs. */
static uint64_t *seen_slot(const struct seen *seen, uint64_t *hash)
{
	size_t i;

	*hash += !*hash;
	for (i = hash_slot(seen->key, *hash) & seen->mask; seen->slot[i] && seen->slot[i] != *hash;
		 i = (i + 1) & seen->mask)
		;
	return &seen->slot[i];
}

bool shingles_subtract(struct arena *arena, struct shingles *from, const struct shingles *other)
{
	struct seen seen;
	size_t n = 0;
	size_t i;

	if (!other->n)
		return true;
	if (!seen_init(&seen, arena, other->n))
		return false;
	for (i = 0; i < other->n; i++) {
		uint64_t hash = other->v[i];

		*seen_slot(&seen, &hash) = hash;
	}
	for (i = 0; i < from->n; i++) {
		uint64_t hash = from->v[i];

		if (!*seen_slot(&seen, &hash))
			from->v[n++] = hash;
	}
	from->n = n;
	return true;
}

bool shingles_unique(struct arena *arena, struct shingles *shingles)
{
	struct seen seen;
	size_t n = 0;
	size_t i;

	if (!seen_init(&seen, arena, shingles->n))
		return false;
	for (i = 0; i < shingles->n; i++) {
		uint64_t hash = shingles->v[i];
		uint64_t *slot = seen_slot(&seen, &hash);

		if (!*slot)
			shingles->v[n++] = hash;
		*slot = hash;
	}
	shingles->n = n;
	return true;
}
